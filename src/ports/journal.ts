/** The store-and-forward journal, whole. A module asks for the parts it uses. */
import type { BatchBooks, DayBooks } from './batch-books.js';
import type { CommandBooks, LimitReads } from './host-orders.js';
import type { JournalStanding, JournalWatch } from './journal-standing.js';
import type { PostingQueue } from './posting-queue.js';
import type { SaleBooks } from './sale-books.js';

export interface Retention {
  /** Removes a slice of what is final and older by book time; returns how many went. */
  purge(beforeMs: number, limit: number): Promise<number>;
}

/**
 * A promise that resolves means: on the disk, fsync done. Calls that wait together share one commit; a call that
 * fails fails alone.
 */
export interface Journal
  extends
    JournalStanding,
    JournalWatch,
    SaleBooks,
    PostingQueue,
    BatchBooks,
    DayBooks,
    CommandBooks,
    LimitReads,
    Retention {
  close(): Promise<void>;
}
