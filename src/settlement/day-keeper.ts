import type { DayRules } from '../domain/days/business-days.js';
import { asTillpostError } from '../domain/errors.js';
import type { Clock, DayBooks, DaysKept, JournalStanding, Log, Timer } from '../ports/index.js';

export interface DayKeeperParts {
  readonly journal: DayBooks & Pick<JournalStanding, 'openBatch'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly rules: DayRules;
  /** Host's time minus the wall clock, ms; null before the host was heard in this run. */
  readonly hostOffsetMs: () => number | null;
  /** Something may be sealed. */
  readonly sealed: () => void;
  /** What waited for its date may leave. */
  readonly dated: () => void;
}

/** Book time is set right when it is further from the host's than this, ms. */
const TOLERANCE_MS = 60_000;
const LOOK_MAX_MS = 3_600_000;
const RETRY_MS = 1_000;

/** Tells the journal when a run begins and what the host's time is, and wakes it for due closings (payment rules, Days and clocks). */
export class DayKeeper {
  readonly #parts: DayKeeperParts;
  #state: 'unstarted' | 'undated' | 'dated' | 'stopped' = 'unstarted';
  /** The host's time as it was told to the journal, and when. */
  #told: { readonly hostMs: number; readonly atMs: number } | null = null;
  #confirmedMs: number | null = null;
  #openBatch: number | null = null;
  #isBusy = false;
  #timer: Timer | null = null;

  constructor(parts: DayKeeperParts) {
    this.#parts = parts;
  }

  /** Before any other call to the journal: what is stamped from here on is this run's. */
  start(): void {
    const { journal, rules, clock } = this.#parts;
    this.#ask(() => journal.startRun(rules, clock.wallMs()));
  }

  stop(): void {
    this.#state = 'stopped';
    this.#timer?.cancel();
  }

  /** Null while the journal has not been told the host's time in this run. */
  bookTimeMs(): number | null {
    return this.#told === null
      ? null
      : Math.round(this.#told.hostMs + this.#parts.clock.monotonicMs() - this.#told.atMs);
  }

  /** The newest time that the host has confirmed; null: none is known. */
  knownMs(): number | null {
    return this.bookTimeMs() ?? this.#confirmedMs;
  }

  /** The host may have been heard, or a sale of another date may have sealed a batch. */
  look(): void {
    if (this.#state === 'unstarted' || this.#state === 'stopped' || this.#isBusy) return;
    this.#lookForSealed();
    const { journal, hostOffsetMs, clock } = this.#parts;
    const offsetMs = hostOffsetMs();
    if (offsetMs === null) return;
    const hostMs = clock.wallMs() + offsetMs;
    const atMs = clock.monotonicMs();
    const bookMs = this.bookTimeMs();
    if (bookMs !== null && Math.abs(hostMs - bookMs) <= TOLERANCE_MS) return;
    this.#ask(async () => {
      const kept = await journal.dateRun(hostMs);
      this.#told = { hostMs, atMs };
      return kept;
    });
  }

  #ask(work: () => Promise<DaysKept>): void {
    this.#isBusy = true;
    this.#timer?.cancel();
    work()
      .then(
        (kept) => this.#kept(kept),
        (error: unknown) => this.#failed(error, work),
      )
      .catch((error: unknown) => this.#failed(error, work));
  }

  #kept({ isDated, confirmedMs, nextDueInMs }: DaysKept): void {
    this.#isBusy = false;
    this.#confirmedMs = confirmedMs;
    if (this.#state === 'stopped') return;
    const wasDated = this.#state === 'dated';
    this.#state = isDated ? 'dated' : 'undated';
    if (isDated && !wasDated) this.#parts.dated();
    this.#lookForSealed();
    if (nextDueInMs !== null) this.#wakeIn(Math.min(nextDueInMs, LOOK_MAX_MS), () => this.#parts.journal.keepDays());
    this.look();
  }

  #failed(error: unknown, work: () => Promise<DaysKept>): void {
    if (this.#state === 'stopped') return;
    this.#parts.log.info('days not kept', { error: asTillpostError(error, 'days').toJSON() });
    // The host's time goes on: it is read anew.
    if (this.#state !== 'unstarted') this.#isBusy = false;
    this.#wakeIn(RETRY_MS, this.#state === 'unstarted' ? work : () => this.#parts.journal.keepDays());
  }

  #wakeIn(delayMs: number, work: () => Promise<DaysKept>): void {
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.after(delayMs, () => this.#ask(work));
  }

  #lookForSealed(): void {
    const open = this.#parts.journal.openBatch();
    if (open === this.#openBatch) return;
    this.#openBatch = open;
    this.#parts.sealed();
  }
}
