import { TillpostError } from '../src/domain/errors.js';
import type { Clock, ClosedBy, Timer } from '../src/ports/index.js';
import type { Broker, BrokerConnection, BrokerGrant, BrokerWill, MqttMessage } from '../src/uplink/mqtt/broker.js';

export interface SimBrokerOptions {
  readonly protocolVersion?: 4 | 5;
  readonly receiveMaximum?: number;
  readonly maximumPacketSize?: number;
  /** One way, ms; of the even network that stands in when none is given. */
  readonly latencyMs?: number;
  readonly network?: Network;
  /** How long a client waits for CONNACK, ms. */
  readonly connectTimeoutMs?: number;
}

type PacketKind = 'connect' | 'connack' | 'publish' | 'puback';

export interface Packet {
  readonly kind: PacketKind;
  readonly message: MqttMessage | null;
}

/** What lies between a client and the broker. Whoever carries a packet may be late, or never arrive, or twice. */
export interface Network {
  carry(clientId: string, to: 'broker' | 'client', packet: Packet, arrive: () => void): void;
}

interface Session {
  readonly filters: Set<string>;
  /** QoS 1 messages for a client that is away. */
  readonly stored: MqttMessage[];
  connection: SimConnection | null;
  will: BrokerWill | null;
  willTimer: Timer | null;
}

/** What a session keeps for a client that is away; then the oldest go, as on real brokers. */
const STORED_MAX = 1_000;

/**
 * An MQTT broker without a network, behind the Broker port: sessions, retained messages, wills, reason codes
 * and latency on a simulated clock. test/contract/broker.ts holds it to what aedes and mosquitto do.
 */
export class SimBroker {
  readonly #clock: Clock;
  readonly #options: Required<Omit<SimBrokerOptions, 'network' | 'latencyMs'>>;
  readonly #network: Network;
  readonly #sessions = new Map<string, Session>();
  readonly #retained = new Map<string, MqttMessage>();
  /** Clients whose packets, both ways, vanish without a close. */
  readonly #blackHoled = new Set<string>();
  /** PUBACK code for what a client publishes; null: the broker's own. */
  pubackCode: (message: MqttMessage) => number | null = () => null;
  /** CONNACK code for every connect; null: accepted. */
  refuseWith: number | null = null;
  /** No network to the broker at all. */
  unreachable = false;
  connects = 0;
  /** Counts its starts: what was on its way to a broker that died arrives nowhere. */
  #life = 1;

