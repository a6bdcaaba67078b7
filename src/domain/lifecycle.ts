import type { Answer } from './answer.js';
import type { Card } from './card.js';
import { TillpostError } from './errors.js';
import { keyText } from './key.js';
import type { OfflineResponse, PostingContent, PostingKind, ReversalReason } from './posting.js';
import {
  type Display,
  type Transaction,
  TRANSACTION_STATES,
  type TransactionState,
  type Verdict,
} from './transaction.js';

/**
 * The money machine (payment rules, States): `(transaction, event) → next transaction and effects`.
 *
 *   started ──► authorizing ──► posted ───────────────┐
 *      │             ├────────► approved ──► posted   ├─► voiding ──► voided
 *      │             │             └──────────────────┘
 *      │             ├────────► reversing ─► reversed
 *      │             └────────► declined | cancelled
 *      └─► approved | declined | cancelled
 *   approved, reversing, voiding ──► parked ──► back where it was | voiding | resolved
 *
 * It is pure. The journal runs it inside the SQLite transaction that stores its result, so a state and
 * the posting it owes are one commit. An event that the state does not allow is an error with both names.
 */
export type LifecycleEvent =
  /** The request is about to leave: from here on the host may hold the sale. */
  | { readonly name: 'goOnline'; readonly card: Card }
  /** Host said yes in time and the card agreed, or gives a single cryptogram. */
  | { readonly name: 'approveOnline'; readonly answer: Answer; readonly card: Card }
  /** The card gave TC and the policy allows. Y1: never tried online; Y3: online failed. */
  | {
      readonly name: 'approveOffline';
      readonly card: Card;
      readonly response: OfflineResponse;
      readonly deferred: boolean;
      /** The cardholder was told already: no wish to cancel can take it back. Left out: nobody was. */
      readonly isShown?: boolean;
    }
  /** Somebody wants it to end, and may be answered once that is on the disk: what is not approved by then never is. */
  | { readonly name: 'askCancel'; readonly verdict: Verdict }
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
  /** The operator takes an approval back. */
  | { readonly name: 'void'; readonly idempotencyKey: string | null; readonly tillId?: string | null }
  /** Receipts, by what they answer. */
  | { readonly name: 'settleAdvice'; readonly answer: Answer }
  | { readonly name: 'settleReversal'; readonly answer: Answer }
  | {
      readonly name: 'refuse';
      readonly posting: PostingKind;
      readonly answer: Answer;
      readonly reason: string;
      /** Of the host's own trouble, which passes: it counts nothing. */
      readonly isTemporary?: boolean;
    }
  | { readonly name: 'park'; readonly posting: PostingKind; readonly answer: Answer; readonly reason: string }
  /** A person's word on what is parked. */
  | { readonly name: 'retryAdvice' }
  | { readonly name: 'retryReversal' }
  | { readonly name: 'retryVoid' }
  | { readonly name: 'resolve'; readonly reason: string }
  /** The host lost it: owe it once more. `reason` is a technician's; without one the host asked for it itself. */
  | { readonly name: 'resend'; readonly reason?: string }
  /** The till said that the second sale with this card and amount is meant. */
  | { readonly name: 'allowDuplicate'; readonly earlier: string }
  /** The reader showed the cardholder an approval against a verdict of which the host holds nothing: it is owed. */
  | { readonly name: 'bookShown'; readonly card: Card }
  /** What the reader showed, and why it is not what was meant, where that is known. */
  | { readonly name: 'shown'; readonly shown: Display; readonly cause: string | null }
  /** Facts worth keeping that move nothing. */
  | { readonly name: 'lateReply'; readonly answer: Answer }
  /** The host (`answer`), or the card or reader (null), named another amount. */
  | { readonly name: 'amountMismatch'; readonly answer: Answer | null; readonly reason: string };

export type EventName = LifecycleEvent['name'];

/** What the journal must do in the same commit. */
export type Effect =
  /** Owe the host a record: it takes the next posting sequence. */
  | { readonly kind: 'post'; readonly content: PostingContent }
  | { readonly kind: 'receiptPosting'; readonly posting: PostingKind }
  | { readonly kind: 'countRefusal'; readonly posting: PostingKind }
  /** The host has trouble of its own: since when counts. */
  | { readonly kind: 'noteTrouble'; readonly posting: PostingKind }
  | { readonly kind: 'parkPosting'; readonly posting: PostingKind; readonly reason: string }
  /** Parked → pending, refusals counted anew. */
  | { readonly kind: 'unparkPosting' }
  | { readonly kind: 'resolvePosting'; readonly reason: string }
  /** All of its receipted postings are pending again; without an advice for an approval, one is made. */
  | { readonly kind: 'reopenPostings' }
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

