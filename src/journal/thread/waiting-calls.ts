import { TillpostError } from '../../domain/errors.js';
import type { Boarding } from '../books/riders.js';
import type { Call, CallName } from '../core/calls.js';
import type { Outcome } from '../core/core-parts.js';

/** Calls under way at most; more is a defect of the caller and is refused rather than stored. */
const CALLS_MAX = 4096;

interface Waiting {
  readonly call: Call;
  readonly boarding: Boarding | null;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: TillpostError) => void;
}

/** Calls that are with the thread, by the id that its answer will bear. */
export class WaitingCalls {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  get size(): number {
    return this.#waiting.size;
  }

  /**
   * @param boarding what rides on it
   * @returns what `settle` or `fail` says later; rejects with BUSY when too many wait
   */
  send(call: Call, boarding: Boarding | null, send: (id: number, call: Call) => void): Promise<unknown> {
    if (this.#waiting.size >= CALLS_MAX) {
      boarding?.ended(false);
      return Promise.reject(tooMany(call.name));
    }
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      // First the message: what cannot be sent must not be waited for.
      send(id, call);
      this.#waiting.set(id, { call, boarding, resolve, reject });
    });
  }

  nameOf(id: number): CallName | undefined {
    return this.#waiting.get(id)?.call.name;
  }

  has(name: CallName): boolean {
    return [...this.#waiting.values()].some(({ call }) => call.name === name);
  }

  settle(id: number, outcome: Outcome): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.boarding?.ended(outcome.carried === true);
    if (outcome.ok) waiting?.resolve(outcome.value);
    else waiting?.reject(outcome.error);
  }

  /** The thread is gone: nothing that waits will be answered. */
  fail(why: (name: CallName) => TillpostError): void {
    const lost = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { boarding } of lost) boarding?.ended(false);
    for (const { call, reject } of lost) reject(why(call.name));
  }
}

function tooMany(name: CallName): TillpostError {
  return new TillpostError('BUSY', `${CALLS_MAX} calls wait for the journal`, {
    operation: `journal.${name}`,
    retryable: true,
    hint: 'The disk does not keep up: look at its health.',
  });
}
