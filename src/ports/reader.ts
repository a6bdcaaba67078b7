/** The card reader as the sale sees it. */
import type { Card, Cryptogram } from '../domain/card.js';
import type { TransactionKey } from '../domain/key.js';
import type { Money } from '../domain/money.js';
import type { TransactionType } from '../domain/transaction.js';
import type { Unsubscribe } from './basics.js';

export type ReaderState = 'missing' | 'connecting' | 'ready';

export interface ReaderStatus {
  readonly state: ReaderState;
  readonly serialNumber: string | null;
  readonly firmware: string | null;
  /** Why it is not ready, for people. */
  readonly problem: string | null;
}

/** How far the reader got with a key; `proto/reader.proto`, Stage. */
export type ReaderStage =
  | 'unknownKey'
  | 'waitingCard'
  | 'cardRead'
  | 'finalTc'
  | 'finalAac'
  | 'shownApproved'
  | 'shownDeclined'
  | 'cancelled'
  | 'timeout';

/** The reader's stored result for a key. */
export interface ReaderResult {
  readonly key: TransactionKey;
  readonly stage: ReaderStage;
  /** Present from `cardRead` on, until confirmed. */
  readonly card: Card | null;
  /** What the card signed: 9F02 and 5F2A. */
  readonly signed: Money | null;
  /** And as what: 9C. */
  readonly signedType: TransactionType | null;
  /** The second cryptogram, at `finalTc` and `finalAac`. */
  readonly final: Cryptogram | null;
}

export interface StartOrder {
  readonly key: TransactionKey;
  readonly money: Money;
  readonly type: TransactionType;
  /** How long the reader waits for a card, ms. */
  readonly timeoutMs: number;
}

/**
 * The reader's session. Every call rejects with READER_LOST when the link was reset before the answer
 * came: what happened is then unknown, and the caller asks `result` once the reader is ready again.
 * Clear card data rejects with CLEAR_CARD_DATA; a reader's ERROR rejects with READER_ERROR.
 */
export interface CardReader {
  status(): ReaderStatus;
  onStatus(listener: (status: ReaderStatus) => void): Unsubscribe;
  /** The key of the last stored result, told at each link reset; null when it has none. */
  lastKey(): TransactionKey | null;
  /** Resolves when a card was read, or the reader ended it: stage cardRead, cancelled or timeout. */
  start(order: StartOrder): Promise<ReaderResult>;
  /** Host said yes: second GENERATE AC. Stage finalTc or finalAac. `arpc` is lower-case hex. */
  continueOnline(key: TransactionKey, responseCode: string, arpc: string): Promise<ReaderResult>;
  /** No host: the card decides. Stage finalTc or finalAac. */
  unableOnline(key: TransactionKey): Promise<ReaderResult>;
  /**
   * Tells the cardholder. Only ever called after the commit that says so. `deferred`: approved on an ARQC
   * that the host will see later.
   */
  complete(
    key: TransactionKey,
    outcome: 'approved' | 'declined' | 'cancelled',
    text: string,
    deferred: boolean,
  ): Promise<ReaderResult>;
  /** The reader may forget the key. */
  confirm(key: TransactionKey): Promise<void>;
  /** Legal at any time; answers with the stage reached. */
  cancel(key: TransactionKey): Promise<ReaderResult>;
  result(key: TransactionKey): Promise<ReaderResult>;
}
