import type { Socket } from 'node:net';
import type { MqttClient } from 'mqtt';
import { TillpostError } from '../../domain/errors.js';
import type { Clock, ClosedBy } from '../../ports/index.js';
import type { BrokerConnection, BrokerGrant, MqttMessage } from './broker.js';
import { guardBytes, type GuardFinding, NEW_GUARD } from './packet-guard.js';
import { reasonText } from './reason-codes.js';

/** Messages that came before anyone listened; a resumed session may bring some at once. */
const EARLY_MAX = 256;
const NO_SUBSCRIBERS = 0x10;
const TAKEN_OVER = 0x8e;
const GOODBYE_MS = 1_000;
/** DISCONNECT with nothing in it: the same two bytes in MQTT 3.1.1 and 5. */
const DISCONNECT = Buffer.from([0xe0, 0x00]);

/**
 * One connection, from before CONNECT on: a resumed session may bring messages in the same bytes as the
 * CONNACK. Its end is the socket's `close`, whoever caused it; callbacks of lost publishes may never
 * come from the library, so they are rejected here.
 */
export class MqttConnection implements BrokerConnection {
  /** What is granted until the broker says otherwise. */
  grant: BrokerGrant = {
    protocolVersion: 5,
    receiveMaximum: 65_535,
    maximumPacketSize: 268_435_455,
    sessionPresent: false,
  };
  readonly #client: MqttClient;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #waiting = new Set<(error: TillpostError) => void>();
  /** Message ids of PUBACKs with 0x10, until their callback runs. */
  readonly #unheard = new Set<number>();
  readonly #closedListeners: ((why: string, by: ClosedBy) => void)[] = [];
  readonly #closed: Promise<void>;
  #early: MqttMessage[] = [];
  #listener: ((message: MqttMessage) => void) | null = null;
  #why: string | null = null;
  #by: ClosedBy = 'other';
  #isClosed = false;
  #lastTrafficMs: number;
  #onFinding: (finding: GuardFinding) => void = () => undefined;
  /** It was closed to go back to the preferred broker. */
  returning = false;
  /** The broker keeps retained messages. */
  retains = true;
  /** The socket's error, if one ended it. */
  failure: unknown = null;
  /** The broker closed in good order. */
  endedInOrder = false;

