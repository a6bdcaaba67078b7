import { TillpostError } from '../../../src/domain/errors.js';
import { sameKey, type TransactionKey } from '../../../src/domain/key.js';
import type { CardReader, ReaderResult, ReaderStage, ReaderStatus, StartOrder } from '../../../src/ports/index.js';
import { type FakeCard, fakeCard } from './fake-card.js';
import { FakeReaderMemory, type Held, type ShownLine } from './fake-reader-memory.js';

/** A call on the port that asks the reader something. */
export type ReaderCall =
  'openStage' | 'start' | 'continueOnline' | 'unableOnline' | 'complete' | 'confirm' | 'cancel' | 'result';

const NOBODYS: TransactionKey = { terminalId: '', epoch: '', mark: '', number: 0 };
const NOWHERE = { serialNumber: null, firmware: null } as const;
const READY: ReaderStatus = { state: 'ready', serialNumber: 'SIM1', firmware: '1.0', problem: null };
const CLOSED: ReaderStatus = { state: 'missing', ...NOWHERE, problem: null };
const UNPLUGGED: ReaderStatus = { state: 'missing', ...NOWHERE, problem: 'unplugged' };

/**
 * The card reader as the sale sees it, without a line in between; test/contract/card-reader.ts holds it to what a
 * real one does. A test loses the link before or after a call reached the reader and brings it back when it likes,
 * and bends what the reader says.
 */
export class FakeReader implements CardReader {
  card: FakeCard | null = fakeCard();
  /** Called before a card is presented: a test may cancel, lose the link or hold it there. */
  beforeCard: () => Promise<void> = () => Promise.resolve();
  /** Throws in place of the call's answer. */
  readonly failures = new Map<ReaderCall, TillpostError>();
  readonly calls: string[] = [];

  readonly #memory = new FakeReaderMemory();
  #status: ReaderStatus;
  #last: TransactionKey | null = null;
  #serialNumber = 'SIM1';
  readonly #tamperListeners = new Set<(serialNumber: string) => void>();
  /** Of the card that each transaction was told with, since the link was reset. */
  #told: { readonly key: TransactionKey; readonly token: string } | null = null;
  readonly #listeners = new Set<(status: ReaderStatus) => void>();
  readonly #waiting = new Map<ReaderCall, (lost: TillpostError) => void>();
  #stageAsked: Promise<ReaderStage | null> | null = null;
  readonly #lose = new Map<ReaderCall, 'before' | 'after'>();
  readonly #bends = new Map<ReaderCall, (result: ReaderResult) => ReaderResult | Promise<ReaderResult>>();

  /** Most tests begin with a reader that is there; `opened` false: it waits for `open`. */
  constructor({ opened = true } = {}) {
    this.#status = opened ? READY : CLOSED;
  }

  get shown(): readonly ShownLine[] {
    return this.#memory.shown;
  }

  /** The last stored result; setting it forgets all others. */
  get held(): Held | null {
    return this.#memory.last;
  }

  set held(held: Held | null) {
    this.#memory.replace(held);
  }

  /** The link is reset at the next such call: before the reader heard of it, or after it acted. */
  loseAt(call: ReaderCall, when: 'before' | 'after'): void {
    this.#lose.set(call, when);
  }

  forgetLosses(): void {
    this.#lose.clear();
  }

  /**
   * What the reader answers to the next such call instead: another type, amount, card, key or stage; late, with a
   * promise. What a driver would not let pass does not pass here either.
   */
  bend(call: ReaderCall, change: (result: ReaderResult) => ReaderResult | Promise<ReaderResult>): void {
    this.#bends.set(call, change);
  }

  /** At the next COMPLETE it shows approved, and says so. */
  showApproved(): void {
    this.#memory.showsApproved = true;
  }

  /** Each time the link is reset: what waits is lost. */
  setReady(ready: boolean): void {
    if (ready) this.#last = this.held?.order.key ?? null;
    this.#become(ready ? { ...READY, serialNumber: this.#serialNumber } : UNPLUGGED);
  }

  open(): void {
    this.setReady(true);
  }

