import { describe, expect, it } from 'vitest';
import { strictAnswer } from '../../hw-sim/stage/till.js';
import type { BatchDetailView, BatchView } from '../../src/api/batches.js';
import { BATCHES_DEFAULT } from '../../src/api/bounds.js';
import type { Answered, Asked } from '../../src/api/table.js';
import { batchMethods } from '../../src/control/methods/batches.js';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { Batch, Difference } from '../../src/domain/settlement.js';
import type { Transaction } from '../../src/domain/transaction.js';
import type {
  Journal,
  JournalEntry,
  NumberedBatchRow,
  NumberedTransaction,
  SettlementDesk,
  StoredTransaction,
  TimedTransaction,
} from '../../src/ports/index.js';
import { sampleAnswer, sampleCard, sampleKey, sampleTransaction } from '../support/samples.js';
import { thrownBy } from '../support/thrown.js';

const T0 = 1_800_000_000_000;
const keyOf = (number: number): typeof sampleKey => ({ ...sampleKey, number });

function batchOf(change: Partial<Batch> = {}): Batch {
  return {
    number: 17,
    merchantId: 'M0001',
    businessDate: '2027-01-15',
    state: 'closed',
    openedAtMs: T0,
    closedAtMs: T0 + 60_000,
    sequence: 41,
    totals: [{ type: 'sale', currency: 'EUR', count: 1, amount: 1250 }],
    hostTotals: [{ type: 'sale', currency: 'EUR', count: 1, amount: 1250 }],
    waiting: 2,
    parked: 1,
    isEmpty: false,
    ...change,
  };
}

function timed(number: number, waitedMs: number, change: Partial<Transaction> = {}, isPosted = true): TimedTransaction {
  const transaction = sampleTransaction({
    key: keyOf(number),
    stan: number,
    state: 'posted',
    postedBatch: 17,
    card: sampleCard(),
    ...change,
  });
  return { number, transaction, decidedAtMs: T0, postedAtMs: isPosted ? T0 + waitedMs : null, waitedMs };
}

/** The part of the journal that a batch is read from. Pages by number, as the real one does. */
class FakeJournal implements Partial<Journal> {
  all: Batch[] = [batchOf()];
  rows: NumberedBatchRow[] = [];
  timed: TimedTransaction[] = [];
  found: Difference[] = [];
  stored: StoredTransaction[] = [];
  readonly lookedUp: string[] = [];
  slices = 0;

  currentBatch = () => Promise.resolve(this.all[0]!);
  due = [
    { due: '2027-01-16T23:30', businessDate: '2027-01-16', batch: null },
    { due: '2027-01-15T23:30', businessDate: '2027-01-15', batch: 17 },
  ];
  dueClosings = (limit: number) => Promise.resolve(this.due.slice(0, limit));
  batches = (limit: number) => Promise.resolve(this.all.slice(0, limit));
  batch = (number: number) => Promise.resolve(this.all.find((it) => it.number === number) ?? null);
  batchRows = (_batch: number, after: number, limit: number) => this.#page(this.rows, after, limit);
  batchTimes = (_batch: number, after: number, limit: number) => this.#page(this.timed, after, limit);
  waiting: NumberedTransaction[] = [];
  unposted = (_batch: number, after: number, limit: number) =>
    Promise.resolve(this.waiting.filter(({ number }) => number > after).slice(0, limit));
  noted: TransactionKey[] = [];
  differences = () => Promise.resolve(this.found);
  shownDifferences = () => Promise.resolve([]);
  mismatches = (_batch: number, limit: number) => Promise.resolve(this.noted.slice(0, limit));
  transaction = (key: typeof sampleKey) => {
    this.lookedUp.push(keyText(key));
    return Promise.resolve(this.stored.find((it) => keyText(it.transaction.key) === keyText(key)) ?? null);
  };

  #page<Row extends { readonly number: number }>(
    rows: readonly Row[],
    after: number,
    limit: number,
  ): Promise<readonly Row[]> {
    this.slices += 1;
    return Promise.resolve(rows.filter(({ number }) => number > after).slice(0, limit));
  }
}

