import { describe, expect, it } from 'vitest';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { SaleOutcome, SaleRequest } from '../../src/ports/index.js';
import { fakeCard } from '../support/fakes/fake-card.js';
import { type Bench, DUPLICATE_ANSWER_MS, openBench, openedBench } from './bench.js';

const WINDOW_MS = 60_000;

async function guarded(): Promise<Bench & { readonly first: string }> {
  const bench = await openedBench({ duplicateWindowMs: WINDOW_MS });
  const { transaction } = await bench.sell();
  expect(transaction.state).toBe('posted');
  return Object.assign(bench, { first: keyText(transaction.key) });
}

/** Starts a second sale and lets it run to its question. */
async function asked(bench: Bench, change: Partial<SaleRequest> = {}): Promise<Promise<SaleOutcome>[]> {
  const sale = bench.sell(1250, null, change);
  await bench.clock.advance(0);
  // In an array, since an async function would wait for the sale itself.
  return [sale];
}

async function events(bench: Bench, { transaction }: SaleOutcome): Promise<string[]> {
  return (await bench.journal.transaction(transaction.key))!.entries.map(({ event }) => event);
}

describe('a second sale with the same card and amount', () => {
  it('asks the till, and goes on when it says yes', async () => {
    const bench = await guarded();
    const [sale] = await asked(bench);
    expect(bench.desk.current()?.question).toEqual({
      earlier: bench.first,
      startedAtMs: bench.clock.wallMs(),
      untilMs: bench.clock.monotonicMs() + DUPLICATE_ANSWER_MS,
    });
    expect(bench.host.asked).toHaveLength(1);
    bench.desk.confirm(true);
    const outcome = await sale!;
    expect(outcome.transaction.state).toBe('posted');
    expect(await events(bench, outcome)).toEqual(['begin', 'allowDuplicate', 'goOnline', 'approveOnline']);
    expect(bench.desk.current()).toBeNull();
    expect(() => bench.desk.confirm(true)).toThrow(expect.objectContaining({ code: 'NOTHING_TO_CONFIRM' }));
  });

  it.each([
    ['the till says no', '', (bench: Bench) => bench.desk.confirm(false)],
    ['nobody answers', ', not answered in time', (bench: Bench) => bench.clock.advance(DUPLICATE_ANSWER_MS)],
  ] as const)('is refused as a suspected duplicate when %s', async (_, why, end) => {
    const bench = await guarded();
    const [sale] = await asked(bench);
    await end(bench);
    const outcome = await sale!;
    expect(outcome.transaction).toMatchObject({
      state: 'declined',
      verdict: {
        outcome: 'declined',
        by: 'policy',
        responseCode: '94',
        reason: `suspected duplicate of ${bench.first}${why}`,
      },
    });
    expect(await events(bench, outcome)).toEqual(['begin', 'decline']);
    expect(bench.host.asked).toHaveLength(1);
    expect(bench.reader.shown.map(({ outcome: seen }) => seen)).toEqual(['approved', 'declined']);
  });

  it.each([
    ['the till cancels', (bench: Bench) => bench.desk.cancel(), 'operator', 'cancelled', ['askCancel']],
    ['the agent stops', (bench: Bench) => bench.desk.stop(), 'agent', 'the agent was stopped', []],
  ] as const)('is refused as what it is when %s', async (_, end, by, reason, kept) => {
    const bench = await guarded();
    const [sale] = await asked(bench);
    await end(bench);
    const outcome = await sale!;
    expect(outcome.transaction.verdict).toEqual({ outcome: 'cancelled', by, responseCode: '17', reason });
    // Who stops leaves nothing that only this process knows.
    expect((await events(bench, outcome)).filter((event) => event !== 'shown')).toEqual(['begin', ...kept, 'cancel']);
    expect(bench.reader.shown.map(({ outcome: seen }) => seen)).toEqual(['approved', 'cancelled']);
  });

  it('is not asked about when the till vouched for it, and the record says so', async () => {
    const bench = await guarded();
    const outcome = await bench.sell(1250, null, { allowDuplicate: true });
    expect(outcome.transaction.state).toBe('posted');
    expect(await events(bench, outcome)).toContain('allowDuplicate');
  });

  it('is not a duplicate of one outside the window', async () => {
    const bench = await guarded();
    await bench.clock.advance(WINDOW_MS + 1);
    const outcome = await bench.sell();
    expect(outcome.transaction.state).toBe('posted');
    expect(await events(bench, outcome)).not.toContain('allowDuplicate');
  });

  it('is one at the very end of the window', async () => {
    const bench = await guarded();
    await bench.clock.advance(WINDOW_MS);
    const [sale] = await asked(bench);
    expect(bench.desk.current()?.question?.earlier).toBe(bench.first);
    bench.desk.confirm(false);
    await sale;
  });

  it.each([
    ['another amount', (bench: Bench) => bench.sell(1251)],
    ['another currency', (bench: Bench) => bench.sell(1250, null, { money: money(1250, 'CHF') })],
    ['another type', (bench: Bench) => bench.sell(1250, null, { type: 'refund' })],
    [
      'another card',
      (bench: Bench) => {
        bench.reader.card = fakeCard({ first: { token: '99'.repeat(16) } });
        return bench.sell();
      },
    ],
  ] as const)('is none with %s', async (_, sell) => {
    const bench = await guarded();
    const { transaction } = await sell(bench);
    expect(transaction.state).toBe('posted');
  });

  it('is none when the first was declined', async () => {
    const bench = await openedBench({ duplicateWindowMs: WINDOW_MS });
    bench.reader.card = fakeCard({ first: { cryptogram: 'AAC' } });
    expect((await bench.sell()).transaction.state).toBe('declined');
    bench.reader.card = fakeCard();
    expect((await bench.sell()).transaction.state).toBe('posted');
  });

  const TC = fakeCard({ first: { cryptogram: 'TC' } });
  it.each([
    ['the question was open', 'cardRead', fakeCard(), false, 'declined'],
    ['the question was open, and the card needs no host', 'cardRead', TC, false, 'declined'],
    ['the reader is further than any sale that was let pass', 'finalTc', fakeCard(), false, 'declined'],
    ['the till had vouched for it', 'cardRead', fakeCard(), true, 'posted'],
    ['the till had said yes, and the card has its say', 'finalTc', fakeCard(), 'answered', 'approved'],
  ] as const)('is not let pass by recovery: %s', async (_, stage, card, word, state) => {
    const before = await guarded();
    const { transaction } = await before.journal.begin({
      type: 'sale',
      money: money(1250, 'EUR'),
      idempotencyKey: 'K1',
      startedAtMs: before.clock.wallMs(),
      clock: 'unchecked',
      vouched: word === true,
    });
    if (word === 'answered') {
      await before.journal.apply(transaction.key, { name: 'allowDuplicate', earlier: before.first });
    }
    const order = { key: transaction.key, money: transaction.money, type: 'sale', timeoutMs: 1 } as const;
    before.reader.held = { order, stage, card };
    const after = await openBench(before.journal, before.reader, { duplicateWindowMs: WINDOW_MS });
    after.desk.start();
    await after.desk.idle();
    const found = (await after.journal.byIdempotencyKey('K1'))!;
    expect([found.state, await after.journal.unresolved()]).toEqual([state, []]);
    if (state !== 'declined') return;
    const reason = `suspected duplicate of ${before.first}, and nobody to ask`;
    expect(found.verdict).toEqual({ outcome: 'declined', by: 'policy', responseCode: '94', reason });
    expect([after.host.asked, before.reader.shown.at(-1)?.outcome]).toEqual([[], 'declined']);
    // The reader is free: the next sale works.
    expect((await after.sell(7)).transaction.state).toBe('posted');
  });
});
