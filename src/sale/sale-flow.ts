import type { Answer } from '../domain/answer.js';
import type { Card } from '../domain/card.js';
import { TillpostError } from '../domain/errors.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import type { LifecycleEvent } from '../domain/lifecycle.js';
import { formatMoney, sameMoney } from '../domain/money.js';
import type { OfflineResponse, ReversalReason } from '../domain/posting.js';
import type { Transaction, Verdict } from '../domain/transaction.js';
import type { Alerts, CardReader, HostLink, Journal, Log, ReaderResult } from '../ports/index.js';
import { mayApproveOffline, type OfflineApprovalParts } from './offline-approval.js';
import type { ReaderDialog } from './reader-dialog.js';
import { cancelled, declined } from './verdicts.js';

/**
 * One sale from the card to the committed verdict (payment rules, Online and offline).
 *
 *   card ─┬─ TC ────────────────► policy ─► approved offline (Y1) | declined (Z1)
 *         ├─ AAC ───────────────► declined by the card
 *         └─ ARQC, none ─┬─ host answers ─► second cryptogram ─► approved | reversal
 *                        └─ unknown ──────► policy ─► card ────► approved offline (Y3) | declined (Z3), reversal
 *
 * The same code takes a sale that runs and one that boot found: it starts from what the journal holds and
 * what the reader says, never from what this process remembers. It ends with a commit; nobody has been
 * told anything before that.
 */
export interface SaleFlowParts extends OfflineApprovalParts {
  readonly journal: Journal;
  readonly reader: CardReader;
  readonly dialog: ReaderDialog;
  readonly host: HostLink;
  readonly alerts: Alerts;
  readonly log: Log;
  readonly requestDeadlineMs: number;
  /** Null: go on. Otherwise the verdict that refuses a suspected duplicate. */
  readonly suspect: (transaction: Transaction, card: Card) => Promise<Verdict | null>;
}

export interface SaleFlow {
  /** From a reader's result to the verdict; `result` null: the reader did not come back. */
  resolve(transaction: Transaction, result: ReaderResult | null, wish: CancelWish): Promise<Transaction>;
  /** Ends a sale whose reader gave nothing that may be used, from whatever state the journal holds. */
  abandon(key: TransactionKey, verdict: Verdict, reason: ReversalReason): Promise<Transaction>;
}

/**
 * Whether the till asked to cancel. Asked right before the commit that would approve: answering false is
 * the point of no return, after which the desk takes no cancel for this sale.
 */
type CancelWish = () => boolean;

/** What the host may hold: decides whether giving up needs a reversal. */
interface Unapproved {
  readonly transaction: Transaction;
  readonly mayHaveLeft: boolean;
  readonly reason: ReversalReason;
  readonly answer: Answer | null;
}

