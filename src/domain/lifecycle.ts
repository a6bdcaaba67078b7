import type { Answer } from './answer.js';
import type { Card } from './card.js';
import { TillpostError } from './errors.js';
import { keyText } from './key.js';
import type { OfflineResponse, PostingContent, ReversalReason } from './posting.js';
import type { Transaction, TransactionState, Verdict } from './transaction.js';

/**
 * The money machine (payment rules, States): `(transaction, event) → next transaction and effects`.
 *
 *   started ──► authorizing ──► posted
 *      │             ├────────► approved ──► posted | parked
 *      │             ├────────► reversing ─► reversed | parked
 *      │             └────────► declined | cancelled
 *      └─► approved | declined | cancelled
 *
 * It is pure. The journal runs it inside the SQLite transaction that stores its result, so a state and
 * the posting it owes are one commit. An event that the state does not allow is an error with both names.
 */
export type LifecycleEvent =
  /** The request is about to leave: from here on the host may hold the sale. */
  | { readonly name: 'goOnline'; readonly card: Card }
  /** Host said yes in time and the card agreed. */
  | { readonly name: 'approveOnline'; readonly answer: Answer; readonly card: Card }
  /** The card gave TC and the policy allows. Y1: never tried online; Y3: online failed. */
  | { readonly name: 'approveOffline'; readonly card: Card; readonly response: OfflineResponse }
  /** Nothing can stand at the host: it said no, or no request ever left. */
  | { readonly name: 'decline'; readonly verdict: Verdict; readonly card: Card | null; readonly answer: Answer | null }
  /** Given up, and nothing can stand at the host: no request ever left. */
  | { readonly name: 'cancel'; readonly verdict: Verdict; readonly card: Card | null }
  /** Not approved here, but the host may hold it. */
  | {
      readonly name: 'reverse';
      readonly verdict: Verdict;
      readonly reason: ReversalReason;
      readonly answer: Answer | null;
    }
  /** Receipts. */
  | { readonly name: 'settle'; readonly answer: Answer }
  | { readonly name: 'refuse'; readonly answer: Answer; readonly reason: string }
  | { readonly name: 'park'; readonly answer: Answer; readonly reason: string }
  /** Facts worth keeping that move nothing. */
  | { readonly name: 'lateReply'; readonly answer: Answer }
  | { readonly name: 'amountMismatch'; readonly answer: Answer; readonly reason: string };

export type EventName = LifecycleEvent['name'];

export const EVENT_NAMES: readonly EventName[] = [
  'goOnline', 'approveOnline', 'approveOffline', 'decline', 'cancel', 'reverse',
  'settle', 'refuse', 'park', 'lateReply', 'amountMismatch',
];

/** What the journal must do in the same commit. */
export type Effect =
  /** Owe the host a record: it takes the next posting sequence. */
  | { readonly kind: 'post'; readonly content: PostingContent }
  | { readonly kind: 'receiptPosting' }
  | { readonly kind: 'countRefusal' }
  | { readonly kind: 'parkPosting'; readonly reason: string }
  /** Offline limits: one more approved without the host, or one of those now known to it. */
  | { readonly kind: 'takeOfflineRoom' }
  | { readonly kind: 'giveOfflineRoom' };

export interface Step {
  readonly transaction: Transaction;
  readonly effects: readonly Effect[];
}

/** `from` states in which the event is allowed, and the state it leads to (null: stays). */
export interface Row {
  readonly event: EventName;
  readonly from: readonly TransactionState[];
  readonly to: TransactionState | null;
}

const ANY: readonly TransactionState[] = [
  'started', 'authorizing', 'approved', 'posted', 'declined', 'cancelled', 'reversing', 'reversed', 'parked',
];

/** The transition table. Every (state, event) pair that no row names is illegal. */
export const TABLE: readonly Row[] = [
  { event: 'goOnline', from: ['started'], to: 'authorizing' },
  { event: 'approveOnline', from: ['authorizing'], to: 'posted' },
  { event: 'approveOffline', from: ['started', 'authorizing'], to: 'approved' },
  { event: 'decline', from: ['started', 'authorizing'], to: 'declined' },
  { event: 'cancel', from: ['started', 'authorizing'], to: 'cancelled' },
  { event: 'reverse', from: ['authorizing'], to: 'reversing' },
  { event: 'settle', from: ['approved'], to: 'posted' },
  { event: 'settle', from: ['reversing'], to: 'reversed' },
  { event: 'refuse', from: ['approved', 'reversing'], to: null },
  { event: 'park', from: ['approved', 'reversing'], to: 'parked' },
  { event: 'lateReply', from: ANY, to: null },
  { event: 'amountMismatch', from: ANY, to: null },
];

export function rowFor(state: TransactionState, event: EventName): Row | undefined {
  return TABLE.find((row) => row.event === event && row.from.includes(state));
}

/** @throws ILLEGAL_EVENT naming state and event */
export function transition(transaction: Transaction, event: LifecycleEvent): Step {
  const row = rowFor(transaction.state, event.name);
  if (row === undefined) {
    throw new TillpostError('ILLEGAL_EVENT', `${event.name} is not allowed in state ${transaction.state}`, {
      operation: 'lifecycle',
      subject: keyText(transaction.key),
    });
  }
  const moved = { ...transaction, state: row.to ?? transaction.state };

  switch (event.name) {
    case 'goOnline':
      return step({ ...moved, card: event.card });
    case 'approveOnline':
      return step({
        ...moved,
        card: withoutSecret(event.card),
        verdict: { outcome: 'approved', by: 'host', responseCode: event.answer.responseCode, reason: null },
        answer: event.answer,
      });
    case 'approveOffline':
      return step(
        {
          ...moved,
          card: event.card,
          verdict: { outcome: 'approved', by: 'card', responseCode: event.response, reason: null },
        },
        { kind: 'post', content: { kind: 'advice', response: event.response } },
        { kind: 'takeOfflineRoom' },
      );
    case 'decline':
      return step({
        ...moved,
        card: withoutSecret(event.card ?? transaction.card),
        verdict: event.verdict,
        answer: event.answer,
      });
    case 'cancel':
      return step({ ...moved, card: withoutSecret(event.card ?? transaction.card), verdict: event.verdict });
    case 'reverse':
      // The reversal bears no card data (payment rules, Reversals), so nothing needs it any more.
      return step(
        { ...moved, card: withoutSecret(transaction.card), verdict: event.verdict, answer: event.answer },
        { kind: 'post', content: { kind: 'reversal', reason: event.reason } },
      );
    case 'settle': {
      const settled = { ...moved, card: withoutSecret(transaction.card), answer: event.answer };
      return transaction.state === 'approved'
        ? step(settled, { kind: 'receiptPosting' }, { kind: 'giveOfflineRoom' })
        : step(settled, { kind: 'receiptPosting' });
    }
    case 'refuse':
      return step({ ...moved, answer: event.answer }, { kind: 'countRefusal' });
    case 'park':
      // Ciphertext and offline room stay: a person may send it again.
      return step({ ...moved, answer: event.answer }, { kind: 'parkPosting', reason: event.reason });
    case 'lateReply':
    case 'amountMismatch':
      return step(moved);
  }
}

function step(transaction: Transaction, ...effects: Effect[]): Step {
  return { transaction, effects };
}

function withoutSecret(card: Card | null): Card | null {
  return card === null ? null : { ...card, secret: null };
}
