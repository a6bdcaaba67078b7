import { createHash } from 'node:crypto';
import type { Timer } from '../../src/ports/index.js';
import { SimRandom } from '../sim-random.js';
import { type Event, EventHeap } from './event-heap.js';
import { Story } from './story.js';

const STEP_MS = 50;

/**
 * Virtual time, chance and order for one world, all from one seed.
 *
 * Everything that happens is an event at a moment; the kernel jumps from one to the next. Which of two that fall
 * on the same moment comes first is drawn, so that no test hangs on the order in which timers were set. After
 * each event every promise that is ready runs to its end before time moves. The trace folds in every event and
 * all that the world tells: two runs of one seed that differ anywhere differ in its hash.
 */
export class Kernel {
  /** Chance for the world's own decisions: faults, tills, delays. */
  readonly random: SimRandom;
  readonly story = new Story();
  #nowMs = 0;
  #order = 0;
  #events = 0;
  readonly #ties: SimRandom;
  readonly #heap = new EventHeap();
  readonly #trace = createHash('sha256');
  /** What waits for so many more events. */
  #countdowns: { left: number; readonly run: () => void }[] = [];

  constructor(readonly seed: number) {
    this.random = new SimRandom(seed);
    this.#ties = new SimRandom(seed ^ 0x5bd1e995);
  }

  /** Since the world began, ms. */
  get nowMs(): number {
    return this.#nowMs;
  }

  get events(): number {
    return this.#events;
  }

  /** @param what stands in the trace, for instance the party it happens to */
  after(delayMs: number, what: string, run: () => void): Timer {
    const event: Event = {
      atMs: this.#nowMs + Math.max(0, delayMs),
      tie: this.#ties.fraction(),
      order: (this.#order += 1),
      what,
      run,
      cancelled: false,
    };
    this.#heap.push(event);
    return { cancel: () => void (event.cancelled = true) };
  }

  /** Right after so many more events, whatever they are. */
  afterEvents(count: number, run: () => void): void {
    this.#countdowns.push({ left: count, run });
  }

  /** Into the trace and the story: what a person would want to read. */
  tell(what: string): void {
    this.#trace.update(`${what}\n`);
    this.story.tell(this.#nowMs, what);
  }

  /** Into the trace only. */
  trace(what: string | Uint8Array): void {
    this.#trace.update(what);
  }

  /** Lets so much time pass. */
  async run(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settled();
    for (let event = this.#heap.next(untilMs); event !== null; event = this.#heap.next(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, event.atMs);
      this.#events += 1;
      this.#trace.update(`${event.atMs} ${event.what}\n`);
      event.run();
      await settled();
      if (this.#countdowns.length > 0) await this.#countDown();
    }
    this.#nowMs = untilMs;
  }

  /**
   * Lets time pass in which no processor runs: what was due meanwhile happens at the end of it, once and in its order,
   * as in processes that were stopped. Weeks are short so: what repeats while a shop is idle is left out.
   */
  skip(ms: number): Promise<void> {
    this.#nowMs += Math.max(0, ms);
    return this.run(0);
  }

  /** Lets time pass until it is settled. @throws Error when that takes longer than `withinMs` */
  async until<T>(promise: Promise<T>, withinMs = 60_000): Promise<T> {
    const lastMs = this.#nowMs + withinMs;
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    promise.then(settle, settle);
    for (await settled(); !isSettled; await this.run(STEP_MS)) {
      if (this.#nowMs > lastMs) throw new Error(`no answer within ${withinMs} ms`);
    }
    return promise;
  }

  /** Ends the trace: SHA-256, hex, of everything that happened. */
  hash(): string {
    return this.#trace.digest('hex');
  }

  async #countDown(): Promise<void> {
    for (const countdown of this.#countdowns) countdown.left -= 1;
    const due = this.#countdowns.filter(({ left }) => left <= 0);
    if (due.length === 0) return;
    this.#countdowns = this.#countdowns.filter(({ left }) => left > 0);
    for (const { run } of due) run();
    await settled();
  }
}

/** Every promise that is ready, and what follows from it, has run: macrotasks come after all of them. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
