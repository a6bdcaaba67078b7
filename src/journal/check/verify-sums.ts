import type { Database } from '../file/database.js';
import { OWED } from '../tables/rows.js';

// Compared both ways: `stored` says what stands in the table, `counted` what the rows add up to.
const SUMS = [
  {
    what: 'the queue',
    counted: `
      SELECT p.kind || ' ' || p.state || ' ' || t.currency AS name, count(*) AS count, sum(t.amount) AS amount
        FROM posting p JOIN sale_transaction t ON t.number = p.transaction_number
       WHERE p.${OWED} GROUP BY 1 ORDER BY 1`,
    stored: `
      SELECT kind || ' ' || state || ' ' || currency AS name, count, amount
        FROM queue_total WHERE count <> 0 OR amount <> 0 ORDER BY 1`,
  },
  {
    what: 'the offline room',
    counted: `
      SELECT json_extract(card, '$.entryMode') || ' ' || currency AS name, count(*) AS count, sum(amount) AS amount
        FROM sale_transaction WHERE offline_room = 1 GROUP BY 1 ORDER BY 1`,
    stored: `
      SELECT entry_mode || ' ' || currency AS name, count, amount
        FROM offline_room WHERE count <> 0 OR amount <> 0 ORDER BY 1`,
  },
  {
    what: 'the offline room of the cards',
    counted: `
      SELECT token || ' ' || currency AS name, count(*) AS count, sum(amount) AS amount
        FROM sale_transaction WHERE offline_room = 1 GROUP BY 1 ORDER BY 1`,
    stored: "SELECT token || ' ' || currency AS name, count, amount FROM card_room ORDER BY 1",
  },
] as const;

// Each finds nothing in a journal that is whole.
const STRAYS = [
  {
    what: 'a posting has no transaction',
    sql: 'SELECT 1 FROM posting WHERE transaction_number NOT IN (SELECT number FROM sale_transaction)',
  },
  {
    what: 'the batches have gaps',
    sql: 'SELECT 1 FROM (SELECT count(*) AS count, max(number) AS newest FROM batch) WHERE count <> newest',
  },
  {
    what: 'another batch than the newest takes sales',
    sql: `SELECT 1 FROM batch
           WHERE (state = 'open') <> (number = (SELECT max(number) FROM batch))`,
  },
  {
    what: 'totals and posting bear the same sequence',
    sql: 'SELECT 1 FROM batch JOIN posting USING (sequence)',
  },
  {
    what: 'a total or a difference has no batch',
    sql: `SELECT 1 FROM (SELECT batch FROM batch_total UNION SELECT batch FROM batch_difference)
           WHERE batch NOT IN (SELECT number FROM batch)`,
  },
] as const;

/** What the sums and the rows disagree on, in words; null when they agree. */
export function wrongSum(db: Database): string | null {
  for (const { what, counted, stored } of SUMS) {
    if (JSON.stringify(db.prepare(counted).all()) !== JSON.stringify(db.prepare(stored).all())) {
      return `the sums of ${what} differ from their rows`;
    }
  }
  return STRAYS.find(({ sql }) => db.prepare(sql).get() !== undefined)?.what ?? null;
}
