import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Transaction } from '../../src/domain/transaction.js';
import type { JournalCalls } from '../../src/journal/core/journal-calls.js';
import {
  approveOffline,
  cancel,
  card,
  NOW_MS,
  order,
  plain,
  receipt,
  reverse,
  settleAdvice,
  TERMINAL,
} from '../support/journal.js';
import { sampleAnswer } from '../support/samples.js';
import { thrownBy } from '../support/thrown.js';
import { journalShownContract } from './journal/shown.js';
import { journalBatchContract } from './journal-batches.js';
import { journalMoneyContract } from './journal-money.js';
import { journalReceiptContract } from './journal-receipts.js';
import { closeBatch } from './journal-sales.js';

export interface JournalBench {
  /** Opens what the last one left behind. */
  open(): Promise<JournalCalls>;
  dispose(): void;
}

/** What every journal must do, real or simulated (ports.ts, journal; storage rules, Commits). */
export function journalContract(name: string, makeBench: () => JournalBench): void {
  describe(`journal: ${name}`, () => {
    let bench: JournalBench;
    let journal: JournalCalls;

    beforeEach(async () => {
      bench = makeBench();
      journal = await bench.open();
    });
    afterEach(async () => {
      await journal.close();
      bench.dispose();
    });

    async function started(amount = 1250): Promise<Transaction> {
      return (await journal.begin(order({ amount }))).transaction;
    }

    it('starts empty under its own epoch', async () => {
      expect(journal.identity()).toMatchObject({ terminalId: TERMINAL, sequenceAtOpen: 0 });
      expect(journal.identity().epoch).toMatch(/^[0-9a-f]{16}$/);
      expect(journal.head().entry).toBe(0);
      expect(journal.health()).toMatchObject({ state: 'ok', problem: null });
      expect(await journal.queue()).toEqual({
        advices: 0,
        reversals: 0,
        parked: 0,
        oldestCreatedAtMs: null,
        oldestAgeMs: null,
        amounts: [],
        parkedAmounts: [],
      });
      expect(await journal.unresolved()).toEqual([]);
    });

    it('numbers transactions and entries without gaps', async () => {
      const made = await Promise.all([1, 2, 3].map((amount) => started(amount)));
      expect(made.map(({ key }) => key.number)).toEqual([1, 2, 3]);
      expect(made.map(({ stan }) => stan)).toEqual([1, 2, 3]);
      expect(made.map(({ state }) => state)).toEqual(['started', 'started', 'started']);
      // The first one opened the first batch.
      expect(journal.head()).toMatchObject({ entry: 4 });
      expect(journal.head().mac).toMatch(/^[0-9a-f]{64}$/);
    });

    it('takes an offline sale to its receipt in three commits', async () => {
      const { key } = await started();
      const approved = await journal.apply(key, approveOffline());
      expect(approved.transaction).toMatchObject({
        state: 'approved',
        verdict: { outcome: 'approved', responseCode: 'Y1' },
      });
      expect(approved.posting).toMatchObject({
        sequence: 1,
        key,
        state: 'pending',
        content: { kind: 'advice', response: 'Y1' },
      });
      expect(plain(approved.transaction.card)).toEqual(plain(card()));
      expect(await journal.queue()).toMatchObject({
        advices: 1,
        amounts: [{ currency: 'EUR', count: 1, amount: 1250 }],
      });
      expect(await journal.offlineUsage()).toEqual([
        { entryMode: 'contactless', currency: 'EUR', count: 1, amount: 1250 },
      ]);
      const settled = await journal.apply(key, settleAdvice(key));
      expect(settled).toMatchObject({
        transaction: { state: 'posted', card: { secret: null } },
        posting: { state: 'receipted' },
      });
      expect(await journal.queue()).toMatchObject({ advices: 0, amounts: [] });
      expect(await journal.offlineUsage()).toEqual([]);
      expect(await journal.stats()).toMatchObject({ commits: 3, operations: 3 });
      expect((await journal.transaction(key))?.entries.map(({ event, state }) => `${event} ${state}`)).toEqual([
        'begin started',
        'approveOffline approved',
        'settleAdvice posted',
      ]);
    });

    it('takes an online sale to its outcome in three commits', async () => {
      const { key } = await started();
      await journal.apply(key, { name: 'goOnline', card: card({ cryptogram: 'ARQC' }) });
      const answer = sampleAnswer({ key });
      const done = await journal.apply(key, { name: 'approveOnline', answer, card: card() });
      expect(done).toMatchObject({ posting: null, transaction: { state: 'posted', answer, card: { secret: null } } });
      expect(await journal.stats()).toMatchObject({ commits: 3, operations: 3 });
    });

    it('shares one commit among calls that wait together', async () => {
      const made = await Promise.all([...Array(40).keys()].map((index) => started(index + 1)));
      const before = await journal.stats();
      const applied = await Promise.all(made.map(({ key }) => journal.apply(key, approveOffline())));
      const { commits, operations } = await journal.stats();
      expect(operations - before.operations).toBe(40);
      expect(commits - before.commits).toBeLessThan(20);
      expect(applied.map(({ posting }) => posting?.sequence)).toEqual([...Array(40).keys()].map((index) => index + 1));
    });

    it('lets a call that fails fail alone', async () => {
      const { key } = await started();
      const other = await started(777);
      const unknown = { ...key, number: 99 };
      const results = await Promise.allSettled([
        journal.apply(key, approveOffline()),
        journal.apply(other.key, settleAdvice(other.key)),
        journal.apply(unknown, cancel),
        journal.apply({ ...key, epoch: '0000000000000000' }, cancel),
        journal.apply(other.key, cancel),
      ]);
      expect(
        results.map((result) => (result.status === 'fulfilled' ? 'ok' : (result.reason as { code: string }).code)),
      ).toEqual(['ok', 'ILLEGAL_EVENT', 'NOT_FOUND', 'NOT_FOUND', 'ok']);
      expect(journal.head().entry).toBe(5);
      expect((await journal.transaction(key))?.transaction.state).toBe('approved');
      await journal.verify();
    });

    it('returns the first outcome for a repeated idempotency key, and refuses another sale under it', async () => {
      const first = await journal.begin(order({ idempotencyKey: 'till-1' }));
      const again = await journal.begin(order({ idempotencyKey: 'till-1' }));
      expect([first.isNew, again.isNew]).toEqual([true, false]);
      expect(again.transaction).toEqual(first.transaction);
      expect(await journal.byIdempotencyKey('till-1')).toEqual(first.transaction);
      expect(await journal.byIdempotencyKey('till-2')).toBeNull();
      const error = await thrownBy(() => journal.begin(order({ idempotencyKey: 'till-1', amount: 9 })));
      expect(error).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
      expect(error.hint).toBeDefined();
      expect(journal.head().entry).toBe(2);
    });

    it('keeps the keys of each till apart, of its voids too, and what stands beside them', async () => {
      const one = { tillId: '1', idempotencyKey: '4711', orderReference: 'table 5' };
      const { transaction: first } = await journal.begin(order({ ...one, vouched: true }));
      const second = await journal.begin(order({ ...one, tillId: '2', amount: 9 }));
      const third = await journal.begin(order({ idempotencyKey: '4711' }));
      expect([second.isNew, third.isNew]).toEqual([true, true]);
      expect(first).toMatchObject({ ...one, vouched: true });
      expect(await journal.byIdempotencyKey('4711', '1')).toEqual(first);
      expect(await journal.byIdempotencyKey('4711', '2')).toEqual(second.transaction);
      expect(await journal.byIdempotencyKey('4711')).toEqual(third.transaction);
      expect(await journal.byIdempotencyKey('4711', '3')).toBeNull();
      await journal.apply(first.key, approveOffline());
      const own = { name: 'void', idempotencyKey: '4711' } as const;
      expect(await thrownBy(() => journal.apply(first.key, { ...own, tillId: '2' }))).toMatchObject({
        code: 'IDEMPOTENCY_MISMATCH',
      });
      await journal.apply(first.key, { ...own, tillId: '3' });
      expect((await journal.byIdempotencyKey('4711', '3'))?.key).toEqual(first.key);
      expect((await journal.transaction(first.key))?.transaction).toMatchObject(one);
      await journal.verify();
    });

    it('takes a key for used before only once its batch is sealed and the window is over', async () => {
      const { key } = await started();
      const reused = (windowMs: number, which = key): Promise<boolean> => journal.isReused(which, windowMs);
      const EVER = 3_600_000;
      expect(await reused(-1)).toBe(false);
      await journal.applyBatch(1, { name: 'seal' });
      expect([await reused(-1), await reused(EVER)]).toEqual([true, false]);
      // Declined and cancelled ones too: what never was posted entered a batch all the same.
      await journal.apply(key, cancel);
      expect([await reused(-1), await reused(EVER)]).toEqual([true, false]);
      expect(await reused(-1, (await started()).key)).toBe(false);
      expect(await reused(-1, { ...key, number: 99 })).toBe(false);
    });

    it('keeps refusals, parks, and still lists what is parked', async () => {
      const { key } = await started();
      await journal.apply(key, approveOffline());
      const answer = receipt(key, { outcome: 'REJECTED', responseCode: '96' });
      const refused = await journal.apply(key, { name: 'refuse', posting: 'advice', answer, reason: 'code 96' });
      expect(refused.posting).toMatchObject({ refusals: 1, state: 'pending' });
      const parked = await journal.apply(key, { name: 'park', posting: 'advice', answer, reason: 'three refusals' });
      expect(parked.posting).toMatchObject({ state: 'parked', parkedReason: 'three refusals' });
      const parkedAmounts = [{ currency: 'EUR', count: 1, amount: 1250 }];
      expect(await journal.queue()).toMatchObject({ advices: 0, parked: 1, oldestCreatedAtMs: null, parkedAmounts });
      expect(await journal.offlineUsage()).toMatchObject([{ count: 1 }]);
      expect(await journal.listPostings('parked', 0, 10)).toMatchObject([
        { posting: { sequence: 1 }, transaction: { key } },
      ]);
      expect(await journal.pending('advice', 0, 10)).toEqual([]);
      await journal.verify();
    });

    it('lists pending postings by kind and after a sequence, oldest first', async () => {
      for (let index = 0; index < 6; index += 1) {
        const { key } = await started(index + 1);
        if (index % 2 === 0) await journal.apply(key, approveOffline());
        else {
          await journal.apply(key, { name: 'goOnline', card: card() });
          await journal.apply(key, reverse);
        }
      }
      const sequences = async (kind: 'advice' | 'reversal', after: number, limit: number): Promise<number[]> =>
        (await journal.pending(kind, after, limit)).map(({ posting }) => posting.sequence);
      expect(await sequences('advice', 0, 10)).toEqual([1, 3, 5]);
      expect(await sequences('advice', 1, 1)).toEqual([3]);
      expect(await sequences('reversal', 2, 10)).toEqual([4, 6]);
      expect((await journal.pending('reversal', 0, 1))[0]).toMatchObject({
        posting: { content: { kind: 'reversal', reason: 'timeout' } },
        transaction: { state: 'reversing', card: { secret: null } },
      });
      expect(await journal.posting(5)).toMatchObject({ posting: { sequence: 5 }, transaction: { key: { number: 5 } } });
      expect(await journal.posting(7)).toBeNull();
      expect(await journal.queue()).toMatchObject({
        advices: 3,
        reversals: 3,
        amounts: [{ count: 3, amount: 1 + 3 + 5 }],
      });
      expect((await thrownBy(() => journal.pending('advice', 0, 0))).code).toBe('INVALID_REQUEST');
    });

    it('answers by STAN and newest first, and names what boot must decide', async () => {
      const [first, second, third] = [await started(1), await started(2), await started(3)];
      await journal.apply(second.key, cancel);
      await journal.apply(third.key, { name: 'goOnline', card: card() });
      expect((await journal.recent(2)).map(({ key }) => key.number)).toEqual([3, 2]);
      expect((await journal.byStan(2)).map(({ key }) => key.number)).toEqual([2]);
      expect((await journal.unresolved()).map(({ key }) => key.number)).toEqual([first.key.number, third.key.number]);
      expect(await journal.transaction({ ...first.key, terminalId: 'OTHER' })).toBeNull();
    });

    it('is the same after closing and opening, and counts what may have been sent', async () => {
      const { key } = await started();
      await journal.apply(key, approveOffline());
      const head = journal.head();
      const stood = plain(await journal.transaction(key));
      const identity = journal.identity();
      await journal.close();
      journal = await bench.open();
      expect(journal.head()).toEqual(head);
      expect(plain(await journal.transaction(key))).toEqual(stood);
      expect(journal.identity()).toEqual({ ...identity, sequenceAtOpen: 1 });
      expect((await started()).key.number).toBe(2);
      await journal.verify();
    });

    it('purges what is final and old, keeps the rest and the chain', async () => {
      const made = [await started(1), await started(2), await started(3), await started(4)];
      await journal.apply(made[0]!.key, approveOffline());
      for (const { key } of made.slice(1)) await journal.apply(key, cancel);
      expect(await journal.purge(0, 10)).toBe(0);
      const later = NOW_MS * 2;
      expect(await journal.purge(later, 2)).toBe(2);
      expect(await journal.purge(later, 2)).toBe(1);
      expect(await journal.purge(later, 2)).toBe(0);
      expect((await journal.recent(10)).map(({ key }) => key.number)).toEqual([1]);
      expect(await journal.transaction(made[1]!.key)).toBeNull();
      await journal.verify();
      await journal.apply(made[0]!.key, settleAdvice(made[0]!.key));
      // Its batch may still be asked for details.
      expect(await journal.purge(later, 2)).toBe(0);
      await closeBatch(journal, 1);
      expect(await journal.purge(later, 2)).toBe(1);
      const totals = [{ type: 'sale', count: 1, amount: 1 }];
      expect(await journal.batch(1)).toMatchObject({ state: 'closed', totals });
      await journal.verify();
      const head = journal.head();
      await journal.close();
      journal = await bench.open();
      expect(journal.head()).toEqual(head);
      expect((await started()).key.number).toBe(5);
      await journal.verify();
    });

    const reopen = async (): Promise<void> => {
      await journal.close();
      journal = await bench.open();
    };
    journalMoneyContract(() => journal, reopen);
    journalBatchContract(() => journal, reopen);
    journalReceiptContract(() => journal);
    journalShownContract(() => journal, reopen);

    it('refuses calls once closed', async () => {
      await journal.close();
      expect((await thrownBy(() => journal.recent(1))).code).toBe('JOURNAL_CLOSED');
      expect((await thrownBy(() => journal.begin(order()))).code).toBe('JOURNAL_CLOSED');
    });

    it('finishes what is under way before it closes', async () => {
      const under = Promise.all([...Array(30).keys()].map((index) => started(index + 1)));
      const closed = journal.close();
      expect((await under).map(({ key }) => key.number)).toEqual([...Array(30).keys()].map((index) => index + 1));
      await closed;
      journal = await bench.open();
      expect(await journal.unresolved()).toHaveLength(30);
    });

    it('runs with synchronous FULL', async () => {
      expect((await journal.stats()).synchronous).toBe(2);
    });
  });
}
