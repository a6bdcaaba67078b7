import { TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import type { Applied, ChainHead, JournalIdentity } from '../../ports/index.js';
import { macAt, type Tail } from '../books/entries.js';
import { Writer } from '../books/writer.js';
import type { EntryChain } from '../chain/entry-chain.js';
import { type ChainPoint, verifyAll } from '../check/verify.js';
import { type Database, synchronousLevel } from '../file/database.js';
import { FileHold } from '../file/file-hold.js';
import type { Space } from '../file/space.js';
import { isFatal, journalError } from '../file/sqlite-errors.js';
import { BatchQueries } from '../tables/batch-queries.js';
import { LateQueries } from '../tables/late-queries.js';
import { Queries } from '../tables/queries.js';
import type { KeyRoot } from '../tables/rows.js';
import { answer, type Call, isWrite, type WriteCall } from './calls.js';
import { Commits } from './commits.js';
import type { Core, Outcome } from './core-parts.js';
import { merchantInForce } from './merchant-in-force.js';
import { markOf, type Status } from './status.js';

export interface StoreParts {
  readonly db: Database;
  readonly path: string;
  readonly root: KeyRoot;
  /** Start mark of the keys that it gives. */
  readonly mark: string;
  readonly merchantId: string;
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
  readonly #hold: FileHold;
  readonly #commits: Commits;
  readonly #core: Core;
  #failure: TillpostError | null = null;
  #changes: readonly Applied[] | null = null;
  #checkpointed = 0;

  constructor(parts: StoreParts) {
    const { db, path, root, merchantId, tail } = parts;
    this.#parts = parts;
    this.#hold = new FileHold(db, path);
    const queries = new Queries(db, root, merchantId);
    const batches = new BatchQueries(db, root);
    const writer = new Writer({ ...parts, queries, batchQueries: batches });
    const commits = new Commits({ ...parts, writer, batches });
    this.#commits = commits;
    this.#core = {
      queries,
      batches,
      late: new LateQueries(db),
      writer,
      merchantId,
      alone: (operation, work) => commits.alone(operation, work),
      note: (applied) => commits.note(applied),
      entryMac: (entry) => {
        const mac = entry === 0 ? parts.chain.origin : macAt(db, entry);
        return mac === undefined ? null : hex(mac);
      },
      merchantInForce: (configured) => merchantInForce(db, configured),
      durablePostings: () => commits.durable.postings,
      keeper: this.#keeper(queries),
    };
    this.identity = { ...root, merchantId, sequenceAtOpen: tail.postings, continues: queries.origins() };
  }

  /** Why nothing more may be asked of this store: close it and open a new one. Null while all is well. */
  get failure(): TillpostError | null {
    return this.#failure;
  }

  /** What the last `serve` committed of transactions, in order; null when it committed nothing. */
  get changes(): readonly Applied[] | null {
    return this.#changes;
  }

  head(): ChainHead {
    const { entry, mac } = this.#commits.durable;
    return { entry, mac: hex(mac) };
  }

  status(): Status {
    const { space } = this.#parts;
    const { transactions, postings } = this.#commits.durable;
    return {
      head: this.head(),
      transactions,
      postings,
      openBatch: this.#commits.openBatch,
      diskFreeBytes: space.freeBytes(),
      lowSpace: space.isLow(),
    };
  }

  /** Outcomes in the order of the calls. The writes are committed, all at once, before any read runs. */
  serve(calls: readonly Call[]): readonly Outcome[] {
    const writes = calls.filter(isWrite);
    const before = this.#commits.commits;
    const written = writes.length === 0 ? [] : this.#commit(writes);
    this.#changes = this.#commits.commits === before ? null : this.#commits.applied;
    this.#hold.look();
    const carried = this.#changes !== null;
    let next = 0;
    return calls.map((call) => {
      if (!isWrite(call)) return this.#read(call);
      const outcome = written[next++]!;
      return call.riders === undefined ? outcome : { ...outcome, carried };
    });
  }

  /** Between the busy times: erases what the WAL still holds of settled cards, and makes the reserve again. */
  maintain(): void {
    if (this.#failure !== null) return;
    try {
      this.#parts.space.replenish();
      if (this.#checkpointed === this.#commits.commits || this.#hold.outlasts()) return;
      this.#parts.db.pragma('wal_checkpoint(TRUNCATE)');
      this.#checkpointed = this.#commits.commits;
    } catch (error) {
      this.#failed(error, 'journal.maintain');
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
    try {
      return this.#commits.run(
        writes,
        (call) => answer(this.#core, call),
        (call) => this.#carry(call),
      );
    } catch (error) {
      const outcome = this.#failed(error, 'journal.commit');
      return writes.map(() => outcome);
    }
  }

  /** What rides on a call: each by itself, so that none takes the call or another one with it. */
  #carry({ riders = [], atMs }: WriteCall): void {
    const { writer } = this.#core;
    for (const { note, atMs: notedAtMs } of riders) {
      const { runs } = writer;
      this.#commits.alone('journal.noteShown', () => writer.noteShown(note, runs.timeOf(atMs), runs.timeOf(notedAtMs)));
    }
  }

  #read(call: Call): Outcome {
    if (this.#failure !== null) return this.#refused();
    try {
      return { ok: true, value: answer(this.#core, call) };
    } catch (error) {
      return this.#failed(error, `journal.${call.name}`);
    }
  }

  #failed(error: unknown, operation: string): Outcome {
    const failure = journalError(error, operation, this.#parts.path);
    if (isFatal(failure)) this.#failure = failure;
    return { ok: false, error: failure };
  }

  #refused(): Outcome {
    return { ok: false, error: this.#failure ?? new TillpostError('INTERNAL', 'no failure', { operation: 'journal' }) };
  }

  #keeper(queries: Queries): Core['keeper'] {
    const { db, chain } = this.#parts;
    return {
      verify: () => verifyAll(db, chain),
      holdFile: () => ({
        bytes: this.#hold.take(),
        head: this.head(),
        transactions: this.#commits.durable.transactions,
      }),
      freeFile: () => this.#hold.free(),
      unsettled: () => ({ records: queries.unsettled(), at: markOf(this.status()) }),
      stats: () => ({
        commits: this.#commits.commits,
        operations: this.#commits.operations,
        synchronous: synchronousLevel(db),
      }),
    };
  }
}
