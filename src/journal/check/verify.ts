import type { TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import type { ChainHead } from '../../ports/index.js';
import { SubjectReader } from '../books/chain-subjects.js';
import type { EntryPayload, EntryRow } from '../books/entries.js';
import { chainBroken } from '../chain/chain-broken.js';
import { type EntryChain, isBytes, payloadDigest, sameMac } from '../chain/entry-chain.js';
import { type Database, strangeSchema } from '../file/database.js';
import { sqliteCode } from '../file/sqlite-errors.js';
import { readMeta } from '../tables/meta.js';
import { type PostingRow, type TransactionRow } from '../tables/rows.js';
import { SQL } from '../tables/sql.js';
import { stateFields } from '../tables/state-fields.js';
import { storedJson } from '../tables/stored-json.js';
import { wrongSum } from './verify-sums.js';

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
  /** Newest entry of each batch, of the settings and of the commands that the walk came by. */
  readonly subjects: ReadonlyMap<string, SubjectEntry>;
}

interface SubjectEntry {
  readonly number: number;
  /** Its fields as JSON. */
  readonly said: string;
}

/**
 * Follows the chain from a good point to the head and compares the states that its entries touched: the
 * bounded check of every start. Memory and time grow with the entries after the point only.
 *
 * @throws JOURNAL_CHAIN_BROKEN naming the entry or transaction
 */
export function verifyFrom(db: Database, chain: EntryChain, from: ChainPoint): VerifyReport {
  const { end, present, subjects } = walk(db, chain, from);
  const check = stateCheck(db, chain);
  for (const number of present) check(number);
  checkSubjects(db, subjects);
  return {
    head: { entry: end.entry, mac: hex(end.mac) },
    entries: end.entry - from.entry,
    transactions: present.size,
  };
}

/**
 * The whole check, from the anchor: chain, every state row, every posting, batches, settings, commands,
 * what retention took, the sums.
 *
 * @throws JOURNAL_CHAIN_BROKEN
 */
export function verifyAll(db: Database, chain: EntryChain): VerifyReport {
  try {
    return checkedAll(db, chain);
  } catch (error) {
    // A statement met a text of the schema that does not compile: SQLite's own check stumbles over it too.
    const strange = sqliteCode(error) === 'SQLITE_ERROR' ? strangeSchema(db) : null;
    throw strange === null ? error : notAsMade(strange);
  }
}

function notAsMade(name: string): TillpostError {
  return chainBroken(`${name} is not as the program made it`, name);
}

function checkedAll(db: Database, chain: EntryChain): VerifyReport {
  const from = anchorOf(db, chain);
  const { end, present, subjects } = walk(db, chain, from);
  const stored = db.prepare<[], number>('SELECT number FROM sale_transaction ORDER BY number').pluck().all();
  const check = stateCheck(db, chain);
  for (const number of new Set([...stored, ...present])) check(number);
  checkSubjects(db, subjects);
  for (const subject of new SubjectReader(db).standing()) {
    if (!subjects.has(subject)) throw chainBroken(`${subject} has no entry`, subject);
  }
  const structure = db.pragma('integrity_check(1)', { simple: true }) as string;
  if (structure !== 'ok') throw chainBroken(`the database is damaged: ${structure}`, 0);
  const strange = strangeSchema(db);
  if (strange !== null) throw notAsMade(strange);
  checkGoodPoint(db);
  const sum = wrongSum(db);
  if (sum !== null) throw chainBroken(sum, 0);
  return {
    head: { entry: end.entry, mac: hex(end.mac) },
    entries: end.entry - from.entry,
    transactions: stored.length,
  };
}

/** Where the check of the next start begins: an entry that is there, with the MAC that it has. */
function checkGoodPoint(db: Database): void {
  const wrong = db
    .prepare<[], number>(
      `SELECT verified_entry FROM meta LEFT JOIN entry ON number = verified_entry
        WHERE verified_mac IS NOT CASE WHEN verified_entry = anchor_entry THEN anchor_mac ELSE mac END`,
    )
    .pluck()
    .get();
  if (wrong !== undefined) throw chainBroken(`the good point at entry ${wrong} has another MAC`, wrong);
}

/** The anchor stands in the newest purge entry too: it cannot be moved without the key. */
function anchorOf(db: Database, chain: EntryChain): ChainPoint {
  const meta = readMeta(db);
  if (meta === undefined) throw chainBroken('the journal has no anchor', 0);
  const newest = db
    .prepare<[], string>(
      "SELECT payload FROM entry WHERE event = 'purge' AND payload IS NOT NULL ORDER BY number DESC LIMIT 1",
    )
    .pluck()
    .get();
  const named = newest === undefined ? 0 : (storedJson<EntryPayload>(newest).purge?.anchor ?? 0);
  const anchor = { entry: meta.anchor_entry, mac: meta.anchor_mac };
  if (named !== anchor.entry)
    throw chainBroken(`the anchor is at entry ${anchor.entry}, retention left it at ${named}`, anchor.entry);
  if (named === 0 && !sameMac(anchor.mac, chain.origin)) throw chainBroken('the chain starts from another origin', 0);
  return anchor;
}

