import type { Answer } from '../../domain/answer.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import { formatMoney, sameMoney } from '../../domain/money.js';
import type { Transaction, Verdict } from '../../domain/transaction.js';
import type { HostLink, Log, ReaderResult, TransactionMoves, TransactionReads } from '../../ports/index.js';
import { mayApproveOffline, type OfflineApprovalParts } from './offline-approval.js';
import type { OwnReader } from './own-reader.js';
import { type ReaderDialog, unlessLost } from './reader-dialog.js';
import type { UndecidedSale } from './undecided-sale.js';
import { BY_CARD, declined } from './verdicts.js';

export interface AuthorizationParts extends OfflineApprovalParts {
  readonly journal: OfflineApprovalParts['journal'] & TransactionMoves & Pick<TransactionReads, 'transaction'>;
  readonly reader: OwnReader;
  readonly dialog: ReaderDialog;
  readonly host: HostLink;
  readonly log: Log;
  readonly requestDeadlineMs: number;
}

const FINAL_ATTEMPTS = 3;

/**
 * How the last word before the commit went: the card's, or the reader's that it still holds the card's only one. *shown*:
 * the reader did not wait for the commit, and the cardholder has seen an approval.
 */
type LastWord = 'yes' | 'no' | 'lost' | 'shown' | { readonly cancelled: Verdict };

/**
 * What follows when the card does not decide alone: the host is asked, and the card has the last word unless it gives
 * a single cryptogram (payment rules, Online and offline; Cards of a single cryptogram).
 */
export class Authorization {
  readonly #parts: AuthorizationParts;
  readonly #sale: UndecidedSale;

  constructor(parts: AuthorizationParts, sale: UndecidedSale) {
    this.#parts = parts;
    this.#sale = sale;
  }

