import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { keyText } from '../../../src/domain/key.js';
import { drawFresh } from '../../../src/journal/core/recovery.js';
import { APPLICATION_ID, assertDurable, openDatabase } from '../../../src/journal/file/database.js';
import { SCHEMA_VERSION } from '../../../src/journal/file/schema.js';
import { SystemRandom } from '../../../src/platform/system-random.js';
import { approveOffline, ask, bootCore, FRESH, order } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

const NOBODY = 65_534;
const OTHER_EPOCH = { ...FRESH, epoch: '00000000000000aa', mark: 'aabbccdd' };

describe('opening the journal', () => {
  const scratch = scratchDirectories();

  /** A journal with one approved sale in it, closed. */
  function filled(): { directory: string; path: string } {
    const directory = scratch();
    const { store } = bootCore(directory);
    const { transaction } = ask(store, 'begin', order());
    ask(store, 'apply', transaction.key, approveOffline());
    store.close();
    return { directory, path: join(directory, 'journal.db') };
  }

  it('gives no key twice, whatever copy of the state is started', () => {
    const { directory } = filled();
    const random = new SystemRandom();
    const copies = [scratch(), scratch(), scratch()];
    for (const copy of copies) cpSync(directory, copy, { recursive: true });
    const given = [directory, ...copies].flatMap((it) => {
      const { store } = bootCore(it, { fresh: drawFresh(random) });
      const keys = [order(), order(), order()].map((sale) => ask(store, 'begin', sale).transaction.key);
      for (const key of keys) expect(ask(store, 'transaction', key)?.transaction.key).toEqual(key);
      store.close();
      return keys;
    });
    expect(new Set(given.map(({ epoch }) => epoch)).size).toBe(1);
    expect(given.map(({ number }) => number)).toEqual([2, 3, 4, 2, 3, 4, 2, 3, 4, 2, 3, 4]);
    expect(new Set(given.map(keyText)).size).toBe(given.length);
    // Nothing that the other one gave is taken for its own.
    const { store } = bootCore(directory);
    expect(given.slice(0, 3).every((key) => ask(store, 'transaction', key) !== null)).toBe(true);
    expect(given.slice(3).every((key) => ask(store, 'transaction', key) === null)).toBe(true);
    store.close();
  });

  it('makes files that only their owner can read', () => {
    const parent = scratch();
    const directory = join(parent, 'state');
    const { store } = bootCore(directory, { reserveBytes: 4096 });
    ask(store, 'begin', order());
    const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    expect(mode(directory)).toBe('700');
    for (const name of readdirSync(directory)) expect(`${name} ${mode(join(directory, name))}`).toBe(`${name} 600`);
    expect(readdirSync(directory).sort()).toEqual([
      'journal.db',
      'journal.db-wal',
      'journal.db.reserve',
      'journal.key',
    ]);
    store.close();
  });

  // Found by the damage row, seed 2: one flipped byte of a CHECK's text calls a function that is not there.
  it('sets a journal aside whose schema is damaged, and begins a new one', () => {
    const { directory, path } = filled();
    const db = new Sqlite(path);
    // Defensive mode off: SQLite itself would not let its schema be edited.
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    db.prepare("UPDATE sqlite_schema SET sql = replace(sql, 'state IN (', 'state$IN(') WHERE name = 'posting'").run();
    db.close();
    const { store, report } = bootCore(directory);
    expect(report).toMatchObject({ created: true, quarantined: `${path}.quarantine-1` });
    expect(report.problem).toContain('schema is damaged');
    ask(store, 'begin', order());
    store.close();
  });

  it('refuses a directory that others may enter', async () => {
    const directory = scratch();
    chmodSync(directory, 0o755);
    const error = await thrownBy(() => bootCore(directory));
    expect(error).toMatchObject({ code: 'CONFIG_PERMISSIONS', subject: directory });
    expect(error.hint).toContain('chmod 700');
  });

  it('opens with synchronous FULL, and refuses a handle set to NORMAL', async () => {
    const db = openDatabase(join(scratch(), 'journal.db'));
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('secure_delete', { simple: true })).toBe(1);
    expect(db.pragma('trusted_schema', { simple: true })).toBe(0);
    assertDurable(db);
    db.pragma('synchronous = NORMAL');
    expect(await thrownBy(() => assertDurable(db))).toMatchObject({ code: 'JOURNAL_NOT_DURABLE' });
    db.close();
  });

  it('treats an empty file as new', () => {
    const directory = scratch();
    writeFileSync(join(directory, 'journal.db'), '', { mode: 0o600 });
    const { store, report } = bootCore(directory);
    expect(report).toMatchObject({ created: true, quarantined: null });
    store.close();
  });

  it('finishes a creation that was cut off, wherever it was', () => {
    const directory = scratch();
    writeFileSync(join(directory, 'journal.key.new'), 'half a k', { mode: 0o600 });
    openDatabase(join(directory, 'journal.db')).close();
    const first = bootCore(directory);
    expect(first.report).toMatchObject({ created: true, quarantined: null });
    first.store.close();
    // The key alone, as when the file of the journal never came to be.
    rmSync(join(directory, 'journal.db'));
    const second = bootCore(directory);
    expect(second.report.created).toBe(true);
    ask(second.store, 'begin', order());
    second.store.close();
  });

  it('sets aside what is no database, byte for byte, and begins anew under another epoch', () => {
    const { directory, path } = filled();
    const noise = Buffer.alloc(8192, 'no database ');
    writeFileSync(path, noise);
    const { store, report } = bootCore(directory, { fresh: OTHER_EPOCH });
    expect(report).toMatchObject({ created: true, quarantined: `${path}.quarantine-1` });
    expect(report.problem).toContain('SQLITE_NOTADB');
    expect(readFileSync(`${path}.quarantine-1`).equals(noise)).toBe(true);
    expect(store.identity.epoch).toBe(OTHER_EPOCH.epoch);
    expect(ask(store, 'begin', order()).transaction.key.number).toBe(1);
    store.close();

    writeFileSync(path, noise);
    const again = bootCore(directory);
    expect(again.report.quarantined).toBe(`${path}.quarantine-2`);
    again.store.close();
  });

  it('sets aside a damaged schema', () => {
    const { directory, path } = filled();
    const bytes = readFileSync(path);
    // Page 1 behind the header: the b-tree of sqlite_schema.
    bytes.fill(0xff, 100, 200);
    writeFileSync(path, bytes);
    const { store, report } = bootCore(directory);
    expect(report.quarantined).toBe(`${path}.quarantine-1`);
    expect(report.problem).toContain('SQLITE_CORRUPT');
    store.close();
  });

  it('sets a -wal aside whose journal file is empty, where SQLite would delete it', () => {
    const { directory, path } = filled();
    const wal = Buffer.alloc(4096, 'frames');
    writeFileSync(path, '');
    writeFileSync(`${path}-wal`, wal);
    const { store, report } = bootCore(directory);
    expect(report.quarantined).toBe(`${path}.quarantine-1`);
    expect(readFileSync(`${path}.quarantine-1-wal`).equals(wal)).toBe(true);
    store.close();
  });

  it('sets nothing aside when it reopens after an error', async () => {
    const { directory, path } = filled();
    writeFileSync(path, Buffer.alloc(8192, 'no database '));
    const error = await thrownBy(() => bootCore(directory, { expectedEpoch: FRESH.epoch }));
    expect(error.code).toBe('JOURNAL_NOT_A_DATABASE');
    expect(readdirSync(directory).sort()).toEqual(['journal.db', 'journal.key']);
    rmSync(path);
    expect((await thrownBy(() => bootCore(directory, { expectedEpoch: FRESH.epoch }))).code).toBe('JOURNAL_IO');
    expect(existsSync(path)).toBe(false);
  });

  it('refuses a newer schema and leaves it as it is', async () => {
    const { directory, path } = filled();
    const db = new Sqlite(path);
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    const before = readFileSync(path);
    const error = await thrownBy(() => bootCore(directory));
    expect(error).toMatchObject({ code: 'JOURNAL_NEWER_SCHEMA', subject: path });
    expect(error.hint).toBeDefined();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  // A flipped bit in SQLite's header: the tables are there, and no program ever wrote such a number.
  it.each([0, -1])('sets a journal aside that says schema %i', (version) => {
    const { directory, path } = filled();
    const db = new Sqlite(path);
    db.pragma(`user_version = ${version}`);
    db.close();
    const { store, report } = bootCore(directory);
    expect(report).toMatchObject({ created: true, quarantined: `${path}.quarantine-1` });
    expect(report.problem).toContain(`schema ${version}`);
    store.close();
  });

  it('refuses a database of another program', async () => {
    const directory = scratch();
    const path = join(directory, 'journal.db');
    const db = new Sqlite(path);
    db.exec('CREATE TABLE ledger (id INTEGER)');
    db.close();
    expect((await thrownBy(() => bootCore(directory))).code).toBe('JOURNAL_FOREIGN');
    const still = new Sqlite(path);
    expect(still.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['ledger']);
    expect(still.pragma('application_id', { simple: true })).not.toBe(APPLICATION_ID);
    still.close();
  });

  it('refuses the journal of another terminal', async () => {
    const { directory } = filled();
    const error = await thrownBy(() => bootCore(directory, { terminalId: 'T0000002' }));
    expect(error.code).toBe('JOURNAL_FOREIGN');
    expect(error.message).toContain('T0000001');
    bootCore(directory).store.close();
  });

  it('refuses a journal whose chain key is gone, readable by others or no key', async () => {
    const { directory } = filled();
    const key = join(directory, 'journal.key');
    const content = readFileSync(key);
    expect(content.toString()).toMatch(/^[0-9a-f]{64}$/);
    chmodSync(key, 0o640);
    expect(await thrownBy(() => bootCore(directory))).toMatchObject({ code: 'CONFIG_PERMISSIONS', subject: key });
    chmodSync(key, 0o600);
    writeFileSync(key, 'not a key');
    expect(await thrownBy(() => bootCore(directory))).toMatchObject({ code: 'CONFIG_INVALID', subject: key });
    rmSync(key);
    expect(await thrownBy(() => bootCore(directory))).toMatchObject({ code: 'CONFIG_MISSING', subject: key });
    expect(existsSync(key)).toBe(false);
    writeFileSync(key, content, { mode: 0o600 });
    bootCore(directory).store.close();
  });

  it('refuses a second opening while the first holds it', async () => {
    const { directory } = filled();
    const first = bootCore(directory);
    expect((await thrownBy(() => bootCore(directory))).code).toBe('JOURNAL_LOCKED');
    first.store.close();
    bootCore(directory).store.close();
  });

  it('refuses a journal that it may not write', async () => {
    const { directory, path } = filled();
    const refusedAs = async (name: string): Promise<void> => {
      const error = await asOrdinaryUser(directory, () => thrownBy(() => bootCore(directory)));
      expect(`${name}: ${error.code}`).toBe(`${name}: JOURNAL_READ_ONLY`);
      expect(error.hint).toBeDefined();
    };
    chmodSync(path, 0o400);
    await refusedAs('file');
    rmSync(path);
    chmodSync(directory, 0o500);
    await refusedAs('directory');
    chmodSync(directory, 0o700);
  });

  it('names a directory in place of the file and a file in place of the directory', async () => {
    const directory = scratch();
    mkdirSync(join(directory, 'journal.db'));
    expect((await thrownBy(() => bootCore(directory))).code).toBe('JOURNAL_IO');
    const file = join(directory, 'file');
    writeFileSync(file, '');
    expect((await thrownBy(() => bootCore(file))).code).toBe('JOURNAL_IO');
  });
});

/** Modes do not bind root: for root the call runs as nobody, who owns the files meanwhile. */
async function asOrdinaryUser<T>(directory: string, call: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return call();
  const give = (owner: number): void => {
    for (const name of ['.', ...readdirSync(directory)]) chownSync(join(directory, name), owner, owner);
  };
  give(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await call();
  } finally {
    process.seteuid?.(0);
    give(0);
  }
}
