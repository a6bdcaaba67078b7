import type { TransactionKey } from './key.js';
import type { Money } from './money.js';

export type PostingKind = 'advice' | 'reversal';
export const POSTING_STATES = ['pending', 'receipted', 'parked', 'resolved'] as const;
/** `resolved`: a person settled it by other means and said why. */
export type PostingState = (typeof POSTING_STATES)[number];
/** The host still must get it. */
export const OWED_STATES = ['pending', 'parked'] as const satisfies readonly PostingState[];
export type OwedState = (typeof OWED_STATES)[number];
/** Characters of a person's reason for settling a posting by other means. */
export const REASON_MAX = 200;

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
  /** From 1; one more in the commit that makes it pending again. A receipt of an earlier opening says nothing of it. */
  readonly opening: number;
  /** How often the host has refused it. Connection failures count nothing. */
  readonly refusals: number;
  /** Book time of the first temporary refusal of this opening; absent: none. It outlives a restart. Unix ms. */
  readonly refusedSinceMs?: number;
  /** Why a person must look, once parked. */
  readonly parkedReason: string | null;
  /** Why, when a person settled it by other means; absent otherwise. */
  readonly resolution?: string;
  /** Book time at the commit that made it, or made it pending again: since then it waits. Unix ms. */
  readonly createdAtMs: number;
}

export function isOwed<P extends { readonly state: string }>(posting: P): posting is P & { readonly state: OwedState } {
  return (OWED_STATES as readonly string[]).includes(posting.state);
}
