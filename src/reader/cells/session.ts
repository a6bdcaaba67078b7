/**
 * The card reader as the sale sees it: the `CardReader` port on a line.
 *
 *   call ──► messages ──► line (link, aligner) ──► port        answers.ts says which call a message answers,
 *   answer ◄─ results ◄── messages ◄── line                    calls.ts holds the calls, watch.ts the pulse
 *
 * A reset of the link makes everything in flight unknown: all calls reject with READER_LOST, and nothing
 * is repeated here; the caller asks `result` (reader link, Messages).
 */
import { asTillpostError, TillpostError } from '../../domain/errors.js';
import { hex, keyBytes, keyFromBytes, keyText, type TransactionKey } from '../../domain/key.js';
import { redactPans } from '../../domain/redaction.js';
import type {
  Alerts,
  CardReader,
  Clock,
  Counters,
  Log,
  Random,
  ReaderResult,
  ReaderStatus,
  SerialPorts,
  StartOrder,
  Timer,
  Unsubscribe,
} from '../../ports/index.js';
import { type Answer, answeredBy, type CallKind } from './answers.js';
import { Calls } from './calls.js';
import { ReaderLine } from './line.js';
import type { LinkState } from './link.js';
import {
  type AgentMessage,
  decodeReaderMessage,
  encodeAgentMessage,
  type KeyBytes,
  type ReaderMessage,
} from './messages.js';
import { readerError, readerLost, readerNotReady } from './reader-errors.js';
import type { Rstack } from './reset-payloads.js';
import { type Reported, resultFor, Results } from './results.js';
import { OFF, type Watch, watch, type WatchInput } from './watch.js';

interface ReaderOptions {
  /** How long the reader may take for an answer, ms; START adds its own timeout. */
  readonly answerMs: number;
  /** How often an idle reader is asked whether it lives, ms. */
  readonly idleProbeMs: number;
}

const READER_DEFAULTS: ReaderOptions = { answerMs: 5000, idleProbeMs: 10_000 };

export interface ReaderParts {
  readonly ports: SerialPorts;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly terminalId: string;
  readonly options?: Partial<ReaderOptions>;
}

/** `open` looks for the reader and keeps looking; a port that is missing or busy shows in the status only. */
export interface ReaderSession extends CardReader {
  open(): void;
  /** Outstanding calls reject with READER_LOST; resolves when the port is free. */
  close(): Promise<void>;
}

export function createCardReader(parts: ReaderParts): ReaderSession {
  return new Session(parts);
}

/** For these the card matters more than the stage, so a refused card refuses the call. */
const NEED_CARD: readonly CallKind[] = ['start', 'continueOnline', 'unableOnline', 'result'];
const COMPLETE_TEXT_MAX = 32;

class Session implements ReaderSession {
  readonly #options: ReaderOptions;
  readonly #line: ReaderLine;
  readonly #calls: Calls;
  readonly #results = new Results();
  readonly #listeners = new Set<(status: ReaderStatus) => void>();
  #status: ReaderStatus = { state: 'missing', serialNumber: null, firmware: null, problem: null };
  #lastKey: TransactionKey | null = null;
  #watch: Watch = OFF;
  #watchTimer: Timer | null = null;

