import type { JournalHealth, JournalIdentity, JournalMark, ShownNote, Unsubscribe } from '../../ports/index.js';
import { type Boarding, Riders } from '../books/riders.js';
import { CALL_NAMES, type CallArgs, type CallName, type CallResult, type Calls, isWriteName } from './calls.js';

abstract class Asking {
  readonly #riders = new Riders();

  abstract identity(): JournalIdentity;
  abstract head(): JournalMark;
  abstract openBatch(): number;
  abstract health(): JournalHealth;
  abstract onHealth(listener: (health: JournalHealth) => void): Unsubscribe;
  abstract close(): Promise<void>;
  /** Stamps calls. */
  protected abstract nowMs(): number;
  protected abstract ask<Name extends CallName>(name: Name, ...args: CallArgs<Name>): Promise<CallResult<Name>>;

  noteShown(note: ShownNote): Promise<void> {
    return this.#riders.add(note, this.nowMs());
  }

  /** What rides on a call; null: nothing, or the call writes nothing. */
  protected boarding(name: CallName): Boarding | null {
    return isWriteName(name) ? this.#riders.board() : null;
  }

  static {
    for (const name of CALL_NAMES) {
      Object.defineProperty(this.prototype, name, {
        value(this: Asking, ...args: never): Promise<unknown> {
          return this.ask(name, ...args);
        },
        writable: true,
        configurable: true,
      });
    }
  }
}

/** The port with a method for each row of the call table. How a call reaches the core, the heirs say by `ask`. */
export type JournalCalls = Asking & Calls;
export const JournalCalls = Asking as abstract new () => JournalCalls;
