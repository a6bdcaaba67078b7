import type { PostingView } from '../../api/postings.js';
import type { SaleView } from '../../api/sales.js';
import type { AlertView, LinkView, QuestionView, QueueView, ReaderView, UndecidedView } from '../../api/status.js';
import type { TransactionDetailView } from '../../api/transactions.js';
import { keyText } from '../../domain/key.js';
import type { Posting } from '../../domain/posting.js';
import { shownDifference } from '../../domain/postings/shown.js';
import { type Standing, standingOf } from '../../domain/postings/standing.js';
import type { Transaction } from '../../domain/transaction.js';
import type {
  Alert,
  DeliveryPause,
  DuplicateQuestion,
  LinkStatus,
  PendingPosting,
  QueueSummary,
  ReaderStatus,
  SaleOutcome,
  StoredTransaction,
} from '../../ports/index.js';

/**
 * From the domain's values to what tills and technicians are shown (the API table). Every field is named here one
 * by one, so nothing of a card gets out by being added elsewhere.
 */
function transactionView(transaction: Transaction, stands: Standing | null): Omit<SaleView, 'repeated'> {
  const { verdict, card, answer } = transaction;
  return {
    key: keyText(transaction.key),
    stan: transaction.stan,
    type: transaction.type,
    state: transaction.state,
    outcome: stands,
    told: verdict?.outcome ?? null,
    by: verdict?.by ?? null,
    response_code: verdict?.responseCode ?? null,
    reason: verdict?.reason ?? null,
    amount: transaction.money.amount,
    currency: transaction.money.currency.code,
    masked_pan: card?.maskedPan ?? null,
    entry_mode: card?.entryMode ?? null,
    scheme: card?.scheme ?? null,
    rrn: answer === null || answer.rrn === '' ? null : answer.rrn,
    started_at: isoTime(transaction.startedAtMs),
    till_id: transaction.tillId,
    idempotency_key: transaction.idempotencyKey,
    order_reference: transaction.orderReference,
    deferred: transaction.deferred,
    batch: transaction.postedBatch,
    voided_batch: transaction.voidedBatch,
  };
}

export function saleView({ transaction, stands, repeated }: SaleOutcome): SaleView {
  return { ...transactionView(transaction, stands), repeated };
}

export function postingView({ posting, transaction }: PendingPosting): PostingView {
  return { ...bare(posting), stan: transaction.stan };
}

export function detailView({ transaction, postings, entries }: StoredTransaction): TransactionDetailView {
  return {
    ...transactionView(transaction, standingOf(transaction, postings)),
    clock: transaction.clock,
    reader: transaction.reader,
    shown: transaction.shown,
    shown_at: transaction.shownAtMs === null ? null : isoTime(transaction.shownAtMs),
    shown_difference: shownDifference(transaction),
    host_outcome: transaction.answer?.outcome ?? null,
    postings: postings.map(bare),
    entries: entries.map(({ number, event, state, atMs }) => ({ number, event, state, at: isoTime(atMs) })),
  };
}

function bare(posting: Posting): Omit<PostingView, 'stan'> {
  const { content } = posting;
  return {
    sequence: posting.sequence,
    key: keyText(posting.key),
    kind: content.kind,
    detail: content.kind === 'advice' ? content.response : content.reason,
    state: posting.state,
    amount: posting.money.amount,
    currency: posting.money.currency.code,
    refusals: posting.refusals,
    parked_reason: posting.parkedReason,
    created_at: isoTime(posting.createdAtMs),
  };
}

export function questionView({ earlier, startedAtMs, untilMs }: DuplicateQuestion, monotonicMs: number): QuestionView {
  return {
    earlier,
    earlier_started_at: isoTime(startedAtMs),
    answer_within_ms: Math.max(0, Math.round(untilMs - monotonicMs)),
  };
}

export function readerView({ state, serialNumber, firmware, problem }: ReaderStatus): ReaderView {
  return { state, serial_number: serialNumber, firmware, problem };
}

export function linkView({ state, address, protocolVersion, problem, lastEchoAgoMs }: LinkStatus): LinkView {
  const ago = lastEchoAgoMs === null ? null : Math.round(lastEchoAgoMs);
  return { state, address, protocol_version: protocolVersion, problem, last_echo_ago_ms: ago };
}

export function pauseView({ subject, reason, endsInMs }: DeliveryPause): QueueView['pauses'][number] {
  return { subject, reason, ends_in_ms: endsInMs === null ? null : Math.ceil(endsInMs) };
}

export function queueView(queue: QueueSummary, pauses: readonly DeliveryPause[]): QueueView {
  const { advices, reversals, parked, oldestCreatedAtMs, amounts, parkedAmounts } = queue;
  const oldest = oldestCreatedAtMs === null ? null : isoTime(oldestCreatedAtMs);
  return {
    advices,
    reversals,
    parked,
    oldest_created_at: oldest,
    amounts,
    parked_amounts: parkedAmounts,
    pauses: pauses.map(pauseView),
  };
}

export function undecidedView({ key, type, state, money, startedAtMs }: Transaction): UndecidedView {
  const { amount, currency } = money;
  return { key: keyText(key), type, state, amount, currency: currency.code, started_at: isoTime(startedAtMs) };
}

export function alertView({ code, subject, text, atMs, count }: Alert): AlertView {
  return { code, subject, text, raised_at: isoTime(atMs), count };
}

/** A clock that is out of all bounds must not make a transaction unreadable. */
export function isoTime(wallMs: number): string {
  const time = new Date(wallMs);
  return Number.isNaN(time.getTime()) ? 'invalid' : time.toISOString();
}
