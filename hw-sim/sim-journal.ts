import { TillpostError } from '../src/domain/errors.js';
import { Sealed } from '../src/domain/redaction.js';
import type { Boarding } from '../src/journal/books/riders.js';
import type { Call, CallArgs, CallName, CallResult } from '../src/journal/core/calls.js';
import type { Outcome } from '../src/journal/core/core-parts.js';
import { healthOf, HealthWatch } from '../src/journal/core/health-watch.js';
import { JournalCalls } from '../src/journal/core/journal-calls.js';
import { bootInMemory, drawFresh } from '../src/journal/core/recovery.js';
import { markOf } from '../src/journal/core/status.js';
import type { Store } from '../src/journal/core/store.js';
import { WaitingGroup } from '../src/journal/core/waiting-group.js';
import { type Database, MEMORY, openDatabase } from '../src/journal/file/database.js';
import type { Space } from '../src/journal/file/space.js';
import type { Clock, JournalHealth, JournalIdentity, JournalMark, Random, Unsubscribe } from '../src/ports/index.js';
import { type DiskImage, imageOf, putBack } from './disk-image.js';

const LOW_WATER_BYTES = 8 * 1024 * 1024;

/** The disk of a simulated terminal: what was committed stays here when the journal above it dies. */
export class SimDisk implements Space {
  readonly db: Database = openDatabase(MEMORY);
  readonly key: Sealed;
  free = 1024 * 1024 * 1024;
  /** How long each fsync takes, ms. */
  stallMs = 0;
  /** How long a commit waits for the disk before it is on it, ms. */
  queueMs = 0;
  /** At each commit: right before it is on the disk, and right after, before anyone is told. Whoever dies there dies. */
  atCommit: (moment: 'before' | 'after') => void = () => undefined;
  /** The next so many commits report an I/O error; nothing of them reaches the disk. */
  ioErrors = 0;

  constructor(random: Random) {
    this.key = new Sealed(random.bytes(32));
  }

  freeBytes(): number {
    return this.free;
  }

  isLow(): boolean {
    return this.free < LOW_WATER_BYTES;
  }

  assertRoom(): void {
    if (!this.isLow()) return;
    throw new TillpostError('JOURNAL_FULL', `${this.free} bytes are free, too few for a new sale`, {
      operation: 'journal.begin',
      retryable: true,
      hint: 'Free space.',
    });
  }

  release(): boolean {
    return false;
  }

  replenish(): void {
    // No reserve: memory is not written ahead.
  }

  image(): DiskImage {
    return imageOf(this.db);
  }

  /** While no journal is open on it. */
  load(image: DiskImage): void {
    putBack(this.db, image);
  }

  /** When the world ends. */
  destroy(): void {
    this.db.close();
  }
}

export interface SimJournalOptions {
  readonly terminalId: string;
  /** M0001 when left out. */
  readonly merchantId?: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Broken on purpose: the same start mark at each start. */
  readonly mark?: string | undefined;
}

interface Job {
  readonly call: Call;
  readonly boarding: Boarding | null;
  readonly resolve: (value: never) => void;
  readonly reject: (error: TillpostError) => void;
}

/**
 * The journal port over the real core and a database in memory: no thread, no file, and so the same course
 * for the same seed. Calls made in one turn share a commit, as they do in the thread.
 */
export class SimJournal extends JournalCalls {
  readonly #disk: SimDisk;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #watch = new HealthWatch();
  readonly #group: WaitingGroup<Job>;
  #state: 'open' | 'failed' | 'closed' | 'dead' = 'open';
  #running = 0;
  readonly #queue: (readonly Job[])[] = [];
  #isBusy = false;
  #idle: (() => void)[] = [];

  constructor(disk: SimDisk, { terminalId, merchantId = 'M0001', clock, random, mark }: SimJournalOptions) {
    super();
    this.#disk = disk;
    this.#clock = clock;
    const options = {
      terminalId,
      merchantId,
      fresh: { ...drawFresh(random), ...(mark === undefined ? {} : { mark }) },
      atMs: clock.wallMs(),
      expectedEpoch: null,
    };
    this.#store = bootInMemory(disk.db, options, disk, disk.key).store;
    this.#group = new WaitingGroup((jobs) => this.#run(jobs), queueMicrotask);
  }

