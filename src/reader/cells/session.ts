/**
 * The default reader: the `CardReader` port on the 64-byte link.
 *
 *   call ──► messages ──► line (link, aligner) ──► port        answers.ts says which call a message answers,
 *   answer ◄─ results ◄── messages ◄── line                    calls.ts holds the calls, pulse.ts the watch
 *
 * A reset of the link makes everything in flight unknown: all calls reject with READER_LOST, and nothing
 * is repeated here; the caller asks `result` (reader link, Messages).
 */
import { asTillpostError, TillpostError } from '../../domain/errors.js';
import { hex, keyBytes, keyFromBytes, type TransactionKey } from '../../domain/key.js';
import { bytesHoldClearDigits } from '../../domain/text/clear-digits.js';
import type {
  CardReader,
  ReaderResult,
  ReaderStage,
  ReaderStatus,
  StartOrder,
  Unsubscribe,
} from '../../ports/index.js';
import { type Call, type CallKind, Calls } from '../contract/calls.js';
import type { FieldGate } from '../contract/field-gate.js';
import { readerError, readerLost, readerNotReady } from '../contract/refusals.js';
import { type Reported, resultFor } from '../contract/reported.js';
import { type AlarmParts, Alarms } from './alarms.js';
import { type Answer, answeredBy } from './answers.js';
import { fieldGate, type ReaderField } from './field-kinds.js';
import { type LineParts, ReaderLine } from './link/line.js';
import type { Rstack } from './link/reset-payloads.js';
import type { LinkState } from './link/states.js';
import type { AgentMessage, BrokenMessage, KeyBytes, ReaderMessage } from './message-shapes.js';
import { brokenMessage, decodeReaderMessage, encodeAgentMessage } from './messages.js';
import { Pulse } from './pulse.js';
import { Results } from './results.js';
import { StageQuestion } from './stage-question.js';

interface ReaderOptions {
  /** How long the reader may take for an answer, ms; START adds its own timeout. */
  readonly answerMs: number;
  /** How often an idle reader is asked whether it lives, ms. */
  readonly idleProbeMs: number;
}

const READER_DEFAULTS: ReaderOptions = { answerMs: 5000, idleProbeMs: 10_000 };

export interface CellReaderParts extends LineParts, AlarmParts {
  readonly options?: Partial<ReaderOptions>;
}

export function createCellReader(parts: CellReaderParts): CardReader {
  return new CellReader(parts);
}

/** For these the card matters more than the stage, so a refused card refuses the call. */
const NEED_CARD: readonly CallKind[] = ['start', 'continueOnline', 'unableOnline', 'result'];
const WITH_CARD: readonly ReaderMessage['kind'][] = ['card', 'final', 'result'];
const COMPLETE_TEXT_MAX = 32;
const SILENT = 'the reader does not answer PING';

class CellReader implements CardReader {
  readonly #parts: CellReaderParts;
  readonly #options: ReaderOptions;
  readonly #line: ReaderLine;
  readonly #calls: Calls;
  readonly #pulse: Pulse;
  readonly #stage: StageQuestion;
  readonly #alarms: Alarms;
  readonly #results = new Results();
  readonly #listeners = new Set<(status: ReaderStatus) => void>();
  #status: ReaderStatus = { state: 'missing', serialNumber: null, firmware: null, problem: null };
  #lastKey: TransactionKey | null = null;

