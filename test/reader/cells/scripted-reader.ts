import type { ReaderLine } from '../../../hw-sim/reader/link/line.js';
import { decodeRst, encodeRstack } from '../../../hw-sim/reader/link/reset-payloads.js';
import { decodeAgentMessage, encodeReaderMessage } from '../../../hw-sim/reader/messages.js';
import { align, EMPTY_CARRY } from '../../../src/reader/cells/link/aligner.js';
import { type Cell, cell, encodeCell, PAYLOAD_MAX } from '../../../src/reader/cells/link/cell.js';
import { decodeLinkError, type Rstack } from '../../../src/reader/cells/link/reset-payloads.js';
import type { AgentMessage, ReaderMessage } from '../../../src/reader/cells/message-shapes.js';

/** The least that answers on the device's end of a line: each test scripts what it says to which message. */
export class ScriptedReader {
  /** False: it hears everything and says nothing, as a reader that hangs. */
  alive = true;
  /** Cells of ours that the line loses. */
  loses: (cell: Cell) => boolean = () => false;
  rstack: Partial<Rstack> = {};
  session = 0;
  readonly received: AgentMessage[] = [];
  readonly linkErrors: string[] = [];
  resets = 0;
  answer: (message: AgentMessage) => ReaderMessage[] = (message) =>
    message.kind === 'ping' ? [{ kind: 'keepalive', stage: null }] : [];

  #carry = EMPTY_CARRY;
  #expected = 0;
  #seq = 0;
  #parts: Uint8Array[] = [];
  #waiting: Cell[] = [];
  #inFlight = false;

  constructor(private readonly line: ReaderLine) {
    line.onBytes((chunk) => {
      const { items, carry } = align(this.#carry, chunk);
      this.#carry = carry;
      for (const item of items) if (item.kind === 'cell') this.#heard(item.cell);
    });
  }

  say(message: ReaderMessage): void {
    this.sayBytes(encodeReaderMessage(message));
  }

  sayBytes(message: Uint8Array): void {
    const count = Math.max(1, Math.ceil(message.length / PAYLOAD_MAX));
    for (let index = 0; index < count; index += 1) {
      const payload = message.slice(index * PAYLOAD_MAX, (index + 1) * PAYLOAD_MAX);
      this.#waiting.push(cell('DATA', { first: index === 0, last: index === count - 1, payload }));
    }
    this.#sendNext();
  }

  raw(bytes: Uint8Array): void {
    this.line.write(bytes);
  }

  sendCell(value: Cell): void {
    if (this.alive && !this.loses(value)) this.line.write(encodeCell(value));
  }

  /** Messages received of one kind. */
  count(kind: AgentMessage['kind']): number {
    return this.received.filter((message) => message.kind === kind).length;
  }

  #heard(received: Cell): void {
    if (!this.alive) return;
    if (received.type === 'RST') return this.#reset(received);
    if (received.session !== this.session) return;
    if (this.#inFlight && received.ack === (this.#seq & 255)) {
      this.#inFlight = false;
      this.#sendNext();
    }
    if (received.type === 'ERROR') this.linkErrors.push(decodeLinkError(received.payload)!.code);
    if (received.type !== 'DATA') return;
    if (received.seq === this.#expected) {
      this.#expected = (this.#expected + 1) & 255;
      this.#parts.push(received.payload);
      this.#sendOwn(cell('ACK'));
      if (received.last) {
        const message = decodeAgentMessage(Buffer.concat(this.#parts.splice(0)));
        this.received.push(message);
        for (const reply of this.answer(message)) this.say(reply);
      }
    } else this.#sendOwn(cell('ACK'));
  }

  #reset(rst: Cell): void {
    this.resets += 1;
    this.session = (this.session + 1) & 255;
    this.#expected = 0;
    this.#seq = 0;
    this.#parts = [];
    this.#waiting = [];
    this.#inFlight = false;
    const payload = encodeRstack({
      nonce: decodeRst(rst.payload)!.nonce,
      version: 1,
      session: this.session,
      cause: 'requested',
      serialNumber: 'TP-000001',
      firmware: '1.4.2',
      lastKey: new Uint8Array(16),
      ...this.rstack,
    });
    this.sendCell(cell('RSTACK', { payload }));
  }

  #sendNext(): void {
    const next = this.#inFlight ? undefined : this.#waiting.shift();
    if (next === undefined) return;
    this.#inFlight = true;
    const seq = this.#seq;
    this.#seq = (this.#seq + 1) & 255;
    this.#sendOwn({ ...next, seq });
  }

  #sendOwn(value: Cell): void {
    this.sendCell({ ...value, ack: this.#expected, session: this.session });
  }
}
