import { asTillpostError, TillpostError } from '../../domain/errors.js';
import type {
  Arrival,
  ClosedBy,
  Delivery,
  DownChannel,
  Transport,
  TransportConnection,
  TransportGrant,
  UpChannel,
} from '../../ports/index.js';
import type { Ids } from '../../protocol/envelope.js';
import { DOWN_LEAVES, downFilter, parseTopic, topicOf } from '../../protocol/topics.js';
import type { Broker, BrokerConnection, BrokerWill } from './broker.js';
import { needsPerson, reasonText, refusalCause } from './reason-codes.js';

/** Fixed header, topic and properties beside a payload. */
const PACKET_OVERHEAD_BYTES = 128;
/** A connection that broke for a moment is no death (MQTT 5 only). */
const WILL_DELAY_SECONDS = 30;

/** QoS and retain of each channel (uplink rules, Topics). */
const ON_WIRE: Readonly<Record<UpChannel, { readonly qos: 0 | 1; readonly retain: boolean }>> = {
  request: { qos: 1, retain: false },
  posting: { qos: 1, retain: false },
  heartbeat: { qos: 0, retain: false },
  status: { qos: 1, retain: true },
  settlement: { qos: 1, retain: false },
  command: { qos: 1, retain: false },
};
const DOWN: ReadonlyMap<string, DownChannel> = new Map(
  DOWN_LEAVES.map((leaf) => [leaf, leaf.slice('down/'.length) as DownChannel]),
);

/** The Transport port over an MQTT broker: channels are topics, the last word is the will. */
export class MqttTransport implements Transport {
  readonly #broker: Broker;
  readonly #ids: Ids;
  readonly #willDelaySeconds: number;

  constructor(broker: Broker, ids: Ids, willDelaySeconds = WILL_DELAY_SECONDS) {
    this.#broker = broker;
    this.#ids = ids;
    this.#willDelaySeconds = willDelaySeconds;
  }

  get address(): string {
    return this.#broker.address;
  }

  place(channel: UpChannel): string {
    return topicOf(this.#ids, `up/${channel}`);
  }

  async connect(lastWord: Uint8Array): Promise<TransportConnection> {
    const topic = this.place('status');
    const will: BrokerWill = { topic, payload: lastWord, ...ON_WIRE.status, delaySeconds: this.#willDelaySeconds };
    try {
      return new ChannelConnection(await this.#broker.connect(will, [downFilter(this.#ids)]), this.#ids);
    } catch (thrown) {
      throw inWords(asTillpostError(thrown, 'broker.connect'));
    }
  }
}

class ChannelConnection implements TransportConnection {
  readonly #connection: BrokerConnection;
  readonly #ids: Ids;
  readonly grant: TransportGrant;

  constructor(connection: BrokerConnection, ids: Ids) {
    this.#connection = connection;
    this.#ids = ids;
    const { protocolVersion, receiveMaximum, maximumPacketSize } = connection.grant;
    const payloadMaxBytes = maximumPacketSize - PACKET_OVERHEAD_BYTES;
    this.grant = { protocolVersion, messagesMax: receiveMaximum, payloadMaxBytes };
  }

  async deliver(channel: UpChannel, payload: Uint8Array): Promise<Delivery> {
    const { qos, retain } = ON_WIRE[channel];
    const topic = topicOf(this.#ids, `up/${channel}`);
    const { reasonCode } = await this.#connection.publish({ topic, payload, qos, retain });
    const cause = refusalCause(reasonCode);
    if (cause !== null) return { kind: 'refused', cause, text: reasonText(reasonCode) };
    return { kind: qos === 0 ? 'handedOver' : 'taken' };
  }

  onArrival(listener: (arrival: Arrival) => void): void {
    this.#connection.onMessage(({ topic, payload }) => listener(this.#arrival(topic, payload)));
  }

  onClosed(listener: (why: string, by?: ClosedBy) => void): void {
    this.#connection.onClosed(listener);
  }

  close(polite: boolean): Promise<void> {
    return this.#connection.close(polite);
  }

  #arrival(topic: string, payload: Uint8Array): Arrival {
    const stray = { kind: 'stray', place: topic, bytes: payload.length } as const;
    const parsed = parseTopic(topic);
    if (parsed === null) return { ...stray, addressee: null };
    const { merchantId, terminalId } = parsed.ids;
    if (merchantId !== this.#ids.merchantId || terminalId !== this.#ids.terminalId)
      return { ...stray, addressee: `${merchantId}/${terminalId}` };
    const channel = DOWN.get(parsed.leaf);
    return channel === undefined ? { ...stray, addressee: null } : { kind: 'message', channel, place: topic, payload };
  }
}

/** A refused CONNACK or certificate bears its reason as `cause`: here it becomes words, and whether it may pass. */
function inWords(error: TillpostError): TillpostError {
  const { code, message, operation, subject, hint, cause } = error;
  if (code !== 'BROKER_REFUSED') return error;
  return new TillpostError(code, `${message}: ${reasonText(cause)}`, {
    operation,
    cause,
    retryable: !needsPerson(cause),
    ...(subject === undefined ? {} : { subject }),
    ...(hint === undefined ? {} : { hint }),
  });
}
