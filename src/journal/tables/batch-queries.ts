import { currencyByCode } from '../../domain/currency.js';
import type { TransactionKey } from '../../domain/key.js';
import type { Money } from '../../domain/money.js';
import {
  type Batch,
  type BatchState,
  countsAs,
  type Difference,
  type Total,
  type TotalType,
} from '../../domain/settlement.js';
import type { Transaction } from '../../domain/transaction.js';
import type { DueClosingRecord, NumberedBatchRow, NumberedTransaction, TimedTransaction } from '../../ports/index.js';
import type { Database, Statement } from '../file/database.js';
import { checkLimit } from './limits.js';
import { transactionOf } from './row-mapping.js';
import { type KeyRoot, type TransactionRow } from './rows.js';

/**
 * Every read of batches, by index; the same test explains them. `batchRows` is `countsAs` in SQL. A batch is one of its
 * epoch: what came over from an earlier journal stands in that one's batches at the host, under whatever number.
 */
export const BATCH_SQL = {
  batch: 'SELECT * FROM batch WHERE number = ?',
  newestBatch: 'SELECT max(number) FROM batch',
  batches: 'SELECT * FROM batch WHERE number > 0 ORDER BY number DESC LIMIT ?',
  unclosed: `SELECT number FROM batch INDEXED BY batch_unclosed
    WHERE state IN ('sealed', 'reconciling', 'detailing') AND number > 0 ORDER BY number LIMIT 1`,
  waiting: `SELECT count(*) FROM sale_transaction t INDEXED BY transaction_unfinished
    WHERE batch = ? AND closed_at_ms IS NULL AND origin_epoch IS NULL AND (state IN ('started', 'authorizing')
      OR EXISTS (SELECT 1 FROM posting WHERE transaction_number = t.number AND posting.state = 'pending'))`,
  parked: `SELECT count(*) FROM sale_transaction t INDEXED BY transaction_unfinished
    WHERE batch = ? AND closed_at_ms IS NULL AND origin_epoch IS NULL
      AND EXISTS (SELECT 1 FROM posting WHERE transaction_number = t.number AND posting.state = 'parked')`,
  /** Whether something in it was approved, or may still be. */
  holds: `SELECT EXISTS (SELECT 1 FROM sale_transaction INDEXED BY transaction_batch
    WHERE batch = ? AND state IN ('started', 'authorizing', 'approved', 'posted', 'voiding', 'voided', 'parked', 'resolved')
      AND origin_epoch IS NULL)`,
  batchTotals: `SELECT side, type, currency, count, amount FROM batch_total WHERE batch = ?
    ORDER BY side, type, currency`,
  differences: 'SELECT * FROM batch_difference WHERE batch = ? ORDER BY line',
  mismatches: `SELECT transaction_number FROM entry
    WHERE event = 'amountMismatch' AND transaction_number IS NOT NULL
      AND number > (SELECT opened_entry FROM batch WHERE number = @batch)
      AND number <= coalesce((SELECT opened_entry FROM batch WHERE number = @batch + 1), ${Number.MAX_SAFE_INTEGER})
    ORDER BY number LIMIT @limit`,
  undatedHolds: `SELECT EXISTS (SELECT 1 FROM sale_transaction INDEXED BY transaction_batch
    WHERE batch IS NULL AND state IN ('started', 'authorizing', 'approved', 'posted', 'voiding', 'voided', 'parked', 'resolved')
      AND origin_epoch IS NULL)`,
  undated: `SELECT * FROM sale_transaction INDEXED BY transaction_batch
    WHERE batch IS NULL AND origin_epoch IS NULL`,
  dueClosings: `SELECT due, business_date AS businessDate, batch FROM due_closing
    WHERE due > '' AND batch IS NOT 0 ORDER BY due DESC LIMIT ?`,
  batchRows: `
    SELECT * FROM (
      SELECT * FROM sale_transaction INDEXED BY transaction_posted_batch
       WHERE posted_batch = @batch AND number > @after AND voided_batch IS NOT @batch AND origin_epoch IS NULL
      UNION ALL
      SELECT * FROM sale_transaction INDEXED BY transaction_voided_batch
       WHERE voided_batch = @batch AND number > @after AND posted_batch < @batch AND origin_epoch IS NULL
      UNION ALL
      SELECT * FROM sale_transaction INDEXED BY transaction_batch
       WHERE batch = @batch AND state = 'parked' AND number > @after AND posted_batch IS NULL AND origin_epoch IS NULL
         AND json_extract(verdict, '$.outcome') = 'approved')
     ORDER BY number LIMIT @limit`,
  batchTimes: `
    SELECT * FROM (
      SELECT * FROM sale_transaction INDEXED BY transaction_posted_batch
       WHERE posted_batch = @batch AND number > @after AND origin_epoch IS NULL
      UNION ALL
      SELECT * FROM sale_transaction INDEXED BY transaction_waiting
       WHERE state IN ('approved', 'parked') AND number > @after AND posted_batch IS NULL
         AND json_extract(verdict, '$.outcome') = 'approved'
         AND coalesce(batch, (SELECT max(number) FROM batch)) = @batch)
     ORDER BY number LIMIT @limit`,
  shownDifferences: `SELECT * FROM sale_transaction INDEXED BY transaction_shown_otherwise
     WHERE batch = @batch AND shown_differs = 1 AND number > @after AND origin_epoch IS NULL
     ORDER BY number LIMIT @limit`,
  shownStanding: `SELECT * FROM sale_transaction INDEXED BY transaction_shown_otherwise
     WHERE shown_differs = 1 AND origin_epoch IS NULL AND batch >= coalesce(
       (SELECT number FROM batch INDEXED BY batch_unclosed
         WHERE state IN ('sealed', 'reconciling', 'detailing') AND number > 0 ORDER BY number LIMIT 1),
       (SELECT max(number) FROM batch))
     ORDER BY batch, number LIMIT ?`,
  /** Approved up to the end of the batch, taken back by nobody, and not in the host's ledger now. */
  unposted: `SELECT * FROM sale_transaction INDEXED BY transaction_waiting
     WHERE state IN ('approved', 'parked') AND number > @after AND posted_batch IS NULL
       AND json_extract(verdict, '$.outcome') = 'approved'
       AND NOT EXISTS (SELECT 1 FROM posting WHERE transaction_number = sale_transaction.number AND kind = 'reversal')
       AND (SELECT min(e.number) FROM entry e WHERE e.transaction_number = sale_transaction.number)
         <= coalesce((SELECT opened_entry FROM batch WHERE number = @batch + 1), ${Number.MAX_SAFE_INTEGER})
     ORDER BY number LIMIT @limit`,
} as const;

