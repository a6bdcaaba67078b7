import type { ReaderTransactionType, StoredResult } from './stored-result.js';

/**
 * The reader's transaction machine: `(memory, input) → [memory, effects]`, pure.
 *
 *   START ─► waitingCard ─► cardRead ─► finalTc | finalAac ─► shownApproved | shownDeclined ─► (CONFIRM) gone
 *                │             │  └─ TC, AAC at the first GENERATE AC: straight to COMPLETE ─┘
 *                └─────────────┴──► timeout; CANCEL: cancelled
 *
 * Effects are carried out in their order. `store` always stands before the message that tells of it, and
 * `show` before the `store` that remembers it: what the cardholder saw is never forgotten.
 */
export interface Memory {
  /** By key, until CONFIRM. */
  readonly results: ReadonlyMap<string, StoredResult>;
  readonly lastOrder: number;
}

export type Shown = 'approved' | 'declined' | 'cancelled' | 'not completed';

export interface DisplayEntry {
  readonly key: string;
  /** Of the START, as the stored result has it: one key may be started twice, one result be shown twice. */
  readonly start: string;
  readonly shown: Shown;
  readonly type: ReaderTransactionType;
  readonly amount: number;
  readonly currency: number;
  readonly text: string;
  readonly maskedPan: string | null;
}
