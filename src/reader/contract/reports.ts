/** What any driver learns of a card, in one shape whatever the reader's protocol. Not yet believed. */
import type { Cryptogram, EntryMode } from '../../domain/card.js';
import type { Sealed } from '../../domain/redaction.js';
import type { TransactionType } from '../../domain/transaction.js';

/**
 * `readCard` in card-intake.ts decides whether it may come in. The texts may bear a clear PAN when a reader is
 * wrong, so nothing of this type is ever logged. It names no transaction: whose card it is, the driver knows.
 */
export interface CardReport {
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
  /** No second GENERATE AC will follow. */
  readonly singleCryptogram: boolean;
  readonly onlinePin: boolean;
  /** As the card signed them: tags 9F02, 5F2A (ISO 4217 numeric), 9C. */
  readonly amount: number;
  readonly currency: number;
  readonly type: TransactionType;
}

/** The second GENERATE AC. */
export interface FinalReport {
  readonly cryptogram: 'TC' | 'AAC';
  readonly tlv: Sealed;
}

/** How a family of readers seals card data; what is not of this shape was not sealed by one of them. */
export interface Sealing {
  readonly ksnBytes: number;
  readonly blockBytes: number;
}
