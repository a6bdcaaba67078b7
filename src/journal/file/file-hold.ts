import { TillpostError } from '../../domain/errors.js';
import type { Database } from './database.js';
import { sizeOf } from './files.js';

/** What may gather in the WAL while the file is held. A device that is slower than the sales must not fill the disk. */
const WAL_MAX_BYTES = 64 * 1024 * 1024;
/** Rounds of maintenance, a minute each: the WAL holds settled cards until it is emptied. */
const ROUNDS_MAX = 10;
/** SQLite's own default, in pages. */
const AUTOCHECKPOINT_PAGES = 1000;

/**
 * Keeps the database file still while a backup copies it: what is committed meanwhile stays in the WAL, and only a
 * checkpoint moves it into the file. The one connection that there is makes no checkpoint while it holds.
 *
 * A hold that lasts too long, or grows the WAL too far, is given up; `free` then says so.
 */
export class FileHold {
  readonly #db: Database;
  readonly #path: string;
  #rounds: number | null = null;

  constructor(db: Database, path: string) {
    this.#db = db;
    this.#path = path;
  }

  /** @returns the file's length, bytes. @throws BUSY when it is held already, or cannot be made to stand still */
  take(): number {
    if (this.#rounds !== null) throw busy('a backup is being made', this.#path);
    // Everything into the file first: what is copied is the journal as of now.
    const [state] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
    if (state?.busy !== 0) throw busy('the WAL could not be emptied', this.#path);
    this.#db.pragma('wal_autocheckpoint = 0');
    this.#rounds = 0;
    return sizeOf(this.#path);
  }

  /** @returns false when nothing was held any more */
  free(): boolean {
    if (this.#rounds === null) return false;
    this.#rounds = null;
    this.#db.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`);
    return true;
  }

  /** After a commit. */
  look(): void {
    if (this.#rounds !== null && sizeOf(`${this.#path}-wal`) > WAL_MAX_BYTES) this.free();
  }

  /** Once in each round of maintenance: whether the WAL must be left alone in this one. */
  outlasts(): boolean {
    if (this.#rounds === null) return false;
    this.#rounds += 1;
    if (this.#rounds > ROUNDS_MAX) this.free();
    return this.#rounds !== null;
  }
}

function busy(message: string, path: string): TillpostError {
  return new TillpostError('BUSY', message, {
    operation: 'journal.backup',
    subject: path,
    retryable: true,
    hint: 'Wait until it is done.',
  });
}
