import { describe, expect, it } from 'vitest';
import { TillpostError } from '../../../src/domain/errors.js';
import type { Arrival, Delivery, RefusalCause } from '../../../src/ports/index.js';
import type { Broker, BrokerConnection, BrokerWill, MqttMessage } from '../../../src/uplink/mqtt/broker.js';
import { MqttTransport } from '../../../src/uplink/mqtt/mqtt-transport.js';

const IDS = { merchantId: 'M1', terminalId: 'T1' };
const grant = { protocolVersion: 5, receiveMaximum: 20, maximumPacketSize: 4_096, sessionPresent: false } as const;

/** A broker that keeps what it was asked, and says what the test wants. */
class Scripted implements Broker {
  readonly address = 'mqtts://broker.example:8883';
  readonly published: MqttMessage[] = [];
  will: BrokerWill | null = null;
  filters: readonly string[] = [];
  refusal: TillpostError | null = null;
  reasonCode = 0;
  listener: (message: MqttMessage) => void = () => undefined;

  async connect(will: BrokerWill, filters: readonly string[]): Promise<BrokerConnection> {
    Object.assign(this, { will, filters });
    if (this.refusal !== null) throw this.refusal;
    return {
      grant,
      publish: async (message) => {
        this.published.push(message);
        return { reasonCode: message.qos === 0 ? 0 : this.reasonCode };
      },
      onMessage: (listener) => (this.listener = listener),
      onClosed: () => undefined,
      close: async () => undefined,
    };
  }
}

async function open() {
  const broker = new Scripted();
  return { broker, connection: await new MqttTransport(broker, IDS).connect(Buffer.from('death')) };
}

describe('MQTT as a transport', () => {
  it('makes topics of channels, with the quality that the rules name, and the will of the last word', async () => {
    const { broker, connection } = await open();
    for (const channel of ['request', 'posting', 'heartbeat', 'status', 'settlement', 'command'] as const)
      await connection.deliver(channel, Buffer.from('x'));
    expect(broker.published.map(({ topic, qos, retain }) => [topic, qos, retain])).toEqual([
      ['tillpost/v1/M1/T1/up/request', 1, false],
      ['tillpost/v1/M1/T1/up/posting', 1, false],
      ['tillpost/v1/M1/T1/up/heartbeat', 0, false],
      ['tillpost/v1/M1/T1/up/status', 1, true],
      ['tillpost/v1/M1/T1/up/settlement', 1, false],
      ['tillpost/v1/M1/T1/up/command', 1, false],
    ]);
    expect(broker.filters).toEqual(['tillpost/v1/M1/T1/down/+']);
    const topic = 'tillpost/v1/M1/T1/up/status';
    expect(broker.will).toEqual({ topic, payload: Buffer.from('death'), qos: 1, retain: true, delaySeconds: 30 });
    expect(connection.grant).toEqual({ protocolVersion: 5, messagesMax: 20, payloadMaxBytes: 4_096 - 128 });
  });

  it.each<[number, RefusalCause | null, string]>([
    [0x00, null, ''],
    [0x10, 'noSubscriber', '0x10 no matching subscribers'],
    [0x80, 'deferred', '0x80 unspecified error'],
    [0x83, 'deferred', '0x83 implementation specific error'],
    [0x87, 'notAllowed', '0x87 not authorized'],
    [0x90, 'invalid', '0x90 topic name not valid'],
    [0x95, 'tooLarge', '0x95 packet too large'],
    [0x97, 'deferred', '0x97 quota exceeded'],
    [0x99, 'invalid', '0x99 payload format not valid'],
    [0x42, 'deferred', '0x42 unknown reason'],
  ])('says what PUBACK 0x%s means', async (reasonCode, cause, text) => {
    const { broker, connection } = await open();
    broker.reasonCode = reasonCode;
    const expected: Delivery = cause === null ? { kind: 'taken' } : { kind: 'refused', cause, text };
    expect(await connection.deliver('posting', Buffer.from('x'))).toEqual(expected);
    expect(await connection.deliver('heartbeat', Buffer.from('x'))).toEqual({ kind: 'handedOver' });
  });

  it.each<[unknown, boolean, string]>([
    [0x86, false, 'the broker refused: 0x86 bad user name or password'],
    [0x87, false, 'the broker refused: 0x87 not authorized'],
    ['CERT_HAS_EXPIRED', false, 'the broker refused: CERT_HAS_EXPIRED'],
    [0x88, true, 'the broker refused: 0x88 server unavailable'],
    [0x97, true, 'the broker refused: 0x97 quota exceeded'],
  ])('puts a refusal with cause %s into words, and says whether it may pass', async (cause, retryable, message) => {
    const broker = new Scripted();
    const details = { operation: 'broker.connect', subject: broker.address, retryable: true, hint: 'Look.' };
    broker.refusal = new TillpostError('BROKER_REFUSED', 'the broker refused', { ...details, cause });
    const expected = { code: 'BROKER_REFUSED', message, retryable, subject: broker.address, hint: 'Look.', cause };
    await expect(new MqttTransport(broker, IDS).connect(Buffer.from('x'))).rejects.toMatchObject(expected);
    // Any other error is the network's, and stays what it is.
    broker.refusal = new TillpostError('BROKER_UNREACHABLE', 'no route', details);
    await expect(new MqttTransport(broker, IDS).connect(Buffer.from('x'))).rejects.toBe(broker.refusal);
  });

  it.each<[string, Partial<Arrival>]>([
    ['tillpost/v1/M1/T1/down/receipt', { kind: 'message', channel: 'receipt' }],
    ['tillpost/v1/M1/T1/down/other', { kind: 'stray', addressee: null, bytes: 3 }],
    ['tillpost/v1/M1/T1/up/posting', { kind: 'stray', addressee: null, bytes: 3 }],
    ['tillpost/v1/M1/T2/down/receipt', { kind: 'stray', addressee: 'M1/T2', bytes: 3 }],
    ['elsewhere', { kind: 'stray', addressee: null, bytes: 3 }],
  ])('tells what came by %s', async (topic, expected) => {
    const { broker, connection } = await open();
    const arrivals: Arrival[] = [];
    connection.onArrival((arrival) => arrivals.push(arrival));
    broker.listener({ topic, payload: Buffer.from('abc'), qos: 1, retain: false });
    expect(arrivals).toMatchObject([{ ...expected, place: topic }]);
  });
});