  async askHost(): Promise<Transaction> {
    const { host, log, requestDeadlineMs } = this.#parts;
    if (this.#sale.wished !== null) return this.#sale.cancel(this.#sale.wished);
    if (host.status().state !== 'online') return this.withoutHost();
    const transaction = await this.#sale.goOnline();
    const outcome = await host.authorize(transaction, this.#sale.card, requestDeadlineMs);
    if (outcome.kind === 'answer') return this.#answered(outcome.answer);

    const { why, mayHaveLeft } = outcome;
    log.info('no answer from the host', { key: keyText(transaction.key), why });
    this.#sale.stands({ mayHaveLeft, reason: why === 'badMac' ? 'badMac' : 'timeout', answer: null });
    return this.withoutHost();
  }

  /** The outcome at the host is unknown, or it was never asked. */
  async withoutHost(): Promise<Transaction> {
    if (this.#sale.wished !== null) return this.#sale.cancel(this.#sale.wished);
    const policy = await mayApproveOffline(this.#parts, this.#sale.card, this.#sale.transaction);
    if (!policy.allowed) return this.#sale.giveUp(declined('policy', 'Z3', policy.reason));
    // A deferred authorization keeps the ARQC for the host: a second cryptogram would spend it.
    const { cryptogram, singleCryptogram } = this.#sale.card;
    if (policy.deferred && cryptogram === 'ARQC') return this.#sale.approveDeferred();
    if (singleCryptogram) return this.#sale.giveUp(declined('policy', 'Z3', 'no TC from this card, no host'));
    const word = await this.#finalCryptogram(() => this.#parts.reader.unableOnline(this.#sale.key));
    if (word === 'shown') return this.#sale.keepShownApproval();
    return word === 'yes' ? this.#sale.approveOffline('Y3') : this.#refused(word);
  }

  /** The host's word on a request that was in time. */
  async #answered(answer: Answer): Promise<Transaction> {
    const sale = this.#sale;
    sale.stands({ mayHaveLeft: false, reason: 'timeout', answer });
    switch (answer.outcome) {
      case 'POSTED':
      case 'ALREADY_POSTED':
        sale.stands({ mayHaveLeft: true, reason: 'timeout', answer });
        return this.#hostApproved(answer);
      case 'REJECTED':
        return sale.giveUp(declined('host', answer.responseCode, 'declined by the host'));
      case 'REVERSED':
      case 'ALREADY_REVERSED':
        return sale.giveUp(declined('host', answer.responseCode, 'reversed at the host'));
      case 'CONFLICT':
        // What stands under the key is not this sale: reversing it would take somebody else's money back.
        await sale.amountMismatch('host holds the key with another amount', answer);
        return sale.giveUp(declined('host', answer.responseCode, 'conflict at the host'));
      case 'RETRY_LATER':
        sale.stands({ mayHaveLeft: true, reason: 'timeout', answer: null });
        return this.withoutHost();
    }
  }

  async #hostApproved(answer: Answer): Promise<Transaction> {
    const { key, money } = this.#sale.transaction;
    if (answer.posted === null || !sameMoney(answer.posted, money)) {
      const named = answer.posted === null ? 'no amount' : formatMoney(answer.posted);
      await this.#sale.amountMismatch(`host posted ${named} for ${formatMoney(money)}`, answer);
      return this.#sale.giveUp(declined('agent', 'Z3', 'host posted another amount'), 'amountMismatch');
    }
    if (this.#sale.wished !== null) return this.#sale.cancel(this.#sale.wished);
    // Approved by the host is not yet approved: the card has the last word (payment rules, Online and offline 2).
    const word = this.#sale.card.singleCryptogram
      ? await this.#stillThere()
      : await this.#finalCryptogram(() => this.#parts.reader.continueOnline(key, answer.responseCode, answer.arpc));
    if (word === 'shown') return this.#sale.keepShownApproval();
    return word === 'yes' ? this.#sale.approveOnline(answer) : this.#refused(word);
  }

  /**
   * A card of a single cryptogram has nothing to add, but a reader that is lost by now would never show the approval: it
   * is asked right before the commit, after which the sale stands whatever becomes of it.
   */
  async #stillThere(): Promise<LastWord> {
    const { dialog, reader } = this.#parts;
    const stage = await unlessLost(() => reader.openStage());
    if (stage === 'cardRead' && reader.replacement() === null) return 'yes';
    const held = await dialog.recall(this.#sale.key);
    if (held?.stage === 'shownApproved') return this.#shown(held);
    if (held?.stage !== 'cardRead') return this.#cancelledOrLost();
    this.#sale.hears(held);
    return 'yes';
  }

  /** The second GENERATE AC, asked again when the link was reset before the reader had the question. */
  async #finalCryptogram(call: () => Promise<ReaderResult>): Promise<LastWord> {
    const { dialog, log } = this.#parts;
    const { key } = this.#sale;
    try {
      for (let attempt = 0; attempt < FINAL_ATTEMPTS; attempt += 1) {
        const result = await dialog.ask(key, call);
        if (result?.stage === 'finalTc' || result?.stage === 'finalAac') {
          // The host wants the second cryptogram's tags, which the reader adds to the card it tells again.
          this.#sale.hears(result);
          return result.stage === 'finalTc' ? 'yes' : 'no';
        }
        if (result?.stage === 'shownApproved') return this.#shown(result);
        if (result?.stage !== 'cardRead') break;
      }
    } catch (error) {
      // A cancelled reader answers the question with an error: that is the doing of whoever cancelled, not a fault.
      if (!(error instanceof TillpostError) || error.code !== 'READER_ERROR') throw error;
      log.warn('no second cryptogram', { key: keyText(key), error: error.message });
    }
    return this.#cancelledOrLost();
  }

  #shown(result: ReaderResult): LastWord {
    const { alerts } = this.#parts;
    alerts.raise('READER_RESULT_UNKNOWN', keyText(this.#sale.key), 'reader shows approved before it was told to');
    this.#sale.hears(result);
    return 'shown';
  }

  #cancelledOrLost(): LastWord {
    const why = this.#sale.whyCancelled();
    return why === null ? 'lost' : { cancelled: why };
  }

  #refused(word: Exclude<LastWord, 'yes' | 'shown'>): Promise<Transaction> {
    switch (word) {
      case 'no':
        return this.#sale.giveUp(BY_CARD, 'cardDeclined');
      case 'lost':
        return this.#sale.giveUp(
          declined('reader', 'Z3', this.#parts.reader.replacement() ?? 'card reader lost'),
          'readerFailed',
        );
      default:
        return this.#sale.cancel(word.cancelled);
    }
  }
}
