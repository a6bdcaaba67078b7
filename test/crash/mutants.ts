import type { LifecycleEvent } from '../../src/domain/lifecycle.js';
import type { Transaction } from '../../src/domain/transaction.js';
import type { Journal } from '../../src/ports/index.js';
import { type Ids, type MessageKey, sealUp } from '../../src/protocol/envelope.js';
import { topicOf } from '../../src/protocol/topics.js';
import { postingMessage } from '../../src/uplink/delivery/posting-message.js';
import type { Broker, BrokerConnection } from '../../src/uplink/mqtt/broker.js';
import { overlay } from './doors.js';

/**
 * Agents that are broken on purpose, one in each way a crash can hurt: what the harness must catch.
 * - reversal-before-commit: the reversal leaves first and is committed then
 * - reversal-not-committed: the sale is declined in the journal, and its reversal is only sent
 * - cancel-not-committed: the operator's wish is heeded and answered, and never on the disk
 */
const MUTANTS = ['reversal-before-commit', 'reversal-not-committed', 'cancel-not-committed'] as const;
export type Mutant = (typeof MUTANTS)[number];

export function readMutant(name: string): Mutant {
  const mutant = MUTANTS.find((known) => known === name);
  if (mutant === undefined) throw new Error(`no mutant ${JSON.stringify(name)}; there are ${MUTANTS.join(', ')}`);
  return mutant;
}

/** The agent's newest connection, by which a mutant sends behind its back. */
export interface Wire {
  connection: BrokerConnection | null;
}

export function brokerOn(broker: Broker, wire: Wire): Broker {
  return overlay(broker, {
    connect: async (...args) => {
      wire.connection = await broker.connect(...args);
      return wire.connection;
    },
  });
}

type Reverse = Extract<LifecycleEvent, { readonly name: 'reverse' }>;

export function mutantJournal(journal: Journal, mutant: Mutant, wire: Wire, ids: Ids, key: MessageKey): Journal {
  async function send(transaction: Transaction, { reason }: Reverse): Promise<void> {
    const posting = {
      // The number that the commit will take: nothing was owed before on the stage of a mutant.
      sequence: 1,
      key: transaction.key,
      content: { kind: 'reversal', reason },
      money: transaction.money,
      state: 'pending',
      opening: 1,
      refusals: 0,
      parkedReason: null,
      createdAtMs: transaction.startedAtMs,
    } as const;
    const message = postingMessage({ posting, transaction }, { repeat: false, openBatch: journal.openBatch() });
    const payload = sealUp(ids, key, { kind: 'postings', postings: [message], head: null });
    if (wire.connection === null) throw new Error('no connection to send by');
    await wire.connection.publish({ topic: topicOf(ids, 'up/posting'), payload, qos: 1, retain: false });
  }

  return overlay(journal, {
    apply: async (transactionKey, event) => {
      const stored = await journal.transaction(transactionKey);
      if (event.name === 'askCancel' && mutant === 'cancel-not-committed' && stored !== null)
        return { transaction: stored.transaction, effects: [], posting: null, postings: [] };
      if (event.name !== 'reverse' || stored === null) return journal.apply(transactionKey, event);
      switch (mutant) {
        case 'reversal-before-commit':
          await send(stored.transaction, event);
          return journal.apply(transactionKey, event);
        case 'reversal-not-committed': {
          const { verdict, answer } = event;
          const applied = await journal.apply(transactionKey, { name: 'decline', verdict, answer, card: null });
          await send(stored.transaction, event);
          return applied;
        }
        case 'cancel-not-committed':
          return journal.apply(transactionKey, event);
      }
    },
  });
}
