import { asTillpostError, TillpostError } from '../../domain/errors.js';
import type {
  ChainHead,
  Clock,
  JournalHealth,
  JournalIdentity,
  JournalMark,
  Mirror,
  Random,
  Timer,
  Unsubscribe,
} from '../../ports/index.js';
import type { SpaceOptions } from '../file/space.js';
import { mirrorCommit, mirrorProblem } from '../mirror/mirroring.js';
import { type Call, type CallArgs, type CallName, type CallResult, isWrite, type Status } from './calls.js';
import { healthOf, HealthWatch } from './health-watch.js';
import { JournalCalls } from './journal-calls.js';
import type { MirrorReport } from './mirror-report.js';
import type { OpenReport } from './recovery.js';
import type { WorkerOptions } from './wire.js';
import { type Opened, type Settled, WorkerLink } from './worker-link.js';

export interface JournalOptions extends SpaceOptions {
  /** The database file, in a directory of mode 0700 (made when missing). */
  readonly path: string;
  readonly terminalId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly mirror: Mirror | null;
  /** The mirror's file, which every opening compares with the journal; left out or null: none. */
  readonly mirrorPath?: string | null;
  /** What each opening found in the mirror. */
  readonly onMirror?: (report: MirrorReport) => void;
  /** How often the WAL is emptied and the space looked at, ms. */
  readonly maintenanceMs: number;
  /** The compiled `journal-worker.js`, when it is not beside this file. */
  readonly workerUrl?: URL;
}

/** Calls under way at most; more is a defect of the caller and is refused rather than stored. */
const CALLS_MAX = 4096;
const REOPEN_FIRST_MS = 1_000;
const REOPEN_MAX_MS = 30_000;

interface Waiting {
  readonly call: Call;
  readonly resolve: (value: never) => void;
  readonly reject: (error: TillpostError) => void;
}

/**
 * Opens the journal in a thread of its own (storage rules, Commits: where it runs is its own business).
 *
 * @throws JOURNAL_NEWER_SCHEMA, JOURNAL_FOREIGN, JOURNAL_READ_ONLY, JOURNAL_FULL, JOURNAL_LOCKED, JOURNAL_IO,
 *   JOURNAL_NOT_DURABLE, JOURNAL_CHAIN_BROKEN, CONFIG_MISSING, CONFIG_PERMISSIONS, CONFIG_INVALID.
 *   What is no database is set aside: see `opened.quarantined`.
 */
export async function openJournal(options: JournalOptions): Promise<ThreadedJournal> {
  const journal = new ThreadedJournal(options);
  await journal.start();
  return journal;
}

/**
 * The journal port over the thread. After an I/O error it rejects everything, lets the thread close the file,
 * opens it anew, has it checked, and goes on; the failed fsync is never tried again. A write that was rejected
 * so may stand or not: whoever made it asks `unresolved` once health is *ok*.
 */
export class ThreadedJournal extends JournalCalls {
  readonly #options: JournalOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #watch = new HealthWatch();
  #link: WorkerLink | null = null;
  #first: Opened | null = null;
  #status: Status | null = null;
  #problem: TillpostError | null = null;
  #nextId = 1;
  #reopenMs = REOPEN_FIRST_MS;
  #timer: Timer | null = null;
  #closing: { readonly promise: Promise<void>; readonly done: () => void } | null = null;
  #closeSent = false;
  #opening = false;
  /** Answers are given in the order of the commits, also when the mirror takes its time. */
  #settling: Promise<void> = Promise.resolve();

  constructor(options: JournalOptions) {
    super();
    this.#options = options;
  }

  /** For `openJournal` alone. */
  async start(): Promise<void> {
    await this.#open();
    // The mirror is written anew before anything is added to it.
    if (this.#options.mirror !== null) {
      try {
        await this.ask('unsettled');
      } catch (error) {
        await this.close();
        throw error;
      }
    }
    this.#scheduleMaintenance();
  }

  /** What opening found: a journal set aside, a new one. */
  get opened(): OpenReport {
    return this.#known().report;
  }

  identity(): JournalIdentity {
    return this.#known().identity;
  }

