import type { EntryChain } from '../chain/entry-chain.js';
import { secretOf } from './row-mapping.js';
import type { PostingRow, StandingRows } from './rows.js';
import { storedJson } from './stored-json.js';

/**
 * What an entry says of a transaction and its postings: every stored field, in a fixed order, so that two
 * states are the same exactly when their JSON is. The secret stands there by its MAC alone.
 */
export function stateFields({ row, postings }: StandingRows, chain: EntryChain): unknown {
  const secret = secretOf(row);
  const { origin_epoch: epoch, origin_number: number } = row;
  return {
    number: row.number,
    mark: row.mark,
    ...(epoch === null ? {} : { origin: { epoch, number } }),
    merchantId: row.merchant_id,
    type: row.type,
    state: row.state,
    amount: row.amount,
    currency: row.currency,
    stan: row.stan,
    tillId: row.till_id,
    idempotencyKey: row.idempotency_key,
    orderReference: row.order_reference,
    vouched: row.vouched,
    voidTillId: row.void_till_id,
    voidIdempotencyKey: row.void_idempotency_key,
    startedAtMs: row.started_at_ms,
    begunAtMs: row.begun_at_ms,
    clock: row.clock,
    card: parsed(row.card),
    secretMac: secret === null ? null : chain.secretMac(secret),
    ...(row.cancel_asked === null ? {} : { cancelAsked: parsed(row.cancel_asked) }),
    verdict: parsed(row.verdict),
    answer: parsed(row.answer),
    deferred: row.deferred,
    offlineRoom: row.offline_room,
    batch: row.batch,
    postedBatch: row.posted_batch,
    voidedBatch: row.voided_batch,
    decidedAtMs: row.decided_at_ms,
    postedAtMs: row.posted_at_ms,
    closedAtMs: row.closed_at_ms,
    reader: row.reader,
    shown: row.shown,
    shownAtMs: row.shown_at_ms,
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
    opening: posting.opening,
    refusals: posting.refusals,
    ...(posting.refused_since_ms === null ? {} : { refusedSinceMs: posting.refused_since_ms }),
    parkedReason: posting.parked_reason,
    resolution: posting.resolution,
    createdAtMs: posting.created_at_ms,
  };
}

function parsed(json: string | null): unknown {
  return json === null ? null : storedJson(json);
}
