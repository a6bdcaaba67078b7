import type { Answer } from '../../domain/answer.js';
import type { Card } from '../../domain/card.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import type { LifecycleEvent } from '../../domain/lifecycle.js';
import { formatMoney, sameMoney } from '../../domain/money.js';
import type { OfflineResponse, ReversalReason } from '../../domain/posting.js';
import type { Transaction, Verdict } from '../../domain/transaction.js';
import type { Alerts, HostLink, ReaderResult, TransactionMoves } from '../../ports/index.js';
import type { CancelWish } from './cancel-wish.js';

export interface UndecidedSaleParts {
  readonly journal: TransactionMoves;
  readonly host: HostLink;
  readonly alerts: Alerts;
}

/** What the host may hold of a sale: decides whether giving it up needs a reversal. */
export interface AtHost {
  readonly mayHaveLeft: boolean;
  /** Of the reversal, unless the ending has a better one. */
  readonly reason: ReversalReason;
  readonly answer: Answer | null;
}

/** What of a card was authorised, and cannot become another. */
export const BOUND = ['token', 'maskedPan', 'entryMode', 'cryptogram', 'singleCryptogram'] as const;

/**
 * A sale without a verdict: what is known of it, and the commits that give it one. Each ending is one commit, and
 * nobody has been told anything before it.
 */
export class UndecidedSale {
  readonly #parts: UndecidedSaleParts;
  readonly #wish: CancelWish;
  #transaction: Transaction;
  #card: Card | null = null;
  #atHost: AtHost;
  /** Set once nobody waits for its card any more: the verdict that it then gets. */
  #interrupted: Verdict | null = null;

  /** @param transaction as the journal holds it, never as this process remembers it */
  constructor(parts: UndecidedSaleParts, transaction: Transaction, wish: CancelWish) {
    this.#parts = parts;
    this.#wish = wish;
    this.#transaction = transaction;
    // Found in *authorizing* without an answer in hand: the request may have reached the host.
    this.#atHost = { mayHaveLeft: transaction.state === 'authorizing', reason: 'readerFailed', answer: null };
  }

  get transaction(): Transaction {
    return this.#transaction;
  }

  get key(): TransactionKey {
    return this.#transaction.key;
  }

  get mayHaveLeft(): boolean {
    return this.#atHost.mayHaveLeft;
  }

