import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.js';
import { readPasswordFile, readSecretFile } from '../platform/key-file.js';
import type { KnownTime } from '../platform/known-time.js';
import type { Clock, Log, Transport } from '../ports/index.js';
import type { Ids } from '../protocol/envelope.js';
import { COURIER_BOUNDS } from '../uplink/delivery/courier-state.js';
import type { Broker } from '../uplink/mqtt/broker.js';
import type { TlsMaterial } from '../uplink/mqtt/broker-socket.js';
import { createMqttBroker } from '../uplink/mqtt/mqtt-link.js';
import { MqttTransport } from '../uplink/mqtt/mqtt-transport.js';
import type { UplinkOptions } from '../uplink/options.js';

/** The transport that the configuration names; another kind of it is chosen here, and nothing above knows. */
export const transportOf = (config: Config, ids: Ids, clock: Clock, log: Log, known: KnownTime): Transport =>
  new MqttTransport(brokerOf(config, ids, clock, log, known), ids);

export function brokerOf({ broker, uplink }: Config, ids: Ids, clock: Clock, log: Log, known?: KnownTime): Broker {
  const { caFile, certFile, keyFile, passwordFile } = broker;
  // Read anew for each connection, so that certificates renewed on disk need no restart (uplink rules, 14).
  const tls = (): TlsMaterial => ({
    ca: caFile === null ? null : readFileSync(caFile, 'utf8'),
    cert: certFile === null ? null : readFileSync(certFile, 'utf8'),
    key: keyFile === null ? null : readSecretFile(keyFile).toString('utf8'),
  });
  return createMqttBroker({
    addresses: broker.urls,
    clientId: `tillpost-${ids.merchantId}-${ids.terminalId}`,
    username: broker.username,
    password: passwordFile === null ? null : readPasswordFile(passwordFile),
    tls,
    clock,
    knownMs: () => known?.ms() ?? null,
    log,
    timeoutMs: uplink.connectTimeoutMs,
  });
}

export function uplinkOptions({ uplink }: Config, agentVersion: string): UplinkOptions {
  return {
    agentVersion,
    refusals: {
      parkAfter: uplink.parkAfterRefusals,
      temporary: uplink.temporaryCodes,
      malformed: uplink.malformedCodes,
      parkTemporaryAfterMs: uplink.parkTemporaryAfterMs,
    },
    link: { periodMs: uplink.heartbeatIntervalMs, echoTimeoutMs: uplink.probeTimeoutMs },
    reconnectMaxMs: uplink.reconnectMaxMs,
    courier: {
      ...COURIER_BOUNDS,
      windowMessages: uplink.windowMessages,
      payloadMaxBytes: uplink.batchMaxBytes,
      overdueMs: uplink.receiptTimeoutMs,
      graceMs: uplink.probeTimeoutMs,
    },
  };
}
