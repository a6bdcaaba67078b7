import type { Clock, Timer } from '../../src/ports/index.js';
import type { Kernel } from './kernel.js';

/** The wall clock of one machine: it may be set wrong while time itself goes on. */
export class WallClock {
  #offsetMs: number;

  constructor(
    private readonly kernel: Kernel,
    private readonly rightOffsetMs: number,
  ) {
    this.#offsetMs = rightOffsetMs;
  }

  /** Whole, as Date.now() is. */
  nowMs(): number {
    return Math.floor(this.kernel.nowMs + this.#offsetMs);
  }

  /** Not before 1970: Linux refuses that. */
  set(wallMs: number): void {
    this.#offsetMs = Math.max(0, wallMs) - this.kernel.nowMs;
  }

  setRight(): void {
    this.#offsetMs = this.rightOffsetMs;
  }
}

/** The clock of one process: its monotonic time begins with it, its timers die with it. */
export class ProcessClock implements Clock {
  readonly #bornAtMs: number;
  #isAlive = true;

  constructor(
    private readonly kernel: Kernel,
    private readonly wall: WallClock,
    private readonly name: string,
  ) {
    this.#bornAtMs = kernel.nowMs;
  }

  wallMs(): number {
    return this.wall.nowMs();
  }

  monotonicMs(): number {
    return this.kernel.nowMs - this.#bornAtMs;
  }

  after(delayMs: number, run: () => void): Timer {
    return this.kernel.after(delayMs, this.name, () => {
      if (this.#isAlive) run();
    });
  }

  die(): void {
    this.#isAlive = false;
  }
}
