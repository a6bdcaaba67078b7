/** The second copy of what is owed. */
import type { Transaction } from '../domain/transaction.js';
import type { JournalIdentity, JournalMark } from './journal-standing.js';
import type { PendingPosting } from './posting-queue.js';

/**
 * The mirror of what is owed (storage rules, Mirror). The journal calls it after each commit and
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
