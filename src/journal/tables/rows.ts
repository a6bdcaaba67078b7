import type { TransactionKey } from '../../domain/key.js';
import { OWED_STATES } from '../../domain/posting.js';

/** A row of `sale_transaction`; JSON columns as text, the card's secret in its own columns. */
export interface TransactionRow {
  readonly number: number;
  /** Start mark of its key. */
  readonly mark: string;
  /** Key of another journal's transaction that this one took over from the mirror; null for its own. */
  readonly origin_epoch: string | null;
  readonly origin_number: number | null;
  readonly merchant_id: string;
  readonly type: string;
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly stan: number;
  /** Its keys are its own; null is a till too, the one that gives no name. */
  readonly till_id: string | null;
  readonly idempotency_key: string | null;
  readonly order_reference: string | null;
  readonly vouched: number;
  /** Of the void. */
  readonly void_till_id: string | null;
  readonly void_idempotency_key: string | null;
  readonly started_at_ms: number;
  readonly begun_at_ms: number;
  readonly clock: string;
  readonly card: string | null;
  readonly ciphertext: Uint8Array | null;
  readonly ksn: Uint8Array | null;
  readonly emv: Uint8Array | null;
  readonly cancel_asked: string | null;
  readonly verdict: string | null;
  readonly answer: string | null;
  readonly deferred: number;
  readonly offline_room: number;
  readonly batch: number | null;
  readonly posted_batch: number | null;
  readonly voided_batch: number | null;
  /** Commit of the verdict. */
  readonly decided_at_ms: number | null;
  /** Commit that first knew it in the host's ledger. */
  readonly posted_at_ms: number | null;
  /** Final, and nothing owed any more. */
  readonly closed_at_ms: number | null;
  readonly reader: string | null;
  readonly shown: string;
  readonly shown_at_ms: number | null;
  readonly last_entry: number;
}

/** Begun and not decided: nobody but the agent that runs it knows how it ends. */
export function isRunning({ state }: Pick<TransactionRow, 'state'>): boolean {
  return state === 'started' || state === 'authorizing';
}

/** All of it but its newest entry, which the pen gives it. */
export type TransactionFields = Omit<TransactionRow, 'last_entry'>;

/** What the journal keeps of a transaction beyond the domain's. */
export type Kept = Pick<
  TransactionRow,
  'begun_at_ms' | 'void_till_id' | 'void_idempotency_key' | 'decided_at_ms' | 'posted_at_ms' | 'closed_at_ms'
>;
/** What its reader showed. The mirror does not keep it: it is worth no sync of its own. */
export type Seen = Pick<TransactionRow, 'reader' | 'shown' | 'shown_at_ms'>;
export const NOTHING_SEEN: Seen = { reader: null, shown: 'unknown', shown_at_ms: null };
export const NOTHING_KEPT: Omit<Kept, 'begun_at_ms'> = {
  void_till_id: null,
  void_idempotency_key: null,
  decided_at_ms: null,
  posted_at_ms: null,
  closed_at_ms: null,
};

/** Where it stands in this journal, and the key it bears when that is another journal's. */
export type Place = Pick<TransactionRow, 'number' | 'mark' | 'origin_epoch' | 'origin_number'>;

/** A row of `posting`. */
export interface PostingRow {
  readonly sequence: number;
  readonly transaction_number: number;
  readonly kind: string;
  readonly response: string | null;
  readonly reason: string | null;
  readonly state: string;
  readonly opening: number;
  readonly refusals: number;
  readonly refused_since_ms: number | null;
  readonly parked_reason: string | null;
  readonly resolution: string | null;
  readonly created_at_ms: number;
}

/** A transaction as it stands, with all of its postings by sequence. */
export interface StandingRows {
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
  return { terminalId, epoch: row.origin_epoch ?? epoch, mark: row.mark, number: row.origin_number ?? row.number };
}
