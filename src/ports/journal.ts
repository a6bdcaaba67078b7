/** The store-and-forward journal, and the second copy of what is owed. */
import type { TillpostError } from '../domain/errors.js';
import type { CommandResult, HostCommand } from '../domain/host-command.js';
import type { TransactionKey } from '../domain/key.js';
import type { Effect, LifecycleEvent } from '../domain/lifecycle.js';
import type { Money } from '../domain/money.js';
import type { LimitOverride, OfflineUsage, Used } from '../domain/offline-policy.js';
import type { Posting, PostingKind, PostingState } from '../domain/posting.js';
import type { Batch, BatchEvent, BatchRow, Difference } from '../domain/settlement.js';
import type { ClockQuality, Transaction, TransactionState, TransactionType } from '../domain/transaction.js';
import type { Unsubscribe } from './basics.js';

export interface SaleOrder {
  readonly type: TransactionType;
  readonly money: Money;
  readonly idempotencyKey: string | null;
  readonly startedAtMs: number;
  readonly clock: ClockQuality;
}

export interface ChainHead {
  /** Number of the newest entry; 0 in an empty journal. */
  readonly entry: number;
  /** Its MAC, lower-case hex, 64 characters. */
  readonly mac: string;
}

export interface JournalIdentity {
  readonly terminalId: string;
  /** Lower-case hex, 16 characters. */
  readonly epoch: string;
  /** Postings up to this sequence existed when this process opened the journal: perhaps sent before. */
  readonly sequenceAtOpen: number;
}

export interface Applied {
  readonly transaction: Transaction;
  readonly effects: readonly Effect[];
  /** The posting that the event made or changed, if any; of several, the newest. */
  readonly posting: Posting | null;
  /** All of them: a resend opens more than one. */
  readonly postings: readonly Posting[];
}

export interface QueueSummary {
  readonly advices: number;
  readonly reversals: number;
  readonly parked: number;
  /** The books' clock at the commit of the oldest pending posting, Unix ms; null when none. */
  readonly oldestCreatedAtMs: number | null;
  readonly amounts: readonly { readonly currency: string; readonly count: number; readonly amount: number }[];
}

export interface JournalHealth {
  /** `failed`: an I/O error; the journal is being reopened and takes no sales meanwhile. */
  readonly state: 'ok' | 'failed' | 'lowSpace';
  readonly problem: TillpostError | null;
  readonly diskFreeBytes: number;
}

export interface StoredTransaction {
  readonly transaction: Transaction;
  readonly postings: readonly Posting[];
  readonly entries: readonly JournalEntry[];
}

export interface JournalEntry {
  readonly number: number;
  readonly event: string;
  readonly atMs: number;
  /** State after the entry. */
  readonly state: TransactionState;
}

/**
 * The store-and-forward journal. A promise that resolves means: on the disk, fsync done. Calls that wait
 * together share one commit; a call that fails fails alone.
 */
export interface Journal {
  identity(): JournalIdentity;
  head(): ChainHead;
  /** Number of the batch that takes postings now; 1 in an empty journal. */
  openBatch(): number;
  health(): JournalHealth;
  onHealth(listener: (health: JournalHealth) => void): Unsubscribe;

  /**
   * Commits *started*. With an idempotency key that is known already, returns that transaction and
   * `isNew` false. Refused when space is low: JOURNAL_FULL.
   * @throws IDEMPOTENCY_MISMATCH when the known transaction has another amount or type
   */
  begin(order: SaleOrder): Promise<{ readonly transaction: Transaction; readonly isNew: boolean }>;
  /**
   * Runs the lifecycle inside one SQLite transaction: entry, state and posting together.
   * @throws ILLEGAL_EVENT, NOT_FOUND, JOURNAL_FULL, JOURNAL_IO
   */
  apply(key: TransactionKey, event: LifecycleEvent): Promise<Applied>;

  transaction(key: TransactionKey): Promise<StoredTransaction | null>;
  byIdempotencyKey(idempotencyKey: string): Promise<Transaction | null>;
  /** Newest first. STAN wraps: more than one may bear it. */
  byStan(stan: number): Promise<readonly Transaction[]>;
  /** Newest first. */
  recent(limit: number): Promise<readonly Transaction[]>;
  /** What boot must decide: *started* and *authorizing*, oldest first. */
  unresolved(): Promise<readonly Transaction[]>;
  /** The oldest pending postings of one kind with their transactions, by index, after a sequence. */
  pending(kind: PostingKind, afterSequence: number, limit: number): Promise<readonly PendingPosting[]>;
  posting(sequence: number): Promise<PendingPosting | null>;
  listPostings(state: PostingState, afterSequence: number, limit: number): Promise<readonly PendingPosting[]>;
  queue(): Promise<QueueSummary>;
  offlineUsage(): Promise<readonly OfflineUsage[]>;
  /** What one card (by token) has used of the offline limits in one currency. */
  cardUsage(token: string, currency: string): Promise<Used>;
  /**
   * The newest approval that still stands with this card and amount, started at or after `sinceMs`, other than
   * `except` and of its type: a refund is no duplicate of its sale.
   */
  similar(token: string, money: Money, sinceMs: number, except: TransactionKey): Promise<Transaction | null>;
  /** Forgets what is used of the offline limits; on the host's order only. */
  resetOfflineUsage(): Promise<void>;

