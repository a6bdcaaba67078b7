import { asTillpostError, TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import type { ChainHead, JournalIdentity, Resendable } from '../../ports/index.js';
import type { Tail } from '../books/entries.js';
import { Writer } from '../books/writer.js';
import { type EntryChain } from '../chain/entry-chain.js';
import { type ChainPoint, verifyAll, verifyFrom } from '../check/verify.js';
import { type Database, synchronousLevel } from '../file/database.js';
import { FileHold } from '../file/file-hold.js';
import type { Space } from '../file/space.js';
import { isFatal, journalError } from '../file/sqlite-errors.js';
import { BatchQueries } from '../tables/batch-queries.js';
import { Queries } from '../tables/queries.js';
import type { KeyRoot } from '../tables/rows.js';
import type { Call, CallArgs, Outcome, ReadCall, Status, WriteCall } from './calls.js';
import { isWrite } from './calls.js';

/** The chain is read back and the good point moved on after so many entries: what a start checks at most, twice. */
const VERIFY_EVERY = 512;

export interface StoreParts {
  readonly db: Database;
  readonly path: string;
  readonly root: KeyRoot;
  readonly chain: EntryChain;
  readonly space: Space;
  readonly tail: Tail;
  readonly verified: ChainPoint;
}

/**
 * The journal's core, synchronous: calls that waited together go in, their outcomes come out. All writes of
 * one `serve` share one commit, each in its own savepoint, so that one that fails fails alone.
 */
export class Store {
  readonly identity: JournalIdentity;
  readonly #parts: StoreParts;
  readonly #queries: Queries;
  readonly #batches: BatchQueries;
  readonly #writer: Writer;
  #openBatch: number;
  #verified: ChainPoint;
  /** Newest entry that is on the disk. */
  #durable: Tail;
  #failure: TillpostError | null = null;
  #commits = 0;
  #operations = 0;
  #checkpointed = 0;
  readonly #hold: FileHold;

  constructor(parts: StoreParts) {
    const { db, root, chain, space, tail } = parts;
    this.#parts = parts;
    this.#queries = new Queries(db, root);
    this.#batches = new BatchQueries(db, root);
    this.#writer = new Writer({ db, root, chain, space, tail, queries: this.#queries, batchQueries: this.#batches });
    this.#openBatch = this.#batches.newest() ?? 1;
    this.#durable = tail;
    this.#verified = parts.verified;
    this.#hold = new FileHold(db, parts.path);
    this.identity = { ...root, sequenceAtOpen: tail.postings };
  }

  /** Why nothing more may be asked of this store: close it and open a new one. Null while all is well. */
  get failure(): TillpostError | null {
    return this.#failure;
  }

  head(): ChainHead {
    return { entry: this.#durable.entry, mac: hex(this.#durable.mac) };
  }

  status(): Status {
    const { space } = this.#parts;
    const { transactions, postings } = this.#durable;
    return {
      head: this.head(),
      transactions,
      postings,
      openBatch: this.#openBatch,
      diskFreeBytes: space.freeBytes(),
      lowSpace: space.isLow(),
    };
  }

  /** Outcomes in the order of the calls. The writes are committed, all at once, before any read runs. */
  serve(calls: readonly Call[]): readonly Outcome[] {
    const writes = calls.filter(isWrite);
    const written = writes.length === 0 ? [] : this.#commit(writes);
    this.#hold.look();
    let next = 0;
    return calls.map((call) => (isWrite(call) ? written[next++]! : this.#answer(call)));
  }

  /** Between the busy times: erases what the WAL still holds of settled cards, and makes the reserve again. */
  maintain(): void {
    if (this.#failure !== null) return;
    try {
      this.#parts.space.replenish();
      if (this.#checkpointed === this.#commits || this.#hold.outlasts()) return;
      this.#parts.db.pragma('wal_checkpoint(TRUNCATE)');
      this.#checkpointed = this.#commits;
    } catch (error) {
      const failure = journalError(error, 'journal.maintain', this.#parts.path);
      if (isFatal(failure)) this.#failure = failure;
    }
  }

  /** Idempotent. After an I/O error nothing is written any more but what SQLite itself does on closing. */
  close(): void {
    try {
      if (this.#failure === null) this.maintain();
    } finally {
      this.#parts.db.close();
    }
  }

  #commit(writes: readonly WriteCall[]): readonly Outcome[] {
    if (this.#failure !== null) return writes.map(() => this.#refused());
    const before = this.#writer.tail;
    try {
      return this.#attempt(writes);
    } catch (error) {
      this.#rollBack(before);
      const failure = journalError(error, 'journal.commit', this.#parts.path);
      if (failure.code !== 'JOURNAL_FULL' || !this.#parts.space.release()) return this.#failed(writes, failure);
    }
    try {
      return this.#attempt(writes);
    } catch (error) {
      this.#rollBack(before);
      return this.#failed(writes, journalError(error, 'journal.commit', this.#parts.path));
    }
  }

  #attempt(writes: readonly WriteCall[]): readonly Outcome[] {
    const { db } = this.#parts;
    const before = this.#writer.tail;
    db.exec('BEGIN IMMEDIATE');
    const outcomes = writes.map((call) => this.#write(call));
    if (this.#writer.tail === before) {
      // Nothing was written (a repeated sale, a refused event): no fsync for that.
      db.exec('ROLLBACK');
      return outcomes;
    }
    const verified = this.#readBack();
    const openBatch = this.#batches.newest() ?? 1;
    db.exec('COMMIT');
    this.#verified = verified;
    this.#openBatch = openBatch;
    this.#durable = this.#writer.tail;
    this.#commits += 1;
    this.#operations += outcomes.filter((outcome) => outcome.ok).length;
    return outcomes;
  }

  #write(call: WriteCall): Outcome {
    const { db } = this.#parts;
    const { tail } = this.#writer;
    db.exec('SAVEPOINT call');
    try {
      const value = this.#run(call);
      db.exec('RELEASE call');
      return { ok: true, value };
    } catch (error) {
      const failure = journalError(error, `journal.${call.name}`, this.#parts.path);
      // The disk's trouble is everybody's: the whole group is rolled back. A refused sale is a disk that is
      // not full yet, and its own.
      if (isFatal(failure) || (failure.code === 'JOURNAL_FULL' && error !== failure)) throw failure;
      db.exec('ROLLBACK TO call; RELEASE call');
      this.#writer.tail = tail;
      return { ok: false, error: failure };
    }
  }

  #run(call: WriteCall): unknown {
    const writer = this.#writer;
    switch (call.name) {
      case 'begin':
        return writer.begin(...call.args, call.atMs);
      case 'apply':
        return writer.apply(...call.args, call.atMs);
      case 'purge':
        return writer.purge(...call.args, call.atMs);
      case 'resetOfflineUsage':
        return writer.resetOfflineUsage(call.atMs);
      case 'changeSettings':
        return writer.settings.change(...call.args, call.atMs);
      case 'acceptCommand':
        return writer.commands.accept(...call.args, call.atMs);
      case 'finishCommand':
        return writer.commands.finish(...call.args, call.atMs);
      case 'currentBatch':
        return writer.batches.current(call.atMs);
      case 'applyBatch':
        return writer.batches.apply(...call.args, call.atMs);
    }
  }

  /** Keeps the next start short: checks what has been added since the last good point, once it is much. */
  #readBack(): ChainPoint {
    const { tail } = this.#writer;
    if (tail.entry - this.#verified.entry < VERIFY_EVERY) return this.#verified;
    return markVerified(this.#parts.db, this.#parts.chain, this.#verified, tail);
  }

  #rollBack(tail: Tail): void {
    const { db } = this.#parts;
    this.#writer.tail = tail;
    // A full disk or an I/O error may have rolled back already.
    if (db.inTransaction) db.exec('ROLLBACK');
  }

  #failed(writes: readonly WriteCall[], failure: TillpostError): readonly Outcome[] {
    if (isFatal(failure)) this.#failure = failure;
    return writes.map(() => ({ ok: false, error: failure }));
  }

  #refused(): Outcome {
    return { ok: false, error: this.#failure ?? new TillpostError('INTERNAL', 'no failure', { operation: 'journal' }) };
  }

  #answer(call: ReadCall): Outcome {
    if (this.#failure !== null) return this.#refused();
    try {
      return { ok: true, value: this.#read(call) };
    } catch (error) {
      const failure = journalError(error, `journal.${call.name}`, this.#parts.path);
      if (isFatal(failure)) this.#failure = failure;
      return { ok: false, error: asTillpostError(failure, 'journal') };
    }
  }

  #read(call: ReadCall): unknown {
    const queries = this.#queries;
    switch (call.name) {
      case 'transaction':
        return queries.transaction(...call.args);
      case 'byIdempotencyKey':
        return queries.byIdempotencyKey(...call.args);
      case 'byStan':
        return queries.byStan(...call.args);
      case 'recent':
        return queries.recent(...call.args);
      case 'unresolved':
        return queries.unresolved();
      case 'pending':
        return queries.pending(...call.args);
      case 'posting':
        return queries.posting(...call.args);
      case 'listPostings':
        return queries.listPostings(...call.args);
      case 'queue':
        return queries.queue();
      case 'offlineUsage':
        return queries.offlineUsage();
      case 'cardUsage':
        return queries.cardUsage(...call.args);
      case 'similar':
        return queries.similar(...call.args);
      case 'resendable':
        return this.#resendable(...call.args);
      case 'settings':
        return this.#writer.settings.read();
      case 'unfinishedCommands':
        return this.#writer.commands.unfinished();
      case 'batches':
        return this.#batches.batches(...call.args);
      case 'batch':
        return this.#batches.batch(...call.args);
      case 'batchRows':
        return this.#batches.batchRows(...call.args);
      case 'batchTimes':
        return this.#batches.batchTimes(...call.args);
      case 'differences':
        return this.#batches.differences(...call.args);
      case 'mismatches':
        return this.#batches.mismatches(...call.args);
      case 'verify':
        return verifyAll(this.#parts.db, this.#parts.chain);
      case 'holdFile':
        return { bytes: this.#hold.take(), head: this.head(), transactions: this.#durable.transactions };
      case 'freeFile':
        return this.#hold.free();
      case 'unsettled': {
        const { transactions, postings } = this.#durable;
        return { records: queries.unsettled(), at: { ...this.head(), transactions, postings } };
      }
      case 'stats':
        return {
          commits: this.#commits,
          operations: this.#operations,
          synchronous: synchronousLevel(this.#parts.db),
        };
    }
  }

  #resendable(...[afterSequence, afterTransaction, afterNumber, limit]: CallArgs<'resendable'>): Resendable {
    const page = { afterSequence, afterTransaction, afterNumber, limit };
    return this.#queries.resendable(page, this.#durable.postings);
  }
}

/** Checks from a good point to the head and stores the head as the new one. Inside a SQLite transaction. */
export function markVerified(db: Database, chain: EntryChain, from: ChainPoint, head: ChainPoint): ChainPoint {
  verifyFrom(db, chain, from);
  db.prepare('UPDATE meta SET verified_entry = ?, verified_mac = ?').run(head.entry, head.mac);
  return { entry: head.entry, mac: head.mac };
}
