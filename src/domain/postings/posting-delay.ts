import type { TransactionKey } from '../key.js';
import type { Money } from '../money.js';
import type { Transaction } from '../transaction.js';

/**
 * How late the host's ledger knew what was decided here (payment rules, Settlement): from the commit of the verdict until
 * it was known to be posted, by book time.
 */
export interface PostingDelay {
  readonly key: TransactionKey;
  readonly stan: number;
  readonly money: Money;
  /** Of what still waits, its wait so far. */
  readonly waitedMs: number;
  readonly posted: boolean;
}

export interface DelayFigures {
  /** Posted transactions; the percentiles are theirs, null when there are none. */
  readonly posted: number;
  /** Not posted yet. */
  readonly waiting: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly maxMs: number | null;
  /** How many waited longer than the alert limit, posted or not. */
  readonly lateCount: number;
  /** The longest waits among them, longest first, LATE_SHOWN_MAX at most. */
  readonly late: readonly PostingDelay[];
}

export const LATE_SHOWN_MAX = 100;

export function postingDelay(timed: {
  readonly transaction: Transaction;
  readonly postedAtMs: number | null;
  readonly waitedMs: number;
}): PostingDelay {
  const { key, stan, money } = timed.transaction;
  return { key, stan, money, waitedMs: timed.waitedMs, posted: timed.postedAtMs !== null };
}

/** @param lateAfterMs a wait of exactly so long is not late yet */
export function delayFigures(delays: readonly PostingDelay[], lateAfterMs: number): DelayFigures {
  const waits = delays
    .filter(({ posted }) => posted)
    .map(({ waitedMs }) => waitedMs)
    .sort((a, b) => a - b);
  const late = delays.filter(({ waitedMs }) => waitedMs > lateAfterMs).sort((a, b) => b.waitedMs - a.waitedMs);
  return {
    posted: waits.length,
    waiting: delays.length - waits.length,
    p50Ms: nearestRank(waits, 50),
    p95Ms: nearestRank(waits, 95),
    maxMs: waits.at(-1) ?? null,
    lateCount: late.length,
    late: late.slice(0, LATE_SHOWN_MAX),
  };
}

/**
 * The smallest value that at least so many percent of all reach; null of nothing.
 *
 * @param sorted ascending
 * @param percent 1 … 100, whole, so that no rounding of a share decides the rank
 */
export function nearestRank(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.max(1, Math.ceil((sorted.length * percent) / 100)) - 1] ?? null;
}
