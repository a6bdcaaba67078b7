import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APPROVED, type ContractAnswer } from '../../hw-sim/host/books/contract.js';
import { Ledger, type LedgerEntry } from '../../hw-sim/host/books/ledger.js';
import { printLedger, readLedger } from '../../hw-sim/host/books/ledger-print.js';
import { LEDGER_VERSION } from '../../hw-sim/host/books/ledger-schema.js';
import type { Fault } from '../../hw-sim/host/fault.js';
import { TerminalFile } from '../../hw-sim/host/terminal-file.js';
import { keyText } from '../../src/domain/key.js';
import { advice, EPOCH, IDS, keyOf, request, reversal, scratchFolder } from './terminal.js';

let folder: ReturnType<typeof scratchFolder>;
let path: string;
const open: Ledger[] = [];

beforeEach(() => {
  folder = scratchFolder();
  path = join(folder.path, 'ledger.db');
});
afterEach(() => {
  for (const ledger of open.splice(0)) ledger.close();
  folder.remove();
});

function ledgerWith(fault: Fault | null = null): Ledger {
  const ledger = new Ledger(path, fault);
  open.push(ledger);
  return ledger;
}

const entry = (message: LedgerEntry['message']): LedgerEntry => ({
  message,
  merchantId: IDS.merchantId,
  panProof: 'absent',
  atMs: 1_800_000_000_000,
});
const take = (ledger: Ledger, message: LedgerEntry['message']): ContractAnswer =>
  ledger.commit(() => ledger.take(entry(message), () => APPROVED).answer);
const states = (): string[] => readLedger(path).map(({ key, state }) => `${key} ${state}`);