export function createSaleFlow(parts: SaleFlowParts): SaleFlow {
  const { journal, reader, dialog, host, alerts, log } = parts;

  async function commit(transaction: Transaction, event: LifecycleEvent): Promise<Transaction> {
    const applied = await journal.apply(transaction.key, event);
    if (applied.posting !== null) host.postingAdded();
    return applied.transaction;
  }

  /** Ends without approval; a reversal follows whenever the host may hold the sale. */
  function giveUp({ transaction, mayHaveLeft, reason, answer }: Unapproved, verdict: Verdict, card: Card | null) {
    if (mayHaveLeft) return commit(transaction, { name: 'reverse', verdict, reason, answer });
    if (verdict.outcome === 'cancelled') return commit(transaction, { name: 'cancel', verdict, card });
    return commit(transaction, { name: 'decline', verdict, card, answer });
  }

  async function abandon(key: TransactionKey, verdict: Verdict, reason: ReversalReason): Promise<Transaction> {
    const stored = await journal.transaction(key);
    if (stored === null)
      throw new TillpostError('NOT_FOUND', 'no such sale', { operation: 'sale.abandon', subject: keyText(key) });
    const { transaction } = stored;
    if (transaction.verdict !== null) return transaction;
    if (reason === 'amountMismatch') {
      await commit(transaction, { name: 'amountMismatch', answer: null, reason: verdict.reason ?? 'another amount' });
    }
    const mayHaveLeft = transaction.state === 'authorizing';
    return giveUp({ transaction, mayHaveLeft, reason, answer: null }, verdict, null);
  }

  async function resolve(
    transaction: Transaction,
    result: ReaderResult | null,
    wish: CancelWish,
  ): Promise<Transaction> {
    // Found in *authorizing* without an answer in hand: the request may have reached the host.
    const unapproved: Unapproved = {
      transaction,
      mayHaveLeft: transaction.state === 'authorizing',
      reason: 'readerFailed',
      answer: null,
    };
    if (result === null) return giveUp(unapproved, cancelled('reader', 'card reader lost'), null);

    switch (result.stage) {
      case 'unknownKey':
        return giveUp(unapproved, cancelled('reader', 'card reader knows nothing of the sale'), null);
      case 'waitingCard':
        // After a link reset nobody waits for this card any more. The reader may answer that a card came first.
        return resolve(
          transaction,
          await dialog.ask(transaction.key, () => reader.cancel(transaction.key)),
          () => true,
        );
      case 'cancelled':
        return giveUp({ ...unapproved, reason: 'operatorVoid' }, cancelled('operator', 'cancelled'), null);
      case 'timeout':
        return giveUp({ ...unapproved, reason: 'timeout' }, cancelled('reader', 'no card in time'), null);
      case 'cardRead':
      case 'finalTc':
      case 'finalAac':
      case 'shownDeclined':
      case 'shownApproved':
        return withCard(unapproved, result, wish);
    }
  }

  async function withCard(unapproved: Unapproved, result: ReaderResult, wish: CancelWish): Promise<Transaction> {
    const { transaction } = unapproved;
    const { card, signed, signedType } = result;
    if (card === null) return giveUp(unapproved, cancelled('reader', 'card reader lost the card data'), null);
    if (signed === null || !sameMoney(signed, transaction.money) || signedType !== transaction.type) {
      const named = signed === null ? 'no amount' : `a ${signedType} of ${formatMoney(signed)}`;
      const wanted = `a ${transaction.type} of ${formatMoney(transaction.money)}`;
      const reason = `card signed ${named} for ${wanted}`;
      alerts.raise('AMOUNT_MISMATCH', keyText(transaction.key), reason);
      await commit(transaction, { name: 'amountMismatch', answer: null, reason });
      return giveUp(
        { ...unapproved, reason: 'amountMismatch' },
        declined('agent', 'Z1', 'card signed another amount'),
        card,
      );
    }
    if (result.stage === 'shownApproved') {
      // Only a journal that lost commits can meet this. The cardholder was told: the host must get it.
      alerts.raise(
        'READER_RESULT_UNKNOWN',
        keyText(transaction.key),
        'reader shows approved, the journal did not know',
      );
      return commit(transaction, { name: 'approveOffline', card, response: 'Y3', deferred: false });
    }
    if (result.stage === 'shownDeclined') return giveUp(unapproved, declined('agent', 'Z3', 'shown as declined'), card);
    if (result.stage === 'finalAac') return giveUp({ ...unapproved, reason: 'cardDeclined' }, BY_CARD, card);
    if (result.stage === 'finalTc') return approveByPolicy(unapproved, card, 'Y3', wish);
    if (transaction.state === 'started' && card.cryptogram !== 'AAC') {
      const suspicion = await parts.suspect(transaction, card);
      if (suspicion !== null) return giveUp(unapproved, suspicion, card);
    }
    return byCryptogram(unapproved, card, wish);
  }

  function byCryptogram(unapproved: Unapproved, card: Card, wish: CancelWish): Promise<Transaction> {
    switch (card.cryptogram) {
      case 'AAC':
        return giveUp(unapproved, declined('card', 'Z1', 'declined by the card'), card);
      case 'TC':
        return approveByPolicy(unapproved, card, 'Y1', wish);
      case 'ARQC':
      case 'none':
        return unapproved.mayHaveLeft ? withoutHost(unapproved, card, wish) : askHost(unapproved, card, wish);
    }
  }

  async function askHost(before: Unapproved, card: Card, wish: CancelWish): Promise<Transaction> {
    if (host.status().state !== 'online') return withoutHost(before, card, wish);
    const transaction = await commit(before.transaction, { name: 'goOnline', card });
    const outcome = await host.authorize(transaction, card, parts.requestDeadlineMs);
    if (outcome.kind === 'answer') return answered(transaction, card, outcome.answer, wish);

    log.info('no answer from the host', { key: keyText(transaction.key), why: outcome.why });
    const reason: ReversalReason = outcome.why === 'badMac' ? 'badMac' : 'timeout';
    return withoutHost({ transaction, mayHaveLeft: outcome.mayHaveLeft, reason, answer: null }, card, wish);
  }

  /** The host's word on a request that was in time. */
  async function answered(
    transaction: Transaction,
    card: Card,
    answer: Answer,
    wish: CancelWish,
  ): Promise<Transaction> {
    const nothingPosted: Unapproved = { transaction, mayHaveLeft: false, reason: 'timeout', answer };
    switch (answer.outcome) {
      case 'POSTED':
      case 'ALREADY_POSTED':
        return hostApproved({ ...nothingPosted, mayHaveLeft: true }, card, answer, wish);
      case 'REJECTED':
        return giveUp(nothingPosted, declined('host', answer.responseCode, 'declined by the host'), card);
      case 'REVERSED':
      case 'ALREADY_REVERSED':
        return giveUp(nothingPosted, declined('host', answer.responseCode, 'reversed at the host'), card);
      case 'CONFLICT':
        // What stands under the key is not this sale: reversing it would take somebody else's money back.
        alerts.raise('AMOUNT_MISMATCH', keyText(transaction.key), 'host holds the key with another amount');
        await commit(transaction, { name: 'amountMismatch', answer, reason: 'host holds the key with another amount' });
        return giveUp(nothingPosted, declined('host', answer.responseCode, 'conflict at the host'), card);
      case 'RETRY_LATER':
        return withoutHost({ ...nothingPosted, mayHaveLeft: true, answer: null }, card, wish);
    }
  }

  async function hostApproved(posted: Unapproved, card: Card, answer: Answer, wish: CancelWish): Promise<Transaction> {
    const { key, money } = posted.transaction;
    if (answer.posted === null || !sameMoney(answer.posted, money)) {
      const named = answer.posted === null ? 'no amount' : formatMoney(answer.posted);
      const reason = `host posted ${named} for ${formatMoney(money)}`;
      alerts.raise('AMOUNT_MISMATCH', keyText(key), reason);
      await commit(posted.transaction, { name: 'amountMismatch', answer, reason });
      return giveUp(
        { ...posted, reason: 'amountMismatch' },
        declined('agent', 'Z3', 'host posted another amount'),
        card,
      );
    }
    // Approved by the host is not yet approved: the card has the last word (payment rules 2).
    const call = () => reader.continueOnline(key, answer.responseCode, answer.arpc);
    const final = await finalCryptogram(posted, card, call, wish);
    if (final.stage !== 'finalTc') return refusedAtTheEnd(posted, final);
    if (wish()) return giveUp({ ...posted, reason: 'operatorVoid' }, cancelled('operator', 'cancelled'), card);
    return commit(posted.transaction, { name: 'approveOnline', answer, card: final.card });
  }

  async function withoutHost(unapproved: Unapproved, card: Card, wish: CancelWish): Promise<Transaction> {
    const { key } = unapproved.transaction;
    const policy = await mayApproveOffline(parts, card, unapproved.transaction);
    if (!policy.allowed) return giveUp(unapproved, declined('policy', 'Z3', policy.reason), card);
    // A deferred authorization keeps the ARQC for the host: a second cryptogram would spend it.
    if (policy.deferred && card.cryptogram === 'ARQC') return approveOffline(unapproved, card, 'Y3', wish, true);
    const final = await finalCryptogram(unapproved, card, () => reader.unableOnline(key), wish);
    if (final.stage !== 'finalTc') return refusedAtTheEnd(unapproved, final);
    return approveOffline(unapproved, final.card, 'Y3', wish);
  }

  function refusedAtTheEnd(unapproved: Unapproved, { stage, card }: Final): Promise<Transaction> {
    switch (stage) {
      case 'finalTc':
      case 'finalAac':
        return giveUp({ ...unapproved, reason: 'cardDeclined' }, BY_CARD, card);
      case 'cancelled':
        return giveUp({ ...unapproved, reason: 'operatorVoid' }, cancelled('operator', 'cancelled'), card);
      case 'lost':
        return giveUp({ ...unapproved, reason: 'readerFailed' }, declined('reader', 'Z3', 'card reader lost'), card);
    }
  }

  /** The card has said TC already: only the policy is left to ask. */
  async function approveByPolicy(unapproved: Unapproved, card: Card, response: OfflineResponse, wish: CancelWish) {
    const policy = await mayApproveOffline(parts, card, unapproved.transaction);
    if (policy.allowed) return approveOffline(unapproved, card, response, wish);
    return giveUp(unapproved, declined('policy', response === 'Y1' ? 'Z1' : 'Z3', policy.reason), card);
  }

  function approveOffline(
    unapproved: Unapproved,
    card: Card,
    response: OfflineResponse,
    wish: CancelWish,
    deferred = false,
  ) {
    if (wish()) return giveUp({ ...unapproved, reason: 'operatorVoid' }, cancelled('operator', 'cancelled'), card);
    const decided = deferred ? card : { ...card, cryptogram: 'TC' as const };
    return commit(unapproved.transaction, { name: 'approveOffline', card: decided, response, deferred });
  }

  /** The second GENERATE AC, asked again when the link was reset before the reader had the question. */
  async function finalCryptogram(
    { transaction }: Unapproved,
    card: Card,
    call: () => Promise<ReaderResult>,
    wish: CancelWish,
  ): Promise<Final> {
    try {
      for (let attempt = 0; attempt < FINAL_ATTEMPTS; attempt += 1) {
        const result = await dialog.ask(transaction.key, call);
        // The host wants the second cryptogram's tags, which the reader adds to the card it tells again.
        if (result?.stage === 'finalTc' || result?.stage === 'finalAac')
          return { stage: result.stage, card: result.card ?? card };
        if (result?.stage !== 'cardRead') break;
      }
    } catch (error) {
      // A cancelled reader answers the question with an error: that is the operator's doing, not a fault.
      if (!(error instanceof TillpostError) || error.code !== 'READER_ERROR') throw error;
      log.warn('no second cryptogram', { key: keyText(transaction.key), error: error.message });
    }
    return { stage: wish() ? 'cancelled' : 'lost', card };
  }

  return { resolve, abandon };
}

const FINAL_ATTEMPTS = 3;
const BY_CARD = declined('card', 'Z3', 'declined by the card');

/** How the second cryptogram ended, and the card as the reader last told it. */
interface Final {
  readonly stage: 'finalTc' | 'finalAac' | 'cancelled' | 'lost';
  readonly card: Card;
}
