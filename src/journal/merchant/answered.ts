import type { EventName } from '../../domain/lifecycle.js';
import type { Database } from '../file/database.js';
import { OWED } from '../tables/rows.js';

/** Events that only the host's word brings about, or that keep one. */
const HOST_EVENTS = [
  'approveOnline',
  'settleAdvice',
  'settleReversal',
  'refuse',
  'park',
  'resolve',
  'lateReply',
  'retryAdvice',
  'retryReversal',
  'retryVoid',
] as const satisfies readonly EventName[];

/** Each finds a trace of an answer that the host gave one merchant. */
const TRACES = [
  {
    what: 'a sale bears its answer',
    sql: `SELECT 1 FROM sale_transaction WHERE merchant_id = ?
           AND (answer IS NOT NULL OR posted_at_ms IS NOT NULL OR posted_batch IS NOT NULL OR voided_batch IS NOT NULL
             OR state IN ('posted', 'reversed', 'voided', 'parked', 'resolved'))`,
  },
  {
    what: 'it has answered a posting',
    sql: `SELECT 1 FROM posting JOIN sale_transaction ON number = transaction_number
           WHERE merchant_id = ? AND (posting.state <> 'pending' OR opening > 1 OR refusals > 0)`,
  },
  {
    what: 'its word stands among the entries of a sale',
    sql: `SELECT 1 FROM entry JOIN sale_transaction ON sale_transaction.number = transaction_number
           WHERE merchant_id = ? AND event IN (${HOST_EVENTS.map((event) => `'${event}'`).join(', ')})`,
  },
  {
    what: 'it has answered the totals of a batch',
    sql: "SELECT 1 FROM batch WHERE merchant_id = ? AND state IN ('detailing', 'closed')",
  },
  {
    // Without the host's time a sale has no date; while it is owed, nobody else is spoken to.
    what: 'its time dates a sale that is held',
    sql: `SELECT 1 FROM posting JOIN sale_transaction ON sale_transaction.number = transaction_number
            JOIN batch ON batch.number = sale_transaction.batch
           WHERE posting.${OWED} AND sale_transaction.merchant_id = ? AND origin_epoch IS NULL AND business_date IS NOT NULL
             AND EXISTS (SELECT 1 FROM run WHERE dated = 1 OR anchored = 1)`,
  },
] as const;

/** By what the journal shows that the host has answered this merchant; null: by nothing. */
export function traceOfAnswer(db: Database, merchantId: string): string | null {
  return TRACES.find(({ sql }) => db.prepare<[string]>(`${sql} LIMIT 1`).get(merchantId) !== undefined)?.what ?? null;
}
