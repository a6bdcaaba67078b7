import { runWeek } from '../../hw-sim/weeks/run-week.js';
import { findsInWeeks, WEEK_MUTANTS } from './mutants/week-mutants.js';
import { JudgeCount } from './programme/judge-count.js';
import type { Level, RowOptions, RowResult, TortureRow } from './programme/row.js';
import { rangeOf, seedsOf } from './programme/share.js';

const WEEKS: Readonly<Record<Level, number>> = { ci: 100, release: 5_000 };
/** A broken variant that so many weeks do not find is not found. */
const CONTROL_WEEKS_MAX = 60;
const TOLD_EVERY = 50;

/** Days, closings, clocks and outages over evenings: a trial is one week of a shop, judged by the rules alone. */
export const weeks: TortureRow = {
  name: 'weeks of shop life',
  load: 'processor',
  sizes: {
    ci: { trials: WEEKS.ci, seconds: 60, parts: 10 },
    release: { trials: WEEKS.release, seconds: 2_200, parts: 40 },
  },
  run: (options) => runWeeks(options, WEEKS[options.level]),
};

async function runWeeks({ seed, share, progress }: Omit<RowOptions, 'level'>, trials: number): Promise<RowResult> {
  const range = rangeOf(trials, share);
  const { count } = range;
  const seeds = seedsOf(seed, range);
  const judged = new JudgeCount();
  const faults = new Map<string, number>();
  let approved = 0;
  for (let done = 1; done <= count; done += 1) {
    const result = await runWeek(seeds.first + done - 1);
    judged.add(result, () => `make sim WEEKS=1 SEED=${result.seed}\n    ${result.story.join('\n    ')}\n   `);
    approved += result.approved;
    for (const [name, times] of result.faults) faults.set(name, (faults.get(name) ?? 0) + times);
    if (done % TOLD_EVERY === 0 || done === count) progress(`${done} of ${count} weeks, ${approved} approvals`);
  }
  progress(`faults: ${[...faults].map(([name, times]) => `${times} × ${name}`).join(', ')}`);
  return { ...judged.result(await control(seeds.first, progress)), seeds };
}

async function control(seed: number, progress: RowOptions['progress']): Promise<RowResult['control']> {
  const missed: string[] = [];
  for (const mutant of WEEK_MUTANTS) {
    const found = await findsInWeeks(mutant, seed, CONTROL_WEEKS_MAX);
    if (found === null) missed.push(mutant.what);
    else progress(`control, ${mutant.what}: found by seed ${found}`);
  }
  const all = WEEK_MUTANTS.map(({ what }) => what).join(', ');
  return { what: missed.length === 0 ? all : `not found: ${missed.join(', ')}`, caught: missed.length === 0 };
}