  constructor(clock: Clock, { network, latencyMs = 5, ...options }: SimBrokerOptions = {}) {
    this.#clock = clock;
    this.#network = network ?? { carry: (_clientId, _to, _packet, arrive) => void clock.after(latencyMs, arrive) };
    this.#options = {
      protocolVersion: 5,
      receiveMaximum: 65_535,
      maximumPacketSize: 268_435_455,
      connectTimeoutMs: 10_000,
      ...options,
    };
  }

  /** The port of one client. */
  client(clientId: string): Broker {
    return {
      address: 'sim://broker',
      connect: (will, filters) => this.#connect(clientId, will, filters),
    };
  }

  isConnected(clientId: string): boolean {
    return (this.#sessions.get(clientId)?.connection ?? null) !== null;
  }

  /** The network breaks: every connection, or one client's, ends with a reset. */
  cut(clientId?: string): void {
    for (const [id, { connection }] of this.#sessions) {
      if (clientId === undefined || clientId === id) connection?.end('connection reset');
    }
  }

  /** kill -9, and unreachable until it is started again. @param keepsSessions it had them on its disk */
  crash(keepsSessions: boolean): void {
    this.#life += 1;
    this.unreachable = true;
    for (const session of this.#sessions.values()) {
      session.willTimer?.cancel();
      // A broker that died publishes no wills.
      session.will = null;
      session.connection?.end('connection reset');
    }
    if (keepsSessions) return;
    this.#sessions.clear();
    this.#retained.clear();
  }

  start(): void {
    this.unreachable = false;
  }

  /** From now on nothing passes in either direction, and nobody is told. */
  blackHole(clientId: string, on: boolean): void {
    if (on) this.#blackHoled.add(clientId);
    else this.#blackHoled.delete(clientId);
  }

  #connect(clientId: string, will: BrokerWill, filters: readonly string[]): Promise<BrokerConnection> {
    this.connects += 1;
    const details = { operation: 'broker.connect', subject: 'sim://broker', retryable: true };
    return new Promise((resolve, reject) => {
      let connection: SimConnection | null = null;
      const timer = this.#clock.after(this.#options.connectTimeoutMs, () => {
        connection?.end('no CONNACK in time');
        reject(new TillpostError('BROKER_UNREACHABLE', 'sim://broker: no CONNACK in time', details));
      });
      const refuse = (code: 'BROKER_UNREACHABLE' | 'BROKER_REFUSED', text: string, cause?: number): void => {
        timer.cancel();
        reject(new TillpostError(code, text, cause === undefined ? details : { ...details, cause }));
      };
      // A black hole answers nothing, an unreachable broker neither; a test need not wait for the timeout.
      this.#network.carry(clientId, 'broker', { kind: 'connect', message: null }, () => {
        if (connection !== null) return;
        if (this.unreachable || this.#blackHoled.has(clientId))
          return refuse('BROKER_UNREACHABLE', 'sim://broker: no route');
        if (this.refuseWith !== null)
          return refuse('BROKER_REFUSED', 'sim://broker refused the connection', this.refuseWith);
        const accepted = (connection = this.#accept(clientId, will, filters));
        this.#network.carry(clientId, 'client', { kind: 'connack', message: null }, () => {
          timer.cancel();
          resolve(accepted);
        });
      });
    });
  }

  #accept(clientId: string, will: BrokerWill, filters: readonly string[]): SimConnection {
    const known = this.#sessions.get(clientId);
    const session: Session = known ?? { filters: new Set(), stored: [], connection: null, will: null, willTimer: null };
    if (this.#options.protocolVersion === 5) session.connection?.end('session taken over', false, 'takenOver');
    else session.connection?.end('closed by the broker', false, 'broker');
    session.willTimer?.cancel();
    session.will = will;
    const { protocolVersion, receiveMaximum, maximumPacketSize } = this.#options;
    const grant = { protocolVersion, receiveMaximum, maximumPacketSize, sessionPresent: known !== undefined };
    const connection = new SimConnection(clientId, grant, this);
    session.connection = connection;
    this.#sessions.set(clientId, session);
    for (const message of session.stored.splice(0)) this.#deliver(connection, message);
    for (const filter of filters) this.#subscribe(session, connection, filter);
    return connection;
  }

  #deliver(connection: SimConnection, message: MqttMessage): void {
    this.#pass(connection.clientId, 'client', { kind: 'publish', message }, () => connection.deliver(message));
  }

  #subscribe(session: Session, connection: SimConnection, filter: string): void {
    session.filters.add(filter);
    for (const message of this.#retained.values()) {
      if (matches(filter, message.topic)) this.#deliver(connection, message);
    }
  }

  /** @returns the PUBACK code, once it is back at the client; never when a black hole is between */
  publish(from: SimConnection, message: MqttMessage): Promise<number> {
    return new Promise((resolve) => {
      this.#pass(from.clientId, 'broker', { kind: 'publish', message }, () => {
        const own = this.pubackCode(message);
        const reasonCode = own === null || own === 0 ? this.#route(message) : own;
        this.#pass(from.clientId, 'client', { kind: 'puback', message: null }, () => resolve(reasonCode));
      });
    });
  }

  ended(connection: SimConnection, polite: boolean): void {
    const session = this.#sessions.get(connection.clientId);
    if (session?.connection !== connection) return;
    session.connection = null;
    const { will } = session;
    session.will = null;
    if (polite || will === null) return;
    const say = (): void =>
      void this.#route({ topic: will.topic, payload: will.payload, qos: will.qos, retain: will.retain });
    const delayMs = this.#options.protocolVersion === 5 ? will.delaySeconds * 1000 : 0;
    session.willTimer = this.#clock.after(delayMs, say);
  }

  #route(message: MqttMessage): number {
    if (message.retain && message.payload.length > 0) this.#retained.set(message.topic, message);
    else if (message.retain) this.#retained.delete(message.topic);
    let receivers = 0;
    for (const session of this.#sessions.values()) {
      if (![...session.filters].some((filter) => matches(filter, message.topic))) continue;
      receivers += 1;
      const { connection } = session;
      const copy = { ...message, retain: false };
      if (connection !== null) this.#deliver(connection, copy);
      else if (message.qos === 1) {
        session.stored.push(copy);
        if (session.stored.length > STORED_MAX) session.stored.shift();
      }
    }
    return receivers === 0 && this.#options.protocolVersion === 5 && message.qos === 1 ? 0x10 : 0;
  }

  /** Over the network, unless a black hole swallows it or the broker dies meanwhile. */
  #pass(clientId: string, to: 'broker' | 'client', packet: Packet, run: () => void): void {
    if (this.#blackHoled.has(clientId)) return;
    const life = this.#life;
    this.#network.carry(clientId, to, packet, () => {
      if (life === this.#life && !this.#blackHoled.has(clientId)) run();
    });
  }
}

