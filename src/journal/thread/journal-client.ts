import { TillpostError } from '../../domain/errors.js';
import type { JournalHealth, JournalIdentity, JournalMark, Mirror, Unsubscribe } from '../../ports/index.js';
import type { Call, CallArgs, CallName, CallResult } from '../core/calls.js';
import type { Unsettled } from '../core/core-parts.js';
import { healthOf, HealthWatch } from '../core/health-watch.js';
import { JournalCalls } from '../core/journal-calls.js';
import { drawFresh, type OpenReport } from '../core/recovery.js';
import { markOf, type Status } from '../core/status.js';
import type { Debts } from '../mirror/mirroring.js';
import type { JournalOptions } from './journal-options.js';
import { JournalThread } from './journal-thread.js';
import { MirrorKeeper } from './mirror-keeper.js';
import { WaitingCalls } from './waiting-calls.js';
import type { WorkerOptions } from './wire.js';
import { type Opened, type Settled, WorkerLink } from './worker-link.js';

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
  readonly #waiting = new WaitingCalls();
  readonly #watch = new HealthWatch();
  readonly #mirror: MirrorKeeper | null;
  readonly #thread: JournalThread;
  #status: Status | null = null;
  /** Answers are given in the order of the commits, also when the mirror takes its time. */
  #settling: Promise<void> = Promise.resolve();

  constructor(options: JournalOptions) {
    super();
    this.#options = options;
    const { mirror, clock, maintenanceMs } = options;
    const keeper = (of: Mirror): MirrorKeeper =>
      new MirrorKeeper(
        of,
        () => this.identity(),
        () => this.#refreshMirror(),
      );
    this.#mirror = mirror === null ? null : keeper(mirror);
    this.#thread = new JournalThread(clock, maintenanceMs, {
      open: (first) => this.#open(first),
      opened: (opened, isFirst) => this.#opened(opened, isFirst),
      lost: () => this.#waiting.fail((name) => this.#unavailable(name)),
      failed: () => this.#watch.tell(this.health()),
      isIdle: () => this.#waiting.size === 0,
      maintained: () => this.#tidyMirror(),
      closed: async () => this.#mirror?.close(),
    });
  }

  /** For `openJournal` alone. */
  async start(): Promise<void> {
    await this.#thread.open();
    // The mirror is written anew before anything is added to it.
    if (this.#mirror === null) return;
    try {
      await this.unsettled();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** What opening found: a journal set aside, a new one. */
  get opened(): OpenReport {
    return this.#first().report;
  }

  identity(): JournalIdentity {
    return this.#first().identity;
  }

  head(): JournalMark {
    return markOf(this.#newest());
  }

  openBatch(): number {
    return this.#newest().openBatch;
  }

  health(): JournalHealth {
    return healthOf(this.#newest(), this.#thread.link === null, this.#problem());
  }

  onHealth(listener: (health: JournalHealth) => void): Unsubscribe {
    return this.#watch.listen(listener);
  }

  /** Lets what is under way finish, empties the WAL and frees the file. Idempotent. */
  close(): Promise<void> {
    return this.#thread.close();
  }

  protected ask<Name extends CallName>(name: Name, ...args: CallArgs<Name>): Promise<CallResult<Name>> {
    const { link, isClosing } = this.#thread;
    if (isClosing) return Promise.reject(closed(name));
    if (link === null) return Promise.reject(this.#unavailable(name));
    const boarding = this.boarding(name);
    const riders = boarding === null ? {} : { riders: boarding.riders };
    const call = { name, args, atMs: this.nowMs(), ...riders } as unknown as Call;
    return this.#waiting.send(call, boarding, (id) => link.call(id, call)) as Promise<CallResult<Name>>;
  }

  protected nowMs(): number {
    return this.#options.clock.wallMs();
  }

  #open(first: Opened | null): Promise<{ readonly link: WorkerLink; readonly opened: Opened }> {
    const { workerUrl, path, mirrorPath, terminalId, merchantId, reserveBytes, lowWaterBytes, clock, random } =
      this.#options;
    const options: WorkerOptions = {
      path,
      mirrorPath: mirrorPath ?? null,
      isMirrored: this.#mirror !== null,
      terminalId,
      // When it opens again it goes on as it was: whoever speaks to the host has its name by now.
      merchantId: first?.identity.merchantId ?? merchantId,
      reserveBytes,
      lowWaterBytes,
      fresh: drawFresh(random),
      atMs: clock.wallMs(),
      expectedEpoch: first?.identity.epoch ?? null,
      behind: this.#options.behind ?? null,
    };
    return WorkerLink.open(workerUrl ?? new URL('./journal-worker.js', import.meta.url), options, {
      settled: (outcomes, status, debts) => this.#inOrder(() => this.#settle(outcomes, status, debts)),
      ended: (why) => this.#inOrder(async () => this.#thread.ended(why)),
    });
  }

  #opened({ status, report }: Opened, isFirst: boolean): void {
    this.#status = status;
    this.#mirror?.opened();
    this.#options.onMirror?.(report.mirror);
    this.#watch.tell(this.health());
    if (!isFirst && this.#mirror !== null) this.#refreshMirror();
  }

  #inOrder(step: () => Promise<void>): void {
    this.#settling = this.#settling.then(step);
  }

  /** One commit's outcomes: the mirror is written before anyone is told. */
  async #settle(outcomes: readonly Settled[], status: Status, debts: Debts | null): Promise<void> {
    this.#status = status;
    if (debts !== null) await this.#mirror?.commit(debts, markOf(status));
    // Answered after the writes of its group, as the core did: nothing that the mirror was told is missing in it.
    const unsettled = outcomes.findLast(({ id }) => this.#waiting.nameOf(id) === 'unsettled')?.outcome;
    if (unsettled?.ok === true) await this.#mirror?.rewrite(unsettled.value as Unsettled);
    for (const { id, outcome } of outcomes) this.#waiting.settle(id, outcome);
    this.#watch.tell(this.health());
    this.#thread.closeWhenIdle();
  }

  #refreshMirror(): void {
    if (this.#waiting.has('unsettled')) return;
    // Its outcome is in the health; a journal that has failed is compared anew when it is open again.
    this.unsettled().catch(() => undefined);
  }

  #tidyMirror(): void {
    const mirror = this.#mirror;
    if (mirror === null) return;
    this.#inOrder(async () => {
      await mirror.tidy();
      this.#watch.tell(this.health());
    });
  }

  #problem(): TillpostError | null {
    return this.#thread.failure ?? this.#mirror?.problem ?? null;
  }

  #unavailable(name: CallName): TillpostError {
    const problem = this.#problem();
    return new TillpostError('JOURNAL_IO', 'the journal has failed and is being reopened', {
      operation: `journal.${name}`,
      subject: this.#options.path,
      retryable: true,
      hint: problem?.hint ?? 'Wait until the journal is open again; `tillpost status` shows why it is not.',
      cause: problem,
    });
  }

  #newest(): Status {
    return this.#status ?? this.#first().status;
  }

  #first(): Opened {
    if (this.#thread.first === null) throw closed('identity');
    return this.#thread.first;
  }
}

function closed(name: string): TillpostError {
  return new TillpostError('JOURNAL_CLOSED', 'the journal is closed', { operation: `journal.${name}` });
}
