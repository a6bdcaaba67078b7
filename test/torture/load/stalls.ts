import { judgementOf } from '../../../hw-sim/audit/audit.js';
import { type Stalled } from '../../../hw-sim/power/shim.js';
import { compiled } from '../programme/compiled.js';
import { JudgeCount } from '../programme/judge-count.js';
import { inLanes, replayOf } from '../programme/lanes.js';
import type { Level, RowOptions, TortureRow } from '../programme/row.js';
import { rangeOf, seedsOf } from '../programme/share.js';
import { playCourse } from './stall-course.js';

/** Of real agents, each with a seed of its own; so many play at once, for they mostly sleep. */
const COURSES: Readonly<Record<Level, number>> = { ci: 3, release: 25 };
const LANES = 3;
const SALES_OF_A_COURSE: Readonly<Record<Level, number>> = { ci: 3, release: 8 };
/** One is enough: whatever stalls in the main thread is seen at its first commit. */
const CONTROL_SALES = 1;

/**
 * A real agent on a disk whose fsync stalls for 0.3 to 5 seconds: sales are slow, and that is all. The reader's
 * link and the host's stay up, no byte is lost, no heartbeat is missed, and who asks is answered. A trial is a sale.
 */
export const stalls: TortureRow = {
  name: 'fsync stalls',
  load: 'processes',
  needs: ['power'],
  sizes: {
    ci: { trials: COURSES.ci * SALES_OF_A_COURSE.ci, seconds: 35, parts: COURSES.ci },
    release: { trials: COURSES.release * SALES_OF_A_COURSE.release, seconds: 600, parts: COURSES.release },
  },
  run: async ({ level, seed, share, progress }) => {
    const range = rangeOf(COURSES[level], share);
    const seeds = seedsOf(seed, range);
    const own = Array.from({ length: range.count }, (_, index) => seeds.first + index);
    const count = new JudgeCount();
    const play = async (seedOfIt: number): Promise<void> => {
      const stall = { percent: 35, leastMs: 300, mostMs: 5000 };
      const { trials, audit, stalled, disturbed } = await playCourse(seedOfIt, stall, SALES_OF_A_COURSE[level], null);
      const shown = stalled.length > 0 ? [] : ['no sync stalled: nothing was shown'];
      const judgement = { ...judgementOf(audit), unrecovered: [...disturbed, ...shown] };
      count.add(judgement, () => replayOf('fsync stalls', { level, seed: seedOfIt }), trials);
      progress(`seed ${seedOfIt}: ${trials} sales, ${stallText(stalled)}, ${disturbed.length} disturbances`);
    };
    const [caught] = await Promise.all([blockedInMainThread(seed, progress), inLanes(own, play, LANES)]);
    return { ...count.result({ what: 'fsync in the main thread', caught }), seeds };
  },
};

/** Positive control: the same with the sync in the main thread, and stalls long enough to be sure of it. */
async function blockedInMainThread(seed: number, progress: RowOptions['progress']): Promise<boolean> {
  const entry = compiled('test/torture/mutants/blocking-agent.js');
  const { disturbed, stalled } = await playCourse(
    seed,
    { percent: 100, leastMs: 3000, mostMs: 4000 },
    CONTROL_SALES,
    entry,
  );
  progress(`with the sync in the main thread: ${disturbed.join(', ')} by ${stallText(stalled)}`);
  // Seen for that reason, and not because it was slow.
  return disturbed.length > 0 && stalled.some(({ inMainThread }) => inMainThread);
}

function stallText(stalled: readonly Stalled[]): string {
  const ms = stalled.map((stall) => stall.ms);
  const inMain = stalled.filter(({ inMainThread }) => inMainThread).length;
  return (
    `${ms.length} stalls of ${(ms.reduce((sum, one) => sum + one, 0) / 1000).toFixed(1)} s in all, ` +
    `${Math.max(0, ...ms)} ms at most, ${inMain} of them in the main thread`
  );
}