interface BatchLine {
  readonly number: number;
  readonly merchant_id: string;
  readonly business_date: string | null;
  readonly state: BatchState;
  readonly opened_at_ms: number;
  readonly closed_at_ms: number | null;
  readonly sequence: number | null;
  readonly fixed_at_ms: number | null;
}
interface TotalLine extends Total {
  readonly side: 'terminal' | 'host';
}
interface DifferenceLine {
  readonly terminal_id: string;
  readonly epoch: string;
  readonly mark: string;
  readonly number: number;
  readonly kind: Difference['kind'];
  readonly type: TotalType;
  readonly terminal_amount: number | null;
  readonly terminal_currency: string | null;
  readonly host_amount: number | null;
  readonly host_currency: string | null;
}
interface Page {
  readonly batch: number;
  readonly after: number;
  readonly limit: number;
}

/** SQLite: no limit. */
const ALL = -1;

/** The journal's answers about batches; the methods are those of the port, without the promise. */
export class BatchQueries {
  readonly #root: KeyRoot;
  readonly #batch: Statement<[number], BatchLine>;
  readonly #newest: Statement<[], number | null>;
  readonly #batches: Statement<[number], BatchLine>;
  readonly #unclosed: Statement<[], number>;
  readonly #waiting: Statement<[number], number>;
  readonly #parked: Statement<[number], number>;
  readonly #holds: Statement<[number], number>;
  readonly #undatedHolds: Statement<[], number>;
  readonly #undated: Statement<[], TransactionRow>;
  readonly #dueClosings: Statement<[number], DueClosingRecord>;
  readonly #totals: Statement<[number], TotalLine>;
  readonly #differences: Statement<[number], DifferenceLine>;
  readonly #rows: Statement<[Page], TransactionRow>;
  readonly #times: Statement<[Page], TransactionRow>;
  readonly #unposted: Statement<[Page], TransactionRow>;
  readonly #shownDifferences: Statement<[Page], TransactionRow>;
  readonly #shownStanding: Statement<[number], TransactionRow>;
  readonly #place: Statement<[number], TransactionRow>;
  readonly #mismatches: Statement<[{ batch: number; limit: number }], number>;

