import type { PostingKind } from '../../domain/posting.js';
import type { RefusalCause } from '../../ports/index.js';
import { WINDOW_START_BYTES } from '../link/link-window.js';

/** The courier's memory, and the words it hears and says. `courier-machine.ts` is what moves it. */
export type Lane = PostingKind;

/** What the machine knows of a lane beyond its cursor. */
export type LaneView =
  /** Not looked since the last change. */
  | 'unread'
  /** There is more, but not allowed now: paused, or something goes first. */
  | 'waiting'
  /** There is more, and it goes when an acknowledgement makes room. */
  | 'noRoom'
  /** Nothing beyond the cursor. */
  | 'empty';

/** Whose posting it is. */
export interface Subject {
  /** Of its transaction. */
  readonly key?: string | undefined;
  /** Of its card; absent when it is not known. */
  readonly token?: string | undefined;
}

/** A posting that was sent on this connection and has no receipt yet. */
export interface InFlight extends Subject {
  readonly lane: Lane;
  readonly batch: number;
  readonly deadlineAtMs: number;
}

/** A batch without the broker's word. */
interface UnackedBatch {
  readonly bytes: number;
  /** Unacknowledged bytes when it left, itself included. */
  readonly waitingBytes: number;
  readonly sentAtMs: number;
}

/** Why a posting is not sent now. */
export type DeferReason =
  /** The host: RETRY_LATER, a refusal, another amount, a pause of the whole drain. */
  | 'later'
  | 'refused'
  | 'mismatch'
  | 'paused'
  /** The reversal of its own key waits. */
  | 'behindReversal'
  /** The receipt could not be written, the broker refused it, no message can hold it. */
  | 'failed'
  | 'broker'
  | 'tooLarge';

/** Postings that are not to be sent again yet, or that were overdue before. */
export interface Deferred extends Subject {
  readonly why: DeferReason;
  readonly lane: Lane;
  /** Refusals, mismatches or failures in a row, for the backoff. */
  readonly times: number;
  /** How often its receipt was overdue. */
  readonly overdue: number;
  /** Not before; null: it may go. */
  readonly untilMs: number | null;
}

interface Reading {
  readonly lane: Lane;
  readonly after: number;
  /** Older postings were reopened since: the answer tells nothing of them, read again. */
  readonly outdated: boolean;
  /** Something was added since: the answer may be short of it. */
  readonly stale: boolean;
  /** Settled since: the answer may still have them as pending. */
  readonly gone: ReadonlySet<number>;
}

export interface CourierLimits {
  /** The journal's sequence at open: up to here another process may have sent. */
  readonly sequenceAtOpen: number;
  /** Messages without the broker's word, requests included. */
  readonly windowMessages: number;
  /** Postings without receipt. */
  readonly windowPostings: number;
  readonly payloadMaxBytes: number;
  /** A receipt is overdue after that, ms; doubles for a posting each time. */
  readonly overdueMs: number;
  /** After an overdue receipt was noticed and the host did answer a probe: how long it may still take. */
  readonly graceMs: number;
  readonly readLimit: number;
  /** Postings deferred at once; beyond it the drain stands still until one is due. */
  readonly deferredMax: number;
}

export interface CourierState {
  readonly limits: CourierLimits;
  readonly online: boolean;
  /** The lesser of our own limit and the broker's. */
  readonly windowMessages: number;
  readonly payloadMaxBytes: number;
  readonly windowBytes: number;
  /** Postings in a batch, after the broker refused larger ones for good; Infinity before. */
  readonly postingsMax: number;
  /** Connections in a row that ended with a batch unanswered. */
  readonly losses: number;
  /** The host's flow hint: postings in a batch; 0: no wish. */
  readonly batchMax: number;
  /** The host's flow hint: no posting before. */
  readonly hostPausedUntilMs: number;
  /** The broker refused a batch: no posting before. */
  readonly brokerPausedUntilMs: number;
  /** The journal could not be read: not again before. */
  readonly unreadableUntilMs: number;
  readonly views: Readonly<Record<Lane, LaneView>>;
  /** Rows up to here were looked at. */
  readonly cursors: Readonly<Record<Lane, number>>;
  /** Sent by this process up to here: lanes leave in order, so one number says it all. */
  readonly sentUpTo: Readonly<Record<Lane, number>>;
  readonly reading: Reading | null;
  readonly inFlight: ReadonlyMap<number, InFlight>;
  readonly unacked: ReadonlyMap<number, UnackedBatch>;
  readonly deferred: ReadonlyMap<number, Deferred>;
  readonly nextBatch: number;
  /** Online requests that wait, oldest first. */
  readonly requestsWaiting: readonly WaitingRequest[];
  /** Online requests without the broker's word; `live` until they are answered or given up. */
  readonly requestsUnacked: readonly { readonly id: number; readonly live: boolean }[];
  readonly suspectedAtMs: number | null;
}

