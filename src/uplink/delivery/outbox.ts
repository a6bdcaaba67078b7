import { asTillpostError, TillpostError } from '../../domain/errors.js';
import type { Alerts, BrokerConnection, Counters, Log } from '../../ports/index.js';
import { type Ids, type MessageKey, sealUp, type UpContent } from '../../protocol/envelope.js';
import { topicOf, type UpLeaf } from '../../protocol/topics.js';
import { reasonText } from '../mqtt/reason-codes.js';

export interface OutboxParts {
  readonly ids: Ids;
  readonly key: MessageKey;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly log: Log;
}

export interface OutboxHooks {
  connection(): BrokerConnection | null;
  /** A PUBACK came. */
  brokerHeard(): void;
  /** The broker is there, the host may not be. */
  suspect(): void;
}

/** MQTT fixed header, topic and properties beside a payload. */
export const PACKET_OVERHEAD_BYTES = 128;

/** Seals and publishes what goes up, on the connection that is open now or not at all (uplink rule 1). */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #hooks: OutboxHooks;
  readonly #refused = new Set<UpLeaf>();

  constructor(parts: OutboxParts, hooks: OutboxHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  /**
   * Resolves at PUBACK with its reason code.
   * @throws LINK_CLOSED, MESSAGE_TOO_LARGE
   */
  async publish(leaf: UpLeaf, content: UpContent, qos: 0 | 1, retain = false): Promise<number> {
    const { ids, key, alerts } = this.#parts;
    const connection = this.#hooks.connection();
    if (connection === null) {
      throw new TillpostError('LINK_CLOSED', 'no connection', {
        operation: 'uplink.publish',
        subject: leaf,
        retryable: true,
      });
    }
    const message = { topic: topicOf(ids, leaf), payload: sealUp(ids, key, content), qos, retain };
    this.#refuseOversize(message.topic, message.payload, connection);
    const { reasonCode } = await connection.publish(message);
    if (qos === 1) this.#hooks.brokerHeard();
    if (reasonCode === 0 && this.#refused.delete(leaf)) alerts.clear('BROKER_REFUSED', message.topic);
    return reasonCode;
  }

  /** For what nobody waits for: a lost heartbeat or birth shows as a missing echo. */
  publishAndForget(leaf: UpLeaf, content: UpContent, qos: 0 | 1, retain = false): void {
    this.publish(leaf, content, qos, retain).catch((error: unknown) => {
      this.#parts.counters.add('publish.failed');
      this.#parts.log.debug('not published', { leaf, problem: asTillpostError(error, 'uplink.publish').message });
    });
  }

  /** A PUBACK said no. */
  refused(leaf: UpLeaf, reasonCode: number): void {
    const { ids, alerts, log } = this.#parts;
    const problem = reasonText(reasonCode);
    log.warn('broker refused a message', { leaf, problem });
    if (reasonCode === 0x10) {
      alerts.raise(
        'NO_SUBSCRIBER',
        topicOf(ids, 'up/posting'),
        'the broker is up, but no host listens to this terminal',
      );
      this.#hooks.suspect();
    } else {
      this.#refused.add(leaf);
      alerts.raise('BROKER_REFUSED', topicOf(ids, leaf), problem);
    }
  }

  /** A broker that gets more than it takes ends the connection (MQTT 5, 3.2.2.3.6); then nothing goes any more. */
  #refuseOversize(topic: string, payload: Uint8Array, { grant }: BrokerConnection): void {
    const most = grant.maximumPacketSize - PACKET_OVERHEAD_BYTES;
    if (payload.length <= most) return;
    const problem = `${payload.length} bytes, the broker takes ${most}`;
    this.#parts.alerts.raise('BROKER_REFUSED', topic, problem);
    throw new TillpostError('MESSAGE_TOO_LARGE', problem, {
      operation: 'uplink.publish',
      subject: topic,
      hint: 'Raise the broker’s maximum packet size to 64 KiB.',
    });
  }
}
