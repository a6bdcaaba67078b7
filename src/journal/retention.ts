import type { Database } from './database.js';
import type { EntryRow, PurgeRecord } from './entries.js';
import { SQL, checkLimit } from './queries.js';

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
 * @returns null when nothing is old enough
 */
export function purgeSlice(db: Database, beforeMs: number, limit: number): PurgeRecord | null {
  const numbers = db.prepare<[number, number], number>(SQL.purgeable).pluck().all(beforeMs, checkLimit(limit));
  if (numbers.length === 0) return null;
  const dropPostings = db.prepare<[number]>('DELETE FROM posting WHERE transaction_number = ?');
  const dropTransaction = db.prepare<[number]>('DELETE FROM sale_transaction WHERE number = ?');
  const blankEntries = db.prepare<[number]>('UPDATE entry SET payload = NULL WHERE transaction_number = ?');
  for (const number of numbers) {
    dropPostings.run(number);
    dropTransaction.run(number);
    blankEntries.run(number);
  }
  return { transactions: numbers, anchor: moveAnchor(db, limit * ENTRIES_FOR_EACH) };
}

function moveAnchor(db: Database, limit: number): number {
  const before = db.prepare<[], number>('SELECT anchor_entry FROM meta').pluck().get() ?? 0;
  let anchor = before;
  let mac: Uint8Array | null = null;
  const front = db.prepare<[number, number], Pick<EntryRow, 'number' | 'event' | 'payload' | 'mac'>>(
    'SELECT number, event, payload, mac FROM entry WHERE number > ? ORDER BY number LIMIT ?',
  );
  for (const entry of front.iterate(before, limit)) {
    // An older purge entry may go with what it speaks of: the new one names the new anchor.
    if (entry.payload !== null && entry.event !== 'purge') break;
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