  head(): ChainHead {
    return (this.#status ?? this.#known().status).head;
  }

  openBatch(): number {
    return (this.#status ?? this.#known().status).openBatch;
  }

  health(): JournalHealth {
    return healthOf(this.#status ?? this.#known().status, this.#link === null, this.#problem);
  }

  onHealth(listener: (health: JournalHealth) => void): Unsubscribe {
    return this.#watch.listen(listener);
  }

  /** Lets what is under way finish, empties the WAL and frees the file. Idempotent. */
  close(): Promise<void> {
    if (this.#closing !== null) return this.#closing.promise;
    let done = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.#closing = { promise, done };
    this.#timer?.cancel();
    this.#timer = null;
    this.#closeWhenIdle();
    return promise;
  }

  protected ask<Name extends CallName>(name: Name, ...args: CallArgs<Name>): Promise<CallResult<Name>> {
    const link = this.#link;
    if (this.#closing !== null) return Promise.reject(closed(name));
    if (link === null) return Promise.reject(this.#unavailable(name));
    if (this.#waiting.size >= CALLS_MAX) return Promise.reject(tooMany(name));
    const call = { name, args, atMs: this.#options.clock.wallMs() } as unknown as Call;
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      // First the message: what cannot be sent must not be waited for.
      link.call(id, call);
      this.#waiting.set(id, { call, resolve, reject });
    });
  }

  async #open(): Promise<void> {
    this.#opening = true;
    try {
      const { link, opened } = await WorkerLink.open(
        this.#options.workerUrl ?? new URL('./journal-worker.js', import.meta.url),
        this.#workerOptions(),
        {
          settled: (outcomes, status) => this.#inOrder(() => this.#settle(outcomes, status)),
          ended: (why) => this.#inOrder(async () => this.#ended(why)),
        },
      );
      this.#first ??= opened;
      this.#status = opened.status;
      this.#link = link;
      this.#problem = null;
      this.#reopenMs = REOPEN_FIRST_MS;
      this.#options.onMirror?.(opened.report.mirror);
    } finally {
      this.#opening = false;
    }
    this.#watch.tell(this.health());
  }

  #workerOptions(): WorkerOptions {
    const { path, terminalId, reserveBytes, lowWaterBytes, clock, random } = this.#options;
    const fresh = { epoch: Buffer.from(random.bytes(8)).toString('hex'), chainKey: random.bytes(32) };
    const expectedEpoch = this.#first?.identity.epoch ?? null;
    const mirrorPath = this.#options.mirrorPath ?? null;
    return { path, mirrorPath, terminalId, reserveBytes, lowWaterBytes, fresh, atMs: clock.wallMs(), expectedEpoch };
  }

  #inOrder(step: () => Promise<void>): void {
    this.#settling = this.#settling.then(step);
  }

  /** One commit's outcomes: the mirror is written before anyone is told. */
  async #settle(outcomes: readonly Settled[], status: Status): Promise<void> {
    this.#status = status;
    const { mirror } = this.#options;
    if (mirror !== null) await this.#settleMirror(mirror, outcomes, status);
    for (const { id, outcome } of outcomes) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (outcome.ok) waiting?.resolve(outcome.value as never);
      else waiting?.reject(outcome.error);
    }
    this.#watch.tell(this.health());
    this.#closeWhenIdle();
  }

  /** The commit stands whatever the mirror says: the sale is acknowledged, and health tells of the mirror. */
  async #settleMirror(mirror: Mirror, outcomes: readonly Settled[], status: Status): Promise<void> {
    const done = outcomes.flatMap(({ id, outcome }) => {
      const call = this.#waiting.get(id)?.call;
      return outcome.ok && call !== undefined ? [{ call, value: outcome.value }] : [];
    });
    if (done.some(({ call }) => isWrite(call))) {
      const applied = done.flatMap(({ call, value }) => (call.name === 'apply' ? [value as CallResult<'apply'>] : []));
      this.#problem = await mirrorCommit(mirror, applied, markOf(status));
      // What stands in it is unknown now: it is written anew as soon as the device lets it.
      if (this.#problem !== null) this.#refreshMirror();
    }
    // Answered after the writes of its group, as the core did: nothing that the mirror was told is missing in it.
    const unsettled = done.findLast(({ call }) => call.name === 'unsettled')?.value as
      CallResult<'unsettled'> | undefined;
    if (unsettled === undefined) return;
    try {
      await mirror.rewrite(unsettled.records, this.#known().identity, unsettled.at);
      this.#problem = null;
    } catch (error) {
      this.#problem = mirrorProblem(error);
    }
  }

  #refreshMirror(): void {
    if ([...this.#waiting.values()].some(({ call }) => call.name === 'unsettled')) return;
    // Its outcome is in the health; a journal that has failed is compared anew when it is open again.
    this.ask('unsettled').catch(() => undefined);
  }

  #ended(why: TillpostError | null): void {
    this.#link = null;
    this.#problem = why ?? this.#problem;
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { call, reject } of lost) reject(this.#unavailable(call.name));
    if (this.#closing !== null) {
      void this.#closed();
      return;
    }
    this.#watch.tell(this.health());
    this.#scheduleReopen();
  }

  #scheduleReopen(): void {
    this.#timer?.cancel();
    const delayMs = this.#reopenMs;
    this.#reopenMs = Math.min(2 * delayMs, REOPEN_MAX_MS);
    this.#timer = this.#options.clock.after(delayMs, () => void this.#reopen());
  }

  async #reopen(): Promise<void> {
    try {
      await this.#open();
      if (this.#options.mirror !== null) this.#refreshMirror();
      this.#scheduleMaintenance();
      this.#closeWhenIdle();
    } catch (error) {
      this.#problem = asTillpostError(error, 'journal.open');
      this.#watch.tell(this.health());
      if (this.#closing === null) this.#scheduleReopen();
      else void this.#closed();
    }
  }

  async #closed(): Promise<void> {
    await this.#options.mirror?.close();
    this.#closing?.done();
  }

  #scheduleMaintenance(): void {
    this.#timer?.cancel();
    if (this.#closing !== null) return;
    this.#timer = this.#options.clock.after(this.#options.maintenanceMs, () => {
      if (this.#link === null) return;
      // While calls wait, the line is busy: next time.
      if (this.#waiting.size === 0) {
        this.#link.maintain();
        this.#tidyMirror();
      }
      this.#scheduleMaintenance();
    });
  }