  constructor(private readonly parts: ReaderParts) {
    this.#options = { ...READER_DEFAULTS, ...parts.options };
    this.#line = new ReaderLine(parts, {
      up: (peer) => this.#up(peer),
      down: (problem) => this.#down(problem),
      message: (payload) => this.#received(payload),
      changed: (state) => this.#changed(state),
    });
    this.#calls = new Calls(
      parts.clock,
      () => this.#send({ kind: 'ping' }),
      (call) => this.#line.reset(`the reader did not answer ${call.kind}`),
    );
  }

  open(): void {
    this.#line.start();
  }

  close(): Promise<void> {
    return this.#line.stop();
  }

  status(): ReaderStatus {
    return this.#status;
  }

  onStatus(listener: (status: ReaderStatus) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lastKey(): TransactionKey | null {
    return this.#lastKey;
  }

  start({ key, money, type, timeoutMs }: StartOrder): Promise<ReaderResult> {
    const {
      amount,
      currency: { numeric, exponent },
    } = money;
    const message: AgentMessage = {
      kind: 'start',
      key: keyBytes(key),
      amount,
      currency: numeric,
      exponent,
      type,
      timeoutMs,
    };
    return this.#ask('start', key, message, timeoutMs + this.#options.answerMs);
  }

  continueOnline(key: TransactionKey, responseCode: string, arpc: string): Promise<ReaderResult> {
    return this.#ask('continueOnline', key, {
      kind: 'continueOnline',
      key: keyBytes(key),
      responseCode,
      arpc: Uint8Array.from(Buffer.from(arpc, 'hex')),
    });
  }

  unableOnline(key: TransactionKey): Promise<ReaderResult> {
    return this.#ask('unableOnline', key, { kind: 'unableOnline', key: keyBytes(key) });
  }

  complete(
    key: TransactionKey,
    outcome: 'approved' | 'declined' | 'cancelled',
    text: string,
    deferred: boolean,
  ): Promise<ReaderResult> {
    const shown = text.slice(0, COMPLETE_TEXT_MAX);
    return this.#ask('complete', key, { kind: 'complete', key: keyBytes(key), outcome, text: shown, deferred });
  }

  async confirm(key: TransactionKey): Promise<void> {
    await this.#call('confirm', key, { kind: 'confirm', key: keyBytes(key) }, this.#options.answerMs);
  }

  cancel(key: TransactionKey): Promise<ReaderResult> {
    return this.#ask('cancel', key, { kind: 'cancel', key: keyBytes(key) });
  }

  result(key: TransactionKey): Promise<ReaderResult> {
    return this.#ask('result', key, { kind: 'getResult', key: keyBytes(key) });
  }

  async #ask(
    kind: CallKind,
    key: TransactionKey,
    message: AgentMessage,
    patienceMs = this.#options.answerMs,
  ): Promise<ReaderResult> {
    const result = await this.#call(kind, key, message, patienceMs);
    if (result !== null) return result;
    throw new TillpostError('INTERNAL', `${kind} ended without a result`, { operation: `reader.${kind}` });
  }

  async #call(
    kind: CallKind,
    key: TransactionKey,
    message: AgentMessage,
    patienceMs: number,
  ): Promise<ReaderResult | null> {
    if (this.#line.state.at !== 'open') throw readerNotReady(kind, key, this.#status.problem);
    const call = this.#calls.open(kind, key, patienceMs);
    this.#line.send(encodeAgentMessage(message), (refusal) => {
      if (refusal !== null) this.#calls.fail(call, readerNotReady(kind, key, refusal));
      // CONFIRM has no answer: the link's acknowledgement says that the reader has it.
      else if (kind === 'confirm') this.#calls.settle(call, null);
      else if (kind === 'start') this.#feedWatch({ kind: 'heard', waitingCard: true });
    });
    return call.answer;
  }

  #send(message: AgentMessage): void {
    this.#line.send(encodeAgentMessage(message), (refusal) => {
      if (refusal !== null) this.parts.counters.add('reader.session.unsent');
    });
  }

  #up(peer: Rstack): void {
    const { serialNumber, firmware, cause } = peer;
    this.#lastKey = keyFromBytes(peer.lastKey, this.parts.terminalId);
    this.parts.log.info('reader ready', { serialNumber, firmware, cause });
    if (cause === 'tamper') this.#tampered(serialNumber, 'the reader was reset by its tamper detection');
    this.parts.alerts.clear('READER_LOST', this.parts.ports.path);
    this.#feedWatch({ kind: 'up' });
  }

  #down(problem: string): void {
    this.parts.log.warn('reader lost', { problem, calls: this.#calls.outstanding().map(({ kind }) => kind) });
    this.#feedWatch({ kind: 'down' });
    this.#results.forget();
    this.#calls.failAll((call) => readerLost(call.kind, call.transactionKey, problem));
  }

  #changed(state: LinkState): void {
    const status = statusOf(state);
    const { path } = this.parts.ports;
    if (status.problem !== null && (state.at === 'waiting' || state.at === 'resetting')) {
      this.parts.alerts.raise('READER_LOST', path, status.problem);
    }
    if (status.state === this.#status.state && status.problem === this.#status.problem) return;
    if (state.at === 'waiting') this.parts.log.warn('reader not reachable', { path, problem: status.problem });
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  #received(payload: Uint8Array): void {
    let message: ReaderMessage;
    try {
      message = decodeReaderMessage(payload);
    } catch (thrown) {
      const { code, subject } = asTillpostError(thrown, 'reader.message');
      this.parts.log.warn('reader sent a message that cannot be read', { code, subject });
      this.parts.counters.add('reader.session.malformed');
      this.#line.malformed();
      return;
    } finally {
      // Decoding copied what is needed; should this have borne clear card data, it is gone here.
      payload.fill(0);
    }
    this.parts.counters.add(`reader.session.${message.kind}`);
    this.#feedWatch({ kind: 'heard', waitingCard: waitingCard(message) });
    this.#dispatch(message);
  }

  #dispatch(message: ReaderMessage): void {
    switch (message.kind) {
      case 'card': {
        const { key } = message.card;
        return this.#answered({ kind: 'card', key: hex(key) }, key, this.#results.ofCard(message.card));
      }
      case 'final': {
        const { key } = message.final;
        return this.#answered({ kind: 'final', key: hex(key) }, key, this.#results.ofFinal(message.final));
      }
      case 'result': {
        const { key, stage } = message.result;
        return this.#answered({ kind: 'result', key: hex(key), stage }, key, this.#results.ofResult(message.result));
      }
      case 'error':
        return this.#refused(message);
      case 'tamper':
        return this.#tampered(this.#status.serialNumber, message.text);
      case 'uiEvent':
      case 'testReport':
        return this.parts.log.info('reader says', { kind: message.kind, text: redactPans(message.text) });
      case 'keepalive':
      case 'info':
        return;
    }
  }

  #answered(answer: Answer, key: KeyBytes, reported: Reported): void {
    if (reported.refusal !== null) this.#alarm(key, reported.refusal);
    const calls = answeredBy(this.#calls.outstanding(), answer);
    if (calls.length === 0) this.#unasked(answer);
    for (const call of calls) {
      if (reported.refusal !== null && NEED_CARD.includes(call.kind)) this.#calls.fail(call, reported.refusal);
      else this.#calls.settle(call, resultFor(call.transactionKey, reported));
    }
  }

  #refused({ key, code, text }: Extract<ReaderMessage, { kind: 'error' }>): void {
    const answer: Answer = { kind: 'error', key: key && hex(key), code };
    const calls = answeredBy(this.#calls.outstanding(), answer);
    if (calls.length === 0) this.#unasked(answer);
    for (const call of calls) {
      this.#calls.fail(call, readerError(call.kind, call.transactionKey, code, redactPans(text)));
    }
  }

  #alarm(key: KeyBytes, refusal: TillpostError): void {
    const transaction = keyFromBytes(key, this.parts.terminalId);
    const subject = transaction === null ? this.parts.ports.path : keyText(transaction);
    this.parts.log.error('card refused', { error: refusal, key: subject });
    if (refusal.code === 'CLEAR_CARD_DATA' || refusal.code === 'AMOUNT_MISMATCH') {
      this.parts.alerts.raise(refusal.code, subject, refusal.message);
    }
  }

  #tampered(serialNumber: string | null, text: string): void {
    const { alerts, ports } = this.parts;
    alerts.raise('READER_TAMPER', serialNumber ?? ports.path, redactPans(text) || 'the reader reports tampering');
  }

  #unasked(answer: Answer): void {
    this.parts.log.warn('reader answered what was not asked', { kind: answer.kind });
    this.parts.counters.add('reader.session.unasked');
  }

  #feedWatch(input: WatchInput): void {
    const [state, effects] = watch(this.#watch, input, this.#options.idleProbeMs);
    this.#watch = state;
    for (const effect of effects) {
      switch (effect.kind) {
        case 'setTimer':
          this.#watchTimer?.cancel();
          this.#watchTimer = this.parts.clock.after(effect.afterMs, () => this.#feedWatch({ kind: 'timer' }));
          break;
        case 'clearTimer':
          this.#watchTimer?.cancel();
          break;
        case 'ping':
          this.#send({ kind: 'ping' });
          break;
        case 'reset':
          this.#line.reset(effect.why);
          break;
      }
    }
  }
}

function statusOf(state: LinkState): ReaderStatus {
  const none = { serialNumber: null, firmware: null };
  switch (state.at) {
    case 'stopped':
      return { state: 'missing', ...none, problem: null };
    case 'opening':
    case 'waiting':
      return { state: 'missing', ...none, problem: state.problem };
    case 'resetting':
      return { state: 'connecting', ...none, problem: state.problem };
    case 'open':
      return { state: 'ready', serialNumber: state.peer.serialNumber, firmware: state.peer.firmware, problem: null };
  }
}

/** What the message says of the wait for a card; null when it does not speak of it. */
function waitingCard(message: ReaderMessage): boolean | null {
  switch (message.kind) {
    case 'keepalive':
      return message.stage === 'waitingCard';
    case 'result':
      return message.result.stage === 'waitingCard';
    case 'card':
    case 'final':
      return false;
    case 'error':
    case 'info':
    case 'testReport':
    case 'uiEvent':
    case 'tamper':
      return null;
  }
}