  constructor(db: Database, root: KeyRoot) {
    this.#root = root;
    this.#batch = db.prepare(BATCH_SQL.batch);
    this.#newest = db.prepare<[], number | null>(BATCH_SQL.newestBatch).pluck();
    this.#batches = db.prepare(BATCH_SQL.batches);
    this.#unclosed = db.prepare<[], number>(BATCH_SQL.unclosed).pluck();
    this.#waiting = db.prepare<[number], number>(BATCH_SQL.waiting).pluck();
    this.#parked = db.prepare<[number], number>(BATCH_SQL.parked).pluck();
    this.#holds = db.prepare<[number], number>(BATCH_SQL.holds).pluck();
    this.#undatedHolds = db.prepare<[], number>(BATCH_SQL.undatedHolds).pluck();
    this.#undated = db.prepare(BATCH_SQL.undated);
    this.#dueClosings = db.prepare(BATCH_SQL.dueClosings);
    this.#totals = db.prepare(BATCH_SQL.batchTotals);
    this.#differences = db.prepare(BATCH_SQL.differences);
    this.#rows = db.prepare(BATCH_SQL.batchRows);
    this.#times = db.prepare(BATCH_SQL.batchTimes);
    this.#unposted = db.prepare(BATCH_SQL.unposted);
    this.#shownDifferences = db.prepare(BATCH_SQL.shownDifferences);
    this.#shownStanding = db.prepare(BATCH_SQL.shownStanding);
    this.#place = db.prepare('SELECT * FROM sale_transaction WHERE number = ?');
    this.#mismatches = db.prepare<[{ batch: number; limit: number }], number>(BATCH_SQL.mismatches).pluck();
  }

  /** Null before the first transaction. */
  newest(): number | null {
    return this.#newest.get() ?? null;
  }

  batch(number: number): Batch | null {
    const line = this.#batch.get(number);
    return line === undefined ? null : this.#read(line);
  }

  batches(limit: number): readonly Batch[] {
    return this.#batches.all(checkLimit(limit)).map((line) => this.#read(line));
  }

  /** Whether something in it was approved, or may still be. */
  holds(number: number): boolean {
    return this.#holds.get(number) === 1;
  }

  /** What has entered no batch yet. */
  undated(): readonly TransactionRow[] {
    return this.#undated.all().sort((a, b) => a.number - b.number);
  }

  dueClosings(limit: number): readonly DueClosingRecord[] {
    return this.#dueClosings.all(checkLimit(limit));
  }

  /** Since when its totals wait for the host, or waited; null: they are not fixed. */
  fixedAtMs(number: number): number | null {
    return this.#batch.get(number)?.fixed_at_ms ?? null;
  }

  /** The oldest that is sealed and not closed. */
  unclosed(): Batch | null {
    const number = this.#unclosed.get();
    return number === undefined ? null : this.batch(number);
  }

  batchRows(number: number, afterNumber: number, limit: number): readonly NumberedBatchRow[] {
    return this.#counted({ batch: number, after: afterNumber, limit: checkLimit(limit) });
  }

