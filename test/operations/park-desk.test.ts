import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { openSimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import type { Answer } from '../../src/domain/answer.js';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { PostingKind } from '../../src/domain/posting.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import { createParkDesk } from '../../src/operations/park-desk.js';
import { FakeHost } from '../support/fakes/fake-host.js';
import { sampleAnswer, sampleCard } from '../support/samples.js';
import { silentLog } from '../support/silent-log.js';

async function opened() {
  const clock = new SimClock();
  const journal = await openSimJournal({ terminalId: 'T0000001', clock, random: new SimRandom(1) });
  const host = new FakeHost();
  const alerts = new AlertBoard({ clock, log: silentLog, counters: new EventCounters() });
  const refusal = (key: TransactionKey): Answer =>
    sampleAnswer({ key, sequence: 1, outcome: 'REJECTED', responseCode: '05', posted: null, batch: 0 });
  const begin = async (): Promise<TransactionKey> => {
    const { transaction } = await journal.begin({
      type: 'sale',
      money: money(1250, 'EUR'),
      idempotencyKey: null,
      startedAtMs: clock.wallMs(),
      clock: 'unchecked',
    });
    return transaction.key;
  };
  const park = async (key: TransactionKey, posting: PostingKind, reason = 'refused 3 times'): Promise<number> => {
    const applied = await journal.apply(key, {
      name: 'park',
      posting,
      answer: refusal(key),
      reason,
    });
    alerts.raise('POSTING_PARKED', keyText(key), 'refused 3 times');
    return applied.postings[0]!.sequence;
  };
  return {
    journal,
    host,
    alerts,
    park,
    desk: createParkDesk(journal, host, alerts),
    state: async (key: TransactionKey) => (await journal.transaction(key))!.transaction.state,
    approved: async (): Promise<TransactionKey> => {
      const key = await begin();
      await journal.apply(key, {
        name: 'approveOffline',
        card: sampleCard({ cryptogram: 'TC' }),
        response: 'Y1',
        deferred: false,
      });
      return key;
    },
    reversing: async (): Promise<TransactionKey> => {
      const key = await begin();
      await journal.apply(key, { name: 'goOnline', card: sampleCard() });
      const verdict = { outcome: 'declined', by: 'policy', responseCode: 'Z3', reason: null } as const;
      await journal.apply(key, { name: 'reverse', verdict, reason: 'timeout', answer: null });
      return key;
    },
  };
}

describe('what a person does with a parked posting', () => {
  it('sends an advice again: pending, refusals counted anew, its offline room still taken', async () => {
    const { journal, host, alerts, desk, park, approved, state } = await opened();
    const key = await approved();
    await journal.apply(key, { name: 'refuse', posting: 'advice', answer: sampleAnswer({ key }), reason: 'no' });
    const sequence = await park(key, 'advice');
    expect([await state(key), (await journal.queue()).parked]).toEqual(['parked', 1]);
    const { posting } = await desk.retry(sequence);
    expect(posting).toMatchObject({ sequence, state: 'pending', refusals: 0, parkedReason: null });
    expect([await state(key), host.reopened, alerts.active()]).toEqual(['approved', 1, []]);
    expect(await journal.offlineUsage()).toMatchObject([{ count: 1, amount: 1250 }]);
  });

  it('sends all again, or those that were parked for one reason, and says how much that is', async () => {
    const { journal, host, alerts, desk, park, approved, state } = await opened();
    const keys = [];
    for (let sale = 0; sale < 60; sale += 1) keys.push(await approved());
    const reasons = [
      'host rejected it with 96 for too long',
      'host rejected it with 05',
      'host holds the key with 9.96 EUR',
    ];
    for (const [index, key] of keys.entries()) await park(key, 'advice', reasons[index % 3]);
    expect(await desk.retryAll('96')).toEqual({ count: 20, amounts: [{ currency: 'EUR', count: 20, amount: 25_000 }] });
    expect([await state(keys[0]!), await state(keys[1]!), host.reopened]).toEqual(['approved', 'parked', 1]);
    expect([(await journal.queue()).parked, alerts.active().length]).toEqual([40, 40]);
    expect(await desk.retryAll('97')).toEqual({ count: 0, amounts: [] });
    expect((await desk.retryAll(null)).count).toBe(40);
    expect([(await journal.queue()).parked, alerts.active(), host.reopened]).toEqual([0, [], 2]);
  });

  it('sends a reversal again, and a void as what it was', async () => {
    const { journal, desk, park, approved, reversing, state } = await opened();
    const declined = await reversing();
    await desk.retry(await park(declined, 'reversal'));
    expect(await state(declined)).toBe('reversing');

    const voided = await approved();
    await journal.apply(voided, { name: 'settleAdvice', answer: sampleAnswer({ key: voided }) });
    await journal.apply(voided, { name: 'void', idempotencyKey: null });
    await desk.retry(await park(voided, 'reversal'));
    expect(await state(voided)).toBe('voiding');
  });

  it('settles it by other means: with a reason, recorded, nothing deleted, its offline room free', async () => {
    const { journal, host, alerts, desk, park, approved, state } = await opened();
    const key = await approved();
    const sequence = await park(key, 'advice');
    const { posting } = await desk.resolve(sequence, '  paid in cash, receipt 17  ');
    expect(posting).toMatchObject({
      state: 'resolved',
      resolution: 'paid in cash, receipt 17',
      parkedReason: 'refused 3 times',
    });
    expect([await state(key), alerts.active(), host.reopened]).toEqual(['resolved', [], 0]);
    expect((await journal.offlineUsage()).filter(({ count }) => count > 0)).toEqual([]);
    expect(await journal.queue()).toMatchObject({ advices: 0, reversals: 0, parked: 0 });
    expect((await journal.transaction(key))!.entries.map(({ event }) => event)).toContain('resolve');
  });

  it.each(['', '   ', 'x'.repeat(201)])('refuses the reason %j, and leaves it parked', async (reason) => {
    const { desk, park, approved, state } = await opened();
    const key = await approved();
    const sequence = await park(key, 'advice');
    await expect(desk.resolve(sequence, reason)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    expect(await state(key)).toBe('parked');
  });

  it('knows nothing of what is not parked', async () => {
    const { journal, desk, park, approved } = await opened();
    const key = await approved();
    await expect(desk.retry(1)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'posting 1 is pending, not parked',
    });
    await expect(desk.resolve(99, 'why not')).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'no such posting' });
    const sequence = await park(key, 'advice');
    await desk.resolve(sequence, 'done');
    await expect(desk.retry(sequence)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'posting 1 is resolved, not parked',
    });
    expect((await journal.posting(sequence))?.posting.state).toBe('resolved');
  });
});
