import type { Clock, Journal } from '../../../src/ports/index.js';
import { type Ids, type MessageKey, openUp } from '../../../src/protocol/envelope.js';
import type { Broker, BrokerConnection, MqttMessage } from '../../../src/uplink/mqtt/broker.js';
import { overlay } from '../../crash/doors.js';

/** What an agent may wrongly believe; put between its modules, on real processes and in simulated worlds alike. */

export interface Believer {
  readonly ids: Ids;
  readonly key: MessageKey;
  readonly clock: Clock;
  /** Null until it is open. */
  readonly journal: () => Journal | null;
}

/** An advice counts as settled once the broker has acknowledged it: PUBACK is the broker's word, not the host's. */
export function believesPuback(broker: Broker, believer: Believer): Broker {
  const believing = (connection: BrokerConnection): BrokerConnection =>
    overlay(connection, {
      publish: async (message) => {
        const acknowledged = await connection.publish(message);
        await settle(message, believer);
        return acknowledged;
      },
    });
  return overlay(broker, { connect: async (...args) => believing(await broker.connect(...args)) });
}

async function settle({ topic, payload }: MqttMessage, { ids, key, clock, journal }: Believer): Promise<void> {
  if (!topic.endsWith('up/posting')) return;
  const content = openUp(ids, () => key, payload);
  if (content.kind !== 'postings') return;
  for (const { kind, key: transactionKey, sequence, money, batch } of content.postings) {
    if (kind !== 'advice') continue;
    const answer = {
      key: transactionKey,
      sequence,
      opening: 1,
      outcome: 'POSTED',
      responseCode: '00',
      rrn: '',
      posted: money,
      hostTimeMs: clock.wallMs(),
      arpc: '',
      retryAfterMs: 0,
      batch,
      reversedBatch: 0,
    } as const;
    await journal()?.apply(transactionKey, { name: 'settleAdvice', answer });
  }
}

/** What is owed leaves in the order of the wall clock, and what bears a time that is not yet come waits for it. */
export function believesTheClock(journal: Journal, clock: Clock): Journal {
  return overlay(journal, {
    pending: async (...asked) =>
      (await journal.pending(...asked))
        .filter(({ posting }) => posting.createdAtMs <= clock.wallMs())
        .sort((a, b) => a.posting.createdAtMs - b.posting.createdAtMs),
  });
}
