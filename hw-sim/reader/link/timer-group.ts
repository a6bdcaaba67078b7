import type { Clock, Timer } from '../../../src/ports/index.js';

/** A clock whose timers all end together: what has no power, or was stopped, does nothing later. */
export class TimerGroup implements Clock {
  readonly #timers = new Set<Timer>();
  #ended = false;

  constructor(private readonly clock: Clock) {}

  wallMs(): number {
    return this.clock.wallMs();
  }

  monotonicMs(): number {
    return this.clock.monotonicMs();
  }

  after(delayMs: number, run: () => void): Timer {
    if (this.#ended) return { cancel: () => {} };
    const inner = this.clock.after(delayMs, () => {
      this.#timers.delete(timer);
      run();
    });
    const timer = {
      cancel: () => {
        this.#timers.delete(timer);
        inner.cancel();
      },
    };
    this.#timers.add(timer);
    return timer;
  }

  cancelAll(): void {
    for (const timer of [...this.#timers]) timer.cancel();
  }

  /** From now on no timer is taken. */
  end(): void {
    this.#ended = true;
    this.cancelAll();
  }
}

/** Named waits that a pure machine asks for: a wait goes on while its id stays, and begins anew when it changes. */
export class Waits<Name extends string> {
  readonly #running = new Map<Name, { readonly id: string; readonly timer: Timer }>();

  constructor(private readonly clock: Clock) {}

  set(name: Name, wait: { readonly id: string; readonly ms: number } | null, run: () => void): void {
    const running = this.#running.get(name);
    if (running?.id === wait?.id) return;
    running?.timer.cancel();
    this.#running.delete(name);
    if (wait === null) return;
    const { id, ms } = wait;
    const timer = this.clock.after(ms, () => {
      if (this.#running.get(name)?.id === id) this.#running.delete(name);
      run();
    });
    this.#running.set(name, { id, timer });
  }
}
