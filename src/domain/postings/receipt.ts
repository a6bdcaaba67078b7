import type { Answer } from '../answer.js';
import type { LifecycleEvent } from '../lifecycle.js';
import { formatMoney, sameMoney } from '../money.js';
import type { Posting } from '../posting.js';
import type { Transaction, TransactionState } from '../transaction.js';
import { type ReceiptPolicy, refusalKind } from './refusal-kind.js';

/** What a receipt means for the posting it names. */
type ReceiptJudgement =
  | { readonly kind: 'settled' }
  | { readonly kind: 'refused'; readonly reason: string; readonly isTemporary: boolean }
  | { readonly kind: 'park'; readonly reason: string }
  | { readonly kind: 'later'; readonly afterMs: number }
  | { readonly kind: 'mismatch'; readonly reason: string };

/** What a receipt asks of the journal: an event, or to leave everything as it is. */
export type ReceiptOrder =
  | {
      readonly kind: 'settled' | 'refused' | 'parked' | 'mismatch';
      readonly event: LifecycleEvent;
      readonly reason: string;
    }
  /** Refused again for the same passing reason: that stands in the journal already. */
  | { readonly kind: 'refused'; readonly event: null; readonly reason: string }
  | { readonly kind: 'later'; readonly afterMs: number }
  /** Settled, parked or resolved already, or of another opening. */
  | { readonly kind: 'repeated' }
  /** The same, but the host names another amount now: a person must know. */
  | { readonly kind: 'otherAmount'; readonly reason: string };

/**
 * States in which a reversal of the key is owed, done, or with a person. An advice that is still pending then
 * was not what was parked or resolved: its sequence is owed, its money is not.
 */
const TAKEN_BACK: ReadonlySet<TransactionState> = new Set([
  'voiding',
  'voided',
  'reversing',
  'reversed',
  'parked',
  'resolved',
]);
const SETTLES = { advice: 'settleAdvice', reversal: 'settleReversal' } as const;
const REFUSALS: ReadonlySet<Answer['outcome']> = new Set(['REJECTED', 'CONFLICT', 'REVERSED', 'ALREADY_REVERSED']);

/** Reads a receipt for a posting as it stands (uplink rules, 2 and 12). */
export function readReceipt(
  { posting, transaction }: { readonly posting: Posting; readonly transaction: Transaction },
  answer: Answer,
  policy: ReceiptPolicy,
): ReceiptOrder {
  // Of before a reopening: what it said then is not what is asked now.
  if (answer.opening !== posting.opening) return { kind: 'repeated' };
  const takenBack = TAKEN_BACK.has(transaction.state);
  if (posting.state !== 'pending') {
    const again = judgeReceipt(posting, answer, policy, takenBack);
    return again.kind === 'mismatch' ? { kind: 'otherAmount', reason: again.reason } : { kind: 'repeated' };
  }
  const judged = judgeReceipt(posting, answer, policy, takenBack);
  const { kind: lane } = posting.content;
  switch (judged.kind) {
    case 'settled':
      return { kind: 'settled', event: { name: SETTLES[lane], answer }, reason: '' };
    case 'refused':
      return refused(judged, posting, answer, transaction.answer);
    case 'park':
      return { ...judged, kind: 'parked', event: { name: 'park', posting: lane, answer, reason: judged.reason } };
    case 'mismatch':
      return { ...judged, event: { name: 'amountMismatch', answer, reason: judged.reason } };
    case 'later':
      return judged;
  }
}

/**
 * Reads the host's contract for one posting (payment rules, The host's contract; uplink rules, 12).
 *
 * @param takenBack a void or reversal of the same key is owed or done: then it does not matter that the host
 *   refuses the advice or holds it reversed
 */
export function judgeReceipt(
  posting: Posting,
  answer: Answer,
  policy: ReceiptPolicy,
  takenBack: boolean,
): ReceiptJudgement {
  const refusal = (reason: string): ReceiptJudgement =>
    posting.refusals + 1 >= policy.parkAfter
      ? { kind: 'park', reason }
      : { kind: 'refused', reason, isTemporary: false };

  if (takenBack && posting.content.kind === 'advice' && REFUSALS.has(answer.outcome)) return { kind: 'settled' };
  switch (answer.outcome) {
    case 'RETRY_LATER':
      return { kind: 'later', afterMs: answer.retryAfterMs };
    case 'REJECTED':
      return rejected(posting, answer, policy) ?? refusal(rejection(answer));
    case 'CONFLICT':
      return {
        kind: 'park',
        reason: `host holds the key with ${answer.posted ? formatMoney(answer.posted) : 'another amount'}`,
      };
    case 'POSTED':
    case 'ALREADY_POSTED':
      if (posting.content.kind === 'reversal') return refusal(`host answered a reversal with ${answer.outcome}`);
      if (answer.posted === null || !sameMoney(answer.posted, posting.money)) {
        const other = answer.posted === null ? 'no amount' : formatMoney(answer.posted);
        return { kind: 'mismatch', reason: `host posted ${other} for ${formatMoney(posting.money)}` };
      }
      return { kind: 'settled' };
    case 'REVERSED':
    case 'ALREADY_REVERSED':
      if (posting.content.kind === 'reversal') return { kind: 'settled' };
      return { kind: 'park', reason: 'host holds a reversal for an approved sale' };
  }
}

/** Trouble that lasts for hours comes back every minute: the journal hears of it once, and since when. */
function refused(
  { reason, isTemporary }: { readonly reason: string; readonly isTemporary: boolean },
  { content: { kind: lane }, refusedSinceMs }: Posting,
  answer: Answer,
  before: Answer | null,
): ReceiptOrder {
  const isKnown = before?.outcome === answer.outcome && before.responseCode === answer.responseCode;
  if (isTemporary && isKnown && refusedSinceMs !== undefined) return { kind: 'refused', event: null, reason };
  return { kind: 'refused', event: { name: 'refuse', posting: lane, answer, reason, isTemporary }, reason };
}

const rejection = ({ responseCode }: Answer): string => `host rejected it with ${responseCode || 'no code'}`;

/** By the kind of its code; null: a decision of the host, counted like any other refusal. */
function rejected({ sequence }: Posting, answer: Answer, policy: ReceiptPolicy): ReceiptJudgement | null {
  switch (refusalKind(answer.responseCode, policy)) {
    case 'final':
      return null;
    case 'malformed':
      return { kind: 'park', reason: `${rejection(answer)}: it does not understand the message` };
    case 'temporary':
      if (!policy.outOfPatience.includes(sequence))
        return { kind: 'refused', reason: rejection(answer), isTemporary: true };
      return { kind: 'park', reason: `${rejection(answer)} for too long` };
  }
}
