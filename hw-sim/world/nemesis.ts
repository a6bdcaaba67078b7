import type { SimRandom } from '../sim-random.js';
import { HOST } from './host-party.js';
import { AGENT } from './terminal.js';
import type { World } from './world.js';

/** One kind of fault: strikes now; returns how it is undone, or null when it is over by itself. */
interface Fault {
  readonly name: string;
  strike(world: World, random: SimRandom): (() => void) | null;
}

const DAY_MS = 86_400_000;
/** Of the kinds, how many a world meets: which ones is drawn, so that each is also met without the others. */
const SHARE_OF_KINDS = 0.4;
const HEALED_AFTER_MAX_MS = 20_000;

/** A link one by one: every direction is a link of its own. */
const onLink = (
  name: string,
  change: (world: World, random: SimRandom, link: World['links']['all'][number]) => () => void,
): Fault => ({
  name,
  strike(world, random) {
    const link = random.pick(world.links.all);
    world.kernel.tell(`fault: ${name} on ${link.name}`);
    return change(world, random, link);
  },
});

const fault = (name: string, strike: (world: World, random: SimRandom) => (() => void) | null): Fault => ({
  name,
  strike(world, random) {
    world.kernel.tell(`fault: ${name}`);
    return strike(world, random);
  },
});

/** The same moment for every process that may die: now, or right after some event to come. */
const soon = (world: World, random: SimRandom, run: () => void): void => {
  if (random.chance(0.3)) run();
  else world.kernel.afterEvents(1 + random.below(200), () => (world.isCalm ? undefined : run()));
};

export const FAULTS: readonly Fault[] = [
  onLink('drop', (_world, random, { weather }) => {
    weather.drop = 0.05 + 0.4 * random.fraction();
    return () => void (weather.drop = 0);
  }),
  onLink('duplicate', (_world, random, { weather }) => {
    weather.duplicate = 0.1 + 0.5 * random.fraction();
    return () => void (weather.duplicate = 0);
  }),
  onLink('reorder', (_world, random, { weather }) => {
    weather.reorder = 0.1 + 0.5 * random.fraction();
    return () => void (weather.reorder = 0);
  }),
  onLink('delay', (_world, random, { weather }) => {
    weather.latencyMs = 100 + random.below(4_000);
    weather.jitterMs = random.below(3_000);
    return () => void Object.assign(weather, { latencyMs: 4, jitterMs: 3 });
  }),
  onLink('one-way partition', (_world, _random, link) => {
    link.cut = true;
    return () => void (link.cut = false);
  }),
  onLink('clog', (_world, _random, link) => {
    link.clog();
    return () => link.release();
  }),
  fault('partition', (world, random) => {
    const client = random.pick([AGENT, HOST]);
    const both = world.links.all.filter(({ name }) => name.includes(client));
    for (const link of both) link.cut = true;
    return () => {
      for (const link of both) link.cut = false;
      // Routers in between have forgotten the connection.
      world.broker.cut(client);
    };
  }),
  fault('connection reset', (world, random) => {
    world.broker.cut(random.pick([AGENT, HOST]));
    return null;
  }),
  fault('broker refuses', (world, random) => {
    let left = 1 + random.below(4);
    world.broker.pubackCode = ({ topic }) => (topic.endsWith('/status') || (left -= 1) < 0 ? null : 0x97);
    return () => void (world.broker.pubackCode = () => null);
  }),
  fault('broker dies', (world, random) => {
    const keepsSessions = random.chance(0.5);
    soon(world, random, () => world.broker.crash(keepsSessions));
    return () => world.broker.start();
  }),
  fault('host dies', (world, random) => {
    soon(world, random, () => world.host.crash());
    return () => world.host.boot();
  }),
  fault('host is overloaded', (world, random) => {
    const kinds = random.pick([['request'], ['advice'], ['request', 'advice', 'reversal']]);
    world.orderHost(
      random.pick([
        { do: 'delay', ms: 500 + random.below(8_000) },
        { do: 'retry-later', ms: 300 + random.below(4_000), count: 1 + random.below(4), kinds },
        { do: 'silent', on: true, commits: random.chance(0.5) },
        { do: 'lose-receipts', count: 1 + random.below(4) },
        { do: 'reject', code: '05', count: 1, kinds: ['request'] },
        // Nothing of it may be parked: in a world there is no person.
        { do: 'reject', code: random.pick(['96', '91']), count: 1 + random.below(40), kinds: ['advice', 'reversal'] },
      ]),
    );
    return () => world.healHost();
  }),
  fault('agent dies', (world, random) => {
    soon(world, random, () => world.killAgent(random.chance(0.5)));
    return () => world.bootAgent();
  }),
  fault('agent dies at a commit', (world, random) => {
    let left = 1 + random.below(6);
    const moment = random.pick(['before', 'after'] as const);
    world.disk.atCommit = (now) => {
      if (now !== moment || (left -= 1) > 0) return;
      world.disk.atCommit = () => undefined;
      world.killAgent(random.chance(0.5));
    };
    return () => {
      world.disk.atCommit = () => undefined;
      world.bootAgent();
    };
  }),
  fault('clock jumps', (world, random) => {
    const { wall } = world;
    const jump = random.pick([
      () => wall.set(0),
      () => wall.set(wall.nowMs() + 30 * DAY_MS),
      () => wall.set(wall.nowMs() - 3_600_000),
    ]);
    jump();
    return random.chance(0.5) ? () => wall.setRight() : null;
  }),
  fault('slow disk', (world, random) => {
    world.disk.queueMs = random.below(2_000);
    world.disk.stallMs = random.below(3_000);
    return () => world.healDisk();
  }),
  fault('disk error', (world) => {
    world.disk.ioErrors = 1;
    return null;
  }),
  fault('disk full', (world) => {
    world.disk.free = 1_000_000;
    return () => world.healDisk();
  }),
  fault('reader reboots', (world) => {
    world.reader.reboot();
    return null;
  }),
  fault('reader unplugged', (world) => {
    world.reader.unplug();
    return () => world.reader.plug();
  }),
  fault('line noise', (world, random) => {
    world.reader.setBehaviours([
      `${random.pick(['flip', 'drop', 'insert', 'duplicate'])}:rate=${random.pick(['0.001', '0.004'])}`,
    ]);
    return () => world.reader.setBehaviours([]);
  }),
];

/** Lets faults of a drawn choice strike at drawn moments, and heals each after a while. */
export function unleash(world: World, untilMs: number): void {
  const { kernel } = world;
  const { random } = kernel;
  const kinds = FAULTS.filter(() => random.chance(SHARE_OF_KINDS));
  if (kinds.length === 0) return;
  const meanMs = 1_000 + random.below(12_000);
  const next = (): void => {
    kernel.after(2 * meanMs * random.fraction(), 'nemesis', () => {
      if (kernel.nowMs >= untilMs) return;
      const kind = random.pick(kinds);
      const heal = kind.strike(world, random);
      world.struck.set(kind.name, (world.struck.get(kind.name) ?? 0) + 1);
      if (heal !== null) kernel.after(HEALED_AFTER_MAX_MS * random.fraction() ** 2, 'nemesis', heal);
      next();
    });
  };
  next();
}
