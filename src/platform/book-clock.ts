import { judgeClock } from '../domain/clock-quality.js';
import type { Clock, Timer } from '../ports/index.js';

/**
 * The time that people are shown and sales are printed with: the terminal's wall clock while it can be believed, the
 * host's authenticated time when it is far from it (uplink rules, 14). Before the host was first heard nothing better
 * than the terminal's own clock is known. No age and no order is counted by it: that is the journal's book time.
 */
export class BookClock implements Clock {
  readonly #clock: Clock;
  #hostOffsetMs: () => number | null = () => null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param hostOffsetMs host's time minus the terminal's, null before the host has answered */
  follow(hostOffsetMs: () => number | null): void {
    this.#hostOffsetMs = hostOffsetMs;
  }

  wallMs(): number {
    const wallMs = this.#clock.wallMs();
    const offsetMs = this.#hostOffsetMs();
    if (offsetMs === null || judgeClock(wallMs, offsetMs) === 'trusted') return wallMs;
    return Math.round(wallMs + offsetMs);
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#clock.after(delayMs, run);
  }
}
