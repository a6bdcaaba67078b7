import type { Clock, Timer } from '../src/ports/index.js';

interface Waiting {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. Timers that fall due run in order of time, then of setting. */
export class SimClock implements Clock {
  #nowMs = 0;
  #wallOffsetMs: number;
  #order = 0;
  readonly #waiting = new Set<Waiting>();

  constructor(wallMs = 1_800_000_000_000) {
    this.#wallOffsetMs = wallMs;
  }

  wallMs(): number {
    // Whole, as Date.now() is; timers may stand between two milliseconds.
    return Math.floor(this.#nowMs + this.#wallOffsetMs);
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): Timer {
    const waiting = { atMs: this.#nowMs + Math.max(0, delayMs), order: (this.#order += 1), run };
    this.#waiting.add(waiting);
    return { cancel: () => this.#waiting.delete(waiting) };
  }

  /** Sets the wall clock without moving monotonic time, as a bad RTC or a person does. */
  setWall(wallMs: number): void {
    this.#wallOffsetMs = wallMs - this.#nowMs;
  }

  /** Timers still set; a test that cleaned up leaves 0. */
  get pending(): number {
    return this.#waiting.size;
  }

  /** Time until the next timer, ms; null when none is set. */
  get nextInMs(): number | null {
    const next = this.#next(Infinity);
    return next === undefined ? null : next.atMs - this.#nowMs;
  }

  /** Moves time by `ms`; between two due timers the promises that wait get their turn. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settle();
    for (let due = this.#next(untilMs); due !== undefined; due = this.#next(untilMs)) {
      this.#waiting.delete(due);
      this.#nowMs = due.atMs;
      due.run();
      await settle();
    }
    this.#nowMs = untilMs;
    await settle();
  }

  #next(untilMs: number): Waiting | undefined {
    let next: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (waiting.atMs > untilMs) continue;
      if (
        next === undefined ||
        waiting.atMs < next.atMs ||
        (waiting.atMs === next.atMs && waiting.order < next.order)
      ) {
        next = waiting;
      }
    }
    return next;
  }
}

/** Lets every promise that is ready, and what follows from it, run. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