class SimConnection implements BrokerConnection {
  readonly #broker: SimBroker;
  readonly #waiting = new Set<(error: TillpostError) => void>();
  readonly #closedListeners: ((why: string, by: ClosedBy) => void)[] = [];
  #early: MqttMessage[] = [];
  #listener: ((message: MqttMessage) => void) | null = null;
  #why: string | null = null;
  #by: ClosedBy = 'other';

  constructor(
    readonly clientId: string,
    readonly grant: BrokerGrant,
    broker: SimBroker,
  ) {
    this.#broker = broker;
  }

  publish(message: MqttMessage): Promise<{ readonly reasonCode: number }> {
    return new Promise((resolve, reject) => {
      const breach = this.#breach(message);
      if (breach !== null) this.end(breach);
      if (this.#why !== null) {
        reject(this.#lost());
        return;
      }
      // What the sender does with its buffer afterwards must not matter.
      const copy = { ...message, payload: Uint8Array.from(message.payload) };
      const answered = this.#broker.publish(this, copy);
      if (message.qos === 0) {
        resolve({ reasonCode: 0 });
        return;
      }
      this.#waiting.add(reject);
      void answered.then((reasonCode) => {
        if (this.#waiting.delete(reject)) resolve({ reasonCode });
      });
    });
  }

  onMessage(listener: (message: MqttMessage) => void): void {
    this.#listener = listener;
    this.#early.splice(0).forEach(listener);
  }

  onClosed(listener: (why: string, by: ClosedBy) => void): void {
    if (this.#why !== null) listener(this.#why, this.#by);
    else this.#closedListeners.push(listener);
  }

  async close(polite: boolean): Promise<void> {
    this.end(polite ? 'closed by the terminal' : 'dropped by the terminal', polite);
  }

  deliver(message: MqttMessage): void {
    if (this.#why !== null) return;
    if (this.#listener !== null) this.#listener(message);
    else this.#early.push(message);
  }

  end(why: string, polite = false, by: ClosedBy = 'other'): void {
    if (this.#why !== null) return;
    this.#why = why;
    this.#by = by;
    this.#early = [];
    this.#broker.ended(this, polite);
    for (const reject of this.#waiting) reject(this.#lost());
    this.#waiting.clear();
    this.#closedListeners.forEach((listener) => listener(why, by));
  }

  /** What a client must not do (MQTT 5, 3.2.2.3.3 and 3.2.2.3.6): the broker ends its connection. */
  #breach({ topic, payload, qos }: MqttMessage): string | null {
    const { protocolVersion, receiveMaximum, maximumPacketSize } = this.grant;
    if (protocolVersion === 4) return null;
    if (qos === 1 && this.#waiting.size >= receiveMaximum) return 'receive maximum exceeded';
    return topic.length + payload.length > maximumPacketSize ? 'packet too large' : null;
  }

  #lost(): TillpostError {
    return new TillpostError('LINK_CLOSED', this.#why ?? '', { operation: 'broker.publish', retryable: true });
  }
}

/** MQTT topic filters: `+` one level, `#` the rest. */
function matches(filter: string, topic: string): boolean {
  const levels = topic.split('/');
  const wanted = filter.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (levels[index] === undefined || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
