import { TillpostError } from '../domain/errors.js';
import type { ChainHead } from '../ports.js';
import type { Database } from './database.js';
import type { EntryPayload, EntryRow } from './entries.js';
import { type EntryChain, macText, payloadDigest, sameMac } from './entry-chain.js';
import { SQL } from './queries.js';
import { type PostingRow, type TransactionRow, stateFields } from './rows.js';
import { storedJson } from './stored-json.js';

/** A place in the chain that is known to be good. */
export interface ChainPoint {
  readonly entry: number;
  readonly mac: Uint8Array;
}

export interface VerifyReport {
  readonly head: ChainHead;
  /** Entries walked. */
  readonly entries: number;
  /** Transactions whose present state was compared with their newest entry. */
  readonly transactions: number;
}

interface Walk {
  readonly end: ChainPoint;
  /** Transactions named by an entry that still has its payload. */
  readonly present: ReadonlySet<number>;
}

/**
 * Follows the chain from a good point to the head and compares the states that its entries touched: the
 * bounded check of every start. Memory and time grow with the entries after the point only.
 *
 * @throws JOURNAL_CHAIN_BROKEN naming the entry or transaction
 */
export function verifyFrom(db: Database, chain: EntryChain, from: ChainPoint): VerifyReport {
  const { end, present } = walk(db, chain, from);
  const check = stateCheck(db, chain);
  for (const number of present) check(number);
  return {
    head: { entry: end.entry, mac: macText(end.mac) },
    entries: end.entry - from.entry,
    transactions: present.size,
  };
}

/**
 * The whole check, from the anchor: chain, every state row, every posting, what retention took, the sums.
 *
 * @throws JOURNAL_CHAIN_BROKEN
 */
export function verifyAll(db: Database, chain: EntryChain): VerifyReport {
  const from = anchorOf(db, chain);
  const { end, present } = walk(db, chain, from);
  const stored = db.prepare<[], number>('SELECT number FROM sale_transaction ORDER BY number').pluck().all();
  const check = stateCheck(db, chain);
  for (const number of new Set([...stored, ...present])) check(number);
  checkSums(db);
  return {
    head: { entry: end.entry, mac: macText(end.mac) },
    entries: end.entry - from.entry,
    transactions: stored.length,
  };
}

/** The anchor stands in the newest purge entry too: it cannot be moved without the key. */
function anchorOf(db: Database, chain: EntryChain): ChainPoint {
  const meta = db
    .prepare<[], { entry: number; mac: Uint8Array }>('SELECT anchor_entry AS entry, anchor_mac AS mac FROM meta')
    .get();
  if (meta === undefined) throw broken('the journal has no anchor', 0);
  const newest = db
    .prepare<[], string>(
      "SELECT payload FROM entry WHERE event = 'purge' AND payload IS NOT NULL ORDER BY number DESC LIMIT 1",
    )
    .pluck()
    .get();
  const named = newest === undefined ? 0 : (storedJson<EntryPayload>(newest).purge?.anchor ?? 0);
  if (named !== meta.entry)
    throw broken(`the anchor is at entry ${meta.entry}, retention left it at ${named}`, meta.entry);
  if (meta.entry === 0 && !sameMac(meta.mac, chain.origin)) throw broken('the chain starts from another origin', 0);
  return meta;
}

function walk(db: Database, chain: EntryChain, from: ChainPoint): Walk {
  const present = new Set<number>();
  // Blank entries whose transaction no purge entry has named yet: retention's own entry comes after them.
  const blank = new Set<number>();
  let end = from;
  const rows = db.prepare<[number], EntryRow>('SELECT * FROM entry WHERE number > ? ORDER BY number');
  for (const row of rows.iterate(from.entry)) {
    if (row.number !== end.entry + 1) throw broken(`entry ${end.entry + 1} is missing`, end.entry + 1);
    if (!sameMac(chain.mac(end.mac, row.number, row.digest), row.mac)) {
      throw broken(`entry ${row.number} does not follow from the one before`, row.number);
    }
    if (row.payload === null) {
      blank.add(row.transaction_number ?? 0);
    } else {
      const payload = checkedPayload(row, row.payload);
      if (payload.transactionNumber !== null) present.add(payload.transactionNumber);
      for (const number of payload.purge?.transactions ?? []) {
        present.delete(number);
        blank.delete(number);
      }
    }
    end = { entry: row.number, mac: row.mac };
  }
  for (const number of blank) throw broken(`the entries of transaction ${number} were blanked, not purged`, number);
  return { end, present };
}