  async close(): Promise<void> {
    if (this.#status !== CLOSED) this.#become(CLOSED);
  }

  status(): ReaderStatus {
    return this.#status;
  }

  onStatus(listener: (status: ReaderStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onTamper(listener: (serialNumber: string) => void): () => void {
    this.#tamperListeners.add(listener);
    return () => this.#tamperListeners.delete(listener);
  }

  /** It says TAMPER. */
  tamper(): void {
    for (const listener of [...this.#tamperListeners]) listener(this.#serialNumber);
  }

  /** The link is reset, and another reader, or the same one, answers. */
  swap(serialNumber: string): void {
    this.setReady(false);
    this.#serialNumber = serialNumber;
    this.held = null;
    this.setReady(true);
  }

  lastKey(): TransactionKey | null {
    return this.#last;
  }

  openStage(): Promise<ReaderStage | null> {
    this.#stageAsked ??= this.#askStage().finally(() => (this.#stageAsked = null));
    return this.#stageAsked;
  }

  async #askStage(): Promise<ReaderStage | null> {
    const key = this.#memory.open?.order.key ?? NOBODYS;
    const { stage } = await this.#call('openStage', key, () => undefined);
    return stage === 'unknownKey' ? null : stage;
  }

  start(order: StartOrder): Promise<ReaderResult> {
    const cardComes = async (): Promise<FakeCard | null> => {
      await this.beforeCard();
      return this.card;
    };
    return this.#call('start', order.key, () => this.#memory.start(order, cardComes));
  }

  continueOnline(key: TransactionKey, responseCode: string): Promise<ReaderResult> {
    const cryptogramOf = ({ online }: FakeCard) => (responseCode === '00' ? online : 'AAC');
    return this.#call('continueOnline', key, () => this.#memory.final(key, cryptogramOf));
  }

  unableOnline(key: TransactionKey): Promise<ReaderResult> {
    return this.#call('unableOnline', key, () => this.#memory.final(key, ({ offline }) => offline));
  }

  complete(
    key: TransactionKey,
    outcome: 'approved' | 'declined' | 'cancelled',
    text: string,
    deferred: boolean,
  ): Promise<ReaderResult> {
    return this.#call('complete', key, () => this.#memory.complete(key, outcome, text, deferred));
  }

  async confirm(key: TransactionKey): Promise<void> {
    await this.#call('confirm', key, () => this.#memory.confirm(key));
  }

  cancel(key: TransactionKey): Promise<ReaderResult> {
    return this.#call('cancel', key, () => this.#memory.cancel(key));
  }

  result(key: TransactionKey): Promise<ReaderResult> {
    return this.#call('result', key, () => undefined);
  }

  reset(why: string): void {
    this.calls.push(`reset: ${why}`);
    this.setReady(false);
    this.setReady(true);
  }

  async #call(call: ReaderCall, key: TransactionKey, act: () => Promise<void> | void): Promise<ReaderResult> {
    this.calls.push(call);
    if (this.#status.state !== 'ready') throw failed('READER_NOT_READY', 'not ready');
    if (this.#waiting.has(call)) throw failed('BUSY', `the last ${call} waits`);
    const failure = this.failures.get(call);
    if (failure !== undefined) throw failure;
    const when = this.#lose.get(call);
    this.#lose.delete(call);
    const lost = new Promise<never>((_, reject) => this.#waiting.set(call, reject));
    const answered = async (): Promise<ReaderResult> => {
      if (when === 'before') return (this.setReady(false), lost);
      // Calls are served in their order: only the wait for a card lets others pass.
      const waiting = act();
      if (waiting !== undefined) await waiting;
      if (when === 'after') return (this.setReady(false), lost);
      const bend = this.#bends.get(call);
      this.#bends.delete(call);
      const honest = this.#memory.result(key);
      return bend === undefined ? honest : await bend(honest);
    };
    try {
      const result = await Promise.race([lost, answered()]);
      return this.#believed(call, key, result);
    } finally {
      this.#waiting.delete(call);
    }
  }

  /** As a driver does: an answer about another transaction answers nothing, another card than before is refused. */
  #believed(call: ReaderCall, key: TransactionKey, result: ReaderResult): ReaderResult {
    if (!sameKey(key, result.key)) {
      this.setReady(false);
      throw failed('READER_LOST', `no answer to ${call}`);
    }
    const token = result.card?.token;
    if (token === undefined) return result;
    if (this.#told !== null && sameKey(key, this.#told.key) && this.#told.token !== token) {
      throw failed('READER_PROTOCOL', 'another card than before');
    }
    this.#told = { key, token };
    return result;
  }

  #become(status: ReaderStatus): void {
    this.#status = status;
    this.#told = null;
    for (const [call, lose] of [...this.#waiting]) lose(failed('READER_LOST', `lost during ${call}`));
    for (const listener of [...this.#listeners]) listener(status);
  }
}

function failed(code: 'READER_LOST' | 'READER_NOT_READY' | 'READER_PROTOCOL' | 'BUSY', text: string): TillpostError {
  return new TillpostError(code, text, { operation: 'reader', retryable: code !== 'READER_PROTOCOL' });
}
