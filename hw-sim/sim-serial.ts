/**
 * A serial cable in memory: the agent's end is a SerialPorts as `src/reader/serial/serial-link.ts` is one, the
 * device's end a ReaderLine. test/contract/serial-ports.ts runs on this and on a real pty alike. Bytes arrive
 * in a later turn of the event loop, in order; no clock is needed.
 */
import { TillpostError } from '../src/domain/errors.js';
import type { ByteLink, SerialPorts } from '../src/ports/index.js';
import type { ReaderLine } from './reader/link/line.js';

type Closed = Parameters<Parameters<ByteLink['onClosed']>[0]>[0];

export class SimSerialCable implements ReaderLine {
  /** The agent's end. */
  readonly ports: SerialPorts;
  /** Another program holds the port, as getty does. */
  held = false;
  #link: SimByteLink | null = null;
  #plugged = false;
  #listener: (chunk: Uint8Array) => void = () => undefined;
  #lostBytes = 0;

  constructor(readonly path = 'sim:reader') {
    this.ports = { path, open: () => this.#open() };
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  /** The device wrote them while nobody had the port open. */
  get lostBytes(): number {
    return this.#lostBytes;
  }

  /** Whether the agent has the port open. */
  get opened(): boolean {
    return this.#link !== null;
  }

  onBytes(listener: (chunk: Uint8Array) => void): void {
    this.#listener = listener;
  }

  write(bytes: Uint8Array): void {
    if (this.#link === null) this.#lostBytes += bytes.length;
    else this.#link.arrive(Uint8Array.from(bytes));
  }

  plug(): void {
    this.#plugged = true;
  }

  unplug(): void {
    this.#plugged = false;
    this.#link?.end({ unplugged: true, error: null });
  }

  async #open(): Promise<ByteLink> {
    await Promise.resolve();
    const refuse = (code: 'PORT_MISSING' | 'PORT_BUSY', what: string): never => {
      throw new TillpostError(code, `${this.path} ${what}`, {
        operation: 'reader.open',
        subject: this.path,
        retryable: true,
      });
    };
    if (!this.#plugged) refuse('PORT_MISSING', 'is not there');
    if (this.held || this.#link !== null) refuse('PORT_BUSY', 'is held by another program');
    const link = new SimByteLink(
      this.path,
      (bytes) => this.#listener(bytes),
      () => (this.#link = null),
    );
    this.#link = link;
    return link;
  }
}

class SimByteLink implements ByteLink {
  #closed: Closed | null = null;
  #bytes: ((chunk: Uint8Array) => void) | null = null;
  #early: Uint8Array[] = [];
  readonly #listeners: ((why: Closed) => void)[] = [];

  constructor(
    private readonly path: string,
    private readonly toDevice: (bytes: Uint8Array) => void,
    private readonly ended: () => void,
  ) {}

  onBytes(listener: (chunk: Uint8Array) => void): void {
    this.#bytes = listener;
    for (const chunk of this.#early.splice(0)) this.arrive(chunk);
  }

  onClosed(listener: (why: Closed) => void): void {
    if (this.#closed === null) this.#listeners.push(listener);
    else listener(this.#closed);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const copy = Uint8Array.from(bytes);
    if (this.#closed !== null) {
      throw new TillpostError('READER_LOST', `${this.path} is closed`, {
        operation: 'reader.port',
        subject: this.path,
        retryable: true,
      });
    }
    await Promise.resolve();
    if (this.#closed === null) this.toDevice(copy);
  }

  async close(): Promise<void> {
    this.end({ unplugged: false, error: null });
  }

  arrive(chunk: Uint8Array): void {
    if (this.#bytes === null) {
      this.#early.push(chunk);
      return;
    }
    queueMicrotask(() => {
      if (this.#closed === null) this.#bytes?.(chunk);
    });
  }

  end(why: Closed): void {
    if (this.#closed !== null) return;
    this.#closed = why;
    this.ended();
    for (const listener of this.#listeners.splice(0)) listener(why);
  }
}
