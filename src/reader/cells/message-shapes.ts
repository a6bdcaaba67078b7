/** The messages of the link as plain values (proto/reader.proto). `messages.ts` turns them into bytes and back. */
import type { TillpostError } from '../../domain/errors.js';
import type { TransactionType } from '../../domain/transaction.js';
import type { ReaderStage } from '../../ports/index.js';
import type { ReaderErrorCode } from '../contract/refusals.js';
import type { CardReport, FinalReport } from '../contract/reports.js';

/** The reader link's 16 bytes for a transaction: journal epoch (8), start mark (4), transaction number (4, big-endian). */
export type KeyBytes = Uint8Array;
export type CompleteOutcome = 'approved' | 'declined' | 'cancelled';

export type AgentMessage =
  | {
      readonly kind: 'start';
      readonly key: KeyBytes;
      /** Tag 9F02, minor units. */
      readonly amount: number;
      /** Tag 5F2A, ISO 4217 numeric. */
      readonly currency: number;
      /** Tag 5F36. */
      readonly exponent: number;
      /** Tag 9C. */
      readonly type: TransactionType;
      readonly timeoutMs: number;
    }
  /** `responseCode` is tag 8A, two characters; `arpc` is tag 91, 0–16 bytes. */
  | {
      readonly kind: 'continueOnline';
      readonly key: KeyBytes;
      readonly responseCode: string;
      readonly arpc: Uint8Array;
    }
  | { readonly kind: 'unableOnline'; readonly key: KeyBytes }
  /** `deferred`: approved on an ARQC that the host will see later. */
  | {
      readonly kind: 'complete';
      readonly key: KeyBytes;
      readonly outcome: CompleteOutcome;
      readonly text: string;
      readonly deferred: boolean;
    }
  | { readonly kind: 'confirm'; readonly key: KeyBytes }
  | { readonly kind: 'cancel'; readonly key: KeyBytes }
  | { readonly kind: 'getResult'; readonly key: KeyBytes }
  | { readonly kind: 'ping' }
  | { readonly kind: 'getInfo' }
  | { readonly kind: 'selfTest' }
  | { readonly kind: 'display'; readonly text: string }
  | { readonly kind: 'beep'; readonly count: number };

/** CARD and FINAL name the transaction that they are about. */
export type KeyedCard = CardReport & { readonly key: KeyBytes };
export type KeyedFinal = FinalReport & { readonly key: KeyBytes };

export interface ResultReport {
  readonly key: KeyBytes;
  readonly stage: ReaderStage;
  readonly card: KeyedCard | null;
  readonly final: KeyedFinal | null;
}

export type ReaderMessage =
  | { readonly kind: 'card'; readonly card: KeyedCard }
  | { readonly kind: 'final'; readonly final: KeyedFinal }
  | { readonly kind: 'result'; readonly result: ResultReport }
  /** `stage` is null when no transaction is open. */
  | { readonly kind: 'keepalive'; readonly stage: ReaderStage | null }
  | { readonly kind: 'info'; readonly serialNumber: string; readonly firmware: string; readonly uptimeSeconds: number }
  | { readonly kind: 'testReport'; readonly passed: boolean; readonly text: string }
  | { readonly kind: 'uiEvent'; readonly text: string }
  | { readonly kind: 'tamper'; readonly text: string }
  /** `key` is null when the error concerns no transaction. */
  | { readonly kind: 'error'; readonly key: KeyBytes | null; readonly code: ReaderErrorCode; readonly text: string };

/**
 * A message that holds what it must not, of which can still be said which transaction it is about: whoever waits for
 * it is told, in place of waiting until its time is over.
 */
export interface BrokenMessage {
  readonly kind: 'card' | 'final' | 'result' | 'error';
  /** Null: not even that can be read. */
  readonly key: KeyBytes | null;
  /** Of a RESULT, where it can be read. */
  readonly stage: ReaderStage | null;
  readonly refusal: TillpostError;
}
