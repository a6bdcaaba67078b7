import type { UpChannel } from '../../src/ports/index.js';
import { parseTopic, topicOf, UP_FILTER } from '../../src/protocol/topics.js';
import type { BrokerWill } from '../../src/uplink/mqtt/broker.js';
import { MqttTransport } from '../../src/uplink/mqtt/mqtt-transport.js';
import { MemoryTransport } from '../support/fakes/memory-transport.js';
import type { BrokerStand } from './broker.js';
import { type Heard, Next, type TransportStand } from './transport.js';

const IDS = { merchantId: 'M0001', terminalId: 'T0000042' };
const NO_WILL: BrokerWill = { topic: 'host', payload: Buffer.from('x'), qos: 0, retain: false, delaySeconds: 0 };

/** MQTT over any broker that holds the broker contract; the host is another client of it. */
export async function mqttTransportStand(build: () => Promise<BrokerStand>): Promise<TransportStand> {
  const stand = await build();
  const heard = new Next<Heard>();
  const hosting = stand.client('host');
  const connection = await stand.until(hosting.connect(NO_WILL, [UP_FILTER]));
  let host = connection;
  const listen = (): void =>
    host.onMessage(({ topic, payload }) => {
      const leaf = parseTopic(topic)?.leaf ?? '';
      heard.add({ channel: leaf.slice('up/'.length) as UpChannel, payload });
    });
  listen();
  const again = async (): Promise<void> => {
    host = await hosting.connect(NO_WILL, [UP_FILTER]);
    listen();
  };
  return {
    transport: new MqttTransport(stand.client('terminal'), IDS, 0),
    toNobody: new MqttTransport(stand.clientOfNobody(), IDS),
    heard: () => heard.take(),
    say: (channel, payload) =>
      void host.publish({ topic: topicOf(IDS, `down/${channel}`), payload, qos: 1, retain: false }),
    // The host's connection breaks too; its session keeps what it misses.
    cut: () => {
      stand.cut();
      void again();
    },
    until: (promise) => stand.until(promise),
    close: async () => {
      await stand.until(host.close(true));
      await stand.close();
    },
  };
}

export async function memoryTransportStand(): Promise<TransportStand> {
  const heard = new Next<Heard>();
  const transport = new MemoryTransport((channel, payload) => heard.add({ channel, payload }));
  const toNobody = new MemoryTransport(() => undefined);
  toNobody.isReachable = false;
  return {
    transport,
    toNobody,
    heard: () => heard.take(),
    say: (channel, payload) => transport.say(channel, payload),
    cut: () => transport.cut(),
    until: (promise) => promise,
    close: async () => undefined,
  };
}
