import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { currencyByCode, currencyByNumeric } from '../src/domain/currency.js';
import { parseKey } from '../src/domain/key.js';

/**
 * The independent comparison: what the reader showed as approved, less what the till was told is void, against
 * what the host's ledger holds, key by key. It believes neither agent nor host code: it reads the reader's
 * display log, the till's log and the ledger's table with words of its own, and nothing of `src/` but the form
 * of a key and the names of currencies.
 */

/** One line of the reader's display log. */
export interface Shown {
  /** `<epoch>-<number>`; the reader does not know the terminal id. */
  readonly key: string;
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
  /** `<epoch>-<number>` */
  readonly key: string;
  readonly told: string;
}

/** One row of the host's ledger. */
export interface Entered {
  /** `<epoch>-<number>` */
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

export interface AuditResult {
  /** Keys that the reader showed as approved. */
  readonly approved: number;
  /** Of them, those that reached the ledger first as an advice. */
  readonly offline: number;
  /** Keys that the till was told are void: nothing may stand under them. */
  readonly voided: number;
  /** Effective postings in the ledger. */
  readonly posted: number;
  readonly lost: readonly Finding[];
  readonly double: readonly Finding[];
  readonly unexpected: readonly Finding[];
  readonly amounts: readonly Finding[];
  /** What makes the evidence itself doubtful: unreadable lines, a key shown with two amounts. */
  readonly evidence: readonly Finding[];
  /** From shown to posted; null when nothing was approved. A sale posted before it was shown counts 0. */
  readonly delayP50Ms: number | null;
  readonly delayMaxMs: number | null;
  /** By type and currency. */
  readonly sums: readonly Sum[];
  readonly ok: boolean;
}

/** Minor units: shown as approved and not void, and posted. */
interface Sum {
  readonly type: string;
  readonly currency: string;
  readonly shown: number;
  readonly posted: number;
}

/** Compares. The same key may be shown more than once (a reader that was restarted): it counts once. */
export function compare(
  shown: readonly Shown[],
  entered: readonly Entered[],
  doubts: readonly Finding[] = [],
  told: readonly Told[] = [],
): AuditResult {
  const voided = new Set(told.filter((line) => line.told === 'voided').map(({ key }) => key));
  const approvals = new Map<string, Shown>();
  const evidence: Finding[] = [...doubts];
  for (const line of shown) {
    if (line.shown !== 'approved') continue;
    const first = approvals.get(line.key);
    if (first === undefined) approvals.set(line.key, line);
    else if (sum(first) !== sum(line)) {
      evidence.push({ key: line.key, what: `shown with ${sum(first)} and again with ${sum(line)}` });
    }
  }
  for (const line of shown) {
    if (line.shown !== 'approved' && approvals.has(line.key)) {
      evidence.push({ key: line.key, what: `shown as approved and as ${line.shown}` });
    }
  }

  const effective = new Map<string, Entered[]>();
  for (const row of entered) {
    if (row.state === 'posted') effective.set(row.key, [...(effective.get(row.key) ?? []), row]);
  }
  const lost: Finding[] = [];
  const double: Finding[] = [];
  const unexpected: Finding[] = [];
  const amounts: Finding[] = [];
  const delays: number[] = [];
  let offline = 0;
  for (const [key, approval] of approvals) {
    if (voided.has(key)) continue;
    const rows = effective.get(key) ?? [];
    const [row] = rows;
    if (row === undefined) {
      const instead = entered.find((candidate) => candidate.key === key)?.state ?? 'not in the ledger';
      lost.push({ key, what: `${sum(approval)} shown as approved, ${instead}` });
      continue;
    }
    if (row.firstMessage === 'advice') offline += 1;
    for (const posting of rows) {
      if (sum(posting) !== sum(approval)) amounts.push({ key, what: `shown ${sum(approval)}, posted ${sum(posting)}` });
    }
    if (row.postedAtMs !== null) delays.push(Math.max(0, row.postedAtMs - approval.atMs));
    else evidence.push({ key, what: 'posted, but the ledger does not say when' });
  }
  for (const [key, rows] of effective) {
    if (rows.length > 1) double.push({ key, what: `${rows.length} postings of ${sum(rows[0]!)}` });
    if (voided.has(key)) unexpected.push({ key, what: `${sum(rows[0]!)} posted, told as voided` });
    else if (!approvals.has(key)) unexpected.push({ key, what: `${sum(rows[0]!)} posted, never shown as approved` });
  }
  delays.sort((a, b) => a - b);
  const findings = [lost, double, unexpected, amounts, evidence];
  return {
    approved: approvals.size,
    offline,
    voided: voided.size,
    posted: [...effective.values()].reduce((count, rows) => count + rows.length, 0),
    lost,
    double,
    unexpected,
    amounts,
    evidence,
    delayP50Ms: delays[Math.ceil(delays.length / 2) - 1] ?? null,
    delayMaxMs: delays.at(-1) ?? null,
    sums: sums(
      [...approvals.values()].filter(({ key }) => !voided.has(key)),
      [...effective.values()].flat(),
    ),
    ok: findings.every((list) => list.length === 0),
  };
}

/**
 * Compares files: the display logs of every reader that took part, the till's log if there is one, and the
 * ledger, read without changing it.
 */
export function audit(
  displayPaths: readonly string[],
  ledgerPath: string,
  tillPath: string | null = null,
): AuditResult {
  const logs = displayPaths.map(readDisplay);
  const till = tillPath === null ? { told: [], doubts: [] } : readTill(tillPath);
  return compare(
    logs.flatMap((log) => log.shown),
    readEntries(ledgerPath),
    [...logs, till].flatMap((log) => log.doubts),
    till.told,
  );
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
  const short = /^(?:[A-Za-z0-9_-]{1,16}-)?([0-9a-f]{16}-[1-9]\d*)$/.exec(String(key))?.[1];
  if (short === undefined) return 'no key';
  return typeof told === 'string' ? { key: short, told } : 'nothing told';
}

function shownIn({ key, shown, type, amount, currency, at }: Fields): Shown | string {
  const atMs = typeof at === 'string' ? Date.parse(at) : at;
  if (typeof key !== 'string' || !/^[0-9a-f]{16}-[1-9]\d*$/.test(key)) return 'no key';
  if (typeof shown !== 'string') return 'does not say what was shown';
  if (typeof atMs !== 'number' || !Number.isFinite(atMs)) return 'no time';
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) return 'no amount';
  const code = currencyCode(currency);
  if (type !== 'sale' && type !== 'refund') return 'no type';
  return code === null ? 'no currency' : { key, shown, type, amount, currency: code, atMs };
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

/** Rows of the ledger, also while a host writes to it. */
export function readEntries(path: string): readonly Entered[] {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return database
      .prepare<[], Entered>(
        `SELECT key, state, type, first_message AS firstMessage, amount, currency, posted_at_ms AS postedAtMs
         FROM ledger ORDER BY id`,
      )
      .all()
      .map((row) => {
        const { epoch, number } = parseKey(row.key);
        return { ...row, key: `${epoch}-${number}` };
      });
  } finally {
    database.close();
  }
}

function sums(shown: readonly Shown[], posted: readonly Entered[]): readonly Sum[] {
  const totals = new Map<string, Sum>();
  const add = (side: 'shown' | 'posted', { type, currency, amount }: Shown | Entered): void => {
    const known = totals.get(`${type} ${currency}`) ?? { type, currency, shown: 0, posted: 0 };
    totals.set(`${type} ${currency}`, { ...known, [side]: known[side] + amount });
  };
  for (const line of shown) add('shown', line);
  for (const row of posted) add('posted', row);
  return [...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

/** Two that read the same are the same. */
function sum({ type, amount, currency }: Pick<Shown, 'type' | 'amount' | 'currency'>): string {
  return `${type} of ${amount} ${currency} (minor units)`;
}
