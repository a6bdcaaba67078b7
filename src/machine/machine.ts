import type { Clock, Timer } from '../ports/index.js';

/**
 * What runs a pure machine `(state, input) → [state, effects]`: keeps the state, has the effects carried out, and
 * feeds it the time it waits for. Rules of the machine stand in its step, never here.
 *
 *   input ──► queue ──► step ──► effects ──► carryOut ──┐
 *               ▲                                       │
 *               └── what an effect brings, and ticks ◄──┘
 */
export interface Machine<State, Input, Effect> {
  step(state: State, input: Input): readonly [State, readonly Effect[]];
  /** The state is the next one already; inputs that it brings wait for their turn. */
  carryOut(effect: Effect): void;
  readonly wake?: Wake<State, Input>;
}

/** Time as an input. */
interface Wake<State, Input> {
  readonly clock: Clock;
  /** When the machine wants its tick, on the monotonic clock, ms; null: it waits for no time. */
  atMs(state: State, nowMs: number): number | null;
  readonly tick: Input;
}

export interface RunningMachine<State, Input> {
  readonly state: State;
  input(input: Input): void;
  /** No input counts any more, and no timer runs. */
  stop(): void;
}

export function runMachine<State, Input, Effect>(
  start: State,
  machine: Machine<State, Input, Effect>,
): RunningMachine<State, Input> {
  return new Runner(start, machine);
}

class Runner<State, Input, Effect> implements RunningMachine<State, Input> {
  readonly #machine: Machine<State, Input, Effect>;
  readonly #inputs: Input[] = [];
  #state: State;
  #isRunning = false;
  #isStopped = false;
  #timer: Timer | null = null;

  constructor(start: State, machine: Machine<State, Input, Effect>) {
    this.#state = start;
    this.#machine = machine;
  }

  get state(): State {
    return this.#state;
  }

  /** One after the other: an input in the middle of another one's effects would find half of them carried out. */
  input(input: Input): void {
    if (this.#isStopped) return;
    this.#inputs.push(input);
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
        const [state, effects] = this.#machine.step(this.#state, next);
        this.#state = state;
        for (const effect of effects) this.#machine.carryOut(effect);
      }
    } finally {
      this.#isRunning = false;
    }
    this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    this.#inputs.length = 0;
    this.#schedule();
  }

  #schedule(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const { wake } = this.#machine;
    if (wake === undefined || this.#isStopped) return;
    const nowMs = wake.clock.monotonicMs();
    const atMs = wake.atMs(this.#state, nowMs);
    if (atMs === null || atMs === Infinity) return;
    // At least 1 ms: a timer that fires a little early must not spin.
    this.#timer = wake.clock.after(Math.max(1, atMs - nowMs), () => this.input(wake.tick));
  }
}