function settling(batch: Batch): SettlementDesk {
  return { settle: () => Promise.resolve(batch), begin: () => Promise.resolve(batch.number), step: () => null };
}

interface Counter {
  readonly journal: FakeJournal;
  readonly show: (params?: Asked<'batch.show'>) => Promise<BatchDetailView>;
  readonly list: (params?: Asked<'batch.list'>) => Promise<Answered<'batch.list'>>;
  readonly settle: () => Promise<BatchView>;
}

/** Each answer must be what the API table says. */
function counter(settled = batchOf()): Counter {
  const journal = new FakeJournal();
  const parts = {
    journal: journal as unknown as Journal,
    settlement: settling(settled),
    ids: { merchantId: 'M1', terminalId: 'T0000001' },
    lateAfterMs: 3_600_000,
  };
  const methods = batchMethods(parts);
  const show: Counter['show'] = async (params = {}) => strictAnswer('batch.show', await methods['batch.show'](params));
  const list: Counter['list'] = async (params = {}) =>
    strictAnswer('batch.list', await methods['batch.list']({ limit: params.limit ?? BATCHES_DEFAULT }));
  const settle: Counter['settle'] = async () => strictAnswer('settlement.start', await methods['settlement.start']({}));
  return { journal, show, list, settle };
}

const VIEW = {
  number: 17,
  business_date: '2027-01-15',
  state: 'closed',
  opened_at: '2027-01-15T08:00:00.000Z',
  closed_at: '2027-01-15T08:01:00.000Z',
  sequence: 41,
  totals: [{ type: 'sale', currency: 'EUR', count: 1, amount: 1250 }],
  host_totals: [{ type: 'sale', currency: 'EUR', count: 1, amount: 1250 }],
  matched: true,
  waiting: 2,
  parked: 1,
  not_posted: [],
};

describe('what was approved and is not posted', () => {
  it('stands beside totals that match: its sum in every batch, its keys in the details', async () => {
    const { journal, list, settle, show } = counter();
    journal.waiting = [1, 2].map((number) => ({
      number,
      transaction: sampleTransaction({ key: keyOf(number), stan: number, state: 'parked', card: sampleCard() }),
    }));
    const { money } = journal.waiting[0]!.transaction;
    const not_posted = [{ currency: 'EUR', count: 2, amount: 2 * money.amount }];
    expect(await settle()).toEqual({ ...VIEW, not_posted });
    expect((await list()).batches).toEqual([{ ...VIEW, not_posted }]);
    const detail = await show();
    expect(detail).toMatchObject({ matched: true, not_posted });
    expect(detail.unposted).toEqual(
      [1, 2].map((number) => ({
        key: keyText(keyOf(number)),
        stan: number,
        state: 'parked',
        amount: money.amount,
        currency: 'EUR',
      })),
    );
  });
});

describe('settlement.start and batch.list', () => {
  it('tell the closings that fell due, those without sales too', async () => {
    expect((await counter().list({ limit: 1 })).due_closings).toEqual([
      { due: '2027-01-16T23:30', business_date: '2027-01-16', batch: null },
    ]);
  });

  it('answer with batches as they stand', async () => {
    const { journal, list, settle } = counter();
    expect(await settle()).toEqual(VIEW);
    journal.all = [
      batchOf({
        number: 18,
        state: 'open',
        closedAtMs: null,
        sequence: null,
        totals: [],
        hostTotals: null,
        waiting: 0,
        parked: 0,
      }),
      batchOf(),
    ];
    const { batches } = await list();
    expect(batches).toEqual([
      {
        ...VIEW,
        number: 18,
        state: 'open',
        closed_at: null,
        sequence: null,
        totals: [],
        host_totals: null,
        matched: null,
        waiting: 0,
        parked: 0,
      },
      VIEW,
    ]);
    expect((await list({ limit: 1 })).batches).toHaveLength(1);
  });

  it('say whether the host counts the same, whatever the order, and that nothing equals no row', async () => {
    const totals = [
      { type: 'sale', currency: 'EUR', count: 1, amount: 1250 },
      { type: 'refund', currency: 'JPY', count: 1, amount: 3 },
    ] as const;
    const nothing = { type: 'saleVoid', currency: 'EUR', count: 0, amount: 0 } as const;
    const matched = async (hostTotals: Batch['hostTotals']): Promise<unknown> =>
      (await counter(batchOf({ totals, hostTotals })).settle()).matched;
    expect(await matched([totals[1], nothing, totals[0]])).toBe(true);
    expect(await matched([totals[0]])).toBe(false);
    expect(await matched([totals[0], { ...totals[1], amount: 4 }])).toBe(false);
    expect(await matched(null)).toBeNull();
  });
});

