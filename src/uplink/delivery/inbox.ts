import { asTillpostError } from '../../domain/errors.js';
import { own } from '../../domain/redaction.js';
import type { Alerts, Arrival, Counters, DownChannel, Log } from '../../ports/index.js';
import { type DownContent, type Ids, type MessageKey, openDown } from '../../protocol/envelope.js';

export interface InboxParts {
  readonly ids: Ids;
  readonly key: MessageKey;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly log: Log;
}

export type Inbound =
  | { readonly kind: 'content'; readonly content: DownContent }
  /** Counted and logged. `badReply`: a reply whose MAC does not hold. */
  | { readonly kind: 'refused'; readonly badReply: boolean };

const KIND_OF: Readonly<Record<DownChannel, DownContent['kind']>> = {
  reply: 'reply',
  receipt: 'receipts',
  echo: 'echo',
  settlement: 'settlementAnswer',
  command: 'command',
};

/** Opens what the broker delivers. Whatever is wrong with it is counted by its error code, and changes nothing. */
export function readDown({ ids, key, alerts, counters, log }: InboxParts, arrival: Arrival): Inbound {
  const { place } = arrival;
  const bytes = arrival.kind === 'stray' ? arrival.bytes : arrival.payload.length;
  const refuse = (code: string, problem: string, badReply = false): Inbound => {
    counters.add(`message.${code}`);
    // What the broker delivered astray may be named by anybody.
    const named = place.slice(0, 120);
    log.warn('message refused', { place: arrival.kind === 'stray' ? named : own(named), bytes, code, problem });
    return { kind: 'refused', badReply };
  };
  if (arrival.kind === 'stray') {
    if (arrival.addressee === null) return refuse('MESSAGE_INVALID', 'on no channel of this protocol');
    alerts.raise('FOREIGN_MESSAGE', arrival.addressee, 'the broker delivered a message for another terminal');
    return refuse('MESSAGE_FOREIGN', 'on a channel of another terminal');
  }
  const { channel, payload } = arrival;
  try {
    const content = openDown(ids, (keyId) => (keyId === key.keyId ? key : null), payload);
    if (content.kind !== KIND_OF[channel]) return refuse('MESSAGE_INVALID', `${content.kind} on ${channel}`);
    return { kind: 'content', content };
  } catch (thrown) {
    const { code, message } = asTillpostError(thrown, 'uplink.receive');
    if (code === 'BAD_MAC') alerts.raise('BAD_MAC', own(place), message);
    if (code === 'MESSAGE_FOREIGN') alerts.raise('FOREIGN_MESSAGE', own(place), message);
    return refuse(code, message, code === 'BAD_MAC' && channel === 'reply');
  }
}