  identity(): JournalIdentity {
    return this.#store.identity;
  }

  head(): JournalMark {
    return markOf(this.#store.status());
  }

  openBatch(): number {
    return this.#store.status().openBatch;
  }

  health(): JournalHealth {
    return healthOf(this.#store.status(), this.#state === 'failed', this.#state === 'failed' ? broken('health') : null);
  }

  onHealth(listener: (health: JournalHealth) => void): Unsubscribe {
    return this.#watch.listen(listener);
  }

  #isDead(): boolean {
    return this.#state === 'dead';
  }

  /** After what is under way; the disk keeps everything. */
  async close(): Promise<void> {
    if (this.#state !== 'dead') this.#state = 'closed';
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** kill -9: calls under way never come back, and whoever opens the disk next finds what was committed. */
  die(): void {
    this.#state = 'dead';
  }

  protected ask<Name extends CallName>(name: Name, ...args: CallArgs<Name>): Promise<CallResult<Name>> {
    if (this.#state === 'closed') {
      const error = new TillpostError('JOURNAL_CLOSED', 'the journal is closed', { operation: `journal.${name}` });
      return Promise.reject(error);
    }
    if (this.#state === 'failed') return Promise.reject(broken(name));
    return new Promise((resolve, reject) => {
      if (this.#state === 'dead') return;
      this.#running += 1;
      const boarding = this.boarding(name);
      const riders = boarding === null ? {} : { riders: boarding.riders };
      const call = { name, args, atMs: this.nowMs(), ...riders } as unknown as Call;
      this.#group.add({ call, boarding, resolve, reject });
    });
  }

  protected nowMs(): number {
    return this.#clock.wallMs();
  }

  /** One commit after the other, as the thread does them. */
  #run(jobs: readonly Job[]): void {
    this.#queue.push(jobs);
    if (!this.#isBusy) this.#next();
  }

  #next(): void {
    const jobs = this.#queue.shift();
    this.#isBusy = jobs !== undefined;
    if (jobs !== undefined) this.#later(this.#disk.queueMs, () => this.#commit(jobs));
  }

  #later(delayMs: number, run: () => void): void {
    if (delayMs === 0) run();
    else this.#clock.after(delayMs, run);
  }

  #commit(jobs: readonly Job[]): void {
    if (this.#isDead()) return;
    this.#disk.atCommit('before');
    if (this.#isDead()) return;
    if (this.#disk.ioErrors > 0) {
      this.#disk.ioErrors -= 1;
      this.#fail();
      this.#answer(
        jobs,
        jobs.map(({ call }) => ({ ok: false, error: broken(call.name) })),
      );
      return;
    }
    const outcomes = this.#store.serve(jobs.map((job) => job.call));
    this.#disk.atCommit('after');
    if (this.#isDead()) return;
    this.#watch.tell(this.health());
    this.#later(this.#disk.stallMs, () => this.#answer(jobs, outcomes));
  }

  #answer(jobs: readonly Job[], outcomes: readonly Outcome[]): void {
    if (this.#state === 'dead') return;
    for (const [index, { boarding, resolve, reject }] of jobs.entries()) {
      const outcome = outcomes[index]!;
      boarding?.ended(outcome.carried === true);
      if (outcome.ok) resolve(outcome.value as never);
      else reject(outcome.error);
    }
    this.#running -= jobs.length;
    this.#next();
    if (this.#running > 0) return;
    for (const done of this.#idle.splice(0)) done();
  }

  /** As the thread does: closed, opened again after a second, checked. */
  #fail(): void {
    this.#state = 'failed';
    this.#watch.tell(this.health());
    this.#clock.after(1_000, () => {
      if (this.#state !== 'failed') return;
      this.#state = 'open';
      this.#watch.tell(this.health());
    });
  }
}

function broken(name: string): TillpostError {
  return new TillpostError('JOURNAL_IO', 'the disk under the journal reported an error', {
    operation: `journal.${name}`,
    retryable: true,
    hint: 'The simulated disk was told to fail.',
  });
}

/** A journal on a disk of its own, or on the one that an earlier journal left. */
export async function openSimJournal(options: SimJournalOptions & { readonly disk?: SimDisk }): Promise<SimJournal> {
  return new SimJournal(options.disk ?? new SimDisk(options.random), options);
}
