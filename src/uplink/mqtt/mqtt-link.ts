import { type IClientOptions, MqttClient, UniqueMessageIdProvider } from 'mqtt';
import { TillpostError } from '../../domain/errors.js';
import type { Sealed } from '../../domain/redaction.js';
import type { Clock, Log } from '../../ports/index.js';
import type { Broker, BrokerConnection, BrokerWill } from './broker.js';
import {
  type AddressChoice,
  afterConnection,
  afterFailure,
  type BrokerAddress,
  parseAddress,
} from './broker-address.js';
import { networkError, openSocket, type TlsMaterial } from './broker-socket.js';
import { MqttConnection } from './mqtt-connection.js';
import { watchPreferred } from './preferred-broker.js';
import { reasonFromV4, reasonText } from './reason-codes.js';

export interface MqttBrokerOptions {
  /** `mqtts://host:port`, the preferred first; `mqtt://` on this machine only. */
  readonly addresses: readonly string[];
  /** Stable: the broker keeps the session under it. */
  readonly clientId: string;
  readonly username: string | null;
  readonly password: Sealed | null;
  /** Read anew for each connection, so that changed certificates need no restart. Null: the system's authorities. */
  readonly tls: (() => TlsMaterial) | null;
  readonly clock: Clock;
  readonly log: Log;
  /** For the network, and again for the broker's answers, ms. */
  readonly timeoutMs?: number;
  /** How often a preferred broker is tried while another one serves, ms. */
  readonly preferredEveryMs?: number;
}

type Version = 4 | 5;
/** The broker does not speak this version. `told`: by a CONNACK, not only by closing. */
interface VersionRefused {
  readonly told: boolean;
}

const SESSION_EXPIRY_SECONDS = 7 * 24 * 3600;
const KEEPALIVE_SECONDS = 20;
const INBOUND_RECEIVE_MAXIMUM = 64;
const INBOUND_PACKET_MAX_BYTES = 128 * 1024;
const TIMEOUT_MS = 10_000;
const PREFERRED_EVERY_MS = 60_000;
const TOO_LARGE = 'a packet too large to take';

/**
 * The Broker port on mqtt.js 5.16 (uplink rules, traps). The library gets a connected socket and one client
 * object for each connection, which never reconnects, keeps nothing and is thrown away.
 *
 * @throws CONFIG_INVALID
 */
export function createMqttBroker(options: MqttBrokerOptions): Broker {
  const addresses = options.addresses.map(parseAddress);
  if (addresses.length === 0)
    throw new TillpostError('CONFIG_INVALID', 'no broker address', { operation: 'uplink.address' });
  const { clock, log } = options;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  /** Brokers that said they do not speak MQTT 5. */
  const onlyV4 = new Set<string>();
  let choice: AddressChoice = { count: addresses.length, index: 0 };
  /** After a packet too large to take, the session that holds it is given up: it would come again for ever. */
  let cleanOnce = false;

  const address = (): BrokerAddress => addresses[choice.index]!;

  async function connect(will: BrokerWill, filters: readonly string[]): Promise<BrokerConnection> {
    const chosen = address();
    try {
      const connection = await connectBest(chosen, will, filters);
      const openedAtMs = clock.monotonicMs();
      const preferred = choice.index === 0 ? null : addresses[0]!;
      const watch =
        preferred === null
          ? null
          : watchPreferred(preferred, connection, {
              clock,
              timeoutMs,
              everyMs: options.preferredEveryMs ?? PREFERRED_EVERY_MS,
              open: (to) => openSocket(to, options.tls?.() ?? null, clock, timeoutMs),
            });
      connection.beforeClosed(() => {
        watch?.();
        const connectedMs = clock.monotonicMs() - openedAtMs;
        choice = connection.returning ? { ...choice, index: 0 } : afterConnection(choice, connectedMs);
      });
      return connection;
    } catch (error) {
      choice = afterFailure(choice);
      throw error;
    }
  }

  /** MQTT 5 first; 3.1.1 when the broker refuses it. A mere network failure is no refusal. */
  async function connectBest(to: BrokerAddress, will: BrokerWill, filters: readonly string[]): Promise<MqttConnection> {
    if (!onlyV4.has(to.text)) {
      const first = await attempt(to, 5, will, filters);
      if (first instanceof MqttConnection) return first;
      log.info('broker refuses MQTT 5, trying 3.1.1', { address: to.text, told: first.told });
      // A broker that only closed might have been a network that broke: that is not remembered.
      if (first.told) onlyV4.add(to.text);
    }
    const second = await attempt(to, 4, will, filters);
    if (second instanceof MqttConnection) return second;
    onlyV4.delete(to.text);
    throw refused(to, second.told ? 0x84 : 'closed before CONNACK');
  }

  async function attempt(
    to: BrokerAddress,
    version: Version,
    will: BrokerWill,
    filters: readonly string[],
  ): Promise<MqttConnection | VersionRefused> {
    const socket = await openSocket(to, options.tls?.() ?? null, clock, timeoutMs);
    const client = new MqttClient(() => socket, clientOptions(options, version, will, cleanOnce, timeoutMs));
    client.on('error', (error) => log.debug('mqtt', { problem: error.message }));
    const connection = new MqttConnection(client, socket, clock);
    try {
      const refusal = await handshake(client, connection, to, version);
      if (refusal !== null) {
        await connection.close(false);
        return refusal;
      }
      connection.onFinding((finding) => {
        cleanOnce = true;
        log.warn(TOO_LARGE, { ...finding });
        void connection.close(false, TOO_LARGE);
      });
      await connection.subscribe(filters, timeoutMs);
    } catch (error) {
      await connection.close(false);
      throw error;
    }
    cleanOnce = false;
    return connection;
  }

  /** CONNECT and CONNACK. Null: granted. */
  function handshake(
    client: MqttClient,
    connection: MqttConnection,
    to: BrokerAddress,
    version: Version,
  ): Promise<VersionRefused | null> {
    return new Promise((resolve, reject) => {
      const fail = (problem: string): void => {
        deadline.cancel();
        reject(networkError(connection.failure ?? new Error(problem), to.text));
      };
      const deadline = clock.after(timeoutMs, () => fail(`no CONNACK within ${timeoutMs} ms`));
      connection.beforeClosed(() => {
        // Closed in good order before any answer: some brokers refuse a version that way.
        if (!connection.endedInOrder || connection.failure !== null) fail('connection lost before CONNACK');
        deadline.cancel();
        resolve({ told: false });
      });
      connection.onFinding((finding) => {
        if (finding.kind !== 'connack') {
          cleanOnce ||= finding.kind === 'tooLarge';
          fail(finding.kind === 'tooLarge' ? TOO_LARGE : 'what answers is no MQTT broker');
          return;
        }
        const code = finding.v4Form ? reasonFromV4(finding.code) : finding.code;
        if (code === 0 && !(version === 5 && finding.v4Form)) return;
        deadline.cancel();
        if (code === 0x84 || (version === 5 && finding.v4Form)) resolve({ told: true });
        else reject(refused(to, code));
      });
      client.once('connect', (packet) => {
        deadline.cancel();
        grant(connection, packet, version);
        resolve(null);
      });
      client.connect();
    });
  }

  return {
    connect,
    get address() {
      return address().text;
    },
  };
}

