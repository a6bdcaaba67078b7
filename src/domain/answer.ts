import type { TransactionKey } from './key.js';
import type { Money } from './money.js';

export const OUTCOMES = [
  'POSTED',
  'ALREADY_POSTED',
  'REJECTED',
  'CONFLICT',
  'REVERSED',
  'ALREADY_REVERSED',
  'RETRY_LATER',
] as const;
/** Payment rules, The host's contract. */
export type Outcome = (typeof OUTCOMES)[number];

/** The host's word about one key: a reply to a request or a receipt for a posting. */
export interface Answer {
  readonly key: TransactionKey;
  /** The posting's sequence in a receipt; 0 in a reply. */
  readonly sequence: number;
  /** Receipts: of the posting that was answered; 0 in a reply. */
  readonly opening: number;
  readonly outcome: Outcome;
  /** DE 39. */
  readonly responseCode: string;
  /** DE 37, empty when the host gave none. */
  readonly rrn: string;
  /** What stands in the host's ledger under the key; null when nothing does. */
  readonly posted: Money | null;
  readonly hostTimeMs: number;
  /** Tag 91 for the card, lower-case hex; empty when none. */
  readonly arpc: string;
  /** RETRY_LATER: not before so many ms. */
  readonly retryAfterMs: number;
  /** Batch in which the host posted the key; 0: never posted. */
  readonly batch: number;
  /** Batch in which the host reversed it; 0: not reversed. */
  readonly reversedBatch: number;
}
