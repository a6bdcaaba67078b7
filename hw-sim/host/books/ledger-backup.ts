import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { BOOK_TABLES, LEDGER_VERSION } from './ledger-schema.js';

/**
 * Backup and restore of the book while the host goes on. The backup is SQLite's own, which sees one instant of
 * the file; the restore is one transaction, so that a kill leaves either book and a reader sees either book.
 */

/** @param file replaced when it exists; whole or absent, never half */
export async function backupBook(database: Database.Database, file: string): Promise<void> {
  const unfinished = `${file}.part`;
  rmSync(unfinished, { force: true });
  await database.backup(unfinished);
  const copy = new Database(unfinished, { fileMustExist: true });
  copy.pragma('journal_mode = DELETE'); // one file, without a log beside it
  copy.close();
  renameSync(unfinished, file);
}

/** @throws Error when the file is missing or no backup of this version; the book is then as it was */
export function restoreBook(database: Database.Database, file: string): void {
  if (!existsSync(file)) throw new Error(`no backup ${file}`); // ATTACH would make an empty one
  database.prepare('ATTACH ? AS backup').run(file);
  try {
    const version = database.pragma('backup.user_version', { simple: true });
    if (version !== LEDGER_VERSION) {
      throw new Error(`${file} is no backup of a ledger of version ${LEDGER_VERSION} but of ${String(version)}`);
    }
    database
      .transaction(() => {
        for (const table of BOOK_TABLES) {
          database.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM backup.${table}`);
        }
      })
      .immediate();
  } finally {
    database.exec('DETACH backup');
  }
}
