import type { CardReader, Journal } from '../../src/ports/index.js';
import { type Leaf, parseTopic } from '../../src/protocol/topics.js';
import type { Broker, BrokerConnection } from '../../src/uplink/mqtt/broker.js';
import type { PointKeeper } from './points.js';

/** What matters between terminal and host; heartbeats and presence decide nothing about money. */
const COUNTED: ReadonlySet<Leaf> = new Set<Leaf>([
  'up/request',
  'up/posting',
  'up/settlement',
  'up/command',
  'down/reply',
  'down/receipt',
  'down/settlement',
  'down/command',
]);

/** Every commit is a point. */
export function journalWithPoints(journal: Journal, points: PointKeeper): Journal {
  return overlay(journal, {
    begin: (order) => points.around('commit begin', () => journal.begin(order)),
    apply: (key, event) => points.around(`commit ${event.name}`, () => journal.apply(key, event)),
    keepShown: (notes) => points.around('commit shown', () => journal.keepShown(notes)),
    receipts: (...taken) => points.around('commit receipts', () => journal.receipts(...taken)),
    applyBatch: (number, event) => points.around(`commit batch ${event.name}`, () => journal.applyBatch(number, event)),
    changeSettings: (change) => points.around('commit settings', () => journal.changeSettings(change)),
    resetOfflineUsage: () => points.around('commit resetOfflineUsage', () => journal.resetOfflineUsage()),
    acceptCommand: (command) => points.around('commit command', () => journal.acceptCommand(command)),
    finishCommand: (result) => points.around('commit commandResult', () => journal.finishCommand(result)),
  });
}

/** Every message that moves the reader on is a point; what only asks is none. */
export function readerWithPoints(reader: CardReader, points: PointKeeper): CardReader {
  return overlay(reader, {
    start: (...args) => points.around('reader start', () => reader.start(...args)),
    continueOnline: (...args) => points.around('reader continueOnline', () => reader.continueOnline(...args)),
    unableOnline: (...args) => points.around('reader unableOnline', () => reader.unableOnline(...args)),
    complete: (...args) => points.around('reader complete', () => reader.complete(...args)),
    confirm: (...args) => points.around('reader confirm', () => reader.confirm(...args)),
    cancel: (...args) => points.around('reader cancel', () => reader.cancel(...args)),
  });
}

/** Every message about money is a point: sent when the broker has it (PUBACK), heard when the agent has taken it. */
export function brokerWithPoints(broker: Broker, points: PointKeeper): Broker {
  const counted = (topic: string): Leaf | null => {
    const leaf = parseTopic(topic)?.leaf ?? null;
    return leaf !== null && COUNTED.has(leaf) ? leaf : null;
  };
  return overlay(broker, {
    connect: async (...args) => {
      const connection: BrokerConnection = await broker.connect(...args);
      return overlay(connection, {
        publish: (message) => {
          const leaf = counted(message.topic);
          const publish = () => connection.publish(message);
          return leaf === null ? publish() : points.around(`publish ${leaf}`, publish);
        },
        onMessage: (listener) =>
          connection.onMessage((message) => {
            const leaf = counted(message.topic);
            if (leaf === null) listener(message);
            else points.aroundNow(`hear ${leaf}`, () => listener(message));
          }),
      });
    },
  });
}

/** The object with some of its methods replaced. The others run on the object itself, since it has private fields. */
export function overlay<T extends object>(object: T, changes: Partial<T>): T {
  return new Proxy(object, {
    get: (target, name) => {
      const change: unknown = Reflect.get(changes, name);
      if (change !== undefined) return change;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