function walk(db: Database, chain: EntryChain, from: ChainPoint): Walk {
  const present = new Set<number>();
  const subjects = new Map<string, SubjectEntry>();
  // Blank entries whose transaction no purge entry has named yet: retention's own entry comes after them.
  const blank = new Set<number>();
  let end = from;
  const rows = db.prepare<[number], EntryRow>('SELECT * FROM entry WHERE number > ? ORDER BY number');
  for (const row of rows.iterate(from.entry)) {
    if (row.number !== end.entry + 1 && !takesUp(row, end))
      throw chainBroken(`entry ${end.entry + 1} is missing`, end.entry + 1);
    if (!isBytes(row.digest) || !sameMac(chain.mac(end.mac, row.number, row.digest), row.mac)) {
      throw chainBroken(`entry ${row.number} does not follow from the one before`, row.number);
    }
    if (row.payload === null) {
      blank.add(row.transaction_number ?? 0);
    } else {
      const payload = checkedPayload(row, row.payload);
      if (payload.transactionNumber !== null) present.add(payload.transactionNumber);
      const { record } = payload;
      if (record !== null) subjects.set(record.subject, { number: row.number, said: JSON.stringify(record.after) });
      for (const number of payload.purge?.transactions ?? []) {
        present.delete(number);
        blank.delete(number);
      }
    }
    end = { entry: row.number, mac: row.mac };
  }
  for (const number of blank)
    throw chainBroken(`the entries of transaction ${number} were blanked, not purged`, number);
  return { end, present, subjects };
}

/** Only an entry under the MAC may leave numbers out, and it says which. */
function takesUp({ number, payload }: EntryRow, { entry }: ChainPoint): boolean {
  const { lost } = payload === null ? {} : storedJson<EntryPayload>(payload);
  return lost?.after === entry && lost.upTo === number - 1;
}

/** One transaction against its newest entry. @throws JOURNAL_CHAIN_BROKEN */
export function verifyTransaction(db: Database, chain: EntryChain, number: number): void {
  stateCheck(db, chain)(number);
}

/** One transaction by itself: its state against its newest entry, and that entry against the one before. @throws too */
export function verifyAlone(db: Database, chain: EntryChain, number: number): void {
  verifyTransaction(db, chain, number);
  const entry = db.prepare<[number], EntryRow>(NEWEST_OF).get(number)!;
  const before =
    db
      .prepare<[number], Uint8Array>('SELECT mac FROM entry WHERE number < ? ORDER BY number DESC LIMIT 1')
      .pluck()
      .get(entry.number) ?? readMeta(db)!.anchor_mac;
  const follows =
    sameMac(payloadDigest(entry.payload ?? ''), entry.digest) &&
    sameMac(chain.mac(before, entry.number, entry.digest), entry.mac);
  if (!follows) throw chainBroken(`entry ${entry.number} does not follow from the one before`, entry.number);
}

const NEWEST_OF = 'SELECT * FROM entry WHERE transaction_number = ? ORDER BY number DESC LIMIT 1';

function checkedPayload(row: EntryRow, text: string): EntryPayload {
  if (!sameMac(payloadDigest(text), row.digest)) throw chainBroken(`entry ${row.number} was changed`, row.number);
  const payload = storedJson<EntryPayload>(text);
  const agrees =
    payload.event === row.event &&
    payload.atMs === row.at_ms &&
    payload.state === row.state &&
    payload.transactionNumber === row.transaction_number;
  if (!agrees) throw chainBroken(`the columns of entry ${row.number} were changed`, row.number);
  return payload;
}

/** Compares a transaction and its postings, as they stand, with what its newest entry says. */
function stateCheck(db: Database, chain: EntryChain): (number: number) => void {
  const transaction = db.prepare<[number], TransactionRow>(SQL.transaction);
  const postings = db.prepare<[number], PostingRow>(SQL.postingsOf);
  const newest = db.prepare<[number], EntryRow>(NEWEST_OF);
  return (number) => {
    const row = transaction.get(number);
    const entry = newest.get(number);
    if (row === undefined) throw chainBroken(`transaction ${number} has entries but no state`, number);
    if (entry === undefined || entry.payload === null || entry.number !== row.last_entry) {
      throw chainBroken(`transaction ${number} does not stand at its newest entry`, number);
    }
    const { after } = storedJson<EntryPayload>(entry.payload);
    const agrees =
      JSON.stringify(after) === JSON.stringify(stateFields({ row, postings: postings.all(number) }, chain));
    if (!agrees) throw chainBroken(`transaction ${number} differs from entry ${entry.number}`, number);
  };
}

/** Compares what the walk came by with what stands; rows that the walk did not come by are the whole check's. */
function checkSubjects(db: Database, subjects: ReadonlyMap<string, SubjectEntry>): void {
  const reader = new SubjectReader(db);
  const last = db.prepare<[string], number>('SELECT last_entry FROM chain_subject WHERE name = ?').pluck();
  for (const [subject, { number, said }] of subjects) {
    if (last.get(subject) !== number) throw chainBroken(`${subject} does not stand at its newest entry`, subject);
    const stands = JSON.stringify(reader.fields(subject));
    if (stands !== said) throw chainBroken(`${subject} differs from entry ${number}`, subject);
  }
}
