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
  /** The second cryptogram, from `finalTc` or `finalAac` on, until confirmed. */
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
 * The card reader, whatever its protocol. Every call rejects with READER_LOST when the reader was lost before the
 * answer came: what happened is then unknown, and the caller asks `result` once the reader is ready again.
 * READER_NOT_READY: it was not asked. BUSY: the last call of the kind still waits. Clear card data rejects with
 * CLEAR_CARD_DATA, a reader's refusal with READER_ERROR, an answer that contradicts itself or what was told before
 * with READER_PROTOCOL; an answer about another transaction answers nothing.
 * What the card signed is told as it is: whether that is what was ordered, the caller judges.
 */
export interface CardReader {
  /** Looks for the reader and keeps looking; a port that is missing or busy shows in the status only. Called once. */
  open(): void;
  /** Calls that wait reject with READER_LOST; resolves when the port is free. Idempotent. */
  close(): Promise<void>;
  status(): ReaderStatus;
  onStatus(listener: (status: ReaderStatus) => void): Unsubscribe;
  /** The reader says that it was tampered with, or was reset for it; told again each time. */
  onTamper(listener: (serialNumber: string) => void): Unsubscribe;
  /** The key of the last stored result, told at each link reset; null when it has none. */
  lastKey(): TransactionKey | null;
  /**
   * Asks right now whether the reader is there: the stage of the transaction that it has open, null when none is. One
   * that does not answer is reset at once, which READER_LOST tells, long before a sale would find out by itself. Who
   * asks while the answer is awaited shares it.
   */
  openStage(): Promise<ReaderStage | null>;
  /**
   * Resolves when a card was read, or the reader ended it: stage cardRead, cancelled or timeout. Of a key that the
   * reader holds already, its stored result; while another is open, READER_ERROR.
   */
  start(order: StartOrder): Promise<ReaderResult>;
  /**
   * Host said yes: second GENERATE AC. Stage finalTc or finalAac. `arpc` is lower-case hex. Of a card of a single
   * cryptogram READER_ERROR, like the next.
   */
  continueOnline(key: TransactionKey, responseCode: string, arpc: string): Promise<ReaderResult>;
  /** No host: the card decides. Stage finalTc or finalAac. */
  unableOnline(key: TransactionKey): Promise<ReaderResult>;
  /**
   * Tells the cardholder. Only ever called after the commit that says so. `deferred`: approved on an ARQC
   * that the host will see later. Approved without it on ARQC or none: only of a card of a single cryptogram.
   */
  complete(
    key: TransactionKey,
    outcome: 'approved' | 'declined' | 'cancelled',
    text: string,
    deferred: boolean,
  ): Promise<ReaderResult>;
  /** The reader may forget the key, once its transaction has ended; resolves also when it knows none. */
  confirm(key: TransactionKey): Promise<void>;
  /** Legal at any time; answers with the stage reached. */
  cancel(key: TransactionKey): Promise<ReaderResult>;
  result(key: TransactionKey): Promise<ReaderResult>;
  /** Begins the link anew, for a reader that does not do what it is told: what waits rejects with READER_LOST. */
  reset(why: string): void;
}

/** Which readers sales are refused on, by serial number: what was tampered with stays barred until a person frees it. */
export interface ReaderBar {
  isBarred(serialNumber: string): Promise<boolean>;
  onBarred(listener: () => void): Unsubscribe;
  /** @throws NOT_FOUND when it is not barred, JOURNAL_* */
  release(serialNumber: string): Promise<void>;
}
