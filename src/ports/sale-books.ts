/** The journal as a sale sees it: one transaction from *started* to its end. */
import type { TransactionKey } from '../domain/key.js';
import type { Effect, LifecycleEvent } from '../domain/lifecycle.js';
import type { Money } from '../domain/money.js';
import type { Posting } from '../domain/posting.js';
import type { ClockQuality, Display, Transaction, TransactionState, TransactionType } from '../domain/transaction.js';

export interface SaleOrder {
  readonly type: TransactionType;
  readonly money: Money;
  /** Null, as when left out: the till that gives no name. */
  readonly tillId?: string | null;
  readonly idempotencyKey: string | null;
  readonly orderReference?: string | null;
  /** The till means a second such sale. */
  readonly vouched?: boolean;
  readonly startedAtMs: number;
  readonly clock: ClockQuality;
  /** Serial number of the reader that will be asked. */
  readonly reader?: string | null;
}

/** What the reader showed for a transaction. */
export interface ShownNote {
  readonly key: TransactionKey;
  readonly shown: Display;
  /** Why it is not what was meant; null where nothing is known of that. */
  readonly cause: string | null;
}

/** What was shown, kept beside what is booked. */
export interface ShownBooks {
  /**
   * Takes no commit of its own: it rides on the next one, whatever that is for. Resolves once it is on the disk, a failed
   * journal or not in between; never, when the journal is closed first.
   */
  noteShown(note: ShownNote): Promise<void>;
  /** The same in a commit of its own. */
  keepShown(notes: readonly ShownNote[]): Promise<void>;
  /** What has a verdict, went to a reader, and of which nobody knows yet what that showed; oldest first. */
  unshown(limit: number): Promise<readonly Transaction[]>;
}

export interface Applied {
  readonly transaction: Transaction;
  readonly effects: readonly Effect[];
  /** The posting that the event made or changed, if any; of several, the newest. */
  readonly posting: Posting | null;
  /** All of them: a resend opens more than one. */
  readonly postings: readonly Posting[];
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

/** Whoever moves a transaction on. */
export interface TransactionMoves {
  /**
   * Runs the lifecycle inside one SQLite transaction: entry, state and posting together.
   * @throws ILLEGAL_EVENT, NOT_FOUND, JOURNAL_FULL, JOURNAL_IO
   */
  apply(key: TransactionKey, event: LifecycleEvent): Promise<Applied>;
}

/** Whoever looks a transaction up. */
export interface TransactionReads {
  transaction(key: TransactionKey): Promise<StoredTransaction | null>;
  /** A key is its till's: the same text from another till is another key. Null, as when left out: a till without name. */
  byIdempotencyKey(idempotencyKey: string, tillId?: string | null): Promise<Transaction | null>;
  /**
   * Whether a till's key was used for something that is long over: the batch of the sale is sealed, and it began longer
   * ago than `windowMs` by book time. What was never confirmed counts as the time the terminal was running.
   */
  isReused(key: TransactionKey, windowMs: number): Promise<boolean>;
  /** Newest first. STAN wraps: more than one may bear it. */
  byStan(stan: number): Promise<readonly Transaction[]>;
  /** Newest first. */
  recent(limit: number): Promise<readonly Transaction[]>;
}

export interface SaleBooks extends TransactionMoves, TransactionReads, ShownBooks {
  /**
   * Commits *started*. With an idempotency key that this till has used already, returns that transaction and
   * `isNew` false. Refused when space is low: JOURNAL_FULL.
   * @throws IDEMPOTENCY_MISMATCH when the known transaction has another amount or type
   */
  begin(order: SaleOrder): Promise<{ readonly transaction: Transaction; readonly isNew: boolean }>;
  /** What boot must decide: *started* and *authorizing*, oldest first. */
  unresolved(): Promise<readonly Transaction[]>;
  /**
   * The newest approval that still stands with this card and amount, started at most `windowMs` before `except` by book
   * time, other than it and of its type: a refund is no duplicate of its sale.
   */
  similar(token: string, money: Money, windowMs: number, except: TransactionKey): Promise<Transaction | null>;
}
