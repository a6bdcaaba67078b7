import fc from 'fast-check';
import { entriesIn } from '../../hw-sim/audit/audit-evidence.js';
import type { Order } from '../../hw-sim/control-socket.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { FAULTS } from '../../hw-sim/world/nemesis.js';
import { IDS, type World } from '../../hw-sim/world/world.js';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { HeldRow, LedgerModel } from './ledger-model.js';
import { askVoid, refusedBy, sale, sell, sellAgain, withParked } from './people.js';

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
      await world.kernel.run(0);
      const found = [...model.unsafe(heldBy(world), shownBy(world)), ...world.defects];
      if (found.length > 0) throw new Error(found.join('\n'));
    },
    toString: () => `${name}(${JSON.stringify(value) ?? ''})`,
  }));
}

const fullKey = (key: string): string => `${IDS.terminalId}-${key}`;

export function heldBy({ host }: World): readonly HeldRow[] {
  return entriesIn(host.ledger.database).map(({ key, state, type, amount, currency }) => ({
    key: fullKey(key),
    state: state as HeldRow['state'],
    type: type as HeldRow['type'],
    money: money(amount, currency),
  }));
}

/** Keys that the cardholder saw as approved. */
export function shownBy({ shown }: World): readonly string[] {
  return shown.filter((line) => line.shown === 'approved').map(({ key }) => fullKey(key));
}

const nothing = fc.constant(undefined);
const times = fc.integer({ min: 1, max: 4 });
const at = fc.nat({ max: 20 });
const kinds = fc.constantFrom(['request'], ['advice'], ['reversal'], ['request', 'advice', 'reversal']);
const answers = fc.constantFrom('receipt', 'reply', 'settlement');
const pauseMs = fc.constantFrom(5, 200, 3_000, 15_000, 70_000);

/** Any of the faults of a simulated world, and when it is healed. */
const struck = fc.record({
  name: fc.constantFrom(...FAULTS.map(({ name }) => name)),
  seed: fc.nat({ max: 1_000 }),
  healedAfterMs: fc.constantFrom(0, 500, 25_000),
});

/** The reader at its weakest: in the middle of a result, of a cell, of what a card signs. */
const behaviour = fc.constantFrom(
  ...['stored', 'shown', 'sent'].map((when) => `reboot:when=${when},times=1`),
  'unplugMidCell:after=20,backMs=300,times=1',
  'lostMessage:rate=0.3',
  'garbledMessage:rate=0.3',
  'signsOtherAmount:times=1',
);

/** What a story orders of the host's knobs. */
const knob = (order: fc.Arbitrary<Order>) => action('host', order, (world, _, drawn) => world.orderHost(drawn));

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
  [1, action('cancel', nothing, (world) => void world.agent?.core.desk.cancel().catch(refusedBy(world)))],
  [1, action('confirm', fc.boolean(), (world, _, proceed) => world.till.confirm(proceed))],
  [
    1,
    action('settle', fc.constantFrom(0, 300, 30_000), (world, _, ms) => {
      world.agent?.core.settlement.settle().catch(refusedBy(world));
      return world.kernel.run(ms);
    }),
  ],
  [
    1,
    action('parkRetry', at, (world, _, pick) =>
      withParked(world, pick, (park, { posting }) => park.retry(posting.sequence)),
    ),
  ],
  [
    1,
    action('parkResolve', at, (world, model, pick) =>
      withParked(world, pick, (park, { posting, transaction }) => {
        model.resolveAsked.add(keyText(transaction.key));
        return park.resolve(posting.sequence, 'settled in cash');
      }),
    ),
  ],
  // time
  [3, action('wait', pauseMs, (world, _, ms) => world.kernel.run(ms))],
  [
    6,
    action('allWell', fc.constantFrom(0, 3_000, 20_000), (world, _, ms) => {
      world.healAll();
      return world.kernel.run(ms);
    }),
  ],
  // network, disk, power, clock, processes
  [
    10,
    action('fault', struck, (world, _, { name, seed, healedAfterMs }) => {
      const heal = FAULTS.find((fault) => fault.name === name)!.strike(world, new SimRandom(seed));
      if (heal !== null) world.kernel.after(healedAfterMs, 'nemesis', heal);
    }),
  ],
  [2, action('reader', behaviour, (world, _, spec) => world.reader.setBehaviours([spec]))],
  [
    2,
    action('restart', fc.constantFrom(0, 5, 100), async (world, _, ms) => {
      await world.kernel.run(ms);
      world.killAgent(true);
      world.bootAgent();
    }),
  ],
  // host
  [1, knob(fc.record({ do: fc.constant('reject'), code: fc.constantFrom('05', '30', '96'), count: times, kinds }))],
  [1, knob(fc.record({ do: fc.constant('lose-receipts'), count: times, of: answers }))],
  [1, action('command', hostOrder, (world, _, order) => world.orderHost({ do: 'command', order }))],
  // Not while an older one waits for its result: the host gives one at a time.
  [1, action('replayCommand', nothing, ({ host }) => host.replayCommand())],
  [1, action('hostBackup', nothing, ({ host }) => host.backup())],
  [
    1,
    action('hostRestored', nothing, ({ agent, host }) => {
      if (agent !== null) host.restore(agent.journal.identity().epoch);
    }),
  ],
];

/** fc.commands draws each with the same chance: what should come more often stands there more often. */
export const ACTIONS: readonly fc.Arbitrary<Action>[] = WEIGHTED.flatMap(([weight, arbitrary]) =>
  Array.from({ length: weight }, () => arbitrary),
);