/** The transition table. Every (state, event) pair that no row names is illegal. ARCHITECTURE.md shows it. */
export const TABLE: readonly Row[] = [
  { event: 'goOnline', from: ['started'], to: 'authorizing' },
  { event: 'approveOnline', from: ['authorizing'], to: 'posted' },
  { event: 'approveOffline', from: ['started', 'authorizing'], to: 'approved' },
  { event: 'askCancel', from: ['started', 'authorizing'], to: null },
  { event: 'decline', from: ['started', 'authorizing'], to: 'declined' },
  { event: 'cancel', from: ['started', 'authorizing'], to: 'cancelled' },
  { event: 'reverse', from: ['authorizing'], to: 'reversing' },
  { event: 'void', from: ['approved', 'posted', 'parked'], to: 'voiding' },
  { event: 'settleAdvice', from: ['approved'], to: 'posted' },
  // The advice of a sale that is taken back meanwhile, or one that was sent again: the money has moved already.
  { event: 'settleAdvice', from: ['posted', 'voiding', 'voided', 'parked', 'resolved'], to: null },
  { event: 'settleReversal', from: ['reversing'], to: 'reversed' },
  { event: 'settleReversal', from: ['voiding'], to: 'voided' },
  { event: 'settleReversal', from: ['reversed', 'voided', 'resolved'], to: null },
  { event: 'refuse', from: ['approved', 'posted', 'reversing', 'reversed', 'voiding', 'voided', 'parked'], to: null },
  { event: 'park', from: ['approved', 'posted', 'reversing', 'reversed', 'voiding', 'voided'], to: 'parked' },
  { event: 'retryAdvice', from: ['parked'], to: 'approved' },
  { event: 'retryReversal', from: ['parked'], to: 'reversing' },
  { event: 'retryVoid', from: ['parked'], to: 'voiding' },
  { event: 'resolve', from: ['parked'], to: 'resolved' },
  { event: 'resend', from: ['posted', 'reversed', 'voided'], to: null },
  { event: 'allowDuplicate', from: ['started'], to: null },
  { event: 'bookShown', from: ['declined', 'cancelled'], to: 'approved' },
  { event: 'shown', from: TRANSACTION_STATES.filter((it) => it !== 'started' && it !== 'authorizing'), to: null },
  { event: 'lateReply', from: TRANSACTION_STATES, to: null },
  { event: 'amountMismatch', from: TRANSACTION_STATES, to: null },
];

export const EVENT_NAMES: readonly EventName[] = [...new Set(TABLE.map(({ event }) => event))];

export function rowFor(state: TransactionState, event: EventName): Row | undefined {
  return TABLE.find((row) => row.event === event && row.from.includes(state));
}

/** @throws ILLEGAL_EVENT naming state and event */
export function transition(transaction: Transaction, event: LifecycleEvent): Step {
  const moved = { ...transaction, state: nextState(transaction, event) };
  switch (event.name) {
    case 'goOnline':
      return step({ ...moved, card: event.card });
    case 'approveOnline':
      return approvedOnline(moved, event);
    case 'approveOffline':
      return approvedOffline(moved, event);
    case 'askCancel':
      // The first word stands.
      return step({ ...moved, cancelAsked: moved.cancelAsked ?? event.verdict });
    case 'decline':
      return step(unapproved(moved, event.card, event.verdict, event.answer));
    case 'cancel':
      return step(unapproved(moved, event.card, event.verdict, moved.answer));
    case 'reverse':
      // The reversal bears no card data (payment rules, Reversals), so nothing needs it any more.
      return step(unapproved(moved, null, event.verdict, event.answer), reversalFor(event.reason));
    case 'void':
      // An advice that is on its way goes on: it may be at the host already, and its sequence must not be missing.
      // The same holds of one that is parked: the host answers it REVERSED, and no money moves.
      return transaction.state === 'parked'
        ? step(moved, { kind: 'unparkPosting' }, reversalFor('operatorVoid'))
        : step(moved, reversalFor('operatorVoid'));
    case 'settleAdvice':
      return settled(moved, event.answer, 'advice');
    case 'settleReversal':
      return settled(moved, event.answer, 'reversal');
    case 'refuse':
      return refused(moved, event);
    case 'park':
      // Ciphertext and offline room stay: a person may send it again.
      return step(
        { ...moved, answer: event.answer },
        { kind: 'parkPosting', posting: event.posting, reason: event.reason },
      );
    case 'retryAdvice':
    case 'retryReversal':
    case 'retryVoid':
      return step(moved, { kind: 'unparkPosting' });
    case 'resolve':
      return withRoomBack(
        { ...moved, card: withoutSecret(moved.card) },
        { kind: 'resolvePosting', reason: event.reason },
      );
    case 'resend':
      return step(moved, { kind: 'reopenPostings' });
    case 'allowDuplicate':
      return step({ ...moved, vouched: true });
    case 'bookShown':
      return bookedAsShown(moved, event);
    case 'shown':
      return step({ ...moved, shown: event.shown });
    case 'lateReply':
    case 'amountMismatch':
      return step(moved);
  }
}

function refused(moved: Transaction, { answer, isTemporary, posting }: Named<'refuse'>): Step {
  return step({ ...moved, answer }, { kind: isTemporary === true ? 'noteTrouble' : 'countRefusal', posting });
}

