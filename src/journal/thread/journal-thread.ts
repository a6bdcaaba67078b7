import { asTillpostError, type TillpostError } from '../../domain/errors.js';
import type { Clock, Timer } from '../../ports/index.js';
import type { Opened, WorkerLink } from './worker-link.js';

const REOPEN_FIRST_MS = 1_000;
const REOPEN_MAX_MS = 30_000;

/** What the journal does at the turns of its thread's life. */
export interface ThreadEvents {
  /** @param first what the first opening found; null: this is the first */
  open(first: Opened | null): Promise<{ readonly link: WorkerLink; readonly opened: Opened }>;
  opened(opened: Opened, isFirst: boolean): void;
  /** The thread is gone: what was asked of it is not answered. */
  lost(): void;
  /** `failure` is another one now. */
  failed(): void;
  isIdle(): boolean;
  /** In a quiet moment, after the thread was told to tidy up. */
  maintained(): void;
  /** Last, when the file is free. */
  closed(): Promise<void>;
}

/**
 * Keeps one thread on the database. When it fails, the next is opened: after a second, then twice as long, half a
 * minute at most; while all is well it is told to tidy up on schedule.
 */
export class JournalThread {
  readonly #clock: Clock;
  readonly #maintenanceMs: number;
  readonly #events: ThreadEvents;
  #link: WorkerLink | null = null;
  #first: Opened | null = null;
  #failure: TillpostError | null = null;
  #reopenMs = REOPEN_FIRST_MS;
  #timer: Timer | null = null;
  #closing: { readonly promise: Promise<void>; readonly done: () => void } | null = null;
  #closeSent = false;
  #opening = false;

  constructor(clock: Clock, maintenanceMs: number, events: ThreadEvents) {
    this.#clock = clock;
    this.#maintenanceMs = maintenanceMs;
    this.#events = events;
  }

  /** Null while there is none that could be asked. */
  get link(): WorkerLink | null {
    return this.#link;
  }

  /** What the first opening found; null before it. */
  get first(): Opened | null {
    return this.#first;
  }

  /** Why the thread ended, or does not come back. Null while it runs. */
  get failure(): TillpostError | null {
    return this.#failure;
  }

  get isClosing(): boolean {
    return this.#closing !== null;
  }

  async open(): Promise<void> {
    this.#opening = true;
    const isFirst = this.#first === null;
    try {
      const { link, opened } = await this.#events.open(this.#first);
      this.#first ??= opened;
      this.#link = link;
      this.#failure = null;
      this.#reopenMs = REOPEN_FIRST_MS;
      this.#events.opened(opened, isFirst);
    } finally {
      this.#opening = false;
    }
    this.#scheduleMaintenance();
  }

  /** @param why null after `close` */
  ended(why: TillpostError | null): void {
    this.#link = null;
    this.#failure = why ?? this.#failure;
    this.#events.lost();
    if (this.#closing !== null) {
      void this.#closed();
      return;
    }
    this.#events.failed();
    this.#scheduleReopen();
  }

  /** Lets what is under way finish. Idempotent. */
  close(): Promise<void> {
    if (this.#closing !== null) return this.#closing.promise;
    let done = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      done = resolve;
    });
    this.#closing = { promise, done };
    this.#timer?.cancel();
    this.#timer = null;
    this.closeWhenIdle();
    return promise;
  }

  /** After each answer: the last one lets a closing thread go. */
  closeWhenIdle(): void {
    if (this.#closing === null || this.#closeSent || this.#opening) return;
    if (this.#link === null) {
      void this.#closed();
    } else if (this.#events.isIdle()) {
      this.#closeSent = true;
      this.#link.close();
    }
  }

  #scheduleReopen(): void {
    this.#timer?.cancel();
    const delayMs = this.#reopenMs;
    this.#reopenMs = Math.min(2 * delayMs, REOPEN_MAX_MS);
    this.#timer = this.#clock.after(delayMs, () => void this.#reopen());
  }

  async #reopen(): Promise<void> {
    try {
      await this.open();
      this.closeWhenIdle();
    } catch (error) {
      this.#failure = asTillpostError(error, 'journal.open');
      this.#events.failed();
      if (this.#closing === null) this.#scheduleReopen();
      else void this.#closed();
    }
  }

  #scheduleMaintenance(): void {
    this.#timer?.cancel();
    if (this.#closing !== null) return;
    this.#timer = this.#clock.after(this.#maintenanceMs, () => {
      if (this.#link === null) return;
      // While calls wait, the line is busy: next time.
      if (this.#events.isIdle()) {
        this.#link.maintain();
        this.#events.maintained();
      }
      this.#scheduleMaintenance();
    });
  }

  async #closed(): Promise<void> {
    await this.#events.closed();
    this.#closing?.done();
  }
}
