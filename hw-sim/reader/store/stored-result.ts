import type { Cryptogram, EntryMode } from '../../../src/domain/card.js';
import type { ReaderStage } from '../../../src/ports/index.js';
import type { SecondCryptogram } from '../cards/cards.js';

/** What the reader keeps of a transaction, as it stands in its state folder. Bytes are lower-case hex. */
export interface StoredResult {
  /** 16 bytes: journal epoch, start mark, transaction number. */
  readonly key: string;
  /** Of the START that opened it: drawn by the reader, never again. */
  readonly start: string;
  /** Rises with every store: the highest is the last stored result, which RSTACK names. */
  readonly order: number;
  readonly stage: StoredStage;
  readonly amount: number;
  /** ISO 4217 numeric. */
  readonly currency: number;
  readonly exponent: number;
  readonly type: ReaderTransactionType;
  readonly timeoutMs: number;
  /** Name of the virtual card; its number is nowhere in the state folder. */
  readonly profile: string | null;
  readonly card: StoredCard | null;
  readonly final: StoredFinal | null;
}

export const STAGES = [
  'waitingCard',
  'cardRead',
  'finalTc',
  'finalAac',
  'shownApproved',
  'shownDeclined',
  'cancelled',
  'timeout',
] as const satisfies readonly ReaderStage[];
export type StoredStage = (typeof STAGES)[number];
export type ReaderTransactionType = 'sale' | 'refund';

/** The CARD message. */
export interface StoredCard {
  readonly entryMode: EntryMode;
  readonly maskedPan: string;
  readonly token: string;
  readonly encrypted: boolean;
  readonly ciphertext: string;
  readonly ksn: string;
  readonly scheme: string;
  readonly tlv: string;
  readonly cryptogram: Cryptogram;
  /** No second GENERATE AC will follow. */
  readonly singleCryptogram: boolean;
  readonly onlinePin: boolean;
  readonly amount: number;
  readonly currency: number;
  readonly type: ReaderTransactionType;
}

/** The FINAL message. */
export interface StoredFinal {
  readonly cryptogram: SecondCryptogram;
  readonly tlv: string;
}

const OPEN: readonly StoredStage[] = ['waitingCard', 'cardRead', 'finalTc', 'finalAac'];

/** Still to be ended by COMPLETE or CANCEL, or by time. */
export function isOpen(result: StoredResult): boolean {
  return OPEN.includes(result.stage);
}

/** `<epoch hex>-<mark hex>-<number>`: the transaction key as people read it; the terminal's part is not known to a reader. */
export function readableKey(key: string): string {
  return `${key.slice(0, 16)}-${key.slice(16, 24)}-${Number.parseInt(key.slice(24), 16)}`;
}
