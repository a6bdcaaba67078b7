import type { Clock, Timer } from '../ports/index.js';

/** Waits that the end of the process cuts short. */
export class Waits {
  readonly #clock: Clock;
  readonly #ends = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        this.#ends.delete(end);
        resolve();
      };
      const timer: Timer = this.#clock.after(ms, end);
      this.#ends.add(end);
    });
  }

  /** Null when it is cut short: the next process asks again. */
  answer<T>(asked: Promise<T | null>): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const end = (): void => resolve(null);
      this.#ends.add(end);
      asked.then(resolve, reject).finally(() => this.#ends.delete(end));
    });
  }

  cut(): void {
    for (const end of [...this.#ends]) end();
  }
}
