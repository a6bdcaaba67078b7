import type { TillpostError } from '../../domain/errors.js';
import type { Applied } from '../../ports/index.js';
import type { Tail } from '../books/entries.js';
import type { Writer } from '../books/writer.js';
import type { EntryChain } from '../chain/entry-chain.js';
import { type ChainPoint, verifyFrom } from '../check/verify.js';
import type { Database } from '../file/database.js';
import type { Space } from '../file/space.js';
import { isFatal, journalError } from '../file/sqlite-errors.js';
import type { BatchQueries } from '../tables/batch-queries.js';
import type { WriteCall } from './calls.js';
import type { Outcome } from './core-parts.js';

/** The chain is read back and the good point moved on after so many entries: what a start checks at most, twice. */
const VERIFY_EVERY = 512;

export interface CommitParts {
  readonly db: Database;
  readonly path: string;
  readonly chain: EntryChain;
  readonly space: Space;
  readonly tail: Tail;
  readonly verified: ChainPoint;
  readonly writer: Writer;
  readonly batches: BatchQueries;
}

/** Groups of writes, each group one SQLite transaction, each write in its own savepoint within it. */
export class Commits {
  readonly #parts: CommitParts;
  #verified: ChainPoint;
  #durable: Tail;
  #openBatch: number;
  #commits = 0;
  #operations = 0;
  /** What the group that runs, or ran last, has changed. */
  #applied: Applied[] = [];

  constructor(parts: CommitParts) {
    this.#parts = parts;
    this.#verified = parts.verified;
    this.#durable = parts.tail;
    this.#openBatch = parts.batches.newest() ?? 1;
  }

  /** Newest entry that is on the disk. */
  get durable(): Tail {
    return this.#durable;
  }

  get openBatch(): number {
    return this.#openBatch;
  }

  get commits(): number {
    return this.#commits;
  }

  get operations(): number {
    return this.#operations;
  }

  /** What the last group that was committed changed, in its order. */
  get applied(): readonly Applied[] {
    return this.#applied;
  }

  /**
   * @param carry takes what rides on a write; only where the group has something to commit
   * @returns outcomes in the order of the writes, all of them on the disk
   * @throws what is everybody's, a full or failing disk: then nothing of the group is in the journal
   */
  run(
    writes: readonly WriteCall[],
    write: (call: WriteCall) => unknown,
    carry: (call: WriteCall) => void,
  ): readonly Outcome[] {
    const { space } = this.#parts;
    try {
      return this.#attempt(writes, write, carry);
    } catch (error) {
      const failure = this.#undone(error);
      // With the reserve given back it may go well.
      if (failure.code !== 'JOURNAL_FULL' || !space.release()) throw failure;
    }
    try {
      return this.#attempt(writes, write, carry);
    } catch (error) {
      throw this.#undone(error);
    }
  }

  /** Within a write, or as one: its own savepoint. @throws what is everybody's */
  alone<Result>(operation: string, work: () => Result): Outcome<Result> {
    const { db, writer, path } = this.#parts;
    const { tail } = writer;
    const changes = this.#applied.length;
    db.exec('SAVEPOINT call');
    try {
      const value = work();
      db.exec('RELEASE call');
      return { ok: true, value };
    } catch (error) {
      const failure = journalError(error, operation, path);
      // The disk's trouble is everybody's: the whole group is rolled back. A refused sale is a disk that is
      // not full yet, and its own. The error goes on as it came, so that a savepoint around this one judges alike.
      if (isFatal(failure) || (failure.code === 'JOURNAL_FULL' && error !== failure)) throw error;
      db.exec('ROLLBACK TO call; RELEASE call');
      writer.tail = tail;
      this.#applied.length = changes;
      return { ok: false, error: failure };
    }
  }

  /** To be told after the commit. */
  note(applied: Applied): Applied {
    this.#applied.push(applied);
    return applied;
  }

  #attempt(
    writes: readonly WriteCall[],
    write: (call: WriteCall) => unknown,
    carry: (call: WriteCall) => void,
  ): readonly Outcome[] {
    const { db, writer, batches } = this.#parts;
    this.#applied = [];
    const before = writer.tail;
    db.exec('BEGIN IMMEDIATE');
    const outcomes = writes.map((call) => this.alone(`journal.${call.name}`, () => write(call)));
    if (writer.tail === before) {
      // Nothing was written (a repeated sale, a refused event): no fsync for that.
      db.exec('ROLLBACK');
      return outcomes;
    }
    writes.forEach(carry);
    const verified = this.#readBack();
    const openBatch = batches.newest() ?? 1;
    db.exec('COMMIT');
    this.#verified = verified;
    this.#openBatch = openBatch;
    this.#durable = writer.tail;
    this.#commits += 1;
    this.#operations += outcomes.filter((outcome) => outcome.ok).length;
    return outcomes;
  }

  /** Keeps the next start short: checks what has been added since the last good point, once it is much. */
  #readBack(): ChainPoint {
    const { db, chain, writer } = this.#parts;
    if (writer.tail.entry - this.#verified.entry < VERIFY_EVERY) return this.#verified;
    return markVerified(db, chain, this.#verified, writer.tail);
  }

  #undone(error: unknown): TillpostError {
    const { db, writer, path } = this.#parts;
    this.#applied = [];
    writer.tail = this.#durable;
    // A full disk or an I/O error may have rolled back already.
    if (db.inTransaction) db.exec('ROLLBACK');
    return journalError(error, 'journal.commit', path);
  }
}

/** Checks from a good point to the head and stores the head as the new one. Inside a SQLite transaction. */
export function markVerified(db: Database, chain: EntryChain, from: ChainPoint, head: ChainPoint): ChainPoint {
  verifyFrom(db, chain, from);
  db.prepare('UPDATE meta SET verified_entry = ?, verified_mac = ?').run(head.entry, head.mac);
  return { entry: head.entry, mac: head.mac };
}
