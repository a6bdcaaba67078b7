import { MqttClient } from 'mqtt';
import { TillpostError } from '../../domain/errors.js';
import { own } from '../../domain/redaction.js';
import type { Clock, Log } from '../../ports/index.js';
import type { Broker, BrokerConnection, BrokerWill } from './broker.js';
import {
  type AddressChoice,
  afterConnection,
  afterFailure,
  type BrokerAddress,
  parseAddress,
} from './broker-address.js';
import { type Judged, openSocket, type TlsMaterial } from './broker-socket.js';
import { clientOptions, type Credentials, type Version } from './client-options.js';
import { handshake, refused, TOO_LARGE, type VersionRefused } from './handshake.js';
import { MqttConnection } from './mqtt-connection.js';
import { watchPreferred } from './preferred-broker.js';

export interface MqttBrokerOptions extends Credentials {
  /** `mqtts://host:port`, the preferred first; `mqtt://` on this machine only. */
  readonly addresses: readonly string[];
  /** Read anew for each connection, so that changed certificates need no restart. Null: the system's authorities. */
  readonly tls: (() => TlsMaterial) | null;
  readonly clock: Clock;
  /** The newest time that the host has confirmed, for what is said of a certificate's dates. */
  readonly knownMs?: () => number | null;
  readonly log: Log;
  /** For the network, and again for the broker's answers, ms. */
  readonly timeoutMs: number;
  /** How often a preferred broker is tried while another one serves, ms. */
  readonly preferredEveryMs?: number;
}

const PREFERRED_EVERY_MS = 60_000;

/** @throws CONFIG_INVALID */
export function createMqttBroker(options: MqttBrokerOptions): Broker {
  return new MqttBroker(options);
}

/**
 * The Broker port on mqtt.js 5.16 (uplink rules, mqtt.js 5 traps). The library gets a connected socket and one client
 * object for each connection, which never reconnects, keeps nothing and is thrown away.
 */
class MqttBroker implements Broker {
  readonly #options: MqttBrokerOptions;
  readonly #addresses: readonly BrokerAddress[];
  readonly #timeoutMs: number;
  /** Brokers that said they do not speak MQTT 5. */
  readonly #onlyV4 = new Set<string>();
  #choice: AddressChoice;
  /** After a packet too large to take, the session that holds it is given up: it would come again for ever. */
  #cleanOnce = false;
  /** The certificate that it showed last. */
  #own: string | null = null;

  constructor(options: MqttBrokerOptions) {
    this.#options = options;
    this.#addresses = options.addresses.map(parseAddress);
    this.#timeoutMs = options.timeoutMs;
    this.#choice = { count: this.#addresses.length, index: 0 };
    if (this.#addresses.length === 0)
      throw new TillpostError('CONFIG_INVALID', 'no broker address', { operation: 'uplink.address' });
  }

  get address(): string {
    return this.#chosen().text;
  }

  async connect(will: BrokerWill, filters: readonly string[]): Promise<BrokerConnection> {
    try {
      const connection = await this.#connectBest(this.#chosen(), will, filters);
      this.#followUp(connection);
      return connection;
    } catch (error) {
      this.#choice = afterFailure(this.#choice);
      throw error;
    }
  }

  /** Looks for the preferred address while another one serves, and chooses the next one at the end. */
  #followUp(connection: MqttConnection): void {
    const { clock, preferredEveryMs } = this.#options;
    const openedAtMs = clock.monotonicMs();
    const [preferred] = this.#addresses;
    const unwatch =
      this.#choice.index === 0 || preferred === undefined
        ? null
        : watchPreferred(preferred, connection, {
            clock,
            timeoutMs: this.#timeoutMs,
            everyMs: preferredEveryMs ?? PREFERRED_EVERY_MS,
            open: (to) => this.#open(to),
          });
    connection.beforeClosed(() => {
      unwatch?.();
      const connectedMs = clock.monotonicMs() - openedAtMs;
      this.#choice = connection.returning ? { ...this.#choice, index: 0 } : afterConnection(this.#choice, connectedMs);
    });
  }

  /** MQTT 5 first; 3.1.1 when the broker refuses it. A mere network failure is no refusal. */
  async #connectBest(to: BrokerAddress, will: BrokerWill, filters: readonly string[]): Promise<MqttConnection> {
    if (!this.#onlyV4.has(to.text)) {
      const first = await this.#attempt(to, 5, will, filters);
      if (first instanceof MqttConnection) return first;
      this.#options.log.info('broker refuses MQTT 5, trying 3.1.1', { address: own(to.text), told: first.told });
      // A broker that only closed might have been a network that broke: that is not remembered.
      if (first.told) this.#onlyV4.add(to.text);
    }
    const second = await this.#attempt(to, 4, will, filters);
    if (second instanceof MqttConnection) return second;
    this.#onlyV4.delete(to.text);
    throw refused(to, second.told ? 0x84 : 'closed before CONNACK');
  }

  async #attempt(
    to: BrokerAddress,
    version: Version,
    will: BrokerWill,
    filters: readonly string[],
  ): Promise<MqttConnection | VersionRefused> {
    const { clock, log } = this.#options;
    const timeoutMs = this.#timeoutMs;
    const socket = await this.#open(to);
    const client = new MqttClient(
      () => socket,
      clientOptions(this.#options, version, will, this.#cleanOnce, timeoutMs),
    );
    client.on('error', (error) => log.debug('mqtt', { problem: error.message }));
    const connection = new MqttConnection(client, socket, clock);
    const tooLarge = (): void => void (this.#cleanOnce = true);
    try {
      const refusal = await handshake({
        client,
        connection,
        to,
        version,
        clock,
        timeoutMs,
        tooLarge,
        judged: () => this.#judged(),
      });
      if (refusal !== null) {
        await connection.close(false);
        return refusal;
      }
      connection.onFinding((finding) => {
        tooLarge();
        log.warn(TOO_LARGE, { ...finding });
        void connection.close(false, TOO_LARGE);
      });
      await connection.subscribe(filters, timeoutMs);
    } catch (error) {
      await connection.close(false);
      throw error;
    }
    this.#cleanOnce = false;
    return connection;
  }

  #open(to: BrokerAddress) {
    const { tls, clock } = this.#options;
    const material = tls?.() ?? null;
    this.#own = material?.cert ?? null;
    return openSocket(to, material, clock, this.#timeoutMs, () => this.#judged());
  }

  #judged(): Judged {
    const { clock, knownMs } = this.#options;
    return { wallMs: clock.wallMs(), knownMs: knownMs?.() ?? null, own: this.#own };
  }

  #chosen(): BrokerAddress {
    return this.#addresses[this.#choice.index]!;
  }
}