  /** As the card reader last told it. */
  get card(): Card {
    if (this.#card !== null) return this.#card;
    throw new TillpostError('INTERNAL', 'no card was read', { operation: 'sale.decide', subject: keyText(this.key) });
  }

  /**
   * The reader tells the card, or tells it again with what was added to it since.
   * @throws READER_PROTOCOL when it is not the one that was read, which the host may have been asked about
   */
  hasCard(card: Card): void {
    const known = this.#card ?? this.#transaction.card;
    if (known !== null && BOUND.some((field) => known[field] !== card[field])) {
      throw new TillpostError('READER_PROTOCOL', 'card reader tells another card than it read', {
        operation: 'sale.card',
        subject: keyText(this.key),
        hint: 'Exchange the reader if it happens again.',
      });
    }
    this.#card = card;
  }

  /**
   * What the reader tells of the card after the host was asked: the card that was read, on the money that was ordered.
   * @throws READER_PROTOCOL, AMOUNT_MISMATCH
   */
  hears({ card, signed, signedType }: ReaderResult): void {
    const { money, type } = this.#transaction;
    if (card === null) {
      throw new TillpostError('READER_PROTOCOL', 'card reader lost the card data', {
        operation: 'sale.card',
        subject: keyText(this.key),
      });
    }
    this.hasCard(card);
    if (signed !== null && sameMoney(signed, money) && signedType === type) return;
    const named = signed === null ? 'no amount' : `a ${signedType} of ${formatMoney(signed)}`;
    const text = `card signed ${named} for a ${type} of ${formatMoney(money)}`;
    this.#parts.alerts.raise('AMOUNT_MISMATCH', keyText(this.key), text);
    throw new TillpostError('AMOUNT_MISMATCH', text, { operation: 'sale.card', subject: keyText(this.key) });
  }

  stands(atHost: AtHost): void {
    this.#atHost = atHost;
  }

  /** Nobody waits for the card any more: whatever it says, the sale is not approved. @param why the verdict instead */
  nobodyWaits(why: Verdict): void {
    this.#interrupted = why;
  }

  /** Somebody wants it to end: there is nothing more to ask, of card or host. */
  get wished(): Verdict | null {
    return this.#wish.wished;
  }

  /** Why it must not be approved, a wish before all else; null is the point of no return. */
  whyCancelled(): Verdict | null {
    return this.#wish.wished ?? this.#interrupted ?? this.#wish.heed();
  }

  async goOnline(): Promise<Transaction> {
    this.#transaction = await this.#commit({ name: 'goOnline', card: this.card });
    return this.#transaction;
  }

  /** Card, reader or host (`answer`) named another amount: a fact of the sale, whose ending follows. */
  async amountMismatch(reason: string, answer: Answer | null): Promise<void> {
    this.#parts.alerts.raise('AMOUNT_MISMATCH', keyText(this.key), reason);
    await this.noteMismatch(reason, answer);
  }

  /** The same of what was raised already. */
  async noteMismatch(reason: string, answer: Answer | null): Promise<void> {
    await this.#commit({ name: 'amountMismatch', answer, reason });
  }

  /** Ends without approval; a reversal follows whenever the host may hold the sale. */
  giveUp(verdict: Verdict, because?: ReversalReason): Promise<Transaction> {
    const { mayHaveLeft, reason, answer } = this.#atHost;
    if (mayHaveLeft) return this.#commit({ name: 'reverse', verdict, reason: because ?? reason, answer });
    if (verdict.outcome === 'cancelled') return this.#commit({ name: 'cancel', verdict, card: this.#card });
    return this.#commit({ name: 'decline', verdict, card: this.#card, answer });
  }

  cancel(why: Verdict): Promise<Transaction> {
    return this.giveUp(why, why.by === 'operator' ? 'operatorVoid' : 'readerFailed');
  }

  /** Unless it is cancelled, like the next. */
  approveOnline(answer: Answer): Promise<Transaction> {
    return this.#unlessCancelled(() => ({ name: 'approveOnline', answer, card: this.card }));
  }

  /** The card said TC. */
  approveOffline(response: OfflineResponse): Promise<Transaction> {
    return this.#unlessCancelled(() => {
      const card: Card = { ...this.card, cryptogram: 'TC' };
      return { name: 'approveOffline', card, response, deferred: false };
    });
  }

  /** On an ARQC that the host will see later (payment rules, Online and offline 7). */
  approveDeferred(): Promise<Transaction> {
    return this.#unlessCancelled(() => ({
      name: 'approveOffline',
      card: this.card,
      response: 'Y3',
      deferred: true,
    }));
  }

  /** The cardholder was told already: no wish and no limit can take it back, the host must get it, or say that it has. */
  keepShownApproval(): Promise<Transaction> {
    // Of a single cryptogram without TC the reader shows it on the host's word, which the issuer can give again.
    const { card } = this;
    const deferred = card.singleCryptogram && card.cryptogram !== 'TC';
    return this.#commit({ name: 'approveOffline', card, response: 'Y3', deferred, isShown: true });
  }

  #unlessCancelled(approval: () => LifecycleEvent): Promise<Transaction> {
    const why = this.whyCancelled();
    return why === null ? this.#commit(approval()) : this.cancel(why);
  }

  async #commit(event: LifecycleEvent): Promise<Transaction> {
    const applied = await this.#parts.journal.apply(this.key, event);
    if (applied.posting !== null) this.#parts.host.postingAdded();
    return applied.transaction;
  }
}
