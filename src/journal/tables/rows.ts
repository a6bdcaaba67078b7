import type { Answer } from '../../domain/answer.js';
import type { Card, CardSecret } from '../../domain/card.js';
import { currencyByCode } from '../../domain/currency.js';
import type { TransactionKey } from '../../domain/key.js';
import {
  type AdviceResponse,
  OWED_STATES,
  type Posting,
  type PostingContent,
  type PostingState,
  type ReversalReason,
} from '../../domain/posting.js';
import { Sealed } from '../../domain/redaction.js';
import type {
  ClockQuality,
  Transaction,
  TransactionState,
  TransactionType,
  Verdict,
} from '../../domain/transaction.js';
import type { EntryChain } from '../chain/entry-chain.js';
import { storedJson } from './stored-json.js';

/** A row of `sale_transaction`; JSON columns as text, the card's secret in its own columns. */
export interface TransactionRow {
  readonly number: number;
  /** Key of another journal's transaction that this one took over from the mirror; null for its own. */
  readonly origin_epoch: string | null;
  readonly origin_number: number | null;
  readonly type: string;
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly stan: number;
  readonly idempotency_key: string | null;
  /** Of the void. */
  readonly void_idempotency_key: string | null;
  readonly started_at_ms: number;
  readonly clock: string;
  readonly card: string | null;
  readonly ciphertext: Uint8Array | null;
  readonly ksn: Uint8Array | null;
  readonly emv: Uint8Array | null;
  readonly verdict: string | null;
  readonly answer: string | null;
  readonly deferred: number;
  readonly offline_room: number;
  readonly posted_batch: number | null;
  readonly voided_batch: number | null;
  /** Commit of the verdict. */
  readonly decided_at_ms: number | null;
  /** Commit that first knew it in the host's ledger. */
  readonly posted_at_ms: number | null;
  /** Final, and nothing owed any more. */
  readonly closed_at_ms: number | null;
  readonly last_entry: number;
}

/** Begun and not decided: nobody but the agent that runs it knows how it ends. */
export function isRunning({ state }: Pick<TransactionRow, 'state'>): boolean {
  return state === 'started' || state === 'authorizing';
}

/** All of it but its newest entry, which the pen gives it. */
export type TransactionFields = Omit<TransactionRow, 'last_entry'>;

/** What the journal keeps of a transaction beyond the domain's. */
export type Kept = Pick<TransactionRow, 'void_idempotency_key' | 'decided_at_ms' | 'posted_at_ms' | 'closed_at_ms'>;
export const NOTHING_KEPT: Kept = {
  void_idempotency_key: null,
  decided_at_ms: null,
  posted_at_ms: null,
  closed_at_ms: null,
};

/** Where it stands in this journal, and the key it bears when that is another journal's. */
export type Place = Pick<TransactionRow, 'number' | 'origin_epoch' | 'origin_number'>;

/** A row of `posting`. */
export interface PostingRow {
  readonly sequence: number;
  readonly transaction_number: number;
  readonly kind: string;
  readonly response: string | null;
  readonly reason: string | null;
  readonly state: string;
  readonly refusals: number;
  readonly parked_reason: string | null;
  readonly resolution: string | null;
  readonly created_at_ms: number;
}

/** A transaction as it stands, with all of its postings by sequence. */
export interface Standing {
  readonly row: TransactionFields;
  readonly postings: readonly PostingRow[];
}

/** `isOwed` in SQL. */
export const OWED = `state IN (${OWED_STATES.map((state) => `'${state}'`).join(', ')})`;

/** Postings after a change of some of them, by sequence. */
export function replaced<P extends { readonly sequence: number }>(
  held: readonly P[],
  changed: readonly P[],
): readonly P[] {
  const bySequence = new Map([...held, ...changed].map((posting) => [posting.sequence, posting]));
  return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
}

/** What every key of this journal shares. */
export type KeyRoot = Pick<TransactionKey, 'terminalId' | 'epoch'>;

/** Of a transaction that was taken over, the key of its own journal. */
export function keyOf(row: Place, { terminalId, epoch }: KeyRoot): TransactionKey {
  return { terminalId, epoch: row.origin_epoch ?? epoch, number: row.origin_number ?? row.number };
}

export function transactionRow(
  transaction: Transaction,
  kept: Kept,
  place: Place = { number: transaction.key.number, origin_epoch: null, origin_number: null },
): TransactionFields {
  const secret = transaction.card?.secret ?? null;
  return {
    number: place.number,
    origin_epoch: place.origin_epoch,
    origin_number: place.origin_number,
    type: transaction.type,
    state: transaction.state,
    amount: transaction.money.amount,
    currency: transaction.money.currency.code,
    stan: transaction.stan,
    idempotency_key: transaction.idempotencyKey,
    void_idempotency_key: kept.void_idempotency_key,
    started_at_ms: transaction.startedAtMs,
    clock: transaction.clock,
    card: transaction.card === null ? null : JSON.stringify(cardFields(transaction.card)),
    ciphertext: secret?.ciphertext.reveal() ?? null,
    ksn: secret?.ksn.reveal() ?? null,
    emv: secret?.emv.reveal() ?? null,
    verdict: transaction.verdict === null ? null : JSON.stringify(verdictFields(transaction.verdict)),
    answer: transaction.answer === null ? null : JSON.stringify(answerFields(transaction.answer)),
    deferred: Number(transaction.deferred),
    offline_room: Number(transaction.offlineRoom),
    posted_batch: transaction.postedBatch,
    voided_batch: transaction.voidedBatch,
    decided_at_ms: kept.decided_at_ms,
    posted_at_ms: kept.posted_at_ms,
    closed_at_ms: kept.closed_at_ms,
  };
}