describe('the healthy ledger', () => {
  it('writes with FULL and WAL, read back', () => {
    const { database } = ledgerWith();
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('holds one row for a key, whatever comes and in whatever order, and counts the repeats', () => {
    const ledger = ledgerWith();
    expect(take(ledger, request(1)).outcome).toBe('POSTED');
    expect(take(ledger, advice(1)).outcome).toBe('ALREADY_POSTED');
    expect(take(ledger, advice(1, 99)).outcome).toBe('CONFLICT');
    expect(readLedger(path)).toMatchObject([{ state: 'posted', amount: 1250, first_message: 'request', repeats: 2 }]);
    expect(take(ledger, reversal(1)).outcome).toBe('REVERSED');
    expect(take(ledger, reversal(2)).outcome).toBe('REVERSED');
    expect(take(ledger, advice(2)).outcome).toBe('REVERSED');
    expect(states()).toEqual([`${keyText(keyOf(1))} reversed`, `${keyText(keyOf(2))} reversed`]);
    expect(readLedger(path)[1]).toMatchObject({ posted_at_ms: null, reversed_at_ms: 1_800_000_000_000 });
  });

  it('declines a copy of a request that it declined, whatever the issuer says by then, and only that', () => {
    const ledger = ledgerWith();
    const declined = ledger.commit(
      () => ledger.take(entry(request(1)), () => ({ approved: false, responseCode: '51' })).answer,
    );
    expect(declined).toMatchObject({ outcome: 'REJECTED', responseCode: '51' });
    expect(take(ledger, request(1))).toMatchObject({ outcome: 'REJECTED', responseCode: '51', posted: null });
    expect(states()).toEqual([]);
    // The terminal never heard the answer and the card said yes without it.
    expect(take(ledger, advice(1)).outcome).toBe('POSTED');
    expect(take(ledger, request(1)).outcome).toBe('ALREADY_POSTED');
    expect(take(ledger, request(2)).outcome).toBe('POSTED');
  });

  it('has the rule in its schema: a second row for a key is refused by SQLite itself', () => {
    const ledger = ledgerWith();
    take(ledger, advice(1));
    const columns = `key, merchant, terminal, epoch, number, type, batch, deferred, state, first_message, amount, currency, exponent, stan, rrn, response_code,
      pan_proof, terminal_time_ms`;
    const again = `INSERT INTO ledger (${columns}) SELECT ${columns} FROM ledger`;
    expect(() => ledger.database.exec(again)).toThrow(/UNIQUE/);
  });

  it('cannot hold a clear card number', () => {
    const ledger = ledgerWith();
    take(ledger, advice(1));
    const set = ledger.database.prepare('UPDATE ledger SET masked_pan = ?');
    expect(() => set.run('4761739001010119')).toThrow(/CHECK/);
    expect(() => set.run('476173******0119')).not.toThrow();
  });

  it('keeps all of a commit or nothing of it', () => {
    const ledger = ledgerWith();
    const half = (): void =>
      ledger.commit(() => {
        ledger.take(entry(advice(1)), () => APPROVED);
        throw new Error('power');
      });
    expect(half).toThrow('power');
    expect(states()).toEqual([]);
  });

  it('survives being closed and opened', () => {
    const first = ledgerWith();
    const { rrn } = take(first, advice(1));
    first.close();
    first.close();
    expect(take(ledgerWith(), advice(1))).toMatchObject({ outcome: 'ALREADY_POSTED', rrn });
  });

  it('refuses a book of another version, and leaves it as it was', () => {
    const old = new Database(path);
    old.exec('CREATE TABLE ledger (key TEXT)');
    old.close();
    expect(() => ledgerWith()).toThrow(`version 0, this host writes ${LEDGER_VERSION}: give it a new file`);
    const same = new Database(path, { readonly: true });
    expect(same.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['ledger']);
    same.close();
  });

  it('prints what it holds, with masked card and both outcomes', () => {
    const ledger = ledgerWith();
    take(ledger, { ...advice(1), type: 'refund', deferred: true, batch: 7 });
    take(ledger, { ...reversal(1), batch: 8 });
    take(ledger, { ...reversal(2), batch: 9 });
    const text = printLedger(readLedger(path));
    expect(text).toContain('12.50 EUR');
    expect(text).toMatch(/refund +│? *reversed/);
    expect(text).toContain('deferred advice');
    expect(text).toContain('7, reversed in 8');
    expect(text).toMatch(/│ reversed in 9/);
    expect(text).toContain('476173******0119');
    expect(text).toContain('never');
  });
});

describe('backup and restore', () => {
  it('gives back yesterday’s book: what came since is posted again, the rest is known', async () => {
    const ledger = ledgerWith();
    take(ledger, advice(1));
    const file = join(folder.path, 'backup.db');
    await ledger.backup(file);
    take(ledger, advice(2));
    take(ledger, reversal(1));
    const reader = new Database(path, { readonly: true });
    ledger.restore(file);
    expect(states()).toEqual([`${keyText(keyOf(1))} posted`]);
    expect(reader.prepare('SELECT count(*) FROM ledger').pluck().get()).toBe(1); // one who has it open sees it too
    reader.close();
    expect([advice(1), advice(2), reversal(1)].map((message) => take(ledger, message).outcome)).toEqual([
      'ALREADY_POSTED',
      'POSTED',
      'REVERSED',
    ]);
    expect(ledger.database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('replaces an older backup, and leaves one whole file', async () => {
    const ledger = ledgerWith();
    const file = join(folder.path, 'backup.db');
    await ledger.backup(file);
    take(ledger, advice(1));
    await ledger.backup(file);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('backup'))).toEqual(['backup.db']);
    expect(readLedger(file)).toMatchObject([{ state: 'posted' }]);
  });

  it('refuses what is no backup, and keeps its book', () => {
    const ledger = ledgerWith();
    take(ledger, advice(1));
    const file = join(folder.path, 'other.db');
    expect(() => ledger.restore(file)).toThrow('no backup');
    new Database(file).exec('CREATE TABLE notes (text)').close();
    expect(() => ledger.restore(file)).toThrow(`no backup of a ledger of version ${LEDGER_VERSION} but of 0`);
    writeFileSync(file, 'a letter to the bank '.repeat(100));
    expect(() => ledger.restore(file)).toThrow();
    expect(states()).toEqual([`${keyText(keyOf(1))} posted`]);
    expect(take(ledger, advice(2)).outcome).toBe('POSTED');
  });
});

describe('broken variants', () => {
  it('no-dedupe posts again', () => {
    const ledger = ledgerWith('no-dedupe');
    expect(take(ledger, request(1)).outcome).toBe('POSTED');
    expect(take(ledger, advice(1)).outcome).toBe('POSTED');
    expect(states()).toHaveLength(2);
    ledger.close();
    expect(() => new Ledger(path)).toThrow(/UNIQUE/); // a healthy host does not take such a book over
  });

  it('wrong-amount posts another amount and says so, also on a repeat', () => {
    const ledger = ledgerWith('wrong-amount');
    expect(take(ledger, advice(1)).posted?.amount).toBe(1251);
    expect(take(ledger, advice(1))).toMatchObject({ outcome: 'ALREADY_POSTED', posted: { amount: 1251 } });
    expect(readLedger(path)[0]!.amount).toBe(1251);
  });

  it('forgets-tombstones posts the original that comes after its reversal', () => {
    const ledger = ledgerWith('forgets-tombstones');
    expect(take(ledger, reversal(1)).outcome).toBe('REVERSED');
    expect(take(ledger, advice(1)).outcome).toBe('POSTED');
  });

  it('answer-before-commit answers what is not on the disk yet', () => {
    const ledger = ledgerWith('answer-before-commit');
    expect(take(ledger, advice(1)).outcome).toBe('POSTED');
    expect(take(ledger, advice(1)).outcome).toBe('ALREADY_POSTED');
    const outside = new Database(path, { readonly: true });
    const count = outside.prepare('SELECT count(*) FROM ledger').pluck();
    expect(count.get()).toBe(0);
    ledger.close();
    expect(count.get()).toBe(1);
    outside.close();
  });
});

describe('what the host keeps about terminals', () => {
  const head = (number: number, mac = 'aa'.repeat(32)) => ({ entry: number, mac, epoch: EPOCH, sequence: 0 });

  it('witnesses heads: new, known, behind, forked', () => {
    const file = new TerminalFile(ledgerWith().database);
    expect(file.witness('T1', head(5), 1)).toBe('new');
    expect(file.witness('T1', head(5), 2)).toBe('known');
    expect(file.witness('T1', head(3), 3)).toBe('behind');
    expect(file.witness('T1', head(5, 'bb'.repeat(32)), 4)).toBe('forked');
    expect(file.witness('T2', head(5, 'bb'.repeat(32)), 5)).toBe('new');
  });

  it('keeps a bounded number of heads', () => {
    const ledger = ledgerWith();
    const file = new TerminalFile(ledger.database);
    ledger.commit(() => {
      for (let number = 1; number <= 400; number += 1) file.witness('T1', head(number), number);
    });
    const kept = ledger.database.prepare('SELECT count(*) AS count, min(entry) AS first FROM witness').get();
    expect(kept).toEqual({ count: 256, first: 145 });
  });

  it('lets no late death hide a newer birth', () => {
    const file = new TerminalFile(ledgerWith().database);
    const status = (presence: 'birth' | 'death', number: number) => ({
      kind: 'status' as const,
      presence,
      session: `000000000000000${number}`,
      sessionNumber: number,
      agentVersion: '1',
      continues: [],
      head: null,
    });
    expect(file.presence(IDS, status('birth', 1), 1)).toBe(true);
    expect(file.presence(IDS, status('birth', 2), 2)).toBe(true);
    expect(file.presence(IDS, status('death', 1), 3)).toBe(false);
    expect(file.terminals()).toMatchObject([{ presence: 'birth', session_number: 2 }]);
    expect(file.presence(IDS, status('death', 2), 4)).toBe(true);
    expect(file.terminals()).toMatchObject([{ presence: 'death' }]);
  });

  it('names the posting sequences that are missing', () => {
    const file = new TerminalFile(ledgerWith().database);
    const saw = (sequence: number, kind: 'advice' | 'reversal' | 'totals'): boolean =>
      file.sawSequence({ terminalId: IDS.terminalId, epoch: EPOCH, sequence, kind, about: 'something', done: true });
    for (const sequence of [1, 2, 4, 4]) saw(sequence, 'advice');
    saw(7, 'totals');
    expect(file.gaps()).toEqual([{ terminal: IDS.terminalId, epoch: EPOCH, highest: 7, missing: [3, 5, 6] }]);
    expect(file.held()).toEqual([{ terminal: IDS.terminalId, epoch: EPOCH, afterSequence: 2, afterTransaction: 0 }]);
    for (const sequence of [3, 5, 6]) saw(sequence, 'reversal');
    expect(file.held()).toMatchObject([{ afterSequence: 7 }]);
    expect(file.gaps()).toEqual([]);
    // A fork fills no gap and hides none.
    file.sawSequence({ terminalId: IDS.terminalId, epoch: EPOCH, sequence: 9, kind: 'advice', about: 'a', done: true });
    file.sawSequence({
      terminalId: IDS.terminalId,
      epoch: EPOCH,
      sequence: 9,
      kind: 'advice',
      about: 'b',
      done: false,
    });
    expect(file.gaps()).toMatchObject([{ missing: [8] }]);
    saw(8, 'advice');
    expect(file.held()).toMatchObject([{ afterSequence: 8 }]);
    expect(file.forks()).toMatchObject([{ sequence: 9, records: ['advice a', 'advice b'] }]);
  });

  it('does not count as held what arrived and was refused: a restored host must ask for it', () => {
    const file = new TerminalFile(ledgerWith().database);
    const saw = (sequence: number, done: boolean): boolean =>
      file.sawSequence({
        terminalId: IDS.terminalId,
        epoch: EPOCH,
        sequence,
        kind: 'reversal',
        about: 'something',
        done,
      });
    saw(1, true);
    saw(2, false);
    saw(3, true);
    expect([file.gaps(), file.held()]).toMatchObject([[], [{ afterSequence: 1 }]]);
    saw(2, true);
    saw(2, false);
    expect(file.held()).toMatchObject([{ afterSequence: 3 }]);
  });
});
