import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { currencyByCode, currencyByNumeric } from '../../src/domain/currency.js';
import { parseKey, shortKey } from '../../src/domain/key.js';

/** What the comparison believes: the reader's display log, the till's log and the host's ledger, read as they stand. */

/** One line of the reader's display log. */
export interface Shown {
  /** `<epoch>-<mark>-<number>`; the reader does not know the terminal id. */
  readonly key: string;
  /** Id that the reader drew for its START: the same in two lines, one sale was shown twice. Null: it does not say. */
  readonly start: string | null;
  readonly shown: string;
  /** `sale` or `refund`. */
  readonly type: string;
  readonly amount: number;
  /** ISO 4217, alphabetic. */
  readonly currency: string;
  /** Unix ms. */
  readonly atMs: number;
}

/** One line of the till's log. */
export interface Told {
  /** `<epoch>-<mark>-<number>` */
  readonly key: string;
  readonly told: string;
}

/** One row of the host's ledger. */
export interface Entered {
  /** `<epoch>-<mark>-<number>` */
  readonly key: string;
  readonly state: string;
  readonly type: string;
  readonly firstMessage: string;
  readonly amount: number;
  readonly currency: string;
  readonly postedAtMs: number | null;
}

export interface Finding {
  readonly key: string;
  readonly what: string;
}

/** @throws Error when a log cannot be read; lines that say nothing sensible come back as doubts */
export function readDisplay(path: string): { readonly shown: readonly Shown[]; readonly doubts: readonly Finding[] } {
  const { read: shown, doubts } = readLines(path, shownIn);
  return { shown, doubts };
}

/** @throws Error when a log cannot be read; lines that say nothing sensible come back as doubts */
export function readTill(path: string): { readonly told: readonly Told[]; readonly doubts: readonly Finding[] } {
  const { read: told, doubts } = readLines(path, toldIn);
  return { told, doubts };
}

type Fields = Readonly<Record<string, unknown>>;

function readLines<T extends object>(
  path: string,
  understand: (fields: Fields) => T | string,
): { readonly read: readonly T[]; readonly doubts: readonly Finding[] } {
  const read: T[] = [];
  const doubts: Finding[] = [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // A line is whole on the disk before anyone is shown or told anything: one without its end was never shown.
  lines.pop();
  lines.forEach((line, at) => {
    const understood = readLine(line, understand);
    if (typeof understood === 'string') doubts.push({ key: `${path}:${at + 1}`, what: understood });
    else read.push(understood);
  });
  return { read, doubts };
}

function readLine<T>(line: string, understand: (fields: Fields) => T | string): T | string {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return 'not a line of JSON';
  }
  return typeof fields === 'object' && fields !== null ? understand(fields as Fields) : 'not an object of JSON';
}

/** Tills know the whole key, readers do not. */
function toldIn({ key, told }: Fields): Told | string {
  const short = /^(?:[A-Za-z0-9_-]{1,16}-)?([0-9a-f]{16}-[0-9a-f]{8}-[1-9]\d*)$/.exec(String(key))?.[1];
  if (short === undefined) return 'no key';
  return typeof told === 'string' ? { key: short, told } : 'nothing told';
}

function shownIn({ key, start = null, shown, type, amount, currency, at }: Fields): Shown | string {
  const atMs = typeof at === 'string' ? Date.parse(at) : at;
  if (typeof key !== 'string' || !/^[0-9a-f]{16}-[0-9a-f]{8}-[1-9]\d*$/.test(key)) return 'no key';
  if (start !== null && (typeof start !== 'string' || start === '')) return 'an id of its START that is none';
  if (typeof shown !== 'string') return 'does not say what was shown';
  if (typeof atMs !== 'number' || !Number.isFinite(atMs)) return 'no time';
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) return 'no amount';
  const code = currencyCode(currency);
  if (type !== 'sale' && type !== 'refund') return 'no type';
  return code === null ? 'no currency' : { key, start, shown, type, amount, currency: code, atMs };
}

/** Readers speak of currencies by number (tag 5F2A), people by letters; both are taken. */
function currencyCode(currency: unknown): string | null {
  try {
    if (typeof currency === 'number') return currencyByNumeric(currency).code;
    return typeof currency === 'string' ? currencyByCode(currency).code : null;
  } catch {
    return null;
  }
}

/** Rows of the ledger in their order, also while a host writes to it. @param from of them, the first to be read */
export function readEntries(path: string, from = 0): readonly Entered[] {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return entriesIn(database, from);
  } finally {
    database.close();
  }
}

/** The same of a ledger that is open. */
export function entriesIn(database: Database.Database, from = 0): readonly Entered[] {
  return database
    .prepare<[number], Entered>(
      `SELECT key, state, type, first_message AS firstMessage, amount, currency, posted_at_ms AS postedAtMs
       FROM ledger ORDER BY id LIMIT -1 OFFSET ?`,
    )
    .all(from)
    .map((row) => ({ ...row, key: shortKey(parseKey(row.key)) }));
}
