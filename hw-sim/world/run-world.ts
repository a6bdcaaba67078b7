import type { Judgement } from '../audit/audit.js';
import { SimRandom } from '../sim-random.js';
import { judge } from './judge.js';
import { unleash } from './nemesis.js';
import { unleashCopies } from './put-back.js';
import { comeToRest } from './rest.js';
import { type Broken, World } from './world.js';

/** How one world ended. */
export interface WorldResult extends Judgement {
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
  unleashCopies(world, new SimRandom(world.kernel.seed + 3));
  const sales = 3 + random.below(6);
  for (let index = 0; index < sales; index += 1) kernel.after(lengthMs * random.fraction(), 'till', () => till.sell());
  for (let index = 0; index < 2; index += 1) kernel.after(lengthMs * random.fraction(), 'till', () => till.voidOne());
  for (let index = 0; index < 3; index += 1) kernel.after(lengthMs * random.fraction(), 'till', () => till.press());
  await kernel.run(lengthMs);
}

async function livenessPhase(world: World): Promise<Judgement> {
  const unrecovered = await comeToRest(world);
  if (unrecovered === null) return world.kernel.until(judge(world));
  return { lost: [], duplicated: [], unexpected: [...world.defects], unrecovered: [unrecovered] };
}