  constructor(client: MqttClient, socket: Socket, clock: Clock) {
    this.#client = client;
    this.#socket = socket;
    this.#clock = clock;
    this.#lastTrafficMs = clock.monotonicMs();
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#end();
        resolve();
      });
    });
    socket.once('error', (error) => {
      this.failure = error;
      this.#why ??= error.message;
    });
    socket.once('end', () => {
      this.endedInOrder = true;
      // Of MQTT 3.1.1 this is all there is to hear.
      if (this.#why === null) this.#by = 'broker';
      this.#why ??= 'closed by the broker';
    });
    // For good: the library emits errors after its end, too. What counts is the socket's close.
    client.on('error', (error) => (this.#why ??= error.message));
    client.on('disconnect', ({ reasonCode = 0 }) => {
      this.#by = reasonCode === TAKEN_OVER ? 'takenOver' : 'other';
      this.#why ??= `broker: ${reasonText(reasonCode)}`;
    });
    // The library takes 0x10 for success and does not pass it on.
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'puback' && packet.reasonCode === NO_SUBSCRIBERS) this.#unheard.add(packet.messageId ?? 0);
    });
    client.on('message', (topic, payload, packet) =>
      this.#receive({ topic, payload, qos: packet.qos === 0 ? 0 : 1, retain: packet.retain }),
    );
    let guard = NEW_GUARD;
    socket.on('data', (chunk: Uint8Array) => {
      const [next, findings] = guardBytes(guard, chunk);
      guard = next;
      for (const finding of findings) this.#onFinding(finding);
    });
  }

  /** What the guard finds in the broker's bytes from now on. */
  onFinding(listener: (finding: GuardFinding) => void): void {
    this.#onFinding = listener;
  }

  get idleMs(): number {
    return this.#clock.monotonicMs() - this.#lastTrafficMs;
  }

  publish(message: MqttMessage): Promise<{ readonly reasonCode: number }> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed || this.#socket.destroyed) {
        reject(this.#lost());
        return;
      }
      this.#lastTrafficMs = this.#clock.monotonicMs();
      this.#waiting.add(reject);
      const options = { qos: message.qos, retain: message.retain && this.retains };
      const { buffer, byteOffset, byteLength } = message.payload;
      this.#client.publish(message.topic, Buffer.from(buffer, byteOffset, byteLength), options, (error, packet) => {
        this.#waiting.delete(reject);
        const unheard = this.#unheard.delete(packet?.messageId ?? -1);
        const reasonCode = unheard ? NO_SUBSCRIBERS : error ? reasonOf(error) : 0;
        if (reasonCode === null) reject(this.#lost(error));
        else resolve({ reasonCode });
      });
    });
  }

  /** @throws BROKER_REFUSED, LINK_CLOSED, BROKER_UNREACHABLE after the timeout */
  subscribe(filters: readonly string[], timeoutMs: number): Promise<void> {
    if (filters.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (run: () => void): void => {
        deadline.cancel();
        this.#waiting.delete(reject);
        run();
      };
      const late = new TillpostError('BROKER_UNREACHABLE', `no SUBACK within ${timeoutMs} ms`, {
        operation: 'broker.subscribe',
        retryable: true,
      });
      const deadline = this.#clock.after(timeoutMs, () => settle(() => reject(late)));
      this.#waiting.add(reject);
      this.#client.subscribe([...filters], { qos: 1 }, (error, granted) => {
        const bad = granted?.find(({ qos }) => qos >= 0x80);
        if (!error && bad === undefined) settle(resolve);
        else settle(() => reject(this.#subscriptionRefused(bad?.qos ?? reasonOf(error) ?? 0x80)));
      });
    });
  }

  onMessage(listener: (message: MqttMessage) => void): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    early.forEach(listener);
  }

  onClosed(listener: (why: string, by: ClosedBy) => void): void {
    if (this.#isClosed) listener(this.#reason(), this.#by);
    else this.#closedListeners.push(listener);
  }

  /** For the adapter itself: runs before any other listener. */
  beforeClosed(run: () => void): void {
    if (this.#isClosed) run();
    else this.#closedListeners.unshift(run);
  }

  /** @param why what the listeners are told */
  async close(polite: boolean, why?: string): Promise<void> {
    if (!this.#isClosed) {
      this.#why ??= why ?? (polite ? 'closed by the terminal' : 'dropped by the terminal');
      if (polite && !this.#socket.destroyed) {
        // Not `client.end(false)`: that waits for acknowledgements that may never come.
        const deadline = this.#clock.after(GOODBYE_MS, () => this.#socket.destroy());
        this.#socket.end(DISCONNECT);
        await this.#closed;
        deadline.cancel();
      } else {
        this.#socket.destroy();
      }
    }
    await this.#closed;
  }

  #receive(message: MqttMessage): void {
    this.#lastTrafficMs = this.#clock.monotonicMs();
    if (this.#listener !== null) this.#listener(message);
    else if (this.#early.length < EARLY_MAX) this.#early.push(message);
    else {
      this.#why ??= `more than ${EARLY_MAX} messages before anyone listened`;
      this.#socket.destroy();
    }
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Stops the library's timers; nothing is expected of its callbacks.
    this.#client.end(true);
    const error = this.#lost();
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
    this.#early = [];
    this.#closedListeners.forEach((listener) => listener(this.#reason(), this.#by));
  }

  #reason(): string {
    return this.#why ?? 'connection lost';
  }

  #lost(cause?: unknown): TillpostError {
    return new TillpostError('LINK_CLOSED', this.#reason(), { operation: 'broker.publish', retryable: true, cause });
  }

  #subscriptionRefused(code: number): TillpostError {
    return new TillpostError('BROKER_REFUSED', 'the broker refused the subscription', {
      operation: 'broker.subscribe',
      retryable: true,
      // 3.1.1 has one code for all refusals; there it nearly always means permission.
      cause: code === 0x80 ? 0x87 : code,
      hint: 'Let this terminal subscribe to tillpost/v1/<merchant>/<terminal>/down/+ on the broker.',
    });
  }
}

/** The MQTT reason code that an error of the library bears, or null. */
function reasonOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number'
    ? error.code
    : null;
}
