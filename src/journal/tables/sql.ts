import { CLOCK_FLOOR_MS } from '../../domain/clock-quality.js';
import { OWED } from './rows.js';

const OLD_ENOUGH = `last_batch IN (
    SELECT 0 UNION ALL SELECT number FROM batch INDEXED BY batch_closed WHERE state = 'closed') AND closed_at_ms < @before`;
const BELIEVABLE = `closed_at_ms >= max(begun_at_ms, ${CLOCK_FLOOR_MS})`;

/** Every read, by index: a test explains each one and finds no scan (storage rules, Boot). */
export const SQL = {
  transaction: 'SELECT * FROM sale_transaction WHERE number = ?',
  byOrigin: 'SELECT * FROM sale_transaction WHERE origin_epoch = ? AND mark = ? AND origin_number = ?',
  origins: `SELECT DISTINCT origin_epoch FROM sale_transaction INDEXED BY transaction_origin
    WHERE origin_epoch > '' ORDER BY origin_epoch`,
  postingsOf: 'SELECT * FROM posting WHERE transaction_number = ? ORDER BY sequence',
  entriesOf: 'SELECT number, event, at_ms, state FROM entry WHERE transaction_number = ? ORDER BY number',
  byIdempotencyKey: "SELECT * FROM sale_transaction WHERE idempotency_key = ? AND ifnull(till_id, '') = ?",
  byVoidKey: "SELECT * FROM sale_transaction WHERE void_idempotency_key = ? AND ifnull(void_till_id, '') = ?",
  byStan: 'SELECT * FROM sale_transaction WHERE stan = ? ORDER BY number DESC LIMIT 100',
  recent: 'SELECT * FROM sale_transaction WHERE number > 0 ORDER BY number DESC LIMIT ?',
  unresolved: `SELECT * FROM sale_transaction INDEXED BY transaction_unresolved
    WHERE state IN ('started', 'authorizing') ORDER BY number`,
  unshown: `SELECT * FROM sale_transaction INDEXED BY transaction_unshown
    WHERE shown = 'unknown' AND verdict IS NOT NULL AND reader IS NOT NULL AND number > 0 ORDER BY number LIMIT ?`,
  posting: 'SELECT * FROM posting WHERE sequence = ?',
  // Of the merchant in whose name the host is spoken to: each record goes in the name of its own. What is not dated yet
  // has no batch to name.
  pending: `SELECT p.* FROM posting p INDEXED BY posting_pending
    CROSS JOIN sale_transaction t ON t.number = p.transaction_number
    WHERE p.state = 'pending' AND p.kind = ? AND p.sequence > ? AND t.merchant_id = ?
      AND (t.batch IS NOT NULL OR t.origin_epoch IS NOT NULL) ORDER BY p.sequence LIMIT ?`,
  listPostings:
    'SELECT * FROM posting INDEXED BY posting_state WHERE state = ? AND sequence > ? ORDER BY sequence LIMIT ?',
  // Not by page: for the mirror, which is bounded by what is owed too.
  unsettled: `SELECT * FROM posting INDEXED BY posting_state WHERE ${OWED} ORDER BY state, sequence`,
  // By sequence, but for those that were opened again.
  oldestPending: `SELECT
    (SELECT created_at_ms FROM posting INDEXED BY posting_state
      WHERE state = 'pending' AND opening = 1 ORDER BY sequence LIMIT 1) AS made,
    (SELECT created_at_ms FROM posting INDEXED BY posting_reopened
      WHERE state = 'pending' AND opening > 1 AND created_at_ms >= 0 ORDER BY created_at_ms LIMIT 1) AS reopened`,
  queueTotals: "SELECT kind, state, currency, count, amount FROM queue_total WHERE kind > '' AND count > 0",
  offlineRoom: "SELECT entry_mode, currency, count, amount FROM offline_room WHERE entry_mode > '' AND count > 0",
  cardRoom: 'SELECT count, amount FROM card_room WHERE token = ? AND currency = ?',
  holdingRoom: `SELECT * FROM sale_transaction INDEXED BY transaction_offline WHERE offline_room = 1 AND number > 0
    ORDER BY number`,
  // A sale and the refund of it are no duplicates: the type of the one that asks counts as well.
  similar: `SELECT * FROM sale_transaction INDEXED BY transaction_card
    WHERE token = @token AND currency = @currency AND amount = @amount AND number <> @except
      AND begun_at_ms >= (SELECT begun_at_ms FROM sale_transaction WHERE number = @except) - @window AND state IN ('approved', 'posted', 'parked', 'resolved')
      AND json_extract(verdict, '$.outcome') = 'approved'
      AND type = coalesce((SELECT type FROM sale_transaction WHERE number = @except), type)
    ORDER BY number DESC LIMIT 1`,
  // What was taken over stands here under another number than its key's: it is named by its sequence, and with everything.
  resendable: `
    SELECT number, mark, origin_epoch, origin_number FROM sale_transaction INDEXED BY transaction_resendable
     WHERE state IN ('posted', 'reversed', 'voided') AND number > max(@afterTransaction, @afterNumber)
       AND (origin_epoch IS NULL OR @afterTransaction = 0) AND merchant_id = @merchantId
    UNION
    SELECT t.number, t.mark, t.origin_epoch, t.origin_number
      FROM posting p JOIN sale_transaction t ON t.number = p.transaction_number
     WHERE p.sequence > @afterSequence AND t.number > @afterNumber AND t.state IN ('posted', 'reversed', 'voided')
       AND t.merchant_id = @merchantId
    ORDER BY number LIMIT @limit`,
  heldSequences: `SELECT sequence FROM posting WHERE sequence > @after
    UNION ALL SELECT sequence FROM batch WHERE sequence > @after ORDER BY sequence`,
  /**
   * Only what no open batch needs for its totals and details, and only on a stamp that can be believed: below the floor,
   * as an earlier journal may have brought it, everything would look older than any retention. What has no such stamp of
   * its own goes when a later transaction that has one may go.
   */
  purgeable: `SELECT number FROM sale_transaction INDEXED BY transaction_closed
    WHERE ${OLD_ENOUGH} AND (${BELIEVABLE} OR number < (
      SELECT max(number) FROM sale_transaction INDEXED BY transaction_closed WHERE ${OLD_ENOUGH} AND ${BELIEVABLE}))
    LIMIT @limit`,
} as const;
