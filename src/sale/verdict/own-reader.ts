import { TillpostError } from '../../domain/errors.js';
import { keyText, sameKey, type TransactionKey } from '../../domain/key.js';
import { maskedName } from '../../domain/text/clear-digits.js';
import type { Transaction } from '../../domain/transaction.js';
import type {
  CardReader,
  ReaderResult,
  ReaderStage,
  ReaderStatus,
  StartOrder,
  Unsubscribe,
} from '../../ports/index.js';

/** A transaction, and the serial number of the reader that its START went to. */
export type Belonging = Pick<Transaction, 'key' | 'reader'>;

/**
 * The card reader of the sale in hand: once it has begun on one, another one that stands there is as good as none. Its
 * stored results of the same key are another board's, and what the cardholder saw only the first one knows.
 */
export class OwnReader implements CardReader {
  readonly #reader: CardReader;
  #bound: Belonging | null = null;

  constructor(reader: CardReader) {
    this.#reader = reader;
  }

  /** From here on the sale is asked of its own reader alone. */
  bind(sale: Belonging): void {
    this.#bound = sale;
  }

  /** Which reader stands there in place of the sale's, for people; null: its own, or none that has told its number. */
  inPlaceOf({ reader: own }: Pick<Transaction, 'reader'>): string | null {
    const { serialNumber } = this.#reader.status();
    if (own === null || serialNumber === null || maskedName(serialNumber) === own) return null;
    return `card reader ${maskedName(serialNumber)} in place of ${own}`;
  }

  /** The same of the sale in hand. */
  replacement(): string | null {
    return this.#bound === null ? null : this.inPlaceOf(this.#bound);
  }

  open(): void {
    this.#reader.open();
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  status(): ReaderStatus {
    return this.#reader.status();
  }

  onStatus(listener: (status: ReaderStatus) => void): Unsubscribe {
    return this.#reader.onStatus(listener);
  }

  onTamper(listener: (serialNumber: string) => void): Unsubscribe {
    return this.#reader.onTamper(listener);
  }

  lastKey(): TransactionKey | null {
    return this.#reader.lastKey();
  }

  openStage(): Promise<ReaderStage | null> {
    return this.#reader.openStage();
  }

  start(order: StartOrder): Promise<ReaderResult> {
    return this.#own(order.key, () => this.#reader.start(order));
  }

  continueOnline(key: TransactionKey, responseCode: string, arpc: string): Promise<ReaderResult> {
    return this.#own(key, () => this.#reader.continueOnline(key, responseCode, arpc));
  }

  unableOnline(key: TransactionKey): Promise<ReaderResult> {
    return this.#own(key, () => this.#reader.unableOnline(key));
  }

  complete(
    key: TransactionKey,
    outcome: 'approved' | 'declined' | 'cancelled',
    text: string,
    deferred: boolean,
  ): Promise<ReaderResult> {
    return this.#own(key, () => this.#reader.complete(key, outcome, text, deferred));
  }

  confirm(key: TransactionKey): Promise<void> {
    return this.#own(key, () => this.#reader.confirm(key));
  }

  cancel(key: TransactionKey): Promise<ReaderResult> {
    return this.#own(key, () => this.#reader.cancel(key));
  }

  result(key: TransactionKey): Promise<ReaderResult> {
    return this.#own(key, () => this.#reader.result(key));
  }

  reset(why: string): void {
    this.#reader.reset(why);
  }

  async #own<T>(key: TransactionKey, call: () => Promise<T>): Promise<T> {
    const other = this.#bound !== null && sameKey(this.#bound.key, key) ? this.inPlaceOf(this.#bound) : null;
    if (other === null) return call();
    throw new TillpostError('READER_LOST', other, { operation: 'reader', subject: keyText(key), retryable: true });
  }
}
