import type { Judgement } from '../audit/audit.js';
import { SimRandom } from '../sim-random.js';
import { SIM_UPLINK } from '../sim-uplink.js';
import { judge } from '../world/judge.js';
import { comeToRest } from '../world/rest.js';
import type { WorldResult } from '../world/run-world.js';
import { type Broken, keysOf, LATE_AFTER_MS, type Scene, World } from '../world/world.js';
import { judgeDays } from './days-judge.js';
import type { Evidence } from './evidence.js';
import { judgeKeys } from './keys-judge.js';
import { judgeMoney } from './money-judge.js';
import { drawShop, type Shop } from './shop.js';
import { lookAfterParked, plan } from './shop-life.js';
import type { Week } from './troubles.js';
import { Watch } from './watch.js';

const STEP_MS = 1_000;
/** While something is broken: what can end without the host has ended. */
const WAITED_IN_TROUBLE_MS = 8_000;
const WAITED_FOR_TILL_MS = 45_000;
const WAITED_WHEN_WELL_MS = 10 * 60_000;

/**
 * A week in the life of a shop from its seed: hours and days are real, the idle time between is skipped. In the end
 * everything is well, what is open is closed, and two judges who know only the rules look at what was seen.
 */
export async function runWeek(seed: number, broken: Broken = {}): Promise<WorldResult> {
  const random = new SimRandom(seed ^ 0x2f6e2b1);
  const shop = drawShop(random);
  const watch = new Watch(shop);
  const before = process.env['TZ'];
  // The zone of the machine, as the agent knows it.
  process.env['TZ'] = shop.terms.timeZone;
  const world = new World(seed, broken, keysOf('M0001'), sceneOf(shop, watch));
  try {
    const week = { world, watch, shop, random };
    await live(week);
    const verdict = await end(week);
    const { kernel } = world;
    return {
      ...verdict,
      seed,
      events: kernel.events,
      lastedMs: Math.round(kernel.nowMs),
      approved: world.shown.filter(({ shown }) => shown === 'approved').length,
      faults: world.struck,
      story: kernel.story.lines(),
      hash: kernel.hash(),
    };
  } finally {
    world.close();
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

const judgeWeek = (evidence: Evidence): readonly string[] => [
  ...judgeMoney(evidence),
  ...judgeDays(evidence),
  ...judgeKeys(evidence),
];

/** Limits wide enough for some evenings. */
function sceneOf({ startMs, terms }: Shop, watch: Watch): Scene {
  const { schedule, dayStartsAt } = terms;
  return {
    startMs,
    settings: {
      days: { schedule, dayStartsAt, lateAfterMs: LATE_AFTER_MS },
      uplink: { ...SIM_UPLINK, reconnectMaxMs: 8_000, link: { periodMs: 60_000, echoTimeoutMs: 1_500 } },
      limits: () => ({
        allowed: true,
        ceiling: 5_000,
        storedCount: 60,
        storedAmount: 400_000,
        oldestAgeMs: 72 * 3_600_000,
        cardCount: 20,
        cardAmount: 100_000,
        queueDepth: 100,
        deferred: false,
        refunds: true,
      }),
    },
    started: (world, agent) => watch.started(world, agent),
  };
}

async function live(week: Week): Promise<void> {
  const { world, watch, shop } = week;
  const { kernel } = world;
  kernel.tell(`a week from ${new Date(shop.startMs).toISOString()}: ${JSON.stringify(shop.terms)}`);
  // A terminal that has seen its host once.
  await kernel.run(3_000);
  for (const moment of plan(week)) {
    await kernel.skip(moment.atMs - watch.nowMs());
    kernel.tell(moment.what);
    await moment.run(week);
    await kernel.run(moment.watchedMs ?? STEP_MS);
    await settleDown(week);
  }
}

/** Until nothing is under way that could end as things are. */
async function settleDown({ world, watch }: Week): Promise<void> {
  const { kernel } = world;
  const fromMs = kernel.nowMs;
  for (;;) {
    const waitedMs = kernel.nowMs - fromMs;
    const isTillDone = world.till.waiting === 0 || waitedMs > WAITED_FOR_TILL_MS;
    if ((world.isIdle('parked') && !isHostMissed(world, watch)) || waitedMs > WAITED_WHEN_WELL_MS) return;
    if (!watch.isCalm && isTillDone && waitedMs > WAITED_IN_TROUBLE_MS) return;
    await kernel.run(STEP_MS);
  }
}

/** Nothing is broken, and the terminal has not heard so yet: what a time confirmed by the host brings is still to come. */
function isHostMissed({ agent }: World, { isCalm }: Watch): boolean {
  return isCalm && agent !== null && agent.core.uplink.status().state !== 'online';
}

async function end(week: Week): Promise<Judgement> {
  const { world, watch, shop } = week;
  await world.kernel.skip(shop.endMs - watch.nowMs());
  const unrecovered = await comeToRest(world, {
    meanwhile: () => lookAfterParked(week),
    asks: async () => watch.hand(),
  });
  if (unrecovered !== null)
    return { lost: [], duplicated: [], unexpected: [...world.defects], unrecovered: [unrecovered] };
  const verdict = await world.kernel.until(judge(world));
  const evidence = watch.evidence(true);
  return { ...verdict, unexpected: [...verdict.unexpected, ...judgeWeek(evidence)] };
}
