import fc from 'fast-check';
import type { Order } from '../../hw-sim/control-socket.js';
import { keyText } from '../../src/domain/key.js';
import type { ReaderCall } from '../support/fake-reader.js';
import type { LedgerModel } from './ledger-model.js';
import { askVoid, sale, sell, sellAgain, withParked } from './till.js';
import { readShown, type World } from './world.js';

export type Action = fc.AsyncCommand<LedgerModel, World>;

/** One kind of action: what it draws, what it does; the safety half of the promise is checked after each. */
function action<T>(
  name: string,
  drawn: fc.Arbitrary<T>,
  run: (world: World, model: LedgerModel, value: T) => Promise<void> | void,
): fc.Arbitrary<Action> {
  return drawn.map((value): Action => ({
    check: () => true,
    run: async (model, world) => {
      await run(world, model, value);
      await world.clock.advance(0);
      const found = [...model.unsafe(world.rows(), readShown(world)), ...(await world.unjournalled(model))];
      if (found.length > 0) throw new Error(found.join('\n'));
    },
    toString: () => `${name}(${JSON.stringify(value) ?? ''})`,
  }));
}

const nothing = fc.constant(undefined);
const times = fc.integer({ min: 1, max: 4 });
const at = fc.nat({ max: 20 });
const call = fc.constantFrom<ReaderCall>(
  'start',
  'continueOnline',
  'unableOnline',
  'complete',
  'confirm',
  'cancel',
  'result',
);
const kinds = fc.constantFrom(['request'], ['advice'], ['reversal'], ['request', 'advice', 'reversal']);

const when = fc.constantFrom('before' as const, 'after' as const);
const loss = fc.record({ name: call, when, backAfterMs: fc.constantFrom(0, 500, 25_000) });
const death = fc.record({ nth: fc.integer({ min: 1, max: 9 }), when });
const laterMs = fc.constantFrom(0, 300, 4_000);
const answers = fc.constantFrom('receipt', 'reply', 'settlement');
const pauseMs = fc.constantFrom(5, 200, 3_000, 15_000, 70_000);

/** What a story orders of the host's knobs. */
const knob = (name: string, order: fc.Arbitrary<Order>) =>
  action(name, order, (world, _, drawn) => void world.host.orders(drawn));
const given = (order: Order): fc.Arbitrary<Order> => fc.constant(order);

const hostOrder = fc.constantFrom(
  { kind: 'closeBatch' },
  { kind: 'resetOfflineCounters' },
  { kind: 'stopSales', reason: 'test' },
  ...Array.from({ length: 3 }, () => ({ kind: 'resumeSales' })),
  { kind: 'setLimits', entryMode: 'chip', currency: 'EUR', limits: { ceiling: 9_000, storedCount: 20 } },
  { kind: 'setLimits', entryMode: 'contactless', currency: 'EUR', limits: { ceiling: 1_000 } },
);

const WEIGHTED: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<Action>])[] = [
  // at the till
  [10, action('sell', sale, sell)],
  [1, action('sellAgain', at, sellAgain)],
  [3, action('void', at, askVoid)],
  [1, action('cancel', nothing, ({ process, refused }) => void process.sales.cancel().catch(refused))],
  [
    1,
    action('confirm', fc.boolean(), (world, _, proceed) => {
      if (world.process.sales.current()?.question) world.process.sales.confirm(proceed);
    }),
  ],
  [
    1,
    action('settle', fc.constantFrom(0, 300, 30_000), (world, _, ms) => {
      world.process.settlement.settle().catch(world.refused);
      return world.clock.advance(ms);
    }),
  ],
  [
    1,
    action('parkRetry', at, (world, _, pick) =>
      withParked(world, pick, ({ posting }) => world.process.park.retry(posting.sequence)),
    ),
  ],
  [
    1,
    action('parkResolve', at, (world, model, pick) =>
      withParked(world, pick, ({ posting, transaction }) => {
        model.resolveAsked.add(keyText(transaction.key));
        return world.process.park.resolve(posting.sequence, 'settled in cash');
      }),
    ),
  ],
  // time
  [3, action('wait', pauseMs, (world, _, ms) => world.clock.advance(ms))],
  [
    1,
    action('clockJump', fc.constantFrom(-86_400_000, -3_600_000, 3_600_000, 90_000_000), (world, _, ms) =>
      world.clock.setWall(world.clock.wallMs() + ms),
    ),
  ],
  [
    6,
    action('allWell', fc.constantFrom(0, 3_000, 20_000), (world, _, ms) => {
      world.healAll();
      return world.clock.advance(ms);
    }),
  ],
  // network
  [1, action('cutLink', nothing, (world) => world.cut())],
  [1, action('blackHole', nothing, (world) => world.blackHole(true))],
  [1, action('brokerRefuses', times, (world, _, count) => world.brokerRefuses(count))],
  [1, action('healLink', nothing, (world) => world.healLink())],
  // reader, disk, power
  [
    1,
    action('loseReader', loss, (world, _, { name, when: moment, backAfterMs }) => {
      world.readerReturnsAfterMs = backAfterMs;
      world.reader.loseAt(name, moment);
    }),
  ],
  [1, action('diskFails', nothing, (world) => void (world.disk.ioErrors = 1))],
  [
    2,
    action('restart', fc.constantFrom(0, 5, 100), async (world, _, ms) => {
      await world.clock.advance(ms);
      world.restart();
    }),
  ],
  [2, action('dieAtCommit', death, (world, _, { nth, when: moment }) => world.restartAtCommit(nth, moment))],
  // host
  [
    1,
    knob(
      'hostSilent',
      fc.boolean().map((commits) => ({ do: 'silent', on: true, commits })),
    ),
  ],
  [1, knob('hostAnswers', given({ do: 'silent', on: false }))],
  [
    1,
    knob(
      'hostSlow',
      fc.constantFrom(0, 400, 6_000).map((ms) => ({ do: 'delay', ms })),
    ),
  ],
  [1, knob('hostRejects', fc.record({ do: fc.constant('reject'), code: fc.constant('05'), count: times, kinds }))],
  [1, knob('hostRetryLater', fc.record({ do: fc.constant('retry-later'), ms: laterMs, count: times, kinds }))],
  [1, knob('loseAnswers', fc.record({ do: fc.constant('lose-receipts'), count: times, of: answers }))],
  [1, action('hostOrders', hostOrder, (world, _, order) => world.order(order))],
  [1, action('replayCommand', nothing, (world) => world.replayCommand())],
  [1, action('hostBackup', nothing, (world) => world.backup())],
  [1, action('hostRestored', nothing, (world) => world.restore())],
];

/** fc.commands draws each with the same chance: what should come more often stands there more often. */
export const ACTIONS: readonly fc.Arbitrary<Action>[] = WEIGHTED.flatMap(([weight, arbitrary]) =>
  Array.from({ length: weight }, () => arbitrary),
);
