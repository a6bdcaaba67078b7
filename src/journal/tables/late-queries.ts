import { type Money, money } from '../../domain/money.js';
import { type LateOne, type LateSum, withLate } from '../../domain/postings/lateness.js';
import type { LatePostings } from '../../ports/index.js';
import type { Database, Statement } from '../file/database.js';
import { SQL } from './sql.js';

/** By index; the same test explains them. Only what is late is counted one by one. */
export const LATE_SQL = {
  latePending: `SELECT t.currency AS currency, t.amount AS amount, p.created_at_ms AS since
    FROM posting p INDEXED BY posting_state CROSS JOIN sale_transaction t ON t.number = p.transaction_number
    WHERE p.state = 'pending' AND p.created_at_ms < ?`,
  waitingTotals: `SELECT fixed_at_ms FROM batch INDEXED BY batch_unclosed
    WHERE state IN ('sealed', 'reconciling', 'detailing') AND number > 0 AND fixed_at_ms IS NOT NULL
    ORDER BY number LIMIT 1`,
} as const;

interface OldestLine {
  readonly made: number | null;
  readonly reopened: number | null;
}
interface LateLine {
  readonly currency: string;
  readonly amount: number;
  readonly since: number;
}

/** What waits too long, by book time. */
export class LateQueries {
  readonly #oldest: Statement<[], OldestLine>;
  readonly #pending: Statement<[number], LateLine>;
  readonly #totals: Statement<[], number>;

  constructor(db: Database) {
    this.#oldest = db.prepare(SQL.oldestPending);
    this.#pending = db.prepare(LATE_SQL.latePending);
    this.#totals = db.prepare<[], number>(LATE_SQL.waitingTotals).pluck();
  }

  /** Since when the one waits that waits longest; null: none is pending. */
  oldest(): number | null {
    const { made = null, reopened = null } = this.#oldest.get() ?? {};
    return made === null ? reopened : Math.min(made, reopened ?? made);
  }

  late(posted: LateSum | null, afterMs: number, nowMs: number): LatePostings {
    const waits = [this.oldest(), this.#totals.get() ?? null].filter((sinceMs) => sinceMs !== null);
    const sinceMs = Math.min(...waits);
    const isLate = nowMs - sinceMs > afterMs;
    return {
      afterMs,
      posted,
      waiting: isLate ? this.#waiting(nowMs - afterMs, nowMs) : null,
      nextInMs: isLate || waits.length === 0 ? null : sinceMs + afterMs - nowMs,
    };
  }

  #waiting(beforeMs: number, nowMs: number): LateSum | null {
    const one = (amount: Money | null, sinceMs: number): LateOne => ({
      money: amount,
      sinceMs,
      waitedMs: nowMs - sinceMs,
    });
    let sum: LateSum | null = null;
    for (const { currency, amount, since } of this.#pending.iterate(beforeMs))
      sum = withLate(sum, one(money(amount, currency), since));
    const totalsSince = this.#totals.get() ?? beforeMs;
    return totalsSince < beforeMs ? withLate(sum, one(null, totalsSince)) : sum;
  }
}
