import type { Money } from '../money.js';

/** Postings that waited longer than `settlement.late_after_ms`, by book time (payment rules, Late postings). */
export interface LateSum {
  readonly count: number;
  /** A batch's totals are counted and are no money. */
  readonly amounts: readonly { readonly currency: string; readonly count: number; readonly amount: number }[];
  /** Since when the first of them waits, or waited. */
  readonly sinceMs: number;
  readonly longestMs: number;
}

/** One that waited too long. */
export interface LateOne {
  /** Null: totals of a batch. */
  readonly money: Money | null;
  readonly sinceMs: number;
  readonly waitedMs: number;
}

export function withLate(sum: LateSum | null, { money, sinceMs, waitedMs }: LateOne): LateSum {
  return {
    count: (sum?.count ?? 0) + 1,
    amounts: money === null ? (sum?.amounts ?? []) : added(sum?.amounts ?? [], money),
    sinceMs: Math.min(sum?.sinceMs ?? sinceMs, sinceMs),
    longestMs: Math.max(sum?.longestMs ?? 0, waitedMs),
  };
}

function added(amounts: LateSum['amounts'], { amount, currency: { code } }: Money): LateSum['amounts'] {
  const known = amounts.find(({ currency }) => currency === code) ?? { currency: code, count: 0, amount: 0 };
  const sum = { currency: code, count: known.count + 1, amount: known.amount + amount };
  return [...amounts.filter(({ currency }) => currency !== code), sum].sort((a, b) =>
    a.currency < b.currency ? -1 : 1,
  );
}
