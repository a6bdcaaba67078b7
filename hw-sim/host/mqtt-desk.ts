import mqtt, { type MqttClient } from 'mqtt';
import { UP_FILTER } from '../../src/protocol/topics.js';

/** The host's connection to its broker: persistent session, back within about 200 ms, for as long as it takes. */
export interface MqttDesk {
  publish(topic: string, payload: Uint8Array, qos: 0 | 1): void;
  readonly connected: boolean;
  /** Resolves once it has subscribed for the first time. */
  readonly subscribed: Promise<void>;
  close(): Promise<void>;
}

/**
 * @param receive runs inside mqtt.js's handling of one PUBLISH: the PUBACK leaves after it returned, so after
 *   the commit. A host that dies in it gets the message again from its session.
 */
export function connectDesk(
  url: string,
  clientId: string,
  receive: (topic: string, payload: Uint8Array) => void,
  say: (line: string) => void,
): MqttDesk {
  const client: MqttClient = mqtt.connect(url, {
    clientId,
    clean: false,
    protocolVersion: 4, // what every broker speaks
    keepalive: 10,
    connectTimeout: 2000,
    reconnectPeriod: 200,
    reconnectOnConnackError: true,
    resubscribe: false,
    queueQoSZero: false,
    timerVariant: 'native',
  });
  let problem = '';
  client.on('error', (error) => {
    if (error.message !== problem) say(`broker: ${error.message}`); // once, not five times a second
    problem = error.message;
  });
  client.on('message', (topic, payload) => receive(topic, payload));
  let times = 0;
  const subscribed = new Promise<void>((resolve) => {
    client.on('connect', () => {
      problem = '';
      client.subscribe(UP_FILTER, { qos: 1 }, (error) => {
        if (error) say(`subscribe: ${error.message}`);
        else {
          say(times === 0 ? 'subscribed' : 'subscribed again');
          times += 1;
          resolve();
        }
      });
    });
  });
  return {
    publish: (topic, payload, qos) => {
      client.publish(topic, Buffer.from(payload), { qos }, (error) => {
        if (error) say(`publish to ${topic}: ${error.message}`);
      });
    },
    get connected() {
      return client.connected;
    },
    subscribed,
    close: () => client.endAsync(true),
  };
}
