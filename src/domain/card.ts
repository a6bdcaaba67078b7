import type { Sealed } from './redaction.js';

export const ENTRY_MODES = ['contactless', 'chip', 'magstripe', 'fallback', 'manual'] as const;
/** DE 22. */
export type EntryMode = (typeof ENTRY_MODES)[number];

/** Tag 9F27; `none` when no chip took part. */
export type Cryptogram = 'TC' | 'ARQC' | 'AAC' | 'none';

/**
 * At most six leading and four trailing digits: no clear PAN fits. One rule for the reader's door and the host's: a card
 * let in that the host cannot read would never be answered, nor its reversal, which holds back every request after it.
 */
export const MASKED_PAN = /^(?=.{8,19}$)\d{0,6}\*{2,}\d{0,4}$/;
/** Printable ASCII, as the reader names the card scheme. */
export const SCHEME = /^[\x20-\x7e]{0,32}$/;
export const TOKEN_BYTES = 16;

/** What the agent keeps of a card. No field can carry a clear PAN; `readCard` in reader/ refuses what tries. */
export interface Card {
  readonly entryMode: EntryMode;
  /** First six and last four digits at most, the rest `*`. */
  readonly maskedPan: string;
  /** The reader's stable stand-in for the PAN, lower-case hex, 32 characters. */
  readonly token: string;
  readonly scheme: string;
  readonly cryptogram: Cryptogram;
  /**
   * No second GENERATE AC, as with every contactless kernel: the host's approval is final (payment rules, Cards of
   * a single cryptogram). False: the card has the last word.
   */
  readonly singleCryptogram: boolean;
  /** Verified by online PIN: must not go offline. */
  readonly onlinePin: boolean;
  /** What only the host can read. Erased from the journal when the transaction is final. */
  readonly secret: CardSecret | null;
}

export interface CardSecret {
  /** PAN and expiry, AES-128 under the DUKPT data key. */
  readonly ciphertext: Sealed;
  /** DUKPT key serial number, 12 bytes. */
  readonly ksn: Sealed;
  /** DE 55: BER-TLV, whitelisted tags only. */
  readonly emv: Sealed;
}
