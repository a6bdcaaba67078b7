import { batchSubject, ChainSubjects } from '../books/chain-subjects.js';
import { Entries, type Tail } from '../books/entries.js';
import type { Database } from '../file/database.js';
import { OWED } from '../tables/rows.js';
import type { IdleJournal } from './takeover.js';

/** A batch by which a merchant holds something: sealed and not closed, or open with something in it. */
export const HOLDING_BATCH = `state <> 'closed' AND (state <> 'open'
       OR EXISTS (SELECT 1 FROM sale_transaction WHERE posted_batch = batch.number AND origin_epoch IS NULL)
       OR EXISTS (SELECT 1 FROM sale_transaction WHERE voided_batch = batch.number AND origin_epoch IS NULL))`;

/** What another merchant still holds, the oldest first: postings, a sale that is not decided, a batch with something in it. */
const HOLDERS = [
  `SELECT merchant_id FROM posting INDEXED BY posting_state
     JOIN sale_transaction ON sale_transaction.number = posting.transaction_number
    WHERE posting.${OWED} AND merchant_id <> ? ORDER BY sequence LIMIT 1`,
  `SELECT merchant_id FROM sale_transaction INDEXED BY transaction_unresolved
    WHERE state IN ('started', 'authorizing') AND merchant_id <> ? ORDER BY number LIMIT 1`,
  `SELECT merchant_id FROM batch WHERE merchant_id <> ? AND ${HOLDING_BATCH} ORDER BY number LIMIT 1`,
] as const;

/** In whose name the journal goes on (payment rules, Identity): the configured merchant's, unless another one holds something. */
export function merchantInForce(db: Database, configured: string): string {
  for (const sql of HOLDERS) {
    const holder = db.prepare<[string], string>(sql).pluck().get(configured);
    if (holder !== undefined) return holder;
  }
  return configured;
}

/**
 * As the journal is opened: an open batch with nothing in it is the configured merchant's from now on. Inside a SQLite
 * transaction.
 */
export function goOn(
  { db, chain, tail, atMs }: IdleJournal,
  configured: string,
): { readonly merchantId: string; readonly tail: Tail } {
  const merchantId = merchantInForce(db, configured);
  if (merchantId !== configured) return { merchantId, tail };
  const number = db
    .prepare<[string], number>("SELECT number FROM batch WHERE state = 'open' AND merchant_id <> ?")
    .pluck()
    .get(configured);
  if (number === undefined) return { merchantId, tail };
  db.prepare('UPDATE batch SET merchant_id = ? WHERE number = ?').run(configured, number);
  const entries = new Entries(db, chain, tail);
  new ChainSubjects(db, entries).record(batchSubject(number), 'changeMerchant', atMs);
  return { merchantId, tail: entries.tail };
}
