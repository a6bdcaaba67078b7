import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CellSource, serialInput } from '../../../hw-sim/fuzz/cells.js';
import { projectRoot } from '../../../hw-sim/part.js';
import type { ReaderLine as DeviceLine } from '../../../hw-sim/reader/link/line.js';
import { encodeReaderMessage } from '../../../hw-sim/reader/messages.js';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { TillpostError } from '../../../src/domain/errors.js';
import type { TransactionKey } from '../../../src/domain/key.js';
import { EventCounters } from '../../../src/health/counters.js';
import type { Alerts, ByteLink, CardReader, ReaderResult, SerialPorts } from '../../../src/ports/index.js';
import { SYNC_FIRST, SYNC_SECOND } from '../../../src/reader/cells/link/cell.js';
import type { ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import { decodeReaderMessage } from '../../../src/reader/cells/messages.js';
import { openReader } from '../../../src/reader/drivers.js';
import { ScriptedReader } from '../../reader/cells/scripted-reader.js';
import { key, onLink, order, report } from '../../reader/cells/session-bench.js';
import { silentLog } from '../../support/silent-log.js';
import type { FuzzSession, FuzzTarget } from './target.js';

/** Serial bytes: aligner, link, messages and session of src/reader, on a clock that is driven. */
export const serialTarget: FuzzTarget = {
  name: 'serial',
  batch: 500,
  every: 50,
  open: async (random, fragile) => SerialSession.open(random, fragile),
};

/** After so many tries a reader that answers must have answered: a forged cell costs a call or a link, not the reader. */
const TRIES_MAX = 8;
const SECOND_MS = 1000;

const READER_MESSAGES: readonly ReaderMessage[] = [
  { kind: 'card', card: report },
  { kind: 'final', final: { key: onLink, cryptogram: 'TC', tlv: report.tlv } },
  { kind: 'result', result: { key: onLink, stage: 'cardRead', card: report, final: null } },
  { kind: 'keepalive', stage: 'waitingCard' },
  { kind: 'info', serialNumber: 'TP-000001', firmware: '1.4.2', uptimeSeconds: 77 },
  { kind: 'testReport', passed: true, text: 'ok' },
  { kind: 'uiEvent', text: 'key 5' },
  { kind: 'tamper', text: 'case opened' },
  { kind: 'error', key: onLink, code: 'BUSY', text: 'a sale is running' },
];

const noAlerts: Alerts = { raise: () => undefined, clear: () => undefined, active: () => [] };

class SerialSession implements FuzzSession {
  readonly #clock = new SimClock();
  readonly #cable = new FuzzCable();
  readonly #device = new ScriptedReader(this.#cable);
  readonly #reader: CardReader;
  readonly #counters = new EventCounters();
  readonly #source: Pick<CellSource, 'messages' | 'foreign'>;
  #number = 100;

  private constructor(
    private readonly random: SimRandom,
    private readonly fragile: boolean,
  ) {
    this.#reader = openReader(
      { driver: 'cells', path: this.#cable.path },
      {
        ports: this.#cable.ports,
        clock: this.#clock,
        random: new SimRandom(random.below(2 ** 32)),
        log: silentLog,
        alerts: noAlerts,
        counters: this.#counters,
        terminalId: key.terminalId,
      },
    );
    const lines = readFileSync(join(projectRoot(), 'hw-sim/fuzz/corpus/foreign-serial.txt'), 'utf8').split('\n');
    this.#source = {
      messages: READER_MESSAGES.map(encodeReaderMessage),
      foreign: lines.map((line) => Buffer.from(`${line}\r\n`)),
    };
    this.#device.answer = (message) => {
      if (message.kind === 'start') return [{ kind: 'card', card: { ...report, key: message.key } }];
      return message.kind === 'ping' ? [{ kind: 'keepalive', stage: null }] : [];
    };
  }

  static async open(random: SimRandom, fragile: boolean): Promise<SerialSession> {
    const session = new SerialSession(random, fragile);
    session.#reader.open();
    await session.#clock.advance(0);
    return session;
  }

  input(): Uint8Array {
    return serialInput({ ...this.#source, session: this.#device.session, seq: this.#cable.lastAck }, this.random);
  }

  async feed(input: Uint8Array): Promise<void> {
    // A call under way makes the answers count.
    if (this.random.chance(0.05)) void this.#reader.result(key).catch(onlyTillpost);
    if (this.fragile) takeOnTrust(input);
    else this.#cable.arrive(input);
    await Promise.resolve();
    if (this.random.chance(0.1)) await this.#clock.advance(this.random.below(300));
  }

  async good(): Promise<string | null> {
    let said = '';
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      // Devices on a damaged line are patient; a minute is the longest pause between two openings, twice.
      for (let waited = 0; this.#reader.status().state !== 'ready' && waited < 120; waited += 1)
        await this.#clock.advance(SECOND_MS);
      this.#number += 1;
      const own: TransactionKey = { ...key, number: this.#number };
      const asked: { outcome: ReaderResult | Error | null } = { outcome: null };
      void this.#reader.start({ ...order, key: own }).then(
        (result) => (asked.outcome = result),
        (error: unknown) => (asked.outcome = error as Error),
      );
      for (let waited = 0; asked.outcome === null && waited < 120; waited += 1) await this.#clock.advance(SECOND_MS);
      const { outcome } = asked;
      if (outcome === null) return 'start has no outcome after two minutes';
      if (outcome instanceof Error && !(outcome instanceof TillpostError)) throw outcome;
      if (!(outcome instanceof Error) && outcome.stage === 'cardRead') {
        return outcome.key.number === own.number ? null : 'the card of another transaction was taken';
      }
      said = outcome instanceof Error ? outcome.message : outcome.stage;
    }
    return `no card was read in ${TRIES_MAX} tries: ${this.#reader.status().state}, ${said}`;
  }

  reached(): number {
    return Object.entries(this.#counters.snapshot()).reduce(
      (sum, [name, count]) => sum + (name.startsWith('reader.session.') ? count : 0),
      0,
    );
  }

  async close(): Promise<void> {
    await this.#reader.close();
    if (this.#clock.pending > 0) throw new Error(`${this.#clock.pending} timers are left`);
  }
}

function onlyTillpost(error: unknown): void {
  if (!(error instanceof TillpostError)) throw error;
}

/** The parser that is broken on purpose: believes length and CRC, and that what a cell holds is a message. */
function takeOnTrust(input: Uint8Array): void {
  for (let at = 0; at + 7 < input.length; at += 1) {
    if (input[at] !== SYNC_FIRST || input[at + 1] !== SYNC_SECOND) continue;
    decodeReaderMessage(input.subarray(at + 8, at + 8 + input[at + 6]!));
  }
}

/** A cable whose device end delivers at once, so that what a byte breaks is thrown to the one who sent it. */
class FuzzCable implements DeviceLine {
  readonly path = 'fuzz';
  readonly plugged = true;
  readonly lostBytes = 0;
  readonly ports: SerialPorts = { path: 'fuzz', open: async () => this.#open() };
  /** ACK of the agent's newest cell: the number it expects next. */
  lastAck = 0;
  #toDevice: (chunk: Uint8Array) => void = () => undefined;
  #toAgent: ((chunk: Uint8Array) => void) | null = null;

  onBytes(listener: (chunk: Uint8Array) => void): void {
    this.#toDevice = listener;
  }

  write(bytes: Uint8Array): void {
    this.#toAgent?.(Uint8Array.from(bytes));
  }

  arrive(bytes: Uint8Array): void {
    this.#toAgent?.(bytes);
  }

  plug(): void {}

  unplug(): void {}

  #open(): ByteLink {
    return {
      onBytes: (listener) => void (this.#toAgent = listener),
      onClosed: () => undefined,
      write: async (bytes) => {
        const copy = Uint8Array.from(bytes);
        if (copy[0] === SYNC_FIRST) this.lastAck = copy[5]!;
        await Promise.resolve();
        this.#toDevice(copy);
      },
      close: async () => void (this.#toAgent = null),
    };
  }
}
