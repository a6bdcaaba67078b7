/** The journal as the way to the host sees it: what is owed, and what the host said of it. */
import type { Answer } from '../domain/answer.js';
import type { ErrorJson } from '../domain/errors.js';
import type { Posting, PostingKind, PostingState } from '../domain/posting.js';
import type { LateSum } from '../domain/postings/lateness.js';
import type { ReceiptPolicy } from '../domain/postings/refusal-kind.js';
import type { Transaction } from '../domain/transaction.js';

export interface PendingPosting {
  readonly posting: Posting;
  readonly transaction: Transaction;
}

export interface CurrencySum {
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
}

export interface QueueSummary {
  readonly advices: number;
  readonly reversals: number;
  readonly parked: number;
  /** The books' clock at the commit of the oldest pending posting, Unix ms; null when none. */
  readonly oldestCreatedAtMs: number | null;
  /** How long it waits by book time, ms: never by a wall clock that nobody confirmed. */
  readonly oldestAgeMs: number | null;
  readonly amounts: readonly CurrencySum[];
  /** Approved, refused by the host and with a person: the same of parked advices. */
  readonly parkedAmounts: readonly CurrencySum[];
}

/** What became of one receipt. */
export type ReceiptFate =
  /** In the journal. */
  | {
      readonly kind: 'settled' | 'refused' | 'parked' | 'mismatch';
      readonly posting: PostingKind;
      /** The host's, for a person; empty when it settled. */
      readonly reason: string;
    }
  /** The host asks for time: nothing is written. */
  | { readonly kind: 'later'; readonly posting: PostingKind; readonly afterMs: number }
  /** It fits no posting, or one that waits for no receipt: nothing is written. */
  | { readonly kind: 'unknownKey' | 'repeated' }
  | { readonly kind: 'otherAmount'; readonly reason: string }
  /** It could not be written, and nothing of it stands; `posting` is null when not even the posting was found. */
  | { readonly kind: 'failed'; readonly posting: PostingKind | null; readonly error: ErrorJson };

/** How much is owed, for whoever only watches. */
export interface QueueReads {
  queue(): Promise<QueueSummary>;
}

/** What is late now, and what was; by book time. */
export interface LatePostings {
  /** A wait of exactly so long is not late yet. */
  readonly afterMs: number;
  /** Still waiting; null: none is late. */
  readonly waiting: LateSum | null;
  /** Posted since, and not looked at by a person yet. */
  readonly posted: LateSum | null;
  /** Until the oldest that waits is late; null when nothing waits, or something is late by now. */
  readonly nextInMs: number | null;
}

export interface LateBooks {
  late(): Promise<LatePostings>;
  /** Something is late that was not before: noted, so that book time of the next run is not before it. */
  lateFound(): Promise<void>;
  /** A person has looked at those that are posted by now. @returns them */
  lateSeen(): Promise<LateSum | null>;
}

/** Postings one by one, for a person. */
export interface PostingReads {
  posting(sequence: number): Promise<PendingPosting | null>;
  listPostings(state: PostingState, afterSequence: number, limit: number): Promise<readonly PendingPosting[]>;
}

export interface PostingQueue extends QueueReads, LateBooks, PostingReads {
  /** The oldest pending postings of one kind with their transactions, by index, after a sequence. */
  pending(kind: PostingKind, afterSequence: number, limit: number): Promise<readonly PendingPosting[]>;
  /**
   * Takes one message of receipts in one commit: each is read against what stands at that moment and carried out,
   * and one that fails fails alone. Of several for one posting the first that is for it counts.
   *
   * @returns what became of each, in their order
   */
  receipts(answers: readonly Answer[], policy: ReceiptPolicy): Promise<readonly ReceiptFate[]>;
}
