import type { Answer } from '../../domain/answer.js';
import type { Card, CardSecret } from '../../domain/card.js';
import { currencyByCode } from '../../domain/currency.js';
import type { AdviceResponse, Posting, PostingContent, PostingState, ReversalReason } from '../../domain/posting.js';
import { Sealed } from '../../domain/redaction.js';
import type {
  ClockQuality,
  Display,
  Transaction,
  TransactionState,
  TransactionType,
  Verdict,
} from '../../domain/transaction.js';
import { type Kept, keyOf, type KeyRoot, type Place, type PostingRow, type TransactionFields } from './rows.js';
import { storedJson } from './stored-json.js';

export function transactionRow(
  transaction: Transaction,
  kept: Kept,
  place: Place = {
    number: transaction.key.number,
    mark: transaction.key.mark,
    origin_epoch: null,
    origin_number: null,
  },
): TransactionFields {
  const secret = transaction.card?.secret ?? null;
  return {
    number: place.number,
    mark: place.mark,
    origin_epoch: place.origin_epoch,
    origin_number: place.origin_number,
    merchant_id: transaction.merchantId,
    type: transaction.type,
    state: transaction.state,
    amount: transaction.money.amount,
    currency: transaction.money.currency.code,
    stan: transaction.stan,
    till_id: transaction.tillId,
    idempotency_key: transaction.idempotencyKey,
    order_reference: transaction.orderReference,
    vouched: Number(transaction.vouched),
    void_till_id: kept.void_till_id,
    void_idempotency_key: kept.void_idempotency_key,
    started_at_ms: transaction.startedAtMs,
    begun_at_ms: kept.begun_at_ms,
    clock: transaction.clock,
    card: transaction.card === null ? null : JSON.stringify(cardFields(transaction.card)),
    ciphertext: secret?.ciphertext.reveal() ?? null,
    ksn: secret?.ksn.reveal() ?? null,
    emv: secret?.emv.reveal() ?? null,
    cancel_asked: transaction.cancelAsked === undefined ? null : JSON.stringify(verdictFields(transaction.cancelAsked)),
    verdict: transaction.verdict === null ? null : JSON.stringify(verdictFields(transaction.verdict)),
    answer: transaction.answer === null ? null : JSON.stringify(answerFields(transaction.answer)),
    deferred: Number(transaction.deferred),
    offline_room: Number(transaction.offlineRoom),
    batch: transaction.batch,
    posted_batch: transaction.postedBatch,
    voided_batch: transaction.voidedBatch,
    decided_at_ms: kept.decided_at_ms,
    posted_at_ms: kept.posted_at_ms,
    closed_at_ms: kept.closed_at_ms,
    reader: transaction.reader,
    shown: transaction.shown,
    shown_at_ms: transaction.shownAtMs,
  };
}

export function transactionOf(row: TransactionFields, root: KeyRoot): Transaction {
  return {
    key: keyOf(row, root),
    merchantId: row.merchant_id,
    type: row.type as TransactionType,
    state: row.state as TransactionState,
    money: { amount: row.amount, currency: currencyByCode(row.currency) },
    stan: row.stan,
    tillId: row.till_id,
    idempotencyKey: row.idempotency_key,
    orderReference: row.order_reference,
    vouched: row.vouched === 1,
    startedAtMs: row.started_at_ms,
    clock: row.clock as ClockQuality,
    card: row.card === null ? null : { ...storedJson<Omit<Card, 'secret'>>(row.card), secret: secretOf(row) },
    ...(row.cancel_asked === null ? {} : { cancelAsked: storedJson<Verdict>(row.cancel_asked) }),
    verdict: row.verdict === null ? null : storedJson<Verdict>(row.verdict),
    answer: row.answer === null ? null : storedJson<Answer>(row.answer),
    deferred: row.deferred === 1,
    offlineRoom: row.offline_room === 1,
    batch: row.batch,
    postedBatch: row.posted_batch,
    voidedBatch: row.voided_batch,
    reader: row.reader,
    shown: row.shown as Display,
    shownAtMs: row.shown_at_ms,
  };
}

export function secretOf({ ciphertext, ksn, emv }: TransactionFields): CardSecret | null {
  if (ciphertext === null || ksn === null || emv === null) return null;
  return { ciphertext: new Sealed(ciphertext), ksn: new Sealed(ksn), emv: new Sealed(emv) };
}

/** @param transactionNumber the transaction's place in this journal */
export function postingRow(
  { sequence, content, state, opening, refusals, refusedSinceMs, parkedReason, resolution, createdAtMs }: Posting,
  transactionNumber: number,
): PostingRow {
  return {
    sequence,
    transaction_number: transactionNumber,
    kind: content.kind,
    response: content.kind === 'advice' ? content.response : null,
    reason: content.kind === 'reversal' ? content.reason : null,
    state,
    opening,
    refusals,
    refused_since_ms: refusedSinceMs ?? null,
    parked_reason: parkedReason,
    resolution: resolution ?? null,
    created_at_ms: createdAtMs,
  };
}

export function postingOf(row: PostingRow, { key, money }: Pick<Transaction, 'key' | 'money'>): Posting {
  const content: PostingContent =
    row.kind === 'advice'
      ? { kind: 'advice', response: row.response as AdviceResponse }
      : { kind: 'reversal', reason: row.reason as ReversalReason };
  return {
    sequence: row.sequence,
    key,
    content,
    money,
    state: row.state as PostingState,
    opening: row.opening,
    refusals: row.refusals,
    ...(row.refused_since_ms === null ? {} : { refusedSinceMs: row.refused_since_ms }),
    parkedReason: row.parked_reason,
    ...(row.resolution === null ? {} : { resolution: row.resolution }),
    createdAtMs: row.created_at_ms,
  };
}

// Whitelists: a field that is added to a type later is not stored until it is named here.

function cardFields(card: Card): Omit<Card, 'secret'> {
  const { entryMode, maskedPan, token, scheme, cryptogram, singleCryptogram, onlinePin } = card;
  return { entryMode, maskedPan, token, scheme, cryptogram, singleCryptogram, onlinePin };
}

function verdictFields({ outcome, by, responseCode, reason }: Verdict): Verdict {
  return { outcome, by, responseCode, reason };
}

export function answerFields(answer: Answer): Answer {
  const { key, sequence, opening, outcome, responseCode, rrn, posted, hostTimeMs, arpc, retryAfterMs } = answer;
  const { batch, reversedBatch } = answer;
  return {
    key: { terminalId: key.terminalId, epoch: key.epoch, mark: key.mark, number: key.number },
    sequence,
    opening,
    outcome,
    responseCode,
    rrn,
    posted:
      posted === null
        ? null
        : {
            amount: posted.amount,
            currency: {
              code: posted.currency.code,
              numeric: posted.currency.numeric,
              exponent: posted.currency.exponent,
            },
          },
    hostTimeMs,
    arpc,
    retryAfterMs,
    batch,
    reversedBatch,
  };
}
