import type { Answer } from './answer.js';
import type { Card } from './card.js';
import type { TransactionKey } from './key.js';
import type { Money } from './money.js';

export const TRANSACTION_STATES = [
  'started',
  'authorizing',
  'approved',
  'posted',
  'declined',
  'cancelled',
  'reversing',
  'reversed',
  'voiding',
  'voided',
  'parked',
  'resolved',
] as const;
/** Payment rules, States. `domain/lifecycle.ts` is the only place that moves from one to another. */
export type TransactionState = (typeof TRANSACTION_STATES)[number];

export const TRANSACTION_TYPES = ['sale', 'refund'] as const;
/** Processing code 00xxxx and 20xxxx (DE 3). */
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

export const CLOCK_QUALITIES = ['trusted', 'unchecked', 'wrong'] as const;
/** How far the terminal's wall clock could be believed when the transaction was started. */
export type ClockQuality = (typeof CLOCK_QUALITIES)[number];

export const DECIDERS = ['host', 'card', 'policy', 'operator', 'reader', 'agent'] as const;
/** Who said so: shown to the till, so that a decline can be explained to the cardholder. */
export type DecidedBy = (typeof DECIDERS)[number];

export const VERDICTS = ['approved', 'declined', 'cancelled'] as const;

/**
 * What the till and the cardholder are told. Set once, by the event that decides; changed only to an approval that the
 * reader showed against it (`bookShown`).
 */
export interface Verdict {
  readonly outcome: (typeof VERDICTS)[number];
  readonly by: DecidedBy;
  /** DE 39: `00`, the host's decline code, or Y1 Y3 Z1 Z3 for what was decided offline. */
  readonly responseCode: string;
  /** For people: the limit that was reached, the host's words. Null when the code says it all. */
  readonly reason: string | null;
}

export const DISPLAYS = ['unknown', 'approved', 'declined', 'nothing'] as const;
/**
 * What the cardholder was shown, as far as the reader tells (payment rules, Shown and booked). *declined* is every end but
 * an approval; *nothing*: the reader cannot say any more, or another one is there. Set by what was seen, never by what
 * was meant.
 */
export type Display = (typeof DISPLAYS)[number];

export interface Transaction {
  readonly key: TransactionKey;
  /** DE 42: who is paid, whatever the configuration says later. */
  readonly merchantId: string;
  readonly type: TransactionType;
  readonly state: TransactionState;
  readonly money: Money;
  /** DE 11, 1–999999, for people. */
  readonly stan: number;
  /** Which till asked; its keys are its own. Null is a till too: the one that gives no name. */
  readonly tillId: string | null;
  /** The till's own key for this sale; a repeat is answered with what stands of it. */
  readonly idempotencyKey: string | null;
  /** What people find the sale by: a receipt or order number. It may come again, and decides nothing. */
  readonly orderReference: string | null;
  /** A second such sale is meant: the till said so, at once or when it was asked. */
  readonly vouched: boolean;
  /** At START by the books' clock, Unix ms; `clock` says how the terminal's own was judged. Never used for order. */
  readonly startedAtMs: number;
  readonly clock: ClockQuality;
  readonly card: Card | null;
  /** Somebody asked to cancel it: the verdict that it then gets. Left out: nobody did. From here on it is never approved. */
  readonly cancelAsked?: Verdict;
  readonly verdict: Verdict | null;
  /** The host's last word on the key. */
  readonly answer: Answer | null;
  /** Approved on an ARQC that the host has yet to see (payment rules, Online and offline 7). */
  readonly deferred: boolean;
  /** Counts against the offline limits until the host is known to have it. */
  readonly offlineRoom: boolean;
  /** The batch it entered when it started; null while its business date is not known. */
  readonly batch: number | null;
  /** Batch in which the host posted it; null: not posted as far as is known. */
  readonly postedBatch: number | null;
  /** Batch in which the host reversed what it had posted. */
  readonly voidedBatch: number | null;
  /** Serial number of the reader that START went to; null where it is not known. */
  readonly reader: string | null;
  readonly shown: Display;
  /** Since when that is known, by the books' clock. */
  readonly shownAtMs: number | null;
}

/** Nothing remains to be done for it: it may be purged after its retention. */
export function isFinal(state: TransactionState): boolean {
  return FINAL.has(state);
}

const FINAL: ReadonlySet<TransactionState> = new Set([
  'posted',
  'declined',
  'cancelled',
  'reversed',
  'voided',
  'resolved',
]);
