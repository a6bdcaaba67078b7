import { describe, expect, it } from 'vitest';
import { keyText } from '../../src/domain/key.js';
import type { Transaction } from '../../src/domain/transaction.js';
import { sampleAnswer } from '../support/samples.js';
import { type Bench, openedBench } from './bench.js';

async function postings(bench: Bench, { key }: Transaction): Promise<string[]> {
  const stored = await bench.journal.transaction(key);
  return stored!.postings.map(
    ({ content, state }) => `${content.kind}${content.kind === 'reversal' ? ` ${content.reason}` : ''} ${state}`,
  );
}

/** Closes the batch that is open now, as a settlement does. */
async function closeBatch(bench: Bench): Promise<void> {
  const { number } = await bench.journal.currentBatch();
  for (const event of [{ name: 'seal' }, { name: 'fixTotals' }, { name: 'matched', hostTotals: [] }] as const) {
    await bench.journal.applyBatch(number, event);
  }
}

/** The host refuses the reversal for good: a person has it. */
async function park({ journal }: Bench, { key }: Transaction): Promise<void> {
  const answer = sampleAnswer({ key, outcome: 'REJECTED', responseCode: '05', posted: null });
  await journal.apply(key, { name: 'park', posting: 'reversal', answer, reason: 'refused' });
}

