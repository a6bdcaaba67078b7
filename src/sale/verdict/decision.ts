import type { Card } from '../../domain/card.js';
import { asTillpostError, TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import { formatMoney, sameMoney } from '../../domain/money.js';
import type { OfflineResponse, ReversalReason } from '../../domain/posting.js';
import type { Transaction, Verdict } from '../../domain/transaction.js';
import type { ReaderResult } from '../../ports/index.js';
import { Authorization, type AuthorizationParts } from './authorization.js';
import type { CancelWish } from './cancel-wish.js';
import { mayApproveOffline } from './offline-approval.js';
import { UndecidedSale } from './undecided-sale.js';
import { BY_CARD, cancelled, CANCELLED_AT_READER, declined, READER_MUTE } from './verdicts.js';

/** Null: go on. Otherwise the verdict that refuses a suspected duplicate. */
type Suspect = (transaction: Transaction, card: Card) => Promise<Verdict | null>;
/** What came between START and its answer, as the verdict of a sale that ends by it; null: nothing did. */
export type Interrupted = () => Verdict | null;

/**
 * One sale from the card to the committed verdict (payment rules, Online and offline).
 *
 *   card ─┬─ TC ────────────────► policy ─► approved offline (Y1) | declined (Z1)
 *         ├─ AAC ───────────────► declined by the card
 *         └─ ARQC, none ─┬─ host answers ─► second cryptogram ─► approved | reversal
 *                        │     or, of a single cryptogram: reader there ─► approved | reversal
 *                        └─ unknown ──────► policy ─► card ────► approved offline (Y3) | declined (Z3), reversal
 *                              or, of a single cryptogram: deferred (Y3) | declined (Z3), reversal
 *
 * The same code takes a sale that runs and one that boot found: it starts from what the journal holds and
 * what the reader says, never from what this process remembers. It ends with a commit; nobody has been
 * told anything before that.
 */
export class Decision {
  readonly #parts: AuthorizationParts;
  readonly #wish: CancelWish;
  readonly #suspect: Suspect;
  readonly #interrupted: Interrupted;
  readonly #sale: UndecidedSale;
  #sawApproval = false;

  constructor(
    parts: AuthorizationParts,
    transaction: Transaction,
    wish: CancelWish,
    { suspect, interrupted }: { readonly suspect: Suspect; readonly interrupted: Interrupted },
  ) {
    this.#parts = parts;
    this.#wish = wish;
    this.#suspect = suspect;
    this.#interrupted = interrupted;
    this.#sale = new UndecidedSale(parts, transaction, wish);
  }

  /** The reader said that it showed an approval before it was told to. */
  get sawApproval(): boolean {
    return this.#sawApproval;
  }

  /** @param obtain the card reader's result for the sale, null when it did not come back */
  async from(obtain: () => Promise<ReaderResult | null>): Promise<Transaction> {
    try {
      return await this.#resolve(await obtain());
    } catch (thrown) {
      const error = asTillpostError(thrown, 'sale.decide');
      // Whether the verdict is on the disk only the journal can say, once it is well.
      if (error.code.startsWith('JOURNAL_')) throw error;
      const { verdict, reason } = unusable(error);
      this.#parts.log.warn('sale is given up', { key: keyText(this.#sale.key), error: error.toJSON() });
      // A reader that is cancelled in the middle may answer with an error: the wish says what happened.
      const wished = verdict.outcome === 'cancelled' ? this.#wish.wished : null;
      return this.#abandon(wished ?? verdict, reason);
    }
  }

  /** Ends a sale whose reader gave nothing that may be used, from whatever state the journal holds. */
  async #abandon(verdict: Verdict, reason: ReversalReason): Promise<Transaction> {
    const { key } = this.#sale;
    const stored = await this.#parts.journal.transaction(key);
    if (stored === null)
      throw new TillpostError('NOT_FOUND', 'no such sale', { operation: 'sale.abandon', subject: keyText(key) });
    if (stored.transaction.verdict !== null) return stored.transaction;
    const sale = new UndecidedSale(this.#parts, stored.transaction, this.#wish);
    if (reason === 'amountMismatch') await sale.noteMismatch(verdict.reason ?? 'another amount', null);
    return sale.giveUp(verdict, reason);
  }

  async #resolve(result: ReaderResult | null): Promise<Transaction> {
    const sale = this.#sale;
    if (result === null) return sale.giveUp(this.#endedBy(this.#parts.reader.replacement() ?? 'card reader lost'));
    switch (result.stage) {
      case 'unknownKey':
        return sale.giveUp(this.#endedBy('card reader knows nothing of the sale'));
      case 'waitingCard': {
        // After a link reset nobody waits for this card any more. The reader may answer that a card came first.
        const { dialog, alerts } = this.#parts;
        const ended = await dialog.end(sale.key);
        sale.nobodyWaits(this.#interrupted() ?? READER_MUTE);
        if (ended?.stage !== 'waitingCard') return this.#resolve(ended);
        alerts.raise('READER_NOT_FOLLOWING', keyText(sale.key), 'it waits for a card after CANCEL and a reset');
        return sale.giveUp(cancelled('reader', 'card reader does not end its wait'));
      }
      case 'cancelled':
        // A reader that lost power while it waited says so too (reader link, Messages): then no hand has pressed its key.
        return sale.cancel(this.#endedBy(CANCELLED_AT_READER.reason));
      case 'timeout':
        return sale.giveUp(cancelled('reader', 'no card in time'), 'timeout');
      case 'cardRead':
      case 'finalTc':
      case 'finalAac':
      case 'shownDeclined':
      case 'shownApproved':
        return this.#withCard(result, result.stage);
    }
  }

  /** What a wish or a stop of the agent ended is not the reader's doing, whatever that says of it. */
  #endedBy(seen: string | null): Verdict {
    const why = this.#wish.wished ?? this.#interrupted();
    if (why !== null && (why.by !== 'reader' || seen === CANCELLED_AT_READER.reason)) return why;
    return cancelled('reader', seen);
  }

  async #withCard({ card, signed, signedType }: ReaderResult, stage: CardStage): Promise<Transaction> {
    const sale = this.#sale;
    this.#sawApproval ||= stage === 'shownApproved';
    if (card === null) return this.#withoutCard(stage);
    sale.hasCard(card);
    const { money, type } = sale.transaction;
    if (signed === null || !sameMoney(signed, money) || signedType !== type) {
      const named = signed === null ? 'no amount' : `a ${signedType} of ${formatMoney(signed)}`;
      await sale.amountMismatch(`card signed ${named} for a ${type} of ${formatMoney(money)}`, null);
      return sale.giveUp(declined('agent', 'Z1', 'card signed another amount'), 'amountMismatch');
    }
    switch (stage) {
      case 'shownApproved': {
        // Only a journal that lost commits can meet this.
        const text = 'reader shows approved, the journal did not know';
        this.#parts.alerts.raise('READER_RESULT_UNKNOWN', keyText(sale.key), text);
        return sale.keepShownApproval();
      }
      case 'shownDeclined':
        return sale.giveUp(declined('agent', 'Z3', 'shown as declined'));
      case 'finalAac':
        return sale.giveUp(BY_CARD, 'cardDeclined');
      case 'finalTc': {
        if (card.singleCryptogram) return sale.giveUp(cancelled('reader', 'second cryptogram of a card of one'));
        if (sale.wished !== null) return sale.cancel(sale.wished);
        const suspicion = await this.#suspicionOf(card);
        return suspicion === null ? this.#approveByPolicy('Y3') : sale.giveUp(suspicion);
      }
      case 'cardRead':
        return sale.wished === null ? this.#byCryptogram(card) : sale.cancel(sale.wished);
    }
  }

  /** The card that the host was asked about is in the journal, and an approval that was shown can be booked on it. */
  #withoutCard(stage: CardStage): Promise<Transaction> {
    const sale = this.#sale;
    const { card } = sale.transaction;
    if (stage !== 'shownApproved' || card === null || card.secret === null)
      return sale.giveUp(cancelled('reader', 'card reader lost the card data'));
    this.#parts.alerts.raise('READER_RESULT_UNKNOWN', keyText(sale.key), 'reader shows approved without the card');
    sale.hasCard(card);
    return sale.keepShownApproval();
  }

  async #byCryptogram(card: Card): Promise<Transaction> {
    const sale = this.#sale;
    if (card.cryptogram !== 'AAC') {
      const suspicion = await this.#suspicionOf(card);
      if (suspicion !== null) return sale.giveUp(suspicion);
    }
    switch (card.cryptogram) {
      case 'AAC':
        return sale.giveUp(declined('card', 'Z1', 'declined by the card'));
      case 'TC':
        return this.#approveByPolicy('Y1');
      case 'ARQC':
      case 'none': {
        const authorization = new Authorization(this.#parts, sale);
        return sale.mayHaveLeft ? authorization.withoutHost() : authorization.askHost();
      }
    }
  }

  /**
   * A guard is never skipped, by recovery least of all: what the journal holds as *started* has not passed it, however
   * far the reader says it is, unless the till's word stands in the journal too.
   */
  async #suspicionOf(card: Card): Promise<Verdict | null> {
    const { transaction } = this.#sale;
    const suspicion = transaction.state === 'started' ? await this.#suspect(transaction, card) : null;
    // A question that was open when somebody cancelled is no till's answer.
    return suspicion === null ? null : (this.#wish.wished ?? suspicion);
  }

  /** The card has said TC already: only the policy is left to ask. */
  async #approveByPolicy(response: OfflineResponse): Promise<Transaction> {
    const policy = await mayApproveOffline(this.#parts, this.#sale.card, this.#sale.transaction);
    if (policy.allowed) return this.#sale.approveOffline(response);
    return this.#sale.giveUp(declined('policy', response === 'Y1' ? 'Z1' : 'Z3', policy.reason));
  }
}

type CardStage = 'cardRead' | 'finalTc' | 'finalAac' | 'shownDeclined' | 'shownApproved';

/** Every error has an exit: nobody was told anything yet, and what is given up is reversed where the host may have it. */
function unusable({ code, message }: TillpostError): { readonly verdict: Verdict; readonly reason: ReversalReason } {
  if (code === 'CLEAR_CARD_DATA')
    return { verdict: declined('agent', 'Z1', 'clear card data refused'), reason: 'readerFailed' };
  if (code === 'AMOUNT_MISMATCH')
    return { verdict: declined('agent', 'Z1', 'card signed another amount'), reason: 'amountMismatch' };
  if (code === 'READER_ERROR' || code === 'READER_PROTOCOL')
    return { verdict: cancelled('reader', message.slice(0, 80)), reason: 'readerFailed' };
  return { verdict: cancelled('agent', `given up: ${code}`), reason: 'readerFailed' };
}