  constructor(parts: CellReaderParts) {
    this.#parts = parts;
    this.#options = { ...READER_DEFAULTS, ...parts.options };
    this.#alarms = new Alarms(parts, parts.ports.path);
    this.#line = new ReaderLine(parts, {
      up: (peer) => this.#up(peer),
      down: (problem) => this.#down(problem),
      message: (payload) => this.#received(payload),
      changed: (state) => this.#changed(state),
      clearHeard: () => this.#alarms.clearData(['heard in place of an answer']),
    });
    const ping = (): void => this.#send({ kind: 'ping' });
    const reset = (why: string): void => this.#line.reset(why);
    this.#calls = new Calls(parts.clock, ping, ({ kind }) => reset(`the reader did not answer ${kind}`));
    this.#stage = new StageQuestion(parts.clock, ping, () => reset(SILENT));
    this.#pulse = new Pulse({ clock: parts.clock, idleProbeMs: this.#options.idleProbeMs, ping, reset });
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

  onTamper(listener: (serialNumber: string) => void): Unsubscribe {
    return this.#alarms.onTamper(listener);
  }

  lastKey(): TransactionKey | null {
    return this.#lastKey;
  }

  async openStage(): Promise<ReaderStage | null> {
    if (this.#line.state.at !== 'open') throw readerNotReady('openStage', null, this.#status.problem);
    this.#results.checkUndisputed();
    return this.#stage.ask();
  }

  start({ key, money: { amount, currency }, type, timeoutMs }: StartOrder): Promise<ReaderResult> {
    const order = { amount, currency: currency.numeric, exponent: currency.exponent, type, timeoutMs };
    this.#results.starts(keyBytes(key));
    return this.#ask('start', key, { kind: 'start', key: keyBytes(key), ...order }, timeoutMs + this.#options.answerMs);
  }

  continueOnline(key: TransactionKey, responseCode: string, arpc: string): Promise<ReaderResult> {
    const host = { responseCode, arpc: Uint8Array.from(Buffer.from(arpc, 'hex')) };
    return this.#ask('continueOnline', key, { kind: 'continueOnline', key: keyBytes(key), ...host });
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

  reset(why: string): void {
    this.#line.reset(why);
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
    this.#line.send(encodeAgentMessage(message), (refusal) => this.#delivered(call, refusal));
    return call.answer;
  }

  #delivered(call: Call, refusal: string | null): void {
    if (refusal !== null) this.#calls.fail(call, readerNotReady(call.kind, call.transactionKey, refusal));
    // CONFIRM has no answer: the link's acknowledgement says that the reader has it.
    else if (call.kind === 'confirm') this.#calls.settle(call, null);
    else if (call.kind === 'start') this.#pulse.cardAwaited();
  }

  #send(message: AgentMessage): void {
    this.#line.send(encodeAgentMessage(message), (refusal) => {
      if (refusal !== null) this.#parts.counters.add('reader.session.unsent');
    });
  }

  #up(peer: Rstack): void {
    const gate = fieldGate();
    const { serialNumber, firmware } = namesOf(peer, gate);
    const lastKey = gate.key('rstack.last_key', peer.lastKey);
    this.#lastKey = lastKey === null ? null : keyFromBytes(lastKey, this.#parts.terminalId);
    this.#alarms.clearData(gate.found);
    const { cause } = peer;
    this.#parts.log.info('reader ready', { serialNumber, firmware, cause });
    if (cause === 'tamper') this.#alarms.tampered(serialNumber, 'the reader was reset by its tamper detection');
    this.#alarms.found();
    this.#pulse.up();
  }

  #down(problem: string): void {
    this.#parts.log.warn('reader lost', { problem, calls: this.#calls.outstanding().map(({ kind }) => kind) });
    this.#pulse.down();
    this.#results.forget();
    this.#calls.failAll((call) => readerLost(call.kind, call.transactionKey, problem));
    this.#stage.lost(() => readerLost('openStage', null, problem));
  }

  #changed(state: LinkState): void {
    const status = statusOf(state);
    if (status.problem !== null && (state.at === 'waiting' || state.at === 'resetting')) {
      this.#alarms.lost(status.problem);
    }
    if (status.state === this.#status.state && status.problem === this.#status.problem) return;
    if (state.at === 'waiting') this.#alarms.unreachable(status.problem);
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  #received(payload: Uint8Array): void {
    const gate = fieldGate();
    const isClear = bytesHoldClearDigits(payload);
    let message: ReaderMessage;
    try {
      message = decodeReaderMessage(payload, gate);
    } catch (thrown) {
      const refusal = asTillpostError(thrown, 'reader.message');
      if (isClear) this.#alarms.clearData(['a message that cannot be read']);
      this.#alarms.unreadable(refusal);
      this.#line.malformed();
      const broken = brokenMessage(payload, refusal);
      if (broken !== null) this.#broken(broken);
      return;
    } finally {
      // Decoding copied what is needed; should this have borne clear card data, it is gone here.
      payload.fill(0);
    }
    this.#parts.counters.add(`reader.session.${message.kind}`);
    // A card's bytes side by side may look like digits by chance: its fields are judged one by one.
    const isUnnamed = isClear && gate.found.length === 0 && !WITH_CARD.includes(message.kind);
    this.#alarms.clearData(isUnnamed ? [message.kind] : gate.found);
    this.#pulse.heard(message);
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
        return this.#alarms.tampered(this.#status.serialNumber, message.text);
      case 'uiEvent':
      case 'testReport':
        return this.#parts.log.info('reader says', { kind: message.kind, text: message.text });
      case 'keepalive':
        return this.#stage.told(message.stage);
      case 'info':
        return;
    }
  }

  /** What waits for it is answered: asking again would bring the same. */
  #broken({ kind: of, key, stage, refusal }: BrokenMessage): void {
    if (of === 'card' && key !== null) this.#results.unreadableCard(key);
    const answer: Answer =
      key !== null && stage !== null && of === 'result'
        ? { kind: 'result', key: hex(key), stage }
        : { kind: 'broken', of, key: key && hex(key) };
    for (const call of answeredBy(this.#calls.outstanding(), answer)) {
      if (stage === null || NEED_CARD.includes(call.kind)) this.#calls.fail(call, refusal);
      else this.#calls.settle(call, resultFor(call.transactionKey, { stage, accepted: null, final: null, refusal }));
    }
  }

  #answered(answer: Answer, key: KeyBytes, reported: Reported): void {
    const calls = answeredBy(this.#calls.outstanding(), answer);
    const asked = this.#calls.outstanding().find((call) => call.key === answer.key);
    if (reported.refusal !== null) this.#alarms.refused(asked?.transactionKey ?? null, reported.refusal);
    if (calls.length === 0) this.#alarms.unasked(answer);
    else this.#results.remember(key, reported);
    for (const call of calls) {
      if (reported.refusal !== null && NEED_CARD.includes(call.kind)) this.#calls.fail(call, reported.refusal);
      else this.#calls.settle(call, resultFor(call.transactionKey, reported));
    }
  }

  #refused({ key, code, text }: Extract<ReaderMessage, { kind: 'error' }>): void {
    const answer: Answer = { kind: 'error', key: key && hex(key), code };
    const calls = answeredBy(this.#calls.outstanding(), answer);
    if (calls.length === 0) this.#alarms.unasked(answer);
    for (const call of calls) {
      this.#calls.fail(call, readerError(call.kind, call.transactionKey, code, text));
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
      return { state: 'ready', ...namesOf(state.peer, fieldGate()), problem: null };
  }
}

function namesOf({ serialNumber, firmware }: Rstack, gate: FieldGate<ReaderField>): Names {
  return {
    serialNumber: gate.text('rstack.serial_number', serialNumber),
    firmware: gate.text('rstack.firmware', firmware),
  };
}

type Names = { readonly serialNumber: string; readonly firmware: string };
