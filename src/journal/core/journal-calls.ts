import type { JournalHealth, JournalIdentity, JournalMark, Unsubscribe } from '../../ports/index.js';
import { CALL_NAMES, type CallArgs, type CallName, type CallResult, type Calls } from './calls.js';

abstract class Asking {
  abstract identity(): JournalIdentity;
  abstract head(): JournalMark;
  abstract openBatch(): number;
  abstract health(): JournalHealth;
  abstract onHealth(listener: (health: JournalHealth) => void): Unsubscribe;
  abstract close(): Promise<void>;
  protected abstract ask<Name extends CallName>(name: Name, ...args: CallArgs<Name>): Promise<CallResult<Name>>;

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
