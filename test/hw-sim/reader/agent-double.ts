import type { ByteLink } from '../../../src/ports/index.js';
import { align, EMPTY_CARRY } from '../../../src/reader/cells/link/aligner.js';
import { type Cell, cell, encodeCell, PAYLOAD_MAX } from '../../../src/reader/cells/link/cell.js';
import { decodeRstack, encodeRst, type Rstack } from '../../../src/reader/cells/link/reset-payloads.js';
import type { AgentMessage, ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import { decodeReaderMessage, encodeAgentMessage } from '../../../src/reader/cells/messages.js';

export const KEY = Buffer.from('9f1c2a0b7d3e4f55b41c72de00000011', 'hex');
export const OTHER_KEY = Buffer.from('9f1c2a0b7d3e4f550000000000000012', 'hex');

export const START = {
  kind: 'start',
  key: KEY,
  amount: 1250,
  currency: 978,
  exponent: 2,
  type: 'sale',
  timeoutMs: 30_000,
} as const satisfies AgentMessage;

/**
 * The least of an agent that can talk to a reader: resets, acknowledges in order, sends one message after the
 * other without waiting. It keeps what it saw and corrects nothing, so a test sees what the reader does.
 */
export class AgentDouble {
  readonly cells: Cell[] = [];
  readonly messages: ReaderMessage[] = [];
  readonly discarded: number[] = [];
  rstack: Rstack | null = null;
  /** Cells that found the line gone. */
  unsent = 0;
  #carry = EMPTY_CARRY;
  #session = 0;
  #nextSeq = 0;
  #expected = 0;
  #partial: Uint8Array = new Uint8Array(0);
  #changed: () => void = () => {};

  constructor(readonly link: ByteLink) {
    link.onBytes((chunk) => {
      this.#receive(chunk);
      this.#changed();
    });
  }

  reset(lowestVersion = 1, highestVersion = 1): void {
    this.rstack = null;
    const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    this.sendCell(cell('RST', { payload: encodeRst({ nonce, lowestVersion, highestVersion }) }));
  }

  send(message: AgentMessage): void {
    const bytes = encodeAgentMessage(message);
    const count = Math.ceil(bytes.length / PAYLOAD_MAX);
    for (let index = 0; index < count; index += 1) {
      const payload = bytes.slice(index * PAYLOAD_MAX, (index + 1) * PAYLOAD_MAX);
      this.sendData({ payload, first: index === 0, last: index === count - 1 });
    }
  }

  /** The next DATA cell in sequence, with whatever is said of it. */
  sendData(fields: Partial<Cell>): void {
    this.sendCell(cell('DATA', { seq: this.#nextSeq, session: this.#session, ack: this.#expected, ...fields }));
    this.#nextSeq = (this.#nextSeq + 1) % 256;
  }

  sendCell(given: Cell): void {
    // The line may be gone; the port's `closed` says so.
    this.link.write(encodeCell(given)).catch(() => (this.unsent += 1));
  }

  get session(): number {
    return this.#session;
  }

  last(): ReaderMessage | undefined {
    return this.messages.at(-1);
  }

  stages(): string[] {
    return this.messages.flatMap((message) => (message.kind === 'result' ? [message.result.stage] : []));
  }

  /** Resolves once `found` gives something; looked at whenever bytes came. Real lines only. */
  until<T>(found: () => T | undefined | null | false): Promise<T> {
    return new Promise((resolve) => {
      this.#changed = () => {
        const value = found();
        if (value === undefined || value === null || value === false) return;
        this.#changed = () => {};
        resolve(value);
      };
      this.#changed();
    });
  }

  #receive(chunk: Uint8Array): void {
    const { items, carry } = align(this.#carry, chunk);
    this.#carry = carry;
    for (const item of items) {
      if (item.kind === 'discarded') this.discarded.push(item.bytes);
      else if (item.kind === 'cell') this.#take(item.cell);
    }
  }

  #take(given: Cell): void {
    this.cells.push(given);
    if (given.type === 'RSTACK') {
      this.rstack = decodeRstack(given.payload);
      this.#session = given.session;
      this.#nextSeq = 0;
      this.#expected = 0;
    }
    if (given.type !== 'DATA' || given.session !== this.#session) return;
    if (given.seq === this.#expected) this.#takeInSequence(given);
    this.sendCell(cell('ACK', { session: this.#session, ack: this.#expected }));
  }

  #takeInSequence(given: Cell): void {
    this.#expected = (given.seq + 1) % 256;
    this.#partial = Buffer.concat([given.first ? new Uint8Array(0) : this.#partial, given.payload]);
    if (given.last) this.messages.push(decodeReaderMessage(this.#partial));
  }
}