  #tidyMirror(): void {
    const { mirror } = this.#options;
    if (mirror === null) return;
    this.#inOrder(async () => {
      try {
        if (this.#problem?.operation !== 'journal.mirror') await mirror.tidy();
        else this.#refreshMirror();
      } catch (error) {
        this.#problem = mirrorProblem(error);
        this.#refreshMirror();
      }
      this.#watch.tell(this.health());
    });
  }

  #closeWhenIdle(): void {
    if (this.#closing === null || this.#closeSent || this.#opening) return;
    if (this.#link === null) {
      void this.#closed();
    } else if (this.#waiting.size === 0) {
      this.#closeSent = true;
      this.#link.close();
    }
  }

  #unavailable(name: CallName): TillpostError {
    return new TillpostError('JOURNAL_IO', 'the journal has failed and is being reopened', {
      operation: `journal.${name}`,
      subject: this.#options.path,
      retryable: true,
      hint: this.#problem?.hint ?? 'Wait until the journal is open again; `tillpost status` shows why it is not.',
      cause: this.#problem,
    });
  }

  #known(): Opened {
    if (this.#first === null) throw closed('identity');
    return this.#first;
  }
}

function markOf({ head, transactions, postings }: Status): JournalMark {
  return { ...head, transactions, postings };
}

function closed(name: string): TillpostError {
  return new TillpostError('JOURNAL_CLOSED', 'the journal is closed', { operation: `journal.${name}` });
}

function tooMany(name: CallName): TillpostError {
  return new TillpostError('BUSY', `${CALLS_MAX} calls wait for the journal`, {
    operation: `journal.${name}`,
    retryable: true,
    hint: 'The disk does not keep up: look at its health.',
  });
}