describe('batch.show', () => {
  it('shows the open batch when none is named, with what would be its totals now', async () => {
    const { journal, show } = counter();
    journal.all = [
      batchOf({ number: 18, state: 'open', closedAtMs: null, sequence: null, totals: [], hostTotals: null }),
    ];
    journal.rows = Array.from({ length: 1_201 }, (_, index) => ({
      number: index + 1,
      key: keyOf(index + 1),
      type: 'sale',
      money: money(100, index % 3 === 0 ? 'BHD' : 'EUR'),
    }));
    expect(await show()).toMatchObject({
      number: 18,
      totals_fixed: false,
      matched: null,
      merchant_id: 'M0001',
      terminal_id: 'T0000001',
      totals: [
        { type: 'sale', currency: 'BHD', count: 401, amount: 40_100 },
        { type: 'sale', currency: 'EUR', count: 800, amount: 80_000 },
      ],
    });
  });

  it('shows fixed totals as they were fixed, without counting again', async () => {
    const { journal, show } = counter();
    journal.rows = [{ number: 1, key: keyOf(1), type: 'sale', money: money(9, 'EUR') }];
    const view = await show({ number: 17 });
    expect(view).toMatchObject({ ...VIEW, totals_fixed: true, difference_count: 0, differences: [], mismatches: [] });
    expect(journal.slices).toBe(1);
  });

  it('measures from the verdict to the posting, page after page', async () => {
    const { journal, show } = counter();
    journal.timed = Array.from({ length: 1_000 }, (_, index) => timed(index + 1, (index + 1) * 10));
    const { delays } = await show();
    expect(delays).toEqual({
      posted: 1_000,
      waiting: 0,
      p50_ms: 5_000,
      p95_ms: 9_500,
      max_ms: 10_000,
      late_after_ms: 3_600_000,
      late_count: 0,
      late: [],
    });
    expect(journal.slices).toBe(3);
  });

  it('lists what is late, longest first, with what waits still', async () => {
    const { journal, show } = counter();
    journal.timed = [
      timed(1, 3_600_000),
      timed(2, 3_600_001),
      timed(3, 7_200_000, { money: money(5, 'JPY') }),
      timed(4, 0),
    ];
    const { delays } = await show();
    expect(delays).toMatchObject({ posted: 4, p50_ms: 3_600_000, max_ms: 7_200_000, late_count: 2 });
    expect(delays.late).toEqual([
      { key: keyText(keyOf(3)), stan: 3, amount: 5, currency: 'JPY', waited_ms: 7_200_000, posted: true },
      { key: keyText(keyOf(2)), stan: 2, amount: 1250, currency: 'EUR', waited_ms: 3_600_001, posted: true },
    ]);
    const waiting = (waitedMs: number) => timed(5, waitedMs, { state: 'approved', postedBatch: null }, false);
    journal.timed = [waiting(3_600_000)];
    expect((await show()).delays).toMatchObject({ posted: 0, waiting: 1, p50_ms: null, max_ms: null, late_count: 0 });
    journal.timed = [waiting(3_600_001)];
    expect((await show()).delays.late).toMatchObject([{ stan: 5, waited_ms: 3_600_001, posted: false }]);
  });

  const noted = (times: number): JournalEntry[] =>
    Array.from({ length: times }, (_, index) => ({
      number: index + 1,
      event: 'amountMismatch',
      atMs: T0,
      state: 'approved',
    }));

  it('explains each difference by what the journal knows of it', async () => {
    const { journal, show } = counter();
    const events = (from: number, ...names: readonly string[]): JournalEntry[] =>
      names.map((event, at) => ({ number: from + at, event, atMs: T0 + (from + at) * 1_000, state: 'posted' }));
    const own = { terminal: money(1250, 'EUR'), type: 'sale' } as const;
    journal.found = [
      { key: keyOf(7), kind: 'amountDiffers', ...own, host: money(2000, 'EUR') },
      { key: keyOf(8), kind: 'missingAtHost', ...own, host: null },
      { key: keyOf(9), kind: 'missingAtTerminal', type: 'sale', terminal: null, host: money(3, 'JPY') },
    ];
    const seven = sampleTransaction({
      answer: sampleAnswer({ posted: money(2000, 'EUR') }),
      state: 'approved',
      card: sampleCard(),
    });
    journal.stored = [
      // What came before the newest resend answers nothing of it.
      { transaction: seven, postings: [], entries: [...noted(2), ...events(4, 'settleAdvice', 'resend')] },
      {
        transaction: sampleTransaction({ key: keyOf(8), stan: 8 }),
        postings: [],
        entries: events(3, 'resend', 'settleAdvice', 'lateReply'),
      },
    ];
    const view = await show();
    expect(view.difference_count).toBe(3);
    expect(view.differences).toEqual([
      {
        key: keyText(keyOf(7)),
        stan: 7,
        state: 'approved',
        kind: 'amountDiffers',
        type: 'sale',
        terminal: { amount: 1250, currency: 'EUR' },
        host: { amount: 2000, currency: 'EUR' },
        amount_mismatch_noted: true,
        sent_again_at: '2027-01-15T08:00:05.000Z',
        answered_at: null,
      },
      {
        key: keyText(keyOf(8)),
        stan: 8,
        state: 'started',
        kind: 'missingAtHost',
        type: 'sale',
        terminal: { amount: 1250, currency: 'EUR' },
        host: null,
        amount_mismatch_noted: false,
        sent_again_at: '2027-01-15T08:00:03.000Z',
        answered_at: '2027-01-15T08:00:04.000Z',
      },
      {
        key: keyText(keyOf(9)),
        stan: null,
        state: null,
        kind: 'missingAtTerminal',
        type: 'sale',
        terminal: null,
        host: { amount: 3, currency: 'JPY' },
        amount_mismatch_noted: false,
        sent_again_at: null,
        answered_at: null,
      },
    ]);
    expect(view.mismatches).toEqual([
      {
        key: keyText(keyOf(7)),
        stan: 7,
        state: 'approved',
        amount: 1250,
        currency: 'EUR',
        host: { amount: 2000, currency: 'EUR' },
        times: 2,
      },
    ]);
    expect(JSON.stringify(view)).not.toMatch(/sealed|ciphertext|ksn|token|4111/);
  });

  it('lists what was noted with another amount while the batch was open', async () => {
    const { journal, show } = counter();
    journal.noted = [keyOf(2), keyOf(4)];
    journal.stored = [2, 4].map((number) => ({
      transaction: sampleTransaction({ key: keyOf(number), stan: number }),
      postings: [],
      entries: number === 2 ? noted(1) : [],
    }));
    const view = await show();
    expect(journal.lookedUp).toEqual([keyText(keyOf(2)), keyText(keyOf(4))]);
    expect(view.mismatches.map(({ stan, host }) => [stan, host])).toEqual([[2, null]]);
  });

  it('stays small when everything differs', async () => {
    const { journal, show } = counter();
    journal.found = Array.from({ length: 5_000 }, (_, index) => ({
      key: keyOf(index + 1),
      kind: 'missingAtHost',
      type: 'sale',
      terminal: money(1, 'EUR'),
      host: null,
    }));
    journal.noted = Array.from({ length: 5_000 }, (_, index) => keyOf(index + 1));
    const view = await show();
    expect([view.difference_count, view.differences.length]).toEqual([5_000, 200]);
    expect(journal.lookedUp.length).toBe(400);
    expect(JSON.stringify(view).length).toBeLessThan(200_000);
  });

  it('says when there is no such batch', async () => {
    const error = await thrownBy(() => counter().show({ number: 99 }));
    expect([error.code, error.subject]).toEqual(['NOT_FOUND', 'batch 99']);
  });
});
