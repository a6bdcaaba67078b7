import { TillpostError } from '../../../src/domain/errors.js';
import type {
  Arrival,
  Delivery,
  DownChannel,
  Transport,
  TransportConnection,
  UpChannel,
} from '../../../src/ports/index.js';

const ADDRESS = 'memory://host';

/** A second transport, with no broker and no MQTT between: what the uplink must not notice. */
export class MemoryTransport implements Transport {
  readonly address = ADDRESS;
  isReachable = true;
  #connection: MemoryConnection | null = null;

  /** @param hear what the host hears, after the turn in which it was said */
  constructor(private readonly hear: (channel: UpChannel, payload: Uint8Array) => void) {}

  place(channel: UpChannel): string {
    return `${ADDRESS}/${channel}`;
  }

  async connect(lastWord: Uint8Array): Promise<TransportConnection> {
    if (!this.isReachable)
      throw new TillpostError('BROKER_UNREACHABLE', 'nobody there', { operation: 'memory.connect', retryable: true });
    this.cut();
    this.#connection = new MemoryConnection(this.hear, lastWord);
    return this.#connection;
  }

  say(channel: DownChannel, payload: Uint8Array): void {
    this.#connection?.arrive({ kind: 'message', channel, place: `${ADDRESS}/${channel}`, payload });
  }

  cut(): void {
    this.#connection?.end('cut', true);
  }
}

class MemoryConnection implements TransportConnection {
  readonly grant = { protocolVersion: 1, messagesMax: 16, payloadMaxBytes: 64 * 1024 };
  #why: string | null = null;
  #early: Arrival[] = [];
  #listener: ((arrival: Arrival) => void) | null = null;
  readonly #closed: ((why: string) => void)[] = [];

  constructor(
    private readonly hear: (channel: UpChannel, payload: Uint8Array) => void,
    private readonly lastWord: Uint8Array,
  ) {}

  async deliver(channel: UpChannel, payload: Uint8Array): Promise<Delivery> {
    const copy = Uint8Array.from(payload);
    await Promise.resolve();
    if (this.#why !== null)
      throw new TillpostError('LINK_CLOSED', this.#why, { operation: 'memory.deliver', retryable: true });
    this.hear(channel, copy);
    return { kind: channel === 'heartbeat' ? 'handedOver' : 'taken' };
  }

  onArrival(listener: (arrival: Arrival) => void): void {
    this.#listener = listener;
    this.#early.splice(0).forEach(listener);
  }

  onClosed(listener: (why: string) => void): void {
    if (this.#why !== null) listener(this.#why);
    else this.#closed.push(listener);
  }

  async close(polite: boolean): Promise<void> {
    this.end('closed by the terminal', !polite);
  }

  arrive(arrival: Arrival): void {
    if (this.#why !== null) return;
    if (this.#listener === null) this.#early.push(arrival);
    else this.#listener(arrival);
  }

  end(why: string, saysLastWord: boolean): void {
    if (this.#why !== null) return;
    this.#why = why;
    this.#early = [];
    if (saysLastWord) this.hear('status', this.lastWord);
    this.#closed.forEach((listener) => listener(why));
  }
}