function checkedPayload(row: EntryRow, text: string): EntryPayload {
  if (!sameMac(payloadDigest(text), row.digest)) throw broken(`entry ${row.number} was changed`, row.number);
  const payload = storedJson<EntryPayload>(text);
  const agrees =
    payload.event === row.event &&
    payload.atMs === row.at_ms &&
    payload.state === row.state &&
    payload.transactionNumber === row.transaction_number;
  if (!agrees) throw broken(`the columns of entry ${row.number} were changed`, row.number);
  return payload;
}

/** Compares a transaction and its postings, as they stand, with what its newest entry says. */
function stateCheck(db: Database, chain: EntryChain): (number: number) => void {
  const transaction = db.prepare<[number], TransactionRow>(SQL.transaction);
  const postings = db.prepare<[number], PostingRow>(SQL.postingsOf);
  const newest = db.prepare<[number], Pick<EntryRow, 'number' | 'payload'>>(
    'SELECT number, payload FROM entry WHERE transaction_number = ? ORDER BY number DESC LIMIT 1',
  );
  return (number) => {
    const row = transaction.get(number);
    const entry = newest.get(number);
    if (row === undefined) throw broken(`transaction ${number} has entries but no state`, number);
    if (entry === undefined || entry.payload === null || entry.number !== row.last_entry) {
      throw broken(`transaction ${number} does not stand at its newest entry`, number);
    }
    const said = JSON.stringify(storedJson<EntryPayload>(entry.payload).after);
    const stands = JSON.stringify(stateFields(row, postings.all(number), chain));
    if (said !== stands) throw broken(`transaction ${number} differs from entry ${entry.number}`, number);
  };
}

// Sums are compared both ways: `sums` says what stands in the table, `counted` what the rows add up to.
const COUNTED_QUEUE = `
  SELECT p.kind || ' ' || p.state || ' ' || t.currency AS name, count(*) AS count, sum(t.amount) AS amount
    FROM posting p JOIN sale_transaction t ON t.number = p.transaction_number
   WHERE p.state IN ('pending', 'parked') GROUP BY 1 ORDER BY 1`;
const STORED_QUEUE = `
  SELECT kind || ' ' || state || ' ' || currency AS name, count, amount FROM queue_total WHERE count <> 0 OR amount <> 0
   ORDER BY 1`;
// An approval holds its room from the offline approval until the receipt; parked ones keep it.
const COUNTED_ROOM = `
  SELECT json_extract(t.card, '$.entryMode') || ' ' || t.currency AS name, count(*) AS count, sum(t.amount) AS amount
    FROM posting p JOIN sale_transaction t ON t.number = p.transaction_number
   WHERE p.kind = 'advice' AND p.state IN ('pending', 'parked') GROUP BY 1 ORDER BY 1`;
const STORED_ROOM = `
  SELECT entry_mode || ' ' || currency AS name, count, amount FROM offline_room WHERE count <> 0 OR amount <> 0
   ORDER BY 1`;

function checkSums(db: Database): void {
  for (const [what, counted, stored] of [
    ['queue', COUNTED_QUEUE, STORED_QUEUE],
    ['offline room', COUNTED_ROOM, STORED_ROOM],
  ] as const) {
    if (JSON.stringify(db.prepare(counted).all()) !== JSON.stringify(db.prepare(stored).all())) {
      throw broken(`the sums of the ${what} differ from their rows`, 0);
    }
  }
  const strayed = db.prepare(
    'SELECT sequence FROM posting WHERE transaction_number NOT IN (SELECT number FROM sale_transaction)',
  );
  if (strayed.get() !== undefined) throw broken('a posting has no transaction', 0);
}

function broken(message: string, subject: number): TillpostError {
  return new TillpostError('JOURNAL_CHAIN_BROKEN', message, {
    operation: 'journal.verify',
    subject: String(subject),
    hint: 'The journal was changed from outside or the disk has damaged it. Copy the directory before anything else.',
  });
}
