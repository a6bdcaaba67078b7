/** What is known of the journal without asking it: it comes with every answer. */
import type { TillpostError } from '../domain/errors.js';
import type { Unsubscribe } from './basics.js';

export interface ChainHead {
  /** Number of the newest entry; 0 in an empty journal. */
  readonly entry: number;
  /** Its MAC, lower-case hex, 64 characters. */
  readonly mac: string;
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
  head(): ChainHead;
  /** Number of the batch that takes postings now; 1 in an empty journal. */
  openBatch(): number;
}

export interface JournalWatch {
  health(): JournalHealth;
  onHealth(listener: (health: JournalHealth) => void): Unsubscribe;
}
