import { TillpostError } from './errors.js';
import type { TransactionKey } from './key.js';
import { addAmounts, type Money, sameMoney } from './money.js';
import type { Transaction } from './transaction.js';

/**
 * Settlement (payment rules, Settlement): a batch is a business date's postings, and closing it is a walk
 * that can be interrupted anywhere and goes on where it was.
 *
 *   open ──► sealed ──► reconciling ──► closed (matched)
 *                           └─► detailing ──► closed (differences)
 *
 * Sealing opens the next batch in the same commit: sales go on, and what is in the sealed one stays in it. Its own
 * totals are fixed when nothing of it is undecided or pending any more and the batch before is closed.
 */
export const BATCH_STATES = ['open', 'sealed', 'reconciling', 'detailing', 'closed'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

export const TOTAL_TYPES = ['sale', 'refund', 'saleVoid', 'refundVoid'] as const;
/** A void of the same batch's posting leaves no trace in the totals; of an earlier one's, it is a type of its own. */
export type TotalType = (typeof TOTAL_TYPES)[number];

export interface Total {
  readonly type: TotalType;
  /** ISO 4217, alphabetic. */
  readonly currency: string;
  readonly count: number;
  /** Minor units. */
  readonly amount: number;
}

export interface Batch {
  /** From 1, gap-free. */
  readonly number: number;
  /** DE 42: whose it is. A batch never holds what was sold for two. */
  readonly merchantId: string;
  /** YYYY-MM-DD, of the sales in it; null while it holds none, or while their dates are not known. */
  readonly businessDate: string | null;
  readonly state: BatchState;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
  /** The totals' own posting sequence, from *reconciling* on. */
  readonly sequence: number | null;
  /** Own totals, fixed when *reconciling* began. */
  readonly totals: readonly Total[];
  /** The host's, once it answered. */
  readonly hostTotals: readonly Total[] | null;
  /** Sales in it that are not decided, or of which the host has not answered a posting: totals wait for them. */
  readonly waiting: number;
  /** Of its sales, those of which a posting is parked: nothing waits for them. */
  readonly parked: number;
  /** Nothing in it was approved, or may still be. */
  readonly isEmpty: boolean;
}

export type BatchEvent =
  | { readonly name: 'seal' }
  | { readonly name: 'fixTotals' }
  | { readonly name: 'matched'; readonly hostTotals: readonly Total[] }
  | { readonly name: 'differs'; readonly hostTotals: readonly Total[] }
  | { readonly name: 'explained'; readonly differences: readonly Difference[] };

const BATCH_TABLE: Readonly<Record<BatchEvent['name'], readonly [from: BatchState, to: BatchState]>> = {
  seal: ['open', 'sealed'],
  fixTotals: ['sealed', 'reconciling'],
  matched: ['reconciling', 'closed'],
  differs: ['reconciling', 'detailing'],
  explained: ['detailing', 'closed'],
};

/** @throws ILLEGAL_EVENT naming state and event */
export function batchTransition(state: BatchState, event: BatchEvent['name']): BatchState {
  const [from, to] = BATCH_TABLE[event];
  if (state === from) return to;
  throw new TillpostError('ILLEGAL_EVENT', `${event} is not allowed in batch state ${state}`, {
    operation: 'settlement',
  });
}

export const DIFFERENCE_KINDS = ['missingAtTerminal', 'missingAtHost', 'amountDiffers'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export interface Difference {
  readonly key: TransactionKey;
  readonly kind: DifferenceKind;
  readonly type: TotalType;
  /** Null when missing at the terminal. */
  readonly terminal: Money | null;
  /** Null when missing at the host. */
  readonly host: Money | null;
}

/** What a transaction counts as in a batch; null: not at all (payment rules, Settlement). */
export function countsAs(transaction: Transaction, batch: number): TotalType | null {
  const { type, postedBatch, voidedBatch } = transaction;
  if (postedBatch === batch && voidedBatch !== batch) return type;
  if (voidedBatch === batch && postedBatch !== null && postedBatch < batch)
    return type === 'sale' ? 'saleVoid' : 'refundVoid';
  if (postedBatch === null && transaction.batch === batch && isRefused(transaction)) return type;
  return null;
}

/** Approved, and the host does not take it: the cardholder was told, so the terminal counts it. */
function isRefused({ state, verdict }: Transaction): boolean {
  return state === 'parked' && verdict?.outcome === 'approved';
}

/** Adds up rows by type and currency, sorted; the sums stay exact or are refused. */
export function totalsOf(
  rows: readonly { readonly type: TotalType; readonly currency: string; readonly amount: number }[],
): readonly Total[] {
  const sums = new Map<string, Total>();
  for (const { type, currency, amount } of rows) {
    const known = sums.get(`${type} ${currency}`) ?? { type, currency, count: 0, amount: 0 };
    sums.set(`${type} ${currency}`, { ...known, count: known.count + 1, amount: addAmounts(known.amount, amount) });
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

/** Order does not matter; a row of nothing equals no row. */
export function sameTotals(a: readonly Total[], b: readonly Total[]): boolean {
  const shape = (totals: readonly Total[]): string =>
    JSON.stringify(
      totals
        .filter(({ count }) => count > 0)
        .map(({ type, currency, count, amount }) => [type, currency, count, amount])
        .sort(),
    );
  return shape(a) === shape(b);
}

/** One counted transaction of a batch, as terminal or host has it. */
export interface BatchRow {
  readonly key: TransactionKey;
  readonly type: TotalType;
  readonly money: Money;
}

/** Compares row by row; `name` makes a key comparable. */
export function compareRows(
  terminal: readonly BatchRow[],
  host: readonly BatchRow[],
  name: (key: TransactionKey) => string,
): readonly Difference[] {
  const id = (row: BatchRow): string => `${row.type} ${name(row.key)}`;
  const theirs = new Map(host.map((row) => [id(row), row]));
  const mine = new Set(terminal.map(id));
  const differences: Difference[] = [];
  for (const row of terminal) {
    const other = theirs.get(id(row));
    if (other === undefined) differences.push({ ...row, kind: 'missingAtHost', terminal: row.money, host: null });
    else if (!sameMoney(other.money, row.money)) {
      differences.push({ ...row, kind: 'amountDiffers', terminal: row.money, host: other.money });
    }
  }
  for (const row of host) {
    if (!mine.has(id(row))) differences.push({ ...row, kind: 'missingAtTerminal', terminal: null, host: row.money });
  }
  return differences.map(({ key, kind, type, terminal: own, host: other }) => ({
    key,
    kind,
    type,
    terminal: own,
    host: other,
  }));
}
