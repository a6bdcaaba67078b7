import { judge, owed, type Verdict } from './judge.js';
import { unleash } from './nemesis.js';
import { type Broken, World } from './world.js';

/** How one world ended. */
export interface WorldResult extends Verdict {
  readonly seed: number;
  /** SHA-256 over everything that happened. */
  readonly hash: string;
  readonly events: number;
  /** Virtual, ms. */
  readonly lastedMs: number;
  readonly approved: number;
  readonly faults: ReadonlyMap<string, number>;
  /** The last things that happened. */
  readonly story: readonly string[];
}

/** Everything must be at rest by then, in virtual time: a bound on liveness. */
const REST_WITHIN_MS = 15 * 60_000;
const LOOK_MS = 500;

export const isSound = ({ lost, duplicated, unexpected, unrecovered }: Verdict): boolean =>
  lost.length + duplicated.length + unexpected.length + unrecovered.length === 0;

/**
 * One world from its seed. First safety: tills sell while faults strike. Then liveness: faults end, and
 * everything must come to rest within a bounded time, the batch closed and equal on both sides.
 */
export async function runWorld(seed: number, broken: Broken = {}): Promise<WorldResult> {
  const world = new World(seed, broken);
  try {
    await safetyPhase(world);
    const verdict = await livenessPhase(world);
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
  }
}

async function safetyPhase(world: World): Promise<void> {
  const { kernel, till } = world;
  const { random } = kernel;
  const lengthMs = 20_000 + random.below(100_000);
  // A terminal that has seen its host once, most of the time.
  if (random.chance(0.8)) await kernel.run(2_000);
  unleash(world, kernel.nowMs + lengthMs);
  const sales = 3 + random.below(6);
  for (let index = 0; index < sales; index += 1) kernel.after(lengthMs * random.fraction(), 'till', () => till.sell());
  for (let index = 0; index < 2; index += 1) kernel.after(lengthMs * random.fraction(), 'till', () => till.voidOne());
  for (let index = 0; index < 3; index += 1) kernel.after(lengthMs * random.fraction(), 'till', () => till.press());
  await kernel.run(lengthMs);
}

async function livenessPhase(world: World): Promise<Verdict> {
  world.healAll();
  // What was struck late heals late: from here on nothing strikes any more.
  const untilMs = world.kernel.nowMs + REST_WITHIN_MS;
  const unrecovered =
    (await rest(world, untilMs)) ?? (await closeBatch(world, untilMs)) ?? (await rest(world, untilMs));
  if (unrecovered === null) return world.kernel.until(judge(world));
  return { lost: [], duplicated: [], unexpected: [...world.defects], unrecovered: [unrecovered] };
}

/** @returns what is still owed when time is up, null at rest */
async function rest(world: World, untilMs: number): Promise<string | null> {
  for (;;) {
    await world.kernel.run(LOOK_MS);
    const open = await owed(world);
    if (open === null) return null;
    if (world.kernel.nowMs > untilMs) return `still owed after ${REST_WITHIN_MS / 60_000} minutes: ${open}`;
  }
}

async function closeBatch(world: World, untilMs: number): Promise<string | null> {
  let isClosed = false;
  world.agent!.core.settlement.settle().then(
    () => (isClosed = true),
    () => undefined,
  );
  while (!isClosed) {
    if (world.kernel.nowMs > untilMs)
      return `the batch does not close: ${world.agent?.core.settlement.step() ?? 'idle'}`;
    await world.kernel.run(LOOK_MS);
  }
  return null;
}
