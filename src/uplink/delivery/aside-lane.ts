import { asTillpostError } from '../../domain/errors.js';
import type { Clock, Counters, Log } from '../../ports/index.js';

/** Messages that wait; what is more is refused, and whoever wants it sent asks again. */
const WAITING_MAX = 32;
/** A slow network takes seconds; a PUBACK that takes longer is lost, and on this connection it never comes. */
const PUBACK_MS = 30_000;

export interface AsideParts {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
  /** Destroys the connection: everything that waits for its PUBACK is then known to be lost. */
  readonly drop: (why: string) => void;
}

interface Waiting {
  readonly what: string;
  /** Hands it to the socket, PUBACK code to follow; null: it is not wanted any more. */
  readonly send: () => Promise<number> | null;
  /** PUBACK code; null: it did not leave, or its connection ended first. */
  readonly done: (reasonCode: number | null) => void;
}

/**
 * What is neither posting nor request: totals, details, command results. They wait for nothing but each
 * other: one at a time until its PUBACK, so that one place beside the courier's window holds them all.
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
      next.done(await this.#publish(next));
    }
    this.#running = false;
  }

  async #publish({ what, send }: Waiting): Promise<number | null> {
    const deadline = this.#parts.clock.after(PUBACK_MS, () => this.#parts.drop(`no PUBACK for ${what}`));
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
