/** The journal as settlement sees it. */
import type { TransactionKey } from '../domain/key.js';
import type { Batch, BatchEvent, BatchRow, Difference } from '../domain/settlement.js';
import type { Transaction } from '../domain/transaction.js';

export interface NumberedBatchRow extends BatchRow {
  readonly number: number;
}

export interface NumberedTransaction {
  readonly number: number;
  readonly transaction: Transaction;
}

export interface TimedTransaction extends NumberedTransaction {
  /** The books' clock at the commit of the verdict, Unix ms. */
  readonly decidedAtMs: number;
  /** The books' clock when it was known to be in the host's ledger; null: not yet. */
  readonly postedAtMs: number | null;
}

export interface BatchReads {
  /**
   * The batch that takes sales now: the newest one. The first is opened by the first transaction, or by this
   * call in an empty journal.
   */
  currentBatch(): Promise<Batch>;
  /** Newest first. */
  batches(limit: number): Promise<readonly Batch[]>;
  batch(number: number): Promise<Batch | null>;
  /** The oldest that is sealed and not closed: the one that is settled next. */
  unclosedBatch(): Promise<Batch | null>;
  /** What counts in a batch, by transaction number. */
  batchRows(number: number, afterNumber: number, limit: number): Promise<readonly NumberedBatchRow[]>;
  /**
   * What was posted in it and is still held, with its times, for the report; also the approvals that entered it and
   * wait. `afterNumber` pages.
   */
  batchTimes(number: number, afterNumber: number, limit: number): Promise<readonly TimedTransaction[]>;
  /**
   * What was approved up to the end of a batch and does not stand in the host's ledger now: it waits, or a person has
   * it. `afterNumber` pages.
   */
  unposted(batch: number, afterNumber: number, limit: number): Promise<readonly NumberedTransaction[]>;
  differences(batch: number): Promise<readonly Difference[]>;
  /** Transactions of which card, reader or host named another amount while the batch was open. */
  mismatches(batch: number, limit: number): Promise<readonly TransactionKey[]>;
}

export interface BatchBooks extends BatchReads {
  /**
   * Runs the settlement machine in one commit. *seal* opens the next batch; *fixTotals* counts the totals from the
   * journal and takes the posting sequence: asked for when nothing in the batch waits and the one before is closed.
   */
  applyBatch(number: number, event: BatchEvent): Promise<Batch>;
}
