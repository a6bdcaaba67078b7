import { isSound } from '../../hw-sim/audit/audit.js';
import { runWorld, type WorldResult } from '../../hw-sim/world/run-world.js';
import { MUTANTS } from './mutants/world-mutants.js';
import { JudgeCount } from './programme/judge-count.js';
import type { Level, RowOptions, RowResult, TortureRow } from './programme/row.js';
import { rangeOf, seedsOf } from './programme/share.js';

const WORLDS: Readonly<Record<Level, number>> = { ci: 2_000, release: 200_000 };
/** A broken variant that so many worlds do not find is not found. */
const CONTROL_WORLDS_MAX = 400;
const TOLD_EVERY = 500;

/** Everything in one process under a seeded kernel: a trial is one world, from its seed through faults to rest. */
export const worlds: TortureRow = {
  name: 'simulated worlds',
  load: 'processor',
  sizes: {
    ci: { trials: WORLDS.ci, seconds: 160, parts: 40 },
    release: { trials: WORLDS.release, seconds: 16_000, parts: 40 },
  },
  run: (options) => runWorlds(options, WORLDS[options.level]),
};

async function runWorlds({ seed, share, progress }: Omit<RowOptions, 'level'>, trials: number): Promise<RowResult> {
  const range = rangeOf(trials, share);
  const { count } = range;
  const seeds = seedsOf(seed, range);
  const judged = new JudgeCount();
  const faults = new Map<string, number>();
  let approved = 0;
  const startMs = performance.now();
  for (let done = 1; done <= count; done += 1) {
    const result = await runWorld(seeds.first + done - 1);
    judged.add(result, () => replay(result));
    approved += result.approved;
    for (const [name, times] of result.faults) faults.set(name, (faults.get(name) ?? 0) + times);
    if (done % TOLD_EVERY === 0 || done === count) {
      const rate = (done / (performance.now() - startMs)) * 1000;
      progress(`${done} of ${count}, ${rate.toFixed(1)} worlds a second, ${approved} approvals`);
    }
  }
  progress(`faults: ${[...faults].map(([name, times]) => `${times} × ${name}`).join(', ')}`);
  return { ...judged.result(await control(seeds.first, progress)), seeds };
}

const replay = ({ seed, story }: WorldResult): string => `make sim SEED=${seed}\n    ${story.join('\n    ')}\n   `;

async function control(seed: number, progress: RowOptions['progress']): Promise<RowResult['control']> {
  const missed: string[] = [];
  for (const { what, broken } of MUTANTS) {
    let found: number | null = null;
    for (let tried = 0; tried < CONTROL_WORLDS_MAX && found === null; tried += 1) {
      if (!isSound(await runWorld(seed + tried, broken))) found = tried;
    }
    if (found === null) missed.push(what);
    else progress(`control, ${what}: found by seed ${seed + found}`);
  }
  const all = MUTANTS.map(({ what }) => what).join(', ');
  return { what: missed.length === 0 ? all : `not found: ${missed.join(', ')}`, caught: missed.length === 0 };
}