  /** Kept across restarts, each change an entry of the chain. */
  settings(): Promise<Settings>;
  changeSettings(change: Partial<Settings>): Promise<Settings>;

  /**
   * Commits a command before it is carried out. `replayed` when its counter is not above the last one, unless
   * it is the last one and was never finished.
   */
  acceptCommand(command: HostCommand): Promise<'accepted' | 'replayed'>;
  finishCommand(result: CommandResult): Promise<void>;
  /** Accepted, not finished: carried out again at boot. */
  unfinishedCommands(): Promise<readonly HostCommand[]>;
  /** Transactions the host lost: their key numbers, ascending; and the sequences that are no longer held. */
  resendable(afterSequence: number, afterTransaction: number, afterNumber: number, limit: number): Promise<Resendable>;

  /**
   * The batch that takes postings now: the newest one. The first is opened by the first transaction, or by this
   * call in an empty journal, under the UTC date of that moment.
   */
  currentBatch(): Promise<Batch>;
  /** Newest first. */
  batches(limit: number): Promise<readonly Batch[]>;
  batch(number: number): Promise<Batch | null>;
  /**
   * Runs the settlement machine in one commit. *fixTotals* counts the totals from the journal, takes the
   * posting sequence and opens the next batch. @param businessDate of a batch that this opens
   */
  applyBatch(number: number, event: BatchEvent, businessDate: string): Promise<Batch>;
  /** What counts in a batch, by transaction number. */
  batchRows(number: number, afterNumber: number, limit: number): Promise<readonly NumberedBatchRow[]>;
  /**
   * What was posted in it and is still held, with its times, for the report; of the batch that takes postings now
   * also the approvals that wait. `afterNumber` pages.
   */
  batchTimes(number: number, afterNumber: number, limit: number): Promise<readonly TimedTransaction[]>;
  differences(batch: number): Promise<readonly Difference[]>;
  /** Transactions of which card, reader or host named another amount while the batch was open. */
  mismatches(batch: number, limit: number): Promise<readonly TransactionKey[]>;
  /** Removes a slice of what is final and older; returns how many went. */
  purge(beforeMs: number, limit: number): Promise<number>;
  close(): Promise<void>;
}

export interface Settings {
  /** Replaced by the host, on top of the configuration; one for each entry mode and currency. */
  readonly limits: readonly LimitOverride[];
  /** The host's reason for taking no sales; null while it does. */
  readonly salesStopped: string | null;
}

export interface Resendable {
  readonly keys: readonly TransactionKey[];
  /** Sequences above the asked one whose transactions were purged; the first 1000. */
  readonly goneSequences: readonly number[];
}

export interface NumberedBatchRow extends BatchRow {
  readonly number: number;
}

export interface TimedTransaction {
  readonly number: number;
  readonly transaction: Transaction;
  /** The books' clock at the commit of the verdict, Unix ms. */
  readonly decidedAtMs: number;
  /** The books' clock when it was known to be in the host's ledger; null: not yet. */
  readonly postedAtMs: number | null;
}

export interface PendingPosting {
  readonly posting: Posting;
  readonly transaction: Transaction;
}

/** How far the journal has got: its head and the numbers it has given. */
export interface JournalMark extends ChainHead {
  /** Highest transaction number and posting sequence given so far. */
  readonly transactions: number;
  readonly postings: number;
}

/**
 * The second copy of what is owed (storage rules, Second copy). The journal calls it after each commit and
 * before anyone is told of it. `at` is the journal after that commit: a journal that later says less has lost
 * entries.
 */
export interface Mirror {
  /** Pending or parked, new or changed. Durable when it resolves. */
  append(records: readonly PendingPosting[], at: JournalMark): Promise<void>;
  /** These sequences are settled or resolved. */
  release(sequences: readonly number[], at: JournalMark): Promise<void>;
  /** A commit that changed no posting, with the transactions that it did change. Not synced. */
  mark(at: JournalMark, changed: readonly Transaction[]): Promise<void>;
  /** Replaces the whole copy: at every opening, and when an error has left it behind. Durable when it resolves. */
  rewrite(records: readonly PendingPosting[], identity: JournalIdentity, at: JournalMark): Promise<void>;
  /** Between the busy times: erases what was released. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}