function grant(
  connection: MqttConnection,
  packet: { sessionPresent: boolean; properties?: object },
  version: Version,
): void {
  const properties: Record<string, unknown> = { ...packet.properties };
  const number = (name: string, otherwise: number): number =>
    typeof properties[name] === 'number' ? properties[name] : otherwise;
  connection.grant = {
    protocolVersion: version,
    receiveMaximum: number('receiveMaximum', connection.grant.receiveMaximum),
    maximumPacketSize: number('maximumPacketSize', connection.grant.maximumPacketSize),
    sessionPresent: packet.sessionPresent,
  };
  connection.retains = properties['retainAvailable'] !== false;
}

function refused(to: BrokerAddress, cause: number | string): TillpostError {
  return new TillpostError('BROKER_REFUSED', `${to.text} refused the connection`, {
    operation: 'broker.connect',
    subject: to.text,
    retryable: true,
    cause,
    hint: `${reasonText(cause)}: check user name, password, client id and certificate with the broker’s operator.`,
  });
}

function clientOptions(
  { clientId, username, password }: MqttBrokerOptions,
  version: Version,
  will: BrokerWill,
  clean: boolean,
  timeoutMs: number,
): IClientOptions {
  const v5 = version === 5;
  return {
    protocolId: 'MQTT',
    protocolVersion: version,
    clientId,
    clean,
    keepalive: KEEPALIVE_SECONDS,
    // Ours is the deadline that counts; the library's must not fire before.
    connectTimeout: timeoutMs + 5_000,
    reconnectPeriod: 0,
    manualConnect: true,
    reconnectOnConnackError: true,
    queueQoSZero: false,
    resubscribe: false,
    timerVariant: 'native',
    messageIdProvider: new UniqueMessageIdProvider(),
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password: Buffer.from(password.reveal()) }),
    will: {
      topic: will.topic,
      payload: Buffer.from(will.payload),
      qos: will.qos,
      retain: will.retain,
      ...(v5 && will.delaySeconds > 0 ? { properties: { willDelayInterval: will.delaySeconds } } : {}),
    },
    ...(v5
      ? {
          properties: {
            sessionExpiryInterval: SESSION_EXPIRY_SECONDS,
            receiveMaximum: INBOUND_RECEIVE_MAXIMUM,
            maximumPacketSize: INBOUND_PACKET_MAX_BYTES,
          },
        }
      : {}),
  };
}
