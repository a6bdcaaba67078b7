/** The journal as settlement sees it. */
import type { DayRules } from '../domain/days/business-days.js';
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
  /** From the one to the other, or until now: by book time, never less than 0. */
  readonly waitedMs: number;
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
  /** What entered the batch and was shown otherwise than it is booked. `afterNumber` pages. */
  shownDifferences(batch: number, afterNumber: number, limit: number): Promise<readonly NumberedTransaction[]>;
  /** The same of all batches that are not closed. */
  shownStanding(limit: number): Promise<readonly Transaction[]>;
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

export interface DueClosingRecord {
  /** Local date and time, "YYYY-MM-DDTHH:MM". */
  readonly due: string;
  readonly businessDate: string;
  /** The batch that was sealed; null: it held no sales. */
  readonly batch: number | null;
}

export interface DaysKept {
  /** Whether the host's time was heard in this run; before, no closing is made. */
  readonly isDated: boolean;
  /** The newest time that the host has confirmed, Unix ms; null: none in this journal. */
  readonly confirmedMs: number | null;
  /** Until the next closing is due, ms; null without a schedule, or while undated. */
  readonly nextDueInMs: number | null;
}

export interface DayBooks {
  /** A run of the agent begins, undated: book time goes on where the journal ends. @param wallMs as people see it now */
  startRun(rules: DayRules, wallMs: number): Promise<DaysKept>;
  /**
   * The host's time at this moment. The first time it dates what was stamped since the last run that heard it, gives
   * sales their batches, and makes up for what fell due; later it sets book time right.
   */
  dateRun(hostMs: number): Promise<DaysKept>;
  /** Makes the closings that are due by now. */
  keepDays(): Promise<DaysKept>;
  /** Closings that fell due, the newest first. */
  dueClosings(limit: number): Promise<readonly DueClosingRecord[]>;
}
