import { asTillpostError } from '../../domain/errors.js';
import type { Clock, Counters, Delivery, Log } from '../../ports/index.js';

/** Messages that wait; what is more is refused, and whoever wants it sent asks again. */
const WAITING_MAX = 32;
/** A slow network takes seconds; a broker's word that takes longer is lost, and on this connection it never comes. */
const WORD_MS = 30_000;

export interface AsideParts {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** Destroys the connection: everything that waits for the broker's word is then known to be lost. */
  readonly drop: (why: string) => void;
}

interface Waiting {
  readonly what: string;
  /** Hands it over, the broker's word to follow; null: it is not wanted any more. */
  readonly send: () => Promise<Delivery> | null;
  /** Null: it did not leave, or its connection ended first. */
  readonly done: (delivery: Delivery | null) => void;
}

/**
 * What is neither posting nor request: totals, details, command results. They wait for nothing but each
 * other: one at a time until the broker's word, so that one place beside the courier's window holds them all.
 */
export class AsideLane {
  readonly #parts: AsideParts;
  readonly #waiting: Waiting[] = [];
  #running = false;

  constructor(parts: AsideParts) {
    this.#parts = parts;
  }

  add(what: string, send: Waiting['send'], done: Waiting['done']): void {
    if (this.#waiting.length >= WAITING_MAX) {
      this.#parts.counters.add('aside.full');
      this.#parts.log.warn('too many messages wait', { what });
      done(null);
      return;
    }
    this.#waiting.push({ what, send, done });
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      next.done(await this.#deliver(next));
    }
    this.#running = false;
  }

  async #deliver({ what, send }: Waiting): Promise<Delivery | null> {
    const deadline = this.#parts.clock.after(WORD_MS, () => this.#parts.drop(`no acknowledgement of ${what}`));
    try {
      return await send();
    } catch (error) {
      const { code, message } = asTillpostError(error, 'uplink.aside');
      this.#parts.counters.add('aside.lost');
      this.#parts.log.warn('message did not leave', { what, code, message });
      return null;
    } finally {
      deadline.cancel();
    }
  }
}
