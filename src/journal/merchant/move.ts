import { batchSubject, ChainSubjects } from '../books/chain-subjects.js';
import { Entries, type MoveRecord, type Tail } from '../books/entries.js';
import { Pen } from '../books/pen.js';
import type { IdleJournal } from '../core/takeover.js';
import { Queries } from '../tables/queries.js';
import { OWED } from '../tables/rows.js';

/**
 * Gives what one merchant holds to another: what is owed, under its keys and sequences, and the batches that are not
 * closed. Each says so in an entry of its own; the reason follows them, so that retention keeps it until the last of
 * them goes. Inside a SQLite transaction.
 */
export function moveHeld({ db, root, chain, tail, atMs }: IdleJournal, moved: MoveRecord): Tail {
  const { from, to } = moved;
  const entries = new Entries(db, chain, tail);
  const pen = new Pen(db, chain, entries);
  const queries = new Queries(db, root);
  const owed = db
    .prepare<[string], number>(
      `SELECT DISTINCT transaction_number FROM posting JOIN sale_transaction ON number = transaction_number
        WHERE posting.${OWED} AND merchant_id = ? ORDER BY 1`,
    )
    .pluck()
    .all(from);
  for (const number of owed) {
    const row = queries.rowAt(number)!;
    const before = { row, postings: queries.postingRows(number) };
    pen.write({ event: 'changeMerchant', atMs, before, row: { ...row, merchant_id: to }, postings: [] });
  }
  const batches = db
    .prepare<[string], number>("SELECT number FROM batch WHERE merchant_id = ? AND state <> 'closed' ORDER BY number")
    .pluck()
    .all(from);
  const subjects = new ChainSubjects(db, entries);
  const rename = db.prepare<[string, number]>('UPDATE batch SET merchant_id = ? WHERE number = ?');
  for (const number of batches) {
    rename.run(to, number);
    subjects.record(batchSubject(number), 'changeMerchant', atMs);
  }
  entries.append({ event: 'moveMerchant', atMs, moved });
  return entries.tail;
}
