import { closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { TillpostError } from '../../domain/errors.js';
import { MIGRATIONS } from './migrations/index.js';
import { journalError, sqliteCode } from './sqlite-errors.js';

/** The one place that knows the driver; everything else in this folder sees this type. */
export type Database = Sqlite.Database;
export type Statement<Parameters extends unknown[], Row = unknown> = Sqlite.Statement<Parameters, Row>;

/** "TLPT": marks the file as a Tillpost journal (`file` and SQLite's header show it). */
export const APPLICATION_ID = 0x544c5054;
/** In-memory database of the simulated world: the same core without a file. */
export const MEMORY = ':memory:';

const FULL = 2;
const WAL_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Opens and takes the journal for this process alone, durable and with the present schema.
 *
 * @param path a file, made when missing, or MEMORY
 * @throws JOURNAL_NOT_A_DATABASE, JOURNAL_NEWER_SCHEMA, JOURNAL_FOREIGN (another program's database),
 *   JOURNAL_READ_ONLY, JOURNAL_FULL, JOURNAL_IO, JOURNAL_LOCKED, JOURNAL_NOT_DURABLE
 */
export function openDatabase(path: string): Database {
  let db: Database | undefined;
  try {
    // Nobody waits for a lock: only another agent could hold it.
    db = new Sqlite(path, { timeout: 0 });
    configure(db);
    checkOwner(db, path);
    migrate(db, path);
    return db;
  } catch (error) {
    db?.close();
    throw refusal(error, path);
  }
}

/**
 * Opens a journal that nobody else has open, of exactly the present schema, and writes nothing to it.
 *
 * @throws as `openDatabase`; INVALID_REQUEST for an older schema
 */
export function openForReading(path: string): Database {
  let db: Database | undefined;
  try {
    db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 });
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('temp_store = MEMORY');
    checkOwner(db, path);
    checkVersion(db, path);
    return db;
  } catch (error) {
    db?.close();
    throw journalError(error, 'journal.verify', path);
  }
}

/**
 * Opens a copy that only this process knows of, of exactly the present schema, and takes it out of the WAL mode: it
 * is one file then, without -wal and -shm.
 *
 * @throws as `openDatabase`; INVALID_REQUEST for an older schema
 */
export function openCopy(path: string): Database {
  let db: Database | undefined;
  try {
    db = new Sqlite(path, { fileMustExist: true, timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('temp_store = MEMORY');
    checkOwner(db, path);
    checkVersion(db, path);
    db.pragma('synchronous = FULL');
    db.pragma('journal_mode = DELETE');
    return db;
  } catch (error) {
    db?.close();
    throw journalError(error, 'journal.backup', path);
  }
}

function configure(db: Database): void {
  // Before the first access: the wal-index then lives in heap memory and the lock is held until close
  // or death (a POSIX lock, so kill -9 leaves nothing behind). Nobody else has business in the file.
  db.pragma('locking_mode = EXCLUSIVE');
  const mode = db.pragma('journal_mode = WAL', { simple: true });
  if (mode !== (db.memory ? 'memory' : 'wal')) {
    throw notDurable(`journal mode is ${String(mode)}, not wal`);
  }
  db.pragma('synchronous = FULL');
  assertDurable(db);
  db.pragma('foreign_keys = ON');
  db.pragma('secure_delete = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  // Sorting must not spill card data into files of its own.
  db.pragma('temp_store = MEMORY');
  db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
  // Takes the lock now rather than at the first sale.
  db.exec('BEGIN EXCLUSIVE; COMMIT');
}

/**
 * Storage rules, Durability: FULL on every open, read back. better-sqlite3 is compiled with WAL → NORMAL, and NORMAL
 * loses committed rows on a power cut.
 *
 * @throws JOURNAL_NOT_DURABLE
 */
export function assertDurable(db: Database): void {
  const level = synchronousLevel(db);
  if (level !== FULL) throw notDurable(`synchronous is ${level}, not ${FULL} (FULL)`);
}

export function synchronousLevel(db: Database): number {
  return db.pragma('synchronous', { simple: true }) as number;
}

function notDurable(what: string): TillpostError {
  return new TillpostError('JOURNAL_NOT_DURABLE', `a commit would not survive a power cut: ${what}`, {
    operation: 'journal.open',
    hint: 'The SQLite in use does not obey its settings: reinstall the program with its own better-sqlite3.',
  });
}

function checkOwner(db: Database, path: string): void {
  const id = db.pragma('application_id', { simple: true }) as number;
  if (id === APPLICATION_ID) return;
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (id === 0 && tables === 0) return;
  throw new TillpostError('JOURNAL_FOREIGN', 'the file is a database of another program', {
    operation: 'journal.open',
    subject: path,
    hint: 'Check state.dir in the configuration. The file was left as it is.',
  });
}

/**
 * Tables, indexes, and triggers, which a journal has none of, as the migrations make them. The text decides what
 * SQLite does with a row, and no entry vouches for it.
 *
 * @returns the name of the first that is missing, added or other than the program's; null when all are alike
 */
export function strangeSchema(db: Database): string | null {
  modelSchema ??= schemaOfModel();
  const [found, expected] = [schemaOf(db), modelSchema];
  const names = new Set([...found.keys(), ...expected.keys()]);
  return [...names].find((name) => found.get(name) !== expected.get(name)) ?? null;
}

/** Always the same in one program: made at the first check. */
let modelSchema: ReadonlyMap<string, string> | null = null;

function schemaOfModel(): ReadonlyMap<string, string> {
  const model = new Sqlite(MEMORY);
  try {
    migrate(model, MEMORY);
    return schemaOf(model);
  } finally {
    model.close();
  }
}

function schemaOf(db: Database): ReadonlyMap<string, string> {
  const rows = db
    .prepare<[], { type: string; name: string; tbl_name: string; sql: string | null }>(
      'SELECT type, name, tbl_name, sql FROM sqlite_schema',
    )
    .all();
  return new Map(rows.map((row) => [row.name, JSON.stringify(row)]));
}

function checkVersion(db: Database, path: string): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > MIGRATIONS.length) throw newerSchema(version, path);
  if (version < MIGRATIONS.length) {
    throw new TillpostError('INVALID_REQUEST', `journal schema ${version} is older than ${MIGRATIONS.length}`, {
      operation: 'journal.verify',
      subject: path,
      hint: 'Start the agent once: it brings the journal up to date and checks it.',
    });
  }
}

function migrate(db: Database, path: string): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > MIGRATIONS.length) throw newerSchema(version, path);
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${index + 1}`);
    }).exclusive();
  }
}

function newerSchema(version: number, path: string): TillpostError {
  return new TillpostError('JOURNAL_NEWER_SCHEMA', `journal schema ${version} is newer than ${MIGRATIONS.length}`, {
    operation: 'journal.open',
    subject: path,
    hint: 'Install the version of Tillpost that wrote it, or a later one. The file was left as it is.',
  });
}

/** SQLite says CANTOPEN for whatever the system refused: ask the system why. */
function refusal(thrown: unknown, path: string): TillpostError {
  if (sqliteCode(thrown)?.startsWith('SQLITE_CANTOPEN') === true) {
    try {
      closeSync(openSync(path, 'a', 0o600));
    } catch (error) {
      return journalError(error, 'journal.open', path);
    }
  }
  return journalError(thrown, 'journal.open', path);
}
