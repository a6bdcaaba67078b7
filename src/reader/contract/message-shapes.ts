/** The reader's messages as plain values (proto/reader.proto). `messages.ts` turns them into bytes and back. */
import type { Cryptogram, EntryMode } from '../../domain/card.js';
import type { Sealed } from '../../domain/redaction.js';
import type { ReaderStage } from '../../ports/index.js';

/** The reader link's 16 bytes for a transaction: journal epoch (8), transaction number (8, big-endian). */
export type KeyBytes = Uint8Array;
/** Tag 9C. */
export type SignedType = 'sale' | 'refund';
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
      readonly type: SignedType;
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

/**
 * What the reader says of a card, not yet believed: `takeCard` in card-intake.ts does that. The texts may
 * bear a clear PAN when a reader is wrong, so nothing of this type is ever logged.
 */
export interface CardReport {
  readonly key: KeyBytes;
  readonly entryMode: EntryMode;
  readonly maskedPan: string;
  /** 16 bytes. */
  readonly token: Uint8Array;
  readonly encrypted: boolean;
  readonly ciphertext: Sealed;
  readonly ksn: Sealed;
  readonly scheme: string;
  /** BER-TLV of EMV tags. */
  readonly tlv: Sealed;
  readonly cryptogram: Cryptogram;
  readonly onlinePin: boolean;
  /** As the card signed them: tags 9F02, 5F2A (ISO 4217 numeric), 9C. */
  readonly amount: number;
  readonly currency: number;
  readonly type: SignedType;
}

export interface FinalReport {
  readonly key: KeyBytes;
  readonly cryptogram: 'TC' | 'AAC';
  readonly tlv: Sealed;
}

export interface ResultReport {
  readonly key: KeyBytes;
  readonly stage: ReaderStage;
  readonly card: CardReport | null;
  readonly final: FinalReport | null;
}

export type ReaderErrorCode =
  'BUSY' | 'CARD_PULLED' | 'CARD_UNREADABLE' | 'KEYS_EXHAUSTED' | 'WRONG_KEY' | 'WRONG_STAGE' | 'BAD_VALUE';

export type ReaderMessage =
  | { readonly kind: 'card'; readonly card: CardReport }
  | { readonly kind: 'final'; readonly final: FinalReport }
  | { readonly kind: 'result'; readonly result: ResultReport }
  /** `stage` is null when no transaction is open. */
  | { readonly kind: 'keepalive'; readonly stage: ReaderStage | null }
  | { readonly kind: 'info'; readonly serialNumber: string; readonly firmware: string; readonly uptimeSeconds: number }
  | { readonly kind: 'testReport'; readonly passed: boolean; readonly text: string }
  | { readonly kind: 'uiEvent'; readonly text: string }
  | { readonly kind: 'tamper'; readonly text: string }
  /** `key` is null when the error concerns no transaction. */
  | { readonly kind: 'error'; readonly key: KeyBytes | null; readonly code: ReaderErrorCode; readonly text: string };
