import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyText } from '../../src/domain/key.js';
import type { AuthorizationResult } from '../../src/ports/index.js';
import { fakeCard } from '../support/fakes/fake-card.js';
import type { ReaderCall } from '../support/fakes/fake-reader.js';
import { sampleAnswer } from '../support/samples.js';
import { openBench, RECOVERY_WAIT_MS } from './bench.js';

const fault = fc.record({
  call: fc.constantFrom<ReaderCall>(
    'start',
    'continueOnline',
    'unableOnline',
    'complete',
    'confirm',
    'cancel',
    'result',
  ),
  when: fc.constantFrom('before' as const, 'after' as const),
  returnsAfterMs: fc.constantFrom(0, 100, RECOVERY_WAIT_MS / 2, RECOVERY_WAIT_MS * 2),
});

const course = fc.record({
  faults: fc.array(fault, { maxLength: 3 }),
  host: fc.constantFrom('yes', 'no', 'lost', 'lostAfterPosting', 'notSent', 'offline'),
  first: fc.constantFrom('TC' as const, 'ARQC' as const, 'AAC' as const),
  online: fc.constantFrom('TC' as const, 'AAC' as const),
  offline: fc.constantFrom('TC' as const, 'AAC' as const),
  cancelAt: fc.constantFrom('never', 'card', 'host'),
  restart: fc.boolean(),
});

describe('a sale under faults', () => {
  // The one promise, for one terminal: what the reader showed as approved is owed or posted, and what was not
  // approved is owed to nobody, or a reversal is.
  it('keeps what was shown, what is journalled and what the host holds together', async () => {
    await fc.assert(
      fc.asyncProperty(course, async (plan) => {
        const bench = await openBench();
        const { reader, host, clock, journal } = bench;
        const atHost = new Set<string>();
        reader.card = fakeCard({ first: { cryptogram: plan.first }, online: plan.online, offline: plan.offline });
        host.state = plan.host === 'offline' ? 'offline' : 'online';
        host.answer = async (transaction): Promise<AuthorizationResult> => {
          if (plan.host === 'yes' || plan.host === 'lostAfterPosting') atHost.add(keyText(transaction.key));
          if (plan.cancelAt === 'host') await bench.desk.cancel().catch(() => undefined);
          if (plan.host === 'notSent') return { kind: 'unknown', mayHaveLeft: false, why: 'offline' };
          if (plan.host.startsWith('lost')) return { kind: 'unknown', mayHaveLeft: true, why: 'timeout' };
          const posted = plan.host === 'yes' ? transaction.money : null;
          const outcome = plan.host === 'yes' ? 'POSTED' : 'REJECTED';
          return {
            kind: 'answer',
            answer: sampleAnswer({
              key: transaction.key,
              outcome,
              responseCode: outcome === 'POSTED' ? '00' : '05',
              posted,
            }),
          };
        };
        if (plan.cancelAt === 'card') reader.beforeCard = () => bench.desk.cancel().catch(() => undefined);
        const pauses = plan.faults.map(({ returnsAfterMs }) => returnsAfterMs);
        for (const { call, when } of plan.faults) reader.loseAt(call, when);
        reader.onStatus(({ state }) => {
          if (state !== 'ready') clock.after(pauses.shift() ?? 0, () => reader.setReady(true));
        });

        bench.desk.start();
        await bench.desk.idle();
        let settled = false;
        const sale = bench.sell(1250, 'K1').finally(() => (settled = true));
        for (let i = 0; i < 20 && !settled; i += 1) await clock.advance(RECOVERY_WAIT_MS);
        const { transaction } = await sale;
        // A second process on the same journal and reader: nothing may depend on the first one's memory.
        const last = plan.restart ? await openBench(journal, reader) : bench;
        if (plan.restart) last.desk.start();
        await clock.advance(3 * RECOVERY_WAIT_MS);
        reader.setReady(true);
        await clock.advance(0);
        await last.desk.idle();

        const approved = transaction.verdict!.outcome === 'approved';
        const shown = reader.shown.filter(({ outcome }) => outcome === 'approved').length;
        const owed = (await journal.listPostings('pending', 0, 9)).map(({ posting }) => posting.content.kind);
        expect(shown).toBe(approved ? 1 : 0);
        if (approved)
          expect(owed.includes('advice') || (atHost.size === 1 && transaction.state === 'posted')).toBe(true);
        else expect(owed).not.toContain('advice');
        if (!approved && atHost.size === 1) expect(owed).toEqual(['reversal']);
        expect(owed.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });
});
