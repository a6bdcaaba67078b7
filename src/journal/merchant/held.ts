import { keyText } from '../../domain/key.js';
import { HOLDING_BATCH } from '../core/merchant-in-force.js';
import type { Database } from '../file/database.js';
import { keyOf, type KeyRoot, OWED, type TransactionRow } from '../tables/rows.js';

/** What the journal holds in the name of one merchant. */
export interface Held {
  /** What the host has yet to get, by kind and currency. */
  readonly postings: readonly {
    readonly kind: 'advice' | 'reversal';
    readonly currency: string;
    readonly count: number;
    readonly amount: number;
  }[];
  /** Sales of which nobody knows yet how they end. */
  readonly undecided: readonly { readonly key: string; readonly amount: number; readonly currency: string }[];
  /** Numbers of batches that are not closed, by what is in them. */
  readonly batches: readonly number[];
}

export function heldBy(db: Database, root: KeyRoot, merchantId: string): Held {
  const undecided = db
    .prepare<[string], TransactionRow>(
      `SELECT * FROM sale_transaction INDEXED BY transaction_unresolved
        WHERE state IN ('started', 'authorizing') AND merchant_id = ? ORDER BY number`,
    )
    .all(merchantId);
  return {
    postings: db
      .prepare<[string], Held['postings'][number]>(
        `SELECT kind, currency, count(*) AS count, sum(amount) AS amount
           FROM posting INDEXED BY posting_state JOIN sale_transaction ON number = transaction_number
          WHERE posting.${OWED} AND merchant_id = ? GROUP BY kind, currency ORDER BY kind, currency`,
      )
      .all(merchantId),
    undecided: undecided.map((row) => ({ key: keyText(keyOf(row, root)), amount: row.amount, currency: row.currency })),
    batches: db
      .prepare<[string], number>(`SELECT number FROM batch WHERE merchant_id = ? AND ${HOLDING_BATCH} ORDER BY number`)
      .pluck()
      .all(merchantId),
  };
}

export function isNothing({ postings, undecided, batches }: Held): boolean {
  return postings.length + undecided.length + batches.length === 0;
}
