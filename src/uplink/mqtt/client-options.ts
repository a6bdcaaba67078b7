import { type IClientOptions, UniqueMessageIdProvider } from 'mqtt';
import type { Sealed } from '../../domain/redaction.js';
import type { BrokerWill } from './broker.js';

export type Version = 4 | 5;

export interface Credentials {
  /** Stable: the broker keeps the session under it. */
  readonly clientId: string;
  readonly username: string | null;
  readonly password: Sealed | null;
}

const SESSION_EXPIRY_SECONDS = 7 * 24 * 3600;
const KEEPALIVE_SECONDS = 20;
const INBOUND_RECEIVE_MAXIMUM = 64;
const INBOUND_PACKET_MAX_BYTES = 128 * 1024;

/** What mqtt.js is told (uplink rules, mqtt.js 5 traps): nothing of its own reconnecting, replaying or queueing. */
export function clientOptions(
  { clientId, username, password }: Credentials,
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