describe('a void', () => {
  it('of a posted sale owes the host a reversal under the same key', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell();
    const { transaction: voided, repeated } = await bench.desk.void({ key: transaction.key, idempotencyKey: null });
    expect([voided.state, voided.verdict?.outcome, repeated]).toEqual(['voiding', 'approved', false]);
    expect(await postings(bench, transaction)).toEqual(['reversal operatorVoid pending']);
    expect(bench.host.postings).toBe(1);
    await bench.journal.apply(transaction.key, {
      name: 'settleReversal',
      answer: sampleAnswer({ key: transaction.key, outcome: 'REVERSED', posted: null, reversedBatch: 1 }),
    });
    expect((await bench.journal.transaction(transaction.key))!.transaction).toMatchObject({
      state: 'voided',
      voidedBatch: 1,
    });
  });

  it('of an approval that the host does not know yet leaves the advice on its way', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    const { transaction } = await bench.sell();
    expect((await bench.desk.void({ key: transaction.key, idempotencyKey: null })).transaction.state).toBe('voiding');
    expect(await postings(bench, transaction)).toEqual(['advice pending', 'reversal operatorVoid pending']);
  });

  it('of a sale that is parked ends without money moving: its advice goes on behind the reversal', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    const { transaction } = await bench.sell();
    const { key } = transaction;
    const answer = sampleAnswer({ key, outcome: 'CONFLICT' });
    await bench.journal.apply(key, { name: 'park', posting: 'advice', answer, reason: 'another amount' });
    expect((await bench.desk.void({ key, idempotencyKey: null })).transaction.state).toBe('voiding');
    expect(await postings(bench, transaction)).toEqual(['advice pending', 'reversal operatorVoid pending']);
    expect(bench.host.reopened).toBe(1);
    expect(await bench.journal.queue()).toMatchObject({ advices: 1, reversals: 1, parked: 0, parkedAmounts: [] });
  });

  it('of what was settled by other means, or never approved, is refused without naming a refund', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    const { key } = (await bench.sell()).transaction;
    const answer = sampleAnswer({ key, outcome: 'CONFLICT' });
    await bench.journal.apply(key, { name: 'park', posting: 'advice', answer, reason: 'another amount' });
    await bench.journal.apply(key, { name: 'resolve', reason: 'paid in cash' });
    const refused = await bench.desk.void({ key, idempotencyKey: null }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'VOID_REFUSED', hint: expect.not.stringContaining('refund') as string });
  });

  it('is accepted once: whoever asks again gets the same answer, and nothing more is owed', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell();
    const request = { key: transaction.key, idempotencyKey: 'V1' };
    const [first, second] = [await bench.desk.void(request), await bench.desk.void(request)];
    expect([first.repeated, second.repeated]).toEqual([false, true]);
    expect(second.transaction.state).toBe('voiding');
    await bench.journal.apply(transaction.key, {
      name: 'settleReversal',
      answer: sampleAnswer({ key: transaction.key, outcome: 'REVERSED', posted: null, reversedBatch: 1 }),
    });
    expect(await bench.desk.void(request)).toMatchObject({ repeated: true, transaction: { state: 'voided' } });
    expect(await postings(bench, transaction)).toEqual(['reversal operatorVoid receipted']);
  });

  it.each([
    ['voiding', 'sale', () => Promise.resolve()],
    [
      'voided',
      'refund',
      async ({ journal }: Bench, { key }: Transaction) => {
        const answer = sampleAnswer({ key, outcome: 'REVERSED', posted: null, reversedBatch: 1 });
        await journal.apply(key, { name: 'settleReversal', answer });
      },
    ],
    ['parked', 'sale', park],
    [
      'resolved',
      'sale',
      async (bench: Bench, transaction: Transaction) => {
        await park(bench, transaction);
        await bench.journal.apply(transaction.key, { name: 'resolve', reason: 'given back in cash' });
      },
    ],
  ] as const)('stands in the answer to whoever asks for the sale again: %s %s', async (state, type, end) => {
    const bench = await openedBench();
    const first = await bench.sell(1250, 'K1', { type });
    expect([first.stands, first.repeated]).toEqual(['approved', false]);
    await bench.desk.void({ key: first.transaction.key, idempotencyKey: 'V1' });
    await end(bench, first.transaction);
    const again = await bench.sell(1250, 'K1', { type });
    expect([again.transaction.state, again.stands, again.repeated]).toEqual([state, 'voided', true]);
    // The verdict stays what the cardholder was told.
    expect(again.transaction.verdict?.outcome).toBe('approved');
  });

  it('lends its own key to no sale', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell(1250, 'K1');
    await bench.desk.void({ key: transaction.key, idempotencyKey: 'V1' });
    await expect(bench.sell(1250, 'V1')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_MISMATCH',
      message: 'the key was used for a void of 12.50 EUR',
    });
    expect(await bench.journal.recent(10)).toHaveLength(1);
  });

  it('gives two tills that ask at once one reversal', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell();
    const both = await Promise.allSettled(
      [1, 2].map(() => bench.desk.void({ key: transaction.key, idempotencyKey: 'V1' })),
    );
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await postings(bench, transaction)).toEqual(['reversal operatorVoid pending']);
  });

  it('answers the same again when a person has it because the host refused', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell();
    const { key } = transaction;
    await bench.desk.void({ key, idempotencyKey: null });
    await park(bench, transaction);
    expect(await bench.desk.void({ key, idempotencyKey: null })).toMatchObject({
      repeated: true,
      transaction: { state: 'parked' },
    });
  });

  it('is refused for what is not approved', async () => {
    const bench = await openedBench();
    bench.reader.card = null;
    const { transaction } = await bench.sell();
    await expect(bench.desk.void({ key: transaction.key, idempotencyKey: null })).rejects.toMatchObject({
      code: 'VOID_REFUSED',
      subject: keyText(transaction.key),
      message: 'cannot be voided: it is cancelled',
    });
    const unknown = { ...transaction.key, number: 99 };
    await expect(bench.desk.void({ key: unknown, idempotencyKey: null })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(bench.host.postings).toBe(0);
  });

  it('is refused once the batch is closed: only a refund is left', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell();
    await closeBatch(bench);
    await expect(bench.desk.void({ key: transaction.key, idempotencyKey: null })).rejects.toMatchObject({
      code: 'VOID_REFUSED',
      message: 'cannot be voided: its batch 1 is sealed',
      hint: expect.stringContaining('refund') as string,
    });
  });

  it('is refused once the batch is sealed, delivered or not: what is in it stays in it', async () => {
    const bench = await openedBench();
    bench.host.state = 'offline';
    const { transaction } = await bench.sell();
    await bench.journal.applyBatch(1, { name: 'seal' });
    await expect(bench.desk.void({ key: transaction.key, idempotencyKey: null })).rejects.toMatchObject({
      code: 'VOID_REFUSED',
      message: 'cannot be voided: its batch 1 is sealed',
    });
    const apply = bench.journal.apply(transaction.key, { name: 'void', idempotencyKey: null });
    await expect(apply).rejects.toMatchObject({ code: 'ILLEGAL_EVENT', message: 'its batch 1 is sealed' });
  });
});
