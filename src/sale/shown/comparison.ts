import { asTillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import { sameMoney } from '../../domain/money.js';
import { shownDifference, shownDifferenceText } from '../../domain/postings/shown.js';
import type { Display, Transaction } from '../../domain/transaction.js';
import type { Alerts, HostLink, Log, ReaderResult, TransactionMoves } from '../../ports/index.js';
import { BOUND } from '../verdict/undecided-sale.js';
import type { ShownKeeper } from './shown-keeper.js';

export interface ComparisonParts {
  readonly journal: TransactionMoves;
  readonly host: Pick<HostLink, 'postingAdded'>;
  readonly keeper: ShownKeeper;
  readonly alerts: Alerts;
  readonly log: Log;
}

/** What the reader says that it showed. */
export interface Seen {
  readonly shown: Exclude<Display, 'unknown'>;
  /** As it told it; null: it could not. */
  readonly held: ReaderResult | null;
  /** Why it may be something else than was meant. */
  readonly cause: string | null;
}

/** Holds what was shown against what is booked, for every sale and both ways (payment rules, Shown and booked). */
export class Comparison {
  readonly #parts: ComparisonParts;

  constructor(parts: ComparisonParts) {
    this.#parts = parts;
  }

  /**
   * Notes what was seen, and raises what differs. What was shown as approved and can be booked is booked.
   *
   * @param confirms whether the reader holds a result that it may then forget
   * @returns the transaction as it stands now
   */
  async seen(decided: Transaction, seen: Seen, confirms: boolean): Promise<Transaction> {
    const { alerts, keeper } = this.#parts;
    const { shown, cause } = seen;
    const difference = shownDifference({ ...decided, shown });
    const booked = difference === 'shownNotBooked' ? await this.#book(decided, seen) : decided;
    if (booked.shown !== shown) {
      keeper.note({ key: decided.key, shown, cause: difference === null ? null : cause }, confirms);
      // It is on the disk: only CONFIRM was lost.
    } else if (confirms) keeper.confirm(decided.key).catch(() => undefined);
    const stands: Transaction = { ...booked, shown };
    const left = shownDifference(stands);
    if (left !== null) {
      const why = cause === null ? '' : `; ${cause}`;
      alerts.raise('READER_RESULT_UNKNOWN', keyText(decided.key), `${shownDifferenceText(stands, left)}${why}`);
    } else if (shownDifference(decided) !== null) alerts.clear('READER_RESULT_UNKNOWN', keyText(decided.key));
    return stands;
  }

  /**
   * What the cardholder was told is approved reaches the ledger. Not what the host was asked to reverse: under that key
   * nothing can be posted any more; and nothing without the card, or on another amount.
   */
  async #book(decided: Transaction, { held }: Seen): Promise<Transaction> {
    const { journal, host, log } = this.#parts;
    const { key, state } = decided;
    const card = held?.card ?? null;
    if ((state !== 'declined' && state !== 'cancelled') || held === null || card === null) return decided;
    if (card.secret === null) return decided;
    if (decided.card !== null && BOUND.some((field) => decided.card?.[field] !== card[field])) return decided;
    const { signed, signedType } = held;
    if (signed === null || !sameMoney(signed, decided.money) || signedType !== decided.type) return decided;
    try {
      const { transaction } = await journal.apply(key, { name: 'bookShown', card });
      host.postingAdded();
      log.warn('booked as the reader showed it', { key: keyText(key), was: state });
      return transaction;
    } catch (thrown) {
      const error = asTillpostError(thrown, 'sale.bookShown');
      if (error.code.startsWith('JOURNAL_')) throw error;
      log.error('not booked as the reader showed it', { key: keyText(key), error: error.toJSON() });
      return decided;
    }
  }
}
