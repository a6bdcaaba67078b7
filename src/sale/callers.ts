import { TillpostError } from '../domain/errors.js';
import type { Caller, Unsubscribe } from '../ports/index.js';

/** A caller within this process. */
export const STAYS: Caller = { isThere: () => Promise.resolve(true), onGone: () => () => undefined };

/**
 * Those who wait for one sale: the till that asked, and whoever asked again under its key, as a till does that lost its
 * connection. The till is gone only when all of them are.
 */
export class Callers {
  /** With what ends the watch over each. */
  readonly #waiting = new Map<Caller, Unsubscribe>();
  #whenGone: (() => void) | null;

  /** @param whenGone called once when the last has hung up; null: that changes nothing */
  constructor(first: Caller, whenGone: (() => void) | null) {
    this.#whenGone = whenGone;
    this.add(first);
  }

  add(caller: Caller): void {
    if (this.#waiting.has(caller)) return;
    // Where nothing follows from it nobody is watched.
    const stop = this.#whenGone === null ? (): void => undefined : caller.onGone(() => this.#left(caller));
    this.#waiting.set(caller, stop);
  }

  async anyThere(): Promise<boolean> {
    const there = await Promise.all([...this.#waiting.keys()].map((caller) => caller.isThere()));
    return there.includes(true);
  }

  /** @throws TILL_GONE: the request was read after its till had hung up */
  async requireOne(): Promise<void> {
    if (await this.anyThere()) return;
    throw new TillpostError('TILL_GONE', 'the till hung up before a card was asked for', {
      operation: 'sale.start',
      retryable: true,
      hint: 'Nothing was begun. Keep the connection open until the answer has come.',
    });
  }

  /** The sale is over. */
  end(): void {
    this.#whenGone = null;
    for (const stop of this.#waiting.values()) stop();
  }

  #left(caller: Caller): void {
    this.#waiting.delete(caller);
    if (this.#waiting.size > 0) return;
    this.#whenGone?.();
    this.#whenGone = null;
  }
}
