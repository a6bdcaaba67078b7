import type { Clock, Timer } from '../ports/index.js';

/**
 * The wall clock of the moment it was made, carried on by the monotonic clock: whoever sets the wall clock moves nothing.
 * The journal makes its book time of it (payment rules, Days and clocks).
 */
export class SteadyClock implements Clock {
  readonly #clock: Clock;
  readonly #originMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#originMs = clock.wallMs() - clock.monotonicMs();
  }

  wallMs(): number {
    return Math.round(this.#originMs + this.#clock.monotonicMs());
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#clock.after(delayMs, run);
  }
}
