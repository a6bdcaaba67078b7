import type { SimRandom } from '../sim-random.js';
import { unleash } from '../world/nemesis.js';
import { AGENT } from '../world/terminal.js';
import type { World } from '../world/world.js';
import type { Shop } from './shop.js';
import type { Watch } from './watch.js';

/** What a week is done to. */
export interface Week {
  readonly world: World;
  readonly watch: Watch;
  readonly shop: Shop;
  readonly random: SimRandom;
}

/** Something that goes wrong for a while. */
export interface Trouble {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Short and dense: nothing of it is skipped. */
  readonly isRunThrough?: true;
  begin(week: Week): void;
  end(week: Week): void;
}

type Draw = (shop: Shop, random: SimRandom) => readonly Trouble[];

const HOUR_MS = 3_600_000;
/** Each of the small faults. */
const HEALS_WITHIN_MS = 20_000;
const DAY_MS = 24 * HOUR_MS;

/** Somewhere in the opening hours. */
function within({ open }: Shop, random: SimRandom): number {
  const { fromMs, untilMs } = random.pick(open);
  return fromMs + random.fraction() * (untilMs - fromMs);
}

const lasting = (
  name: string,
  fromMs: number,
  untilMs: number,
  begin: (week: Week) => void,
  end: (week: Week) => void,
): Trouble => ({ name, fromMs, untilMs, begin, end });

const cut = ({ world }: Week, party: string, isCut: boolean): void => {
  for (const link of world.links.all) if (link.name.includes(party)) link.cut = isCut;
  // Routers in between have forgotten the connection.
  if (!isCut) world.broker.cut(party);
};

/** From an afternoon to the next morning, for some days in a row. */
const outages: Draw = (shop, random) => {
  const first = random.below(shop.open.length);
  const kind = random.pick(['network', 'host', 'broker']);
  return shop.open.slice(first, first + 1 + random.below(4)).map(({ fromMs, untilMs }) => {
    const beginMs = fromMs + (untilMs - fromMs) * random.fraction();
    return lasting(
      `${kind} is away`,
      beginMs,
      untilMs + random.fraction() * 12 * HOUR_MS,
      (week) => {
        if (kind === 'network') cut(week, AGENT, true);
        else if (kind === 'host') week.world.host.crash();
        else week.world.broker.crash(random.chance(0.5));
      },
      (week) => {
        if (kind === 'network') cut(week, AGENT, false);
        else if (kind === 'host') week.world.host.boot();
        else week.world.broker.start();
      },
    );
  });
};

/** A host that is there and says no for hours. */
const refusals =
  (name: string, code: string, count: number, hours: number): Draw =>
  (shop, random) => {
    const fromMs = within(shop, random);
    const order = { do: 'reject', code, count, kinds: ['advice', 'reversal'] };
    return [
      lasting(
        name,
        fromMs,
        fromMs + (0.3 + random.fraction()) * hours * HOUR_MS,
        ({ world }) => world.orderHost(order),
        ({ world }) => world.healHost(),
      ),
    ];
  };

/** Off for days. */
const switchedOff: Draw = (shop, random) => {
  const fromMs = within(shop, random);
  const untilMs = fromMs + (0.2 + 2.5 * random.fraction()) * DAY_MS;
  return [lasting('switched off', fromMs, untilMs, ({ world }) => world.killAgent(true), turnOn)];
};

/** With the clock that it wakes with. */
export function turnOn({ world, shop }: Week): void {
  if (shop.wakesAtMs !== null && world.agent === null) world.wall.set(shop.wakesAtMs);
  world.bootAgent();
}

const wrongClock: Draw = (shop, random) => {
  const fromMs = within(shop, random);
  const wrong = random.pick([
    () => 0,
    (nowMs: number) => nowMs + 400 * DAY_MS,
    (nowMs: number) => nowMs + HOUR_MS,
    (nowMs: number) => nowMs - HOUR_MS,
    (nowMs: number) => nowMs - 3 * DAY_MS,
  ]);
  return [
    lasting(
      'clock is wrong',
      fromMs,
      fromMs + (0.1 + random.fraction()) * 2 * DAY_MS,
      ({ world }) => world.wall.set(wrong(world.wall.nowMs())),
      ({ world }) => world.wall.setRight(),
    ),
  ];
};

const readerAway: Draw = (shop, random) => {
  const fromMs = within(shop, random);
  return [
    lasting(
      'reader is unplugged',
      fromMs,
      fromMs + random.fraction() * 2 * HOUR_MS,
      ({ world }) => world.reader.unplug(),
      ({ world }) => world.reader.plug(),
    ),
  ];
};

/** All the small faults of the short worlds at once, among some sales. */
const storm: Draw = (shop, random) => {
  const fromMs = within(shop, random);
  const untilMs = fromMs + 60_000 + random.below(240_000);
  const begin = ({ world }: Week): void => {
    world.isCalm = false;
    unleash(world, world.kernel.nowMs + untilMs - fromMs - HEALS_WITHIN_MS);
  };
  return [{ ...lasting('storm', fromMs, untilMs, begin, ({ world }) => world.calm()), isRunThrough: true }];
};

/** Its book is what it was in the morning, and what came since is asked for. */
const hostRestored: Draw = (shop, random) => {
  const { fromMs, untilMs } = random.pick(shop.open);
  const keptMs = fromMs + 0.3 * random.fraction() * (untilMs - fromMs);
  return [
    lasting(
      'host is given back an old book',
      keptMs,
      keptMs + (untilMs - keptMs) * random.fraction(),
      ({ world }) => world.host.backup(),
      ({ world, watch }) => {
        watch.readClosings();
        const { epoch } = world.agent?.journal.identity() ?? { epoch: null };
        // Not after a state was put back: worlds renew no journal, and a Resend after a number of one copy leaves out lower
        // ones of the other.
        if (epoch !== null && !world.isPutBack) world.host.restore(epoch);
      },
    ),
  ];
};

const KINDS: readonly (readonly [share: number, draw: Draw])[] = [
  [0.5, outages],
  [0.25, outages],
  [0.3, refusals('host says 96', '96', 100_000, 3)],
  [0.1, refusals('host says 96 all day', '96', 100_000, 16)],
  [0.25, refusals('host refuses an advice', '05', 6, 6)],
  [0.25, switchedOff],
  [0.35, wrongClock],
  [0.2, wrongClock],
  [0.2, readerAway],
  [0.4, storm],
  [0.3, storm],
  [0.1, hostRestored],
];

/** Those that are about the host: while one lasts it is not asked for anything else. */
export function drawTroubles(shop: Shop, random: SimRandom): readonly Trouble[] {
  return KINDS.flatMap(([share, draw]) => (random.chance(share) ? draw(shop, random) : []));
}
