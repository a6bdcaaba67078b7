import type { Database } from '../file/database.js';
import { checkLimit } from '../tables/limits.js';
import { SQL } from '../tables/sql.js';
import type { EntryRow, PurgeRecord } from './entries.js';

/** Entries that one slice may take from the front of the chain, for each transaction of the limit. */
const ENTRIES_FOR_EACH = 16;

/**
 * One slice of retention: what is final and was closed before `beforeMs` (storage rules, Retention).
 *
 * Entries of many transactions interleave, so an entry is first blanked: number, digest and MAC stay and
 * the chain can still be followed. Once all in front of it are blank it goes, and the last one gone is the
 * chain's anchor. The caller appends a *purge* entry with the result: only what such an entry names may be
 * blank or missing, so nobody can pass a deletion off as retention.
 *
 * @param carry says anew what only this entry says of a batch, the settings or the commands
 * @returns null when nothing is old enough
 */
export function purgeSlice(
  db: Database,
  beforeMs: number,
  limit: number,
  carry: (entry: number) => void,
): PurgeRecord | null {
  const numbers = db
    .prepare<[{ before: number; limit: number }], number>(SQL.purgeable)
    .pluck()
    .all({ before: beforeMs, limit: checkLimit(limit) });
  if (numbers.length === 0) return null;
  const dropPostings = db.prepare<[number]>('DELETE FROM posting WHERE transaction_number = ?');
  const dropTransaction = db.prepare<[number]>('DELETE FROM sale_transaction WHERE number = ?');
  const blankEntries = db.prepare<[number]>('UPDATE entry SET payload = NULL WHERE transaction_number = ?');
  for (const number of numbers) {
    dropPostings.run(number);
    dropTransaction.run(number);
    blankEntries.run(number);
  }
  return { transactions: numbers, anchor: moveAnchor(db, limit * ENTRIES_FOR_EACH, carry) };
}

function moveAnchor(db: Database, limit: number, carry: (entry: number) => void): number {
  const before = db.prepare<[], number>('SELECT anchor_entry FROM meta').pluck().get() ?? 0;
  let anchor = before;
  let mac: Uint8Array | null = null;
  const front = db.prepare<[number, number], Pick<EntryRow, 'number' | 'transaction_number' | 'payload' | 'mac'>>(
    'SELECT number, transaction_number, payload, mac FROM entry WHERE number > ? ORDER BY number LIMIT ?',
  );
  for (const entry of front.all(before, limit)) {
    if (entry.payload !== null && entry.transaction_number !== null) break;
    // What is no transaction's may go: an older purge entry with what it speaks of, for the new one names the
    // new anchor; a batch, the settings, the commands once they are said anew.
    if (entry.payload !== null) carry(entry.number);
    anchor = entry.number;
    mac = entry.mac;
  }
  if (mac === null) return before;
  db.prepare('DELETE FROM entry WHERE number <= ?').run(anchor);
  db.prepare(
    `
    UPDATE meta SET anchor_entry = @anchor, anchor_mac = @mac,
      verified_mac = CASE WHEN verified_entry < @anchor THEN @mac ELSE verified_mac END,
      verified_entry = max(verified_entry, @anchor)`,
  ).run({ anchor, mac });
  return anchor;
}
