import type { ChainHead, JournalMark } from '../../ports/index.js';

/** What the outside knows of the journal without asking; it comes with every answer. */
export interface Status {
  readonly head: ChainHead;
  /** Highest transaction number and posting sequence given so far. */
  readonly transactions: number;
  readonly postings: number;
  readonly openBatch: number;
  readonly diskFreeBytes: number;
  readonly lowSpace: boolean;
}

export function markOf({
  head,
  transactions,
  postings,
}: Pick<Status, 'head' | 'transactions' | 'postings'>): JournalMark {
  return { ...head, transactions, postings };
}
