/** What is known of the journal without asking it: it comes with every answer. */
import type { TillpostError } from '../domain/errors.js';
import type { Unsubscribe } from './basics.js';

export interface ChainHead {
  /** Number of the newest entry; 0 in an empty journal. */
  readonly entry: number;
  /** Its MAC, lower-case hex, 64 characters. */
  readonly mac: string;
}

/** How far the journal has got: its head and the numbers it has given. */
export interface JournalMark extends ChainHead {
  /** Highest transaction number and posting sequence given so far. */
  readonly transactions: number;
  readonly postings: number;
}

export interface JournalIdentity {
  readonly terminalId: string;
  /**
   * DE 42: for whom it sells, or, while another merchant than the configured one holds postings or an open batch, that
   * one. Fixed from the opening on.
   */
  readonly merchantId: string;
  /** Lower-case hex, 16 characters. */
  readonly epoch: string;
  /** Postings up to this sequence existed when this process opened the journal: perhaps sent before. */
  readonly sequenceAtOpen: number;
  /** Epochs of earlier journals of which transactions stand in this one, when it was opened. */
  readonly continues: readonly string[];
}

export interface JournalHealth {
  /** `failed`: an I/O error; the journal is being reopened and takes no sales meanwhile. */
  readonly state: 'ok' | 'failed' | 'lowSpace';
  readonly problem: TillpostError | null;
  readonly diskFreeBytes: number;
}

/** Whose journal it is, how far it has got, and which batch takes postings now. */
export interface JournalStanding {
  identity(): JournalIdentity;
  head(): JournalMark;
  /** Number of the batch that takes postings now; 1 in an empty journal. */
  openBatch(): number;
  /** The MAC of an entry, lower-case hex; null when the journal does not hold it: not yet, or not any more. */
  entryMac(entry: number): Promise<string | null>;
  /**
   * Whose turn it is by what the journal holds now: the configured merchant's, or another one's who holds something.
   * When it is no more that of `identity`, the next opening goes over to it.
   */
  merchantInForce(configured: string): Promise<string>;
}

export interface JournalWatch {
  health(): JournalHealth;
  onHealth(listener: (health: JournalHealth) => void): Unsubscribe;
}