export function transactionOf(row: TransactionFields, root: KeyRoot): Transaction {
  return {
    key: keyOf(row, root),
    type: row.type as TransactionType,
    state: row.state as TransactionState,
    money: { amount: row.amount, currency: currencyByCode(row.currency) },
    stan: row.stan,
    idempotencyKey: row.idempotency_key,
    startedAtMs: row.started_at_ms,
    clock: row.clock as ClockQuality,
    card: row.card === null ? null : { ...storedJson<Omit<Card, 'secret'>>(row.card), secret: secretOf(row) },
    verdict: row.verdict === null ? null : storedJson<Verdict>(row.verdict),
    answer: row.answer === null ? null : storedJson<Answer>(row.answer),
    deferred: row.deferred === 1,
    offlineRoom: row.offline_room === 1,
    postedBatch: row.posted_batch,
    voidedBatch: row.voided_batch,
  };
}

function secretOf({ ciphertext, ksn, emv }: TransactionFields): CardSecret | null {
  if (ciphertext === null || ksn === null || emv === null) return null;
  return { ciphertext: new Sealed(ciphertext), ksn: new Sealed(ksn), emv: new Sealed(emv) };
}

/** @param transactionNumber the transaction's place in this journal */
export function postingRow(
  { sequence, content, state, refusals, parkedReason, resolution, createdAtMs }: Posting,
  transactionNumber: number,
): PostingRow {
  return {
    sequence,
    transaction_number: transactionNumber,
    kind: content.kind,
    response: content.kind === 'advice' ? content.response : null,
    reason: content.kind === 'reversal' ? content.reason : null,
    state,
    refusals,
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
    refusals: row.refusals,
    parkedReason: row.parked_reason,
    ...(row.resolution === null ? {} : { resolution: row.resolution }),
    createdAtMs: row.created_at_ms,
  };
}

/**
 * What an entry says of a transaction and its postings: every stored field, in a fixed order, so that two
 * states are the same exactly when their JSON is. The secret stands there by its MAC alone.
 */
export function stateFields({ row, postings }: Standing, chain: EntryChain): unknown {
  const secret = secretOf(row);
  const { origin_epoch: epoch, origin_number: number } = row;
  return {
    number: row.number,
    ...(epoch === null ? {} : { origin: { epoch, number } }),
    type: row.type,
    state: row.state,
    amount: row.amount,
    currency: row.currency,
    stan: row.stan,
    idempotencyKey: row.idempotency_key,
    voidIdempotencyKey: row.void_idempotency_key,
    startedAtMs: row.started_at_ms,
    clock: row.clock,
    card: parsed(row.card),
    secretMac: secret === null ? null : chain.secretMac(secret),
    verdict: parsed(row.verdict),
    answer: parsed(row.answer),
    deferred: row.deferred,
    offlineRoom: row.offline_room,
    postedBatch: row.posted_batch,
    voidedBatch: row.voided_batch,
    decidedAtMs: row.decided_at_ms,
    postedAtMs: row.posted_at_ms,
    closedAtMs: row.closed_at_ms,
    postings: postings.map(postingFields),
  };
}

function postingFields(posting: PostingRow): unknown {
  return {
    sequence: posting.sequence,
    kind: posting.kind,
    response: posting.response,
    reason: posting.reason,
    state: posting.state,
    refusals: posting.refusals,
    parkedReason: posting.parked_reason,
    resolution: posting.resolution,
    createdAtMs: posting.created_at_ms,
  };
}

function parsed(json: string | null): unknown {
  return json === null ? null : storedJson(json);
}

// Whitelists: a field that is added to a type later is not stored until it is named here.

function cardFields({ entryMode, maskedPan, token, scheme, cryptogram, onlinePin }: Card): Omit<Card, 'secret'> {
  return { entryMode, maskedPan, token, scheme, cryptogram, onlinePin };
}

function verdictFields({ outcome, by, responseCode, reason }: Verdict): Verdict {
  return { outcome, by, responseCode, reason };
}

export function answerFields(answer: Answer): Answer {
  const { key, sequence, outcome, responseCode, rrn, posted, hostTimeMs, arpc, retryAfterMs } = answer;
  const { batch, reversedBatch } = answer;
  return {
    key: { terminalId: key.terminalId, epoch: key.epoch, number: key.number },
    sequence,
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
