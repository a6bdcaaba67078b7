import { asTillpostError, TillpostError } from '../../domain/errors.js';
import { own } from '../../domain/redaction.js';
import type {
  Alerts,
  Counters,
  Delivery,
  Log,
  Refusal,
  Transport,
  TransportConnection,
  UpChannel,
} from '../../ports/index.js';
import {
  type EncodedPostingsMessage,
  type Ids,
  type MessageKey,
  sealUp,
  type UpContent,
} from '../../protocol/envelope.js';

export type OutboxContent = UpContent | EncodedPostingsMessage;

export interface OutboxParts {
  readonly ids: Ids;
  readonly key: MessageKey;
  readonly place: Transport['place'];
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly log: Log;
}

export interface OutboxHooks {
  connection(): TransportConnection | null;
  /** It gave its word on a message. */
  brokerHeard(): void;
  /** The broker is there, the host may not be. */
  suspect(): void;
}

/** Seals and delivers what goes up, on the connection that is open now or not at all (uplink rules, 1). */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #hooks: OutboxHooks;
  readonly #refused = new Set<UpChannel>();

  constructor(parts: OutboxParts, hooks: OutboxHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  /**
   * Resolves with the broker's word; a refusal has raised its alert by then.
   * @throws LINK_CLOSED, MESSAGE_TOO_LARGE
   */
  async deliver(channel: UpChannel, content: OutboxContent): Promise<Delivery> {
    const delivery = await this.#send(channel, content);
    if (delivery.kind === 'refused') this.#tell(channel, delivery);
    else if (this.#refused.delete(channel)) this.#parts.alerts.clear('BROKER_REFUSED', own(this.#parts.place(channel)));
    return delivery;
  }

  /** For what nobody waits for: a lost heartbeat or birth shows as a missing echo. Never rejects. */
  async say(channel: UpChannel, content: OutboxContent): Promise<void> {
    try {
      await this.#send(channel, content);
    } catch (error) {
      this.#parts.counters.add('publish.failed');
      this.#parts.log.debug('not said', { channel, problem: asTillpostError(error, 'uplink.publish').message });
    }
  }

  async #send(channel: UpChannel, content: OutboxContent): Promise<Delivery> {
    const connection = this.#hooks.connection();
    if (connection === null) {
      throw new TillpostError('LINK_CLOSED', 'no connection', {
        operation: 'uplink.publish',
        subject: channel,
        retryable: true,
      });
    }
    const payload = sealUp(this.#parts.ids, this.#parts.key, content);
    this.#refuseOversize(channel, payload, connection);
    const delivery = await connection.deliver(channel, payload);
    if (delivery.kind !== 'handedOver') this.#hooks.brokerHeard();
    return delivery;
  }

  #tell(channel: UpChannel, { cause, text }: Refusal): void {
    const { place, alerts, log } = this.#parts;
    log.warn('broker refused a message', { channel, cause, problem: text });
    if (cause === 'noSubscriber') {
      alerts.raise('NO_SUBSCRIBER', own(place('posting')), 'the broker is up, but no host listens to this terminal');
      this.#hooks.suspect();
    } else {
      this.#refused.add(channel);
      alerts.raise('BROKER_REFUSED', own(place(channel)), text);
    }
  }

  /** A broker that gets more than it takes may end the connection; then nothing goes any more. */
  #refuseOversize(channel: UpChannel, payload: Uint8Array, { grant }: TransportConnection): void {
    if (payload.length <= grant.payloadMaxBytes) return;
    const subject = own(this.#parts.place(channel));
    const problem = `${payload.length} bytes, the broker takes ${grant.payloadMaxBytes}`;
    this.#parts.alerts.raise('BROKER_REFUSED', subject, problem);
    throw new TillpostError('MESSAGE_TOO_LARGE', problem, {
      operation: 'uplink.publish',
      subject,
      hint: 'Raise the broker’s maximum packet size to 64 KiB.',
    });
  }
}