const reversalFor = (reason: ReversalReason): Effect => ({ kind: 'post', content: { kind: 'reversal', reason } });

function nextState(transaction: Transaction, event: LifecycleEvent): TransactionState {
  const row = rowFor(transaction.state, event.name);
  if (row !== undefined && !contradicts(transaction, event)) return row.to ?? transaction.state;
  throw new TillpostError('ILLEGAL_EVENT', `${event.name} is not allowed in state ${transaction.state}`, {
    operation: 'lifecycle',
    subject: keyText(transaction.key),
  });
}

type Named<Name extends EventName> = Extract<LifecycleEvent, { readonly name: Name }>;

function approvedOnline(moved: Transaction, { answer, card }: Named<'approveOnline'>): Step {
  const verdict: Verdict = { outcome: 'approved', by: 'host', responseCode: answer.responseCode, reason: null };
  return step({ ...withBatches(moved, answer), card: withoutSecret(card), verdict, answer });
}

function approvedOffline(moved: Transaction, { card, response, deferred }: Named<'approveOffline'>): Step {
  const by = deferred ? 'policy' : 'card';
  const verdict: Verdict = { outcome: 'approved', by, responseCode: response, reason: null };
  return step(
    { ...moved, card, deferred, offlineRoom: true, verdict },
    { kind: 'post', content: { kind: 'advice', response } },
    { kind: 'takeOfflineRoom' },
  );
}

/** No issuer is asked, whatever the card said: the approval was given by the display, which the verdict says. */
function bookedAsShown(moved: Transaction, { card }: Named<'bookShown'>): Step {
  const reason = `shown as approved, was ${moved.verdict?.outcome ?? 'undecided'}`;
  const verdict: Verdict = { outcome: 'approved', by: 'reader', responseCode: 'Y3', reason };
  return step(
    { ...moved, card, offlineRoom: true, verdict, shown: 'approved' },
    { kind: 'post', content: { kind: 'advice', response: 'Y3' } },
    { kind: 'takeOfflineRoom' },
  );
}

/** @param card as last read, null: as the transaction has it */
function unapproved(moved: Transaction, card: Card | null, verdict: Verdict, answer: Answer | null): Transaction {
  return { ...moved, card: withoutSecret(card ?? moved.card), verdict, answer };
}

/**
 * What the table alone cannot see. What somebody asked to cancel is approved no more, unless the cardholder was told so
 * already. Offline, a card of a single cryptogram is approved on its TC or deferred, since no
 * TC can follow its ARQC (payment rules, Cards of a single cryptogram). A person's retry must lead back to what the
 * till was told: no decline becomes an approval, nor the reverse; and only an approval can be voided. And what is
 * being taken back waits for nobody's word on its advice: parking that
 * would let a retry bring the approval to life again.
 */
function contradicts({ state, verdict, cancelAsked }: Transaction, event: LifecycleEvent): boolean {
  if (cancelAsked !== undefined && approves(event)) return true;
  if (event.name === 'approveOffline')
    return event.card.singleCryptogram && !event.deferred && event.card.cryptogram !== 'TC';
  const approved = verdict?.outcome === 'approved';
  if (event.name === 'retryReversal') return approved;
  if (event.name === 'retryAdvice' || event.name === 'retryVoid') return !approved;
  if (event.name === 'void') return !approved && state === 'parked';
  return event.name === 'park' && event.posting === 'advice' && state !== 'approved' && state !== 'posted';
}

/** Gives the approval: nobody was told of it before. */
function approves(event: LifecycleEvent): boolean {
  return event.name === 'approveOnline' || (event.name === 'approveOffline' && event.isShown !== true);
}

function settled(moved: Transaction, answer: Answer, posting: PostingKind): Step {
  const known = withBatches({ ...moved, card: withoutSecret(moved.card), answer }, answer);
  const receipt: Effect = { kind: 'receiptPosting', posting };
  return posting === 'advice' ? withRoomBack(known, receipt) : step(known, receipt);
}

/**
 * The host's books decide in which batch a key stands; what an answer does not say leaves what is known. Reversed
 * and in no batch is said: it was never posted there, or not in the book that a restored host was given back.
 */
function withBatches(transaction: Transaction, { outcome, batch, reversedBatch }: Answer): Transaction {
  if (batch !== 0) {
    return {
      ...transaction,
      postedBatch: batch,
      voidedBatch: reversedBatch === 0 ? transaction.voidedBatch : reversedBatch,
    };
  }
  if (outcome !== 'REVERSED' && outcome !== 'ALREADY_REVERSED') return transaction;
  return { ...transaction, postedBatch: null, voidedBatch: null };
}

function withRoomBack(transaction: Transaction, ...effects: Effect[]): Step {
  if (!transaction.offlineRoom) return step(transaction, ...effects);
  return step({ ...transaction, offlineRoom: false }, ...effects, { kind: 'giveOfflineRoom' });
}

function step(transaction: Transaction, ...effects: Effect[]): Step {
  return { transaction, effects };
}

function withoutSecret(card: Card | null): Card | null {
  return card === null ? null : { ...card, secret: null };
}