export interface WaitingRequest {
  readonly id: number;
  /** Of its card; absent when it is not known. */
  readonly token?: string | undefined;
}

export interface Row extends Subject {
  readonly sequence: number;
  readonly bytes: number;
}

/** What a receipt came to, once it is in the journal. */
export type ReceiptResult =
  | {
      readonly kind: 'settled' | 'parked' | 'refused' | 'mismatch' | 'failed';
      readonly sequence: number;
      readonly lane: Lane;
    }
  | { readonly kind: 'later'; readonly sequence: number; readonly lane: Lane; readonly afterMs: number };

export type CourierInput =
  /** The host answers. The limits are the connection's. */
  | { readonly kind: 'online'; readonly messagesMax: number; readonly payloadMaxBytes: number }
  | { readonly kind: 'hostSilent' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'added' }
  /** Postings behind the cursors are pending again. */
  | { readonly kind: 'reopened' }
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly end: boolean }
  | { readonly kind: 'readFailed' }
  /** The broker's word on a batch; null: it has it. */
  | { readonly kind: 'acked'; readonly batch: number; readonly refused: RefusalCause | null }
  /** Receipts came in; what they mean is being committed. */
  | { readonly kind: 'heard'; readonly sequences: readonly number[] }
  | { readonly kind: 'receipts'; readonly results: readonly ReceiptResult[] }
  | { readonly kind: 'flow'; readonly pauseMs: number; readonly batchMax: number }
  | ({ readonly kind: 'request' } & WaitingRequest)
  | { readonly kind: 'requestAcked'; readonly id: number }
  /** Answered or given up. */
  | { readonly kind: 'requestEnded'; readonly id: number }
  | { readonly kind: 'tick' };

export type CourierEffect =
  | { readonly kind: 'read'; readonly lane: Lane; readonly after: number; readonly limit: number }
  | { readonly kind: 'send'; readonly batch: number; readonly items: readonly SendItem[] }
  | { readonly kind: 'sendRequest'; readonly id: number }
  /** Receipts are overdue: probe the host now. */
  | { readonly kind: 'suspect' }
  /** Destroy the socket: only a new connection may repeat what is in flight (uplink rules, 6). */
  | { readonly kind: 'drop'; readonly why: string }
  /** No batch that the broker takes can hold it. */
  | { readonly kind: 'tooLarge'; readonly sequence: number }
  /** The broker refused a batch. */
  | { readonly kind: 'refusedBatch'; readonly sequences: readonly number[] };

export interface SendItem {
  readonly sequence: number;
  readonly repeat: boolean;
}

/** What no configuration changes. */
export const COURIER_BOUNDS = { windowPostings: 512, readLimit: 64, deferredMax: 1_024 } as const;

export function newCourier(limits: CourierLimits): CourierState {
  return {
    limits,
    online: false,
    windowMessages: limits.windowMessages,
    payloadMaxBytes: limits.payloadMaxBytes,
    windowBytes: WINDOW_START_BYTES,
    postingsMax: Infinity,
    losses: 0,
    batchMax: 0,
    hostPausedUntilMs: -Infinity,
    brokerPausedUntilMs: -Infinity,
    unreadableUntilMs: -Infinity,
    views: { reversal: 'unread', advice: 'unread' },
    cursors: { reversal: 0, advice: 0 },
    sentUpTo: { reversal: 0, advice: 0 },
    reading: null,
    inFlight: new Map(),
    unacked: new Map(),
    deferred: new Map(),
    nextBatch: 1,
    requestsWaiting: [],
    requestsUnacked: [],
    suspectedAtMs: null,
  };
}
