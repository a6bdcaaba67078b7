import type { Answer } from './answer.js';
import type { TransactionKey } from './key.js';
import { formatMoney, type Money, sameMoney } from './money.js';

export type PostingKind = 'advice' | 'reversal';
export const POSTING_STATES = ['pending', 'receipted', 'parked', 'resolved'] as const;
/** `resolved`: a person settled it by other means and said why. */
export type PostingState = (typeof POSTING_STATES)[number];
/** The host still must get it. */
export const OWED_STATES = ['pending', 'parked'] as const satisfies readonly PostingState[];
export type OwedState = (typeof OWED_STATES)[number];
export type OfflineResponse = 'Y1' | 'Y3';
/** `online`: approved online before, sent again because the host lost it. */
export type AdviceResponse = OfflineResponse | 'online';
export const REVERSAL_REASONS = [
  'timeout',
  'cardDeclined',
  'readerFailed',
  'badMac',
  'operatorVoid',
  'amountMismatch',
] as const;
export type ReversalReason = (typeof REVERSAL_REASONS)[number];

/** What a posting says beyond its transaction. */
export type PostingContent =
  | { readonly kind: 'advice'; readonly response: AdviceResponse }
  | { readonly kind: 'reversal'; readonly reason: ReversalReason };

/** One record the host must get. */
export interface Posting {
  /** Gap-free for terminal and epoch, from 1. */
  readonly sequence: number;
  readonly key: TransactionKey;
  readonly content: PostingContent;
  readonly money: Money;
  readonly state: PostingState;
  /** How often the host has refused it. Connection failures count nothing. */
  readonly refusals: number;
  /** Why a person must look, once parked. */
  readonly parkedReason: string | null;
  /** Why, when a person settled it by other means; absent otherwise. */
  readonly resolution?: string;
  /** Terminal's wall clock at the commit, Unix ms. */
  readonly createdAtMs: number;
}

export function isOwed<P extends { readonly state: string }>(posting: P): posting is P & { readonly state: OwedState } {
  return (OWED_STATES as readonly string[]).includes(posting.state);
}

/** What a receipt means for the posting it names. */
export type ReceiptJudgement =
  | { readonly kind: 'settled' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'park'; readonly reason: string }
  | { readonly kind: 'later'; readonly afterMs: number }
  | { readonly kind: 'mismatch'; readonly reason: string };

/**
 * Reads the host's contract for one posting (payment rules, The host's contract; uplink rules, 12).
 *
 * @param parkAfter refusals after which the record is parked, 1 or more
 * @param takenBack a void or reversal of the same key is owed or done: then it does not matter that the host
 *   refuses the advice or holds it reversed
 */
export function judgeReceipt(
  posting: Posting,
  answer: Answer,
  parkAfter: number,
  takenBack: boolean,
): ReceiptJudgement {
  const refusal = (reason: string): ReceiptJudgement =>
    posting.refusals + 1 >= parkAfter ? { kind: 'park', reason } : { kind: 'refused', reason };

  if (takenBack && posting.content.kind === 'advice' && REFUSALS.has(answer.outcome)) return { kind: 'settled' };
  switch (answer.outcome) {
    case 'RETRY_LATER':
      return { kind: 'later', afterMs: answer.retryAfterMs };
    case 'REJECTED':
      return refusal(`host rejected it with ${answer.responseCode || 'no code'}`);
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

const REFUSALS: ReadonlySet<Answer['outcome']> = new Set(['REJECTED', 'CONFLICT', 'REVERSED', 'ALREADY_REVERSED']);
