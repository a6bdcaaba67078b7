import type { BatchDetailView, BatchView } from '../../api/batches.js';
import { DIFFERENCES_MAX, SHOWN_MAX, UNPOSTED_MAX } from '../../api/bounds.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import { delayFigures, type PostingDelay, postingDelay } from '../../domain/postings/posting-delay.js';
import { type Batch, type Total, totalsOf } from '../../domain/settlement.js';
import type { Transaction } from '../../domain/transaction.js';
import type {
  BatchReads,
  DayBooks,
  NumberedTransaction,
  SettlementDesk,
  StoredTransaction,
  TransactionReads,
} from '../../ports/index.js';
import {
  batchView,
  delayView,
  differenceView,
  dueClosingView,
  mismatchesNoted,
  mismatchView,
  shownView,
  unpostedView,
} from './batch-views.js';
import type { HandlersOf } from './handlers.js';

export interface BatchParts {
  readonly settlement: SettlementDesk;
  readonly journal: BatchReads & Pick<DayBooks, 'dueClosings'> & Pick<TransactionReads, 'transaction'>;
  readonly ids: { readonly merchantId: string; readonly terminalId: string };
  /** A posting that waited longer is late, ms. */
  readonly lateAfterMs: number;
}

/** Rows read from the journal at a time, so that no sale waits behind a large batch. */
const SLICE = 500;
/** Transactions that are looked up one by one for an answer. */
const LOOKED_UP_MAX = 400;

/** Closing batches, and what they hold. */
export function batchMethods(parts: BatchParts): HandlersOf<'batch' | 'settlement'> {
  const { settlement, journal } = parts;
  return {
    'settlement.start': async () => withUnposted(journal, await settlement.settle()),
    'batch.list': async ({ limit }) => {
      const [batches, due] = await Promise.all([journal.batches(limit), journal.dueClosings(limit)]);
      return {
        batches: await Promise.all(batches.map((batch) => withUnposted(journal, batch))),
        due_closings: due.map(dueClosingView),
      };
    },
    'batch.show': async ({ number }) => showBatch(parts, await chosen(journal, number)),
  };
}

async function showBatch(parts: BatchParts, batch: Batch): Promise<BatchDetailView> {
  const { journal, ids, lateAfterMs } = parts;
  const fixed = batch.sequence !== null;
  const [totals, delays, found, noted, waiting, shown] = await Promise.all([
    fixed ? batch.totals : countedTotals(journal, batch.number),
    times(journal, batch.number),
    journal.differences(batch.number),
    journal.mismatches(batch.number, LOOKED_UP_MAX),
    unposted(journal, batch.number),
    all((after) => journal.shownDifferences(batch.number, after, SLICE)),
  ]);
  const differences = found.slice(0, DIFFERENCES_MAX);
  const known = await lookUp(journal, [...differences.map(({ key }) => key), ...noted]);
  const mismatched = [...known.values()].filter((stored) => mismatchesNoted(stored) > 0);
  return {
    merchant_id: batch.merchantId,
    terminal_id: ids.terminalId,
    ...batchView({ ...batch, totals }, waiting),
    totals_fixed: fixed,
    difference_count: found.length,
    differences: differences.map((it) => differenceView(it, known.get(keyText(it.key)) ?? null)),
    mismatches: mismatched.map(mismatchView),
    unposted: waiting.slice(0, UNPOSTED_MAX).map(unpostedView),
    shown_difference_count: shown.length,
    shown_differences: shown.slice(0, SHOWN_MAX).map(shownView),
    delays: delayView(delayFigures(delays, lateAfterMs), lateAfterMs),
  };
}

async function chosen(journal: BatchReads, number: number | undefined): Promise<Batch> {
  if (number === undefined) return journal.currentBatch();
  const found = await journal.batch(number);
  if (found !== null) return found;
  throw new TillpostError('NOT_FOUND', 'no such batch', {
    operation: 'batch.show',
    subject: `batch ${number}`,
    hint: '`tillpost batch list` shows the batches that are kept.',
  });
}

async function withUnposted(journal: BatchReads, batch: Batch): Promise<BatchView> {
  return batchView(batch, await unposted(journal, batch.number));
}

function unposted(journal: BatchReads, batch: number): Promise<readonly Transaction[]> {
  return all((after) => journal.unposted(batch, after, SLICE));
}

async function all(
  read: (afterNumber: number) => Promise<readonly NumberedTransaction[]>,
): Promise<readonly Transaction[]> {
  const found: Transaction[] = [];
  for await (const { transaction } of slices(read)) found.push(transaction);
  return found;
}

/** What the totals would be now. */
async function countedTotals(journal: BatchReads, batch: number): Promise<readonly Total[]> {
  const rows: { type: Total['type']; currency: string; amount: number }[] = [];
  for await (const { type, money } of slices((after) => journal.batchRows(batch, after, SLICE))) {
    rows.push({ type, currency: money.currency.code, amount: money.amount });
  }
  return totalsOf(rows);
}

async function times(journal: BatchReads, batch: number): Promise<readonly PostingDelay[]> {
  const delays: PostingDelay[] = [];
  for await (const timed of slices((after) => journal.batchTimes(batch, after, SLICE)))
    delays.push(postingDelay(timed));
  return delays;
}

async function* slices<Row extends { readonly number: number }>(
  read: (afterNumber: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let after = 0; ;) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < SLICE) return;
    after = last.number;
  }
}

async function lookUp(
  journal: Pick<TransactionReads, 'transaction'>,
  keys: readonly TransactionKey[],
): Promise<ReadonlyMap<string, StoredTransaction>> {
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()].slice(0, LOOKED_UP_MAX);
  const found = await Promise.all(distinct.map((key) => journal.transaction(key)));
  return new Map(found.filter((it) => it !== null).map((it) => [keyText(it.transaction.key), it]));
}
