import { closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { TillpostError } from '../../domain/errors.js';
import { SCHEMA, SCHEMA_VERSION } from './schema.js';
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
 * Opens and takes the journal for this process alone, durable; makes its tables when it is new.
 *
 * @param path a file, made when missing, or MEMORY
 * @throws JOURNAL_NOT_A_DATABASE, JOURNAL_NEWER_SCHEMA, JOURNAL_FOREIGN (another program's database),
 *   JOURNAL_READ_ONLY, JOURNAL_FULL, JOURNAL_IO, JOURNAL_LOCKED, JOURNAL_NOT_DURABLE
 */
export function openDatabase(path: string): Database {
  // Nobody waits for a lock: only another agent could hold it.
  const prepare = (db: Database): void => {
    takeDurably(db);
    distrust(db);
    if (isNew(db)) create(db);
    else checkSchema(db, path);
  };
  return opened(path, {}, prepare, (thrown) => refusal(thrown, path));
}

/**
 * Opens a journal that nobody else has open and writes nothing to it.
 *
 * @throws as `openDatabase`
 */
export function openForReading(path: string): Database {
  const prepare = (db: Database): void => {
    distrust(db);
    checkSchema(db, path);
  };
  const options = { readonly: true, fileMustExist: true };
  return opened(path, options, prepare, (thrown) => journalError(thrown, 'journal.verify', path));
}

/**
 * Opens a copy that only this process knows of and takes it out of the WAL mode: it is one file then, without -wal
 * and -shm.
 *
 * @throws as `openDatabase`
 */
export function openCopy(path: string): Database {
  const prepare = (db: Database): void => {
    db.pragma('locking_mode = EXCLUSIVE');
    distrust(db);
    checkSchema(db, path);
    db.pragma('synchronous = FULL');
    db.pragma('journal_mode = DELETE');
  };
  return opened(path, { fileMustExist: true }, prepare, (thrown) => journalError(thrown, 'journal.backup', path));
}

function opened(
  path: string,
  options: Sqlite.Options,
  prepare: (db: Database) => void,
  explained: (thrown: unknown) => TillpostError,
): Database {
  let db: Database | undefined;
  try {
    db = new Sqlite(path, { ...options, timeout: 0 });
    prepare(db);
    return db;
  } catch (error) {
    db?.close();
    throw explained(error);
  }
}

function takeDurably(db: Database): void {
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
  db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
  // Takes the lock now rather than at the first sale.
  db.exec('BEGIN EXCLUSIVE; COMMIT');
}

/** The file may be damaged or somebody's work. */
function distrust(db: Database): void {
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  // Sorting must not spill card data into files of its own.
  db.pragma('temp_store = MEMORY');
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

function isNew(db: Database): boolean {
  return (
    applicationOf(db) === 0 && (db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0) === 0
  );
}

function applicationOf(db: Database): number {
  return db.pragma('application_id', { simple: true }) as number;
}

function create(db: Database): void {
  db.transaction(() => {
    db.exec(SCHEMA);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  }).exclusive();
}

/** Whether the file is a journal that this program can read. */
function checkSchema(db: Database, path: string): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (!isNew(db) && applicationOf(db) !== APPLICATION_ID) {
    throw new TillpostError('JOURNAL_FOREIGN', 'the file is a database of another program', {
      operation: 'journal.open',
      subject: path,
      hint: 'Check state.dir in the configuration. The file was left as it is.',
    });
  }
  if (version > SCHEMA_VERSION) {
    throw new TillpostError('JOURNAL_NEWER_SCHEMA', `journal schema ${version} is newer than ${SCHEMA_VERSION}`, {
      operation: 'journal.open',
      subject: path,
      hint: 'Install the version of Tillpost that wrote it, or a later one. The file was left as it is.',
    });
  }
  if (version !== SCHEMA_VERSION) {
    throw new TillpostError('JOURNAL_NOT_A_DATABASE', `the file says schema ${version}, which no journal has`, {
      operation: 'journal.open',
      subject: path,
      hint: 'Start the agent: it sets the file aside, or finishes it when it was cut off while being made.',
    });
  }
}

/**
 * Tables, indexes, and triggers, which a journal has none of, as `schema.ts` makes them. The text decides what
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
    create(model);
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
