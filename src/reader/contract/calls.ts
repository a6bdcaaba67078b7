/** The calls that wait for the reader's answer: one of each kind at a time, each with its patience. */
import { TillpostError } from '../../domain/errors.js';
import { keyBytes, keyText, type TransactionKey } from '../../domain/key.js';
import type { Clock, ReaderResult, Timer } from '../../ports/index.js';

/** How long the reader may still take after it was asked whether it lives, ms. */
const GRACE_MS = 1500;

export type CallKind = 'start' | 'continueOnline' | 'unableOnline' | 'complete' | 'confirm' | 'cancel' | 'result';

export interface Call {
  readonly kind: CallKind;
  /** The 16 bytes of the transaction key, lower-case hex. */
  readonly key: string;
  readonly transactionKey: TransactionKey;
  readonly answer: Promise<ReaderResult | null>;
  resolve(result: ReaderResult | null): void;
  reject(error: TillpostError): void;
}

interface Waiting {
  readonly call: Call;
  timer: Timer;
}

export class Calls {
  readonly #clock: Clock;
  readonly #overdue: (call: Call) => void;
  readonly #abandoned: (call: Call) => void;
  /** In the order in which they were made. */
  readonly #waiting: Waiting[] = [];

  /**
   * @param overdue the answer did not come in its time: ask whether the reader lives
   * @param abandoned nor in the grace after that
   */
  constructor(clock: Clock, overdue: (call: Call) => void, abandoned: (call: Call) => void) {
    this.#clock = clock;
    this.#overdue = overdue;
    this.#abandoned = abandoned;
  }

  outstanding(): readonly Call[] {
    return this.#waiting.map(({ call }) => call);
  }

  /** @throws BUSY when a call of the kind waits already */
  open(kind: CallKind, key: TransactionKey, patienceMs: number): Call {
    const same = this.#waiting.find(({ call }) => call.kind === kind);
    if (same !== undefined) {
      throw new TillpostError('BUSY', `the reader has not answered the last ${kind} yet`, {
        operation: `reader.${kind}`,
        subject: keyText(same.call.transactionKey),
        retryable: true,
      });
    }
    let resolve!: Call['resolve'];
    let reject!: Call['reject'];
    const answer = new Promise<ReaderResult | null>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    const hex = Buffer.from(keyBytes(key)).toString('hex');
    const call: Call = { kind, key: hex, transactionKey: key, answer, resolve, reject };
    const waiting: Waiting = { call, timer: this.#clock.after(patienceMs, () => this.#late(waiting)) };
    this.#waiting.push(waiting);
    return call;
  }

  settle(call: Call, result: ReaderResult | null): void {
    if (this.#remove(call)) call.resolve(result);
  }

  fail(call: Call, error: TillpostError): void {
    if (this.#remove(call)) call.reject(error);
  }

  /** @param errorOf makes each call its own error, so that operation and subject are right */
  failAll(errorOf: (call: Call) => TillpostError): void {
    for (const call of this.outstanding()) this.fail(call, errorOf(call));
  }

  #late(waiting: Waiting): void {
    waiting.timer = this.#clock.after(GRACE_MS, () => this.#abandoned(waiting.call));
    this.#overdue(waiting.call);
  }

  #remove(call: Call): boolean {
    const index = this.#waiting.findIndex((waiting) => waiting.call === call);
    if (index < 0) return false;
    this.#waiting[index]!.timer.cancel();
    this.#waiting.splice(index, 1);
    return true;
  }
}
