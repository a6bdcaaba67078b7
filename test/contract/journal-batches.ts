import { expect, it } from 'vitest';
import { money } from '../../src/domain/money.js';
import type { Difference } from '../../src/domain/settlement.js';
import type { JournalCalls } from '../../src/journal/core/journal-calls.js';
import { BUSINESS_DATE, cancel, NOW_MS, settleAdvice, settleReversal, takeBack } from '../support/journal.js';
import { ISSUED, sampleAnswer } from '../support/samples.js';
import { thrownBy } from '../support/thrown.js';
import { closeBatch, numbers, Sales } from './journal-sales.js';

/** The part of the contract that settlement asks for. */
export function journalBatchContract(current: () => JournalCalls, reopen: () => Promise<void>): void {
  const sales = new Sales(current);

  it('opens the first batch with the first transaction or the first question', async () => {
    expect(current().openBatch()).toBe(1);
    expect(await current().batches(10)).toEqual([]);
    await sales.started();
    expect(await current().currentBatch()).toEqual({
      number: 1,
      merchantId: 'M0001',
      businessDate: BUSINESS_DATE,
      state: 'open',
      openedAtMs: NOW_MS,
      closedAtMs: null,
      sequence: null,
      totals: [],
      hostTotals: null,
      waiting: 1,
      parked: 0,
      isEmpty: false,
    });
    expect(await current().batches(10)).toHaveLength(1);
    expect(await current().batch(2)).toBeNull();
  });

  it('closes a batch without a transaction', async () => {
    await closeBatch(current(), 1);
    expect(await current().currentBatch()).toMatchObject({
      number: 2,
      state: 'open',
      businessDate: null,
      isEmpty: true,
    });
    expect(await current().batch(1)).toMatchObject({ businessDate: BUSINESS_DATE, isEmpty: true });
    await current().verify();
  });

  it('keeps for each batch who named another amount while it was open, card or host, also over restarts', async () => {
    const byCard = await sales.started();
    await current().apply(byCard, { name: 'amountMismatch', answer: null, reason: 'card signed 2' });
    await current().apply(byCard, { name: 'amountMismatch', answer: null, reason: 'card signed 2 again' });
    await current().apply(byCard, cancel);
    await closeBatch(current(), 1);
    const byHost = await sales.offline(7);
    const answer = sampleAnswer({ key: byHost, posted: money(8, 'EUR') });
    await current().apply(byHost, { name: 'amountMismatch', answer, reason: 'host posted 8' });
    await reopen();
    expect(await current().mismatches(1, 10)).toEqual([byCard]);
    expect(await current().mismatches(2, 10)).toEqual([byHost]);
    expect(await current().mismatches(3, 10)).toEqual([]);
    await current().verify();
  });

  it('walks a batch to its end: seal, what it waits for, totals, sequence, over restarts at each step', async () => {
    await sales.online(100);
    await sales.online(30, 1, 'refund');
    const voided = await sales.online(20);
    await current().apply(voided, takeBack());
    await current().apply(voided, settleReversal(voided, { batch: 1, reversedBatch: 1 }));
    const late = await sales.offline(7);
    await current().applyBatch(1, { name: 'seal' });
    await reopen();
    expect((await thrownBy(() => current().applyBatch(1, { name: 'seal' }))).code).toBe('ILLEGAL_EVENT');
    expect(current().openBatch()).toBe(2);
    expect(await current().unclosedBatch()).toMatchObject({ number: 1, state: 'sealed', waiting: 1 });
    await current().apply(late, settleAdvice(late, { batch: 1 }));
    await current().applyBatch(2, { name: 'seal' });
    const { commits } = await current().stats();
    const fixed = await current().applyBatch(1, { name: 'fixTotals' });
    expect((await current().stats()).commits).toBe(commits + 1);
    expect(fixed).toMatchObject({
      state: 'reconciling',
      sequence: 3,
      waiting: 0,
      hostTotals: null,
      totals: [
        { type: 'refund', currency: 'EUR', count: 1, amount: 30 },
        { type: 'sale', currency: 'EUR', count: 2, amount: 107 },
      ],
    });
    await reopen();
    expect(current().openBatch()).toBe(3);
    expect(current().identity().sequenceAtOpen).toBe(3);
    expect(await current().currentBatch()).toMatchObject({ number: 3, state: 'open' });
    const hostTotals = [{ type: 'sale', currency: 'EUR', count: 1, amount: 99 }] as const;
    expect(await current().applyBatch(1, { name: 'differs', hostTotals })).toMatchObject({
      state: 'detailing',
      hostTotals,
    });
    await reopen();
    const differences: readonly Difference[] = [
      { key: voided, kind: 'missingAtTerminal', type: 'sale', terminal: null, host: money(5, 'BHD') },
      { key: voided, kind: 'missingAtHost', type: 'refund', terminal: money(30, 'EUR'), host: null },
      { key: late, kind: 'amountDiffers', type: 'sale', terminal: money(100, 'EUR'), host: money(99, 'EUR') },
    ];
    expect(await current().applyBatch(1, { name: 'explained', differences })).toMatchObject({
      state: 'closed',
      totals: fixed.totals,
      hostTotals,
    });
    await reopen();
    expect(await current().differences(1)).toEqual(differences);
    expect(await current().differences(2)).toEqual([]);
    expect(numbers(await current().batches(10))).toEqual([3, 2, 1]);
    expect((await thrownBy(() => current().applyBatch(7, { name: 'seal' }))).code).toBe('NOT_FOUND');
    await current().verify();
  });

  it('names what was approved up to the end of a batch and stands in no ledger, until it is posted or written off', async () => {
    const [refused, late] = [await sales.offline(7), await sales.offline(8)];
    const answer = sampleAnswer({ key: refused, outcome: 'REJECTED', posted: null });
    await current().apply(refused, { name: 'park', posting: 'advice', answer, reason: 'refused' });
    await sales.online(100);
    const voided = await sales.offline(9);
    await current().apply(voided, takeBack());
    await closeBatch(current(), 1);
    const next = await sales.offline(10);
    await reopen();
    const unposted = async (batch: number, after = 0, limit = 10): Promise<unknown[]> =>
      (await current().unposted(batch, after, limit)).map(({ transaction: { key, state } }) => [key.number, state]);
    expect(await unposted(1)).toEqual([
      [refused.number, 'parked'],
      [late.number, 'approved'],
    ]);
    expect(await unposted(2)).toHaveLength(3);
    expect(await unposted(2, late.number)).toEqual([[next.number, 'approved']]);
    expect(await unposted(2, 0, 1)).toHaveLength(1);
    await current().apply(refused, { name: 'resolve', reason: 'paid in cash' });
    await current().apply(late, settleAdvice(late, { batch: 2 }));
    expect(await unposted(1)).toEqual([]);
  });

  it('counts in a batch what the domain counts, and pages it', async () => {
    const made = [await sales.online(1), await sales.online(2), await sales.online(3, 1, 'refund')];
    await sales.online(4, 2);
    for (const key of made) await current().apply(key, takeBack());
    await current().apply(made[0]!, settleReversal(made[0]!, { batch: 1, reversedBatch: 1 }));
    await current().apply(made[1]!, settleReversal(made[1]!, { batch: 1, reversedBatch: 2 }));
    await current().apply(made[2]!, settleReversal(made[2]!, { batch: 1, reversedBatch: 2 }));
    const rows = async (batch: number, after: number, limit: number): Promise<string[]> =>
      (await current().batchRows(batch, after, limit)).map((row) => `${row.number} ${row.type} ${row.money.amount}`);
    expect(await rows(1, 0, 10)).toEqual(['2 sale 2', '3 refund 3']);
    expect(await rows(2, 0, 10)).toEqual(['2 saleVoid 2', '3 refundVoid 3', '4 sale 4']);
    expect(await rows(2, 2, 1)).toEqual(['3 refundVoid 3']);
    expect(await rows(3, 0, 10)).toEqual([]);
    expect((await thrownBy(() => current().batchRows(1, 0, 0))).code).toBe('INVALID_REQUEST');
  });

  it('tells when each transaction of a batch was decided and posted, and what still waits', async () => {
    const first = await sales.online(1);
    const waiting = await sales.offline(2);
    await current().apply(await sales.started(3), cancel);
    const times = async (batch: number): Promise<string[]> =>
      (await current().batchTimes(batch, 0, 10)).map(
        (it) => `${it.number} ${it.decidedAtMs > 0} ${it.postedAtMs !== null}`,
      );
    expect(await times(1)).toEqual([`${first.number} true true`, `${waiting.number} true false`]);
    await current().applyBatch(1, { name: 'seal' });
    expect([await times(1), await times(2)]).toEqual([
      [`${first.number} true true`, `${waiting.number} true false`],
      [],
    ]);
    await current().apply(waiting, settleAdvice(waiting, { batch: 1 }));
    expect(await times(1)).toEqual([`${first.number} true true`, `${waiting.number} true true`]);
  });

  it('keeps batches, settings and commands when retention has taken all else', async () => {
    await current().changeSettings({ salesStopped: 'audit' });
    await current().acceptCommand({ counter: 1, ...ISSUED, order: { kind: 'closeBatch' } });
    for (let amount = 1; amount <= 6; amount += 1) await sales.online(amount);
    await closeBatch(current(), 1);
    await current().finishCommand({ counter: 1, outcome: 'done', text: '' });
    await closeBatch(current(), 2);
    expect(await current().purge(2 * NOW_MS, 4)).toBe(4);
    expect(await current().purge(2 * NOW_MS, 4)).toBe(2);
    const { entries } = await current().verify();
    expect(entries).toBeLessThan(8);
    await reopen();
    await current().verify();
    expect(await current().batch(1)).toMatchObject({ totals: [{ type: 'sale', count: 6, amount: 21 }] });
    expect(await current().settings()).toMatchObject({ salesStopped: 'audit' });
    expect(await current().acceptCommand({ counter: 1, ...ISSUED, order: { kind: 'closeBatch' } })).toBe('replayed');
    expect((await sales.started()).number).toBe(7);
  });
}