  /** All rows at once, for the totals. */
  allRows(number: number): readonly NumberedBatchRow[] {
    return this.#counted({ batch: number, after: 0, limit: ALL });
  }

  /** What was posted in the batch and is still held, and what entered it and waits. */
  batchTimes(
    { number, after, limit }: { readonly number: number; readonly after: number; readonly limit: number },
    nowMs: number,
  ): readonly TimedTransaction[] {
    return this.#times.all({ batch: number, after, limit: checkLimit(limit) }).map((row) => {
      const decidedAtMs = row.decided_at_ms ?? row.begun_at_ms;
      return {
        number: row.number,
        transaction: this.#transaction(row),
        decidedAtMs,
        postedAtMs: row.posted_at_ms,
        waitedMs: Math.max(0, (row.posted_at_ms ?? nowMs) - decidedAtMs),
      };
    });
  }

  unposted(batch: number, afterNumber: number, limit: number): readonly NumberedTransaction[] {
    return this.#unposted
      .all({ batch, after: afterNumber, limit: checkLimit(limit) })
      .map((row) => this.#numbered(row));
  }

  shownDifferences(batch: number, afterNumber: number, limit: number): readonly NumberedTransaction[] {
    const page = { batch, after: afterNumber, limit: checkLimit(limit) };
    return this.#shownDifferences.all(page).map((row) => this.#numbered(row));
  }

  mismatches(batch: number, limit: number): readonly TransactionKey[] {
    const numbers = new Set(this.#mismatches.all({ batch, limit: checkLimit(limit) }));
    return [...numbers].flatMap((number) => {
      const row = this.#place.get(number);
      return row === undefined ? [] : [this.#transaction(row).key];
    });
  }

  differences(batch: number): readonly Difference[] {
    return this.#differences.all(batch).map((line) => ({
      key: { terminalId: line.terminal_id, epoch: line.epoch, mark: line.mark, number: line.number },
      kind: line.kind,
      type: line.type,
      terminal: moneyOf(line.terminal_amount, line.terminal_currency),
      host: moneyOf(line.host_amount, line.host_currency),
    }));
  }

  #counted(page: Page): readonly NumberedBatchRow[] {
    return this.#rows.all(page).flatMap((row) => {
      const transaction = this.#transaction(row);
      const type = countsAs(transaction, page.batch);
      return type === null ? [] : [{ number: row.number, key: transaction.key, type, money: transaction.money }];
    });
  }

  #read(line: BatchLine): Batch {
    const totals = this.#totals.all(line.number);
    const side = (wanted: TotalLine['side']): readonly Total[] =>
      totals
        .filter((total) => total.side === wanted)
        .map(({ type, currency, count, amount }) => ({ type, currency, count, amount }));
    return {
      number: line.number,
      merchantId: line.merchant_id,
      businessDate: line.business_date,
      state: line.state,
      openedAtMs: line.opened_at_ms,
      closedAtMs: line.closed_at_ms,
      sequence: line.sequence,
      totals: side('terminal'),
      hostTotals: line.state === 'detailing' || line.state === 'closed' ? side('host') : null,
      waiting: this.#waiting.get(line.number) ?? 0,
      parked: this.#parked.get(line.number) ?? 0,
      isEmpty: !this.holds(line.number) && !(line.state === 'open' && this.#undatedHolds.get() === 1),
    };
  }

  shownStanding(limit: number): readonly Transaction[] {
    return this.#shownStanding.all(checkLimit(limit)).map((row) => this.#transaction(row));
  }

  #numbered(row: TransactionRow): NumberedTransaction {
    return { number: row.number, transaction: this.#transaction(row) };
  }

  #transaction(row: TransactionRow): Transaction {
    return transactionOf(row, this.#root);
  }
}

function moneyOf(amount: number | null, code: string | null): Money | null {
  return amount === null || code === null ? null : { amount, currency: currencyByCode(code) };
}
