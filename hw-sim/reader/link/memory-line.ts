import { TillpostError } from '../../../src/domain/errors.js';
import type { ByteLink, Clock, SerialPorts } from '../../../src/ports/index.js';
import type { ReaderLine } from './line.js';
import { TimerGroup } from './timer-group.js';

/** Between the ends, as a cable: nothing arrives while the sender still runs. */
const CABLE_MS = 1;

type Closed = Parameters<Parameters<ByteLink['onClosed']>[0]>[0];

interface AgentEnd {
  readonly link: ByteLink;
  deliver(bytes: Uint8Array): void;
  end(unplugged: boolean): void;
}

/** A serial line in memory, for a world whose clock is driven: the reader holds it, the agent opens `ports`. */
export class MemoryLine implements ReaderLine {
  readonly path = 'memory';
  readonly ports: SerialPorts = { path: this.path, open: async () => this.#open() };
  plugged = false;
  lostBytes = 0;
  /** Everything that went over the line, both ways, for those who look for what must not be there. */
  readonly traffic: Uint8Array[] = [];
  readonly #clock: TimerGroup;
  #listener: (chunk: Uint8Array) => void = () => {};
  #agent: AgentEnd | null = null;

  constructor(clock: Clock) {
    this.#clock = new TimerGroup(clock);
  }

  onBytes(listener: (chunk: Uint8Array) => void): void {
    this.#listener = listener;
  }

  write(bytes: Uint8Array): void {
    const agent = this.#agent;
    this.traffic.push(bytes);
    if (agent === null) this.lostBytes += bytes.length;
    else this.#clock.after(CABLE_MS, () => agent.deliver(bytes));
  }

  plug(): void {
    this.plugged = true;
  }

  unplug(): void {
    this.plugged = false;
    this.#clock.cancelAll();
    this.#agent?.end(true);
  }

  #open(): ByteLink {
    const fault = !this.plugged ? 'PORT_MISSING' : this.#agent !== null ? 'PORT_BUSY' : null;
    if (fault !== null) {
      const details = { operation: 'reader.open', subject: this.path, retryable: true };
      throw new TillpostError(fault, `the line ${this.path} cannot be opened`, details);
    }
    this.#agent = this.#agentEnd();
    return this.#agent.link;
  }

  #agentEnd(): AgentEnd {
    let bytesListener: ((chunk: Uint8Array) => void) | null = null;
    let closed: Closed | null = null;
    const early: Uint8Array[] = [];
    const closedListeners: ((why: Closed) => void)[] = [];
    const end = (unplugged: boolean): void => {
      if (closed !== null) return;
      const why = (closed = { unplugged, error: null });
      this.#agent = null;
      for (const listener of closedListeners.splice(0)) listener(why);
    };
    const deliver = (bytes: Uint8Array): void => {
      if (closed !== null) return;
      if (bytesListener === null) early.push(bytes);
      else bytesListener(bytes);
    };
    const link: ByteLink = {
      onBytes: (listener) => {
        bytesListener = listener;
        for (const chunk of early.splice(0)) deliver(chunk);
      },
      onClosed: (listener) => {
        if (closed === null) closedListeners.push(listener);
        else listener(closed);
      },
      write: async (bytes) => {
        if (closed !== null)
          throw new TillpostError('READER_LOST', 'the line is closed', { operation: 'serial.write' });
        const copy = Uint8Array.from(bytes);
        this.traffic.push(copy);
        this.#clock.after(CABLE_MS, () => this.#listener(copy));
      },
      close: async () => end(false),
    };
    return { link, end, deliver };
  }
}
