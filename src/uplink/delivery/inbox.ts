import { asTillpostError } from '../../domain/errors.js';
import type { Alerts, Counters, Log } from '../../ports/index.js';
import { type DownContent, type Ids, type MessageKey, openDown } from '../../protocol/envelope.js';
import { type DownLeaf, type Leaf, parseTopic } from '../../protocol/topics.js';

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

const KIND_OF: Readonly<Partial<Record<Leaf, DownContent['kind']>>> = {
  'down/reply': 'reply',
  'down/receipt': 'receipts',
  'down/echo': 'echo',
  'down/settlement': 'settlementAnswer',
  'down/command': 'command',
} satisfies Record<DownLeaf, DownContent['kind']>;

/** Opens what the broker delivers. Whatever is wrong with it is counted by its error code, and changes nothing. */
export function readDown({ ids, key, alerts, counters, log }: InboxParts, topic: string, payload: Uint8Array): Inbound {
  const refuse = (code: string, problem: string, badReply = false): Inbound => {
    counters.add(`message.${code}`);
    log.warn('message refused', { topic: topic.slice(0, 120), bytes: payload.length, code, problem });
    return { kind: 'refused', badReply };
  };
  const parsed = parseTopic(topic);
  if (parsed === null) return refuse('MESSAGE_INVALID', 'a topic of another protocol');
  const { merchantId, terminalId } = parsed.ids;
  if (merchantId !== ids.merchantId || terminalId !== ids.terminalId) {
    alerts.raise(
      'FOREIGN_MESSAGE',
      `${merchantId}/${terminalId}`,
      'the broker delivered a message for another terminal',
    );
    return refuse('MESSAGE_FOREIGN', 'a topic of another terminal');
  }
  try {
    const content = openDown(ids, (keyId) => (keyId === key.keyId ? key : null), payload);
    if (content.kind !== KIND_OF[parsed.leaf]) return refuse('MESSAGE_INVALID', `${content.kind} on ${parsed.leaf}`);
    return { kind: 'content', content };
  } catch (thrown) {
    const { code, message } = asTillpostError(thrown, 'uplink.receive');
    if (code === 'BAD_MAC') alerts.raise('BAD_MAC', topic, message);
    if (code === 'MESSAGE_FOREIGN') alerts.raise('FOREIGN_MESSAGE', topic, message);
    return refuse(code, message, code === 'BAD_MAC' && parsed.leaf === 'down/reply');
  }
}
