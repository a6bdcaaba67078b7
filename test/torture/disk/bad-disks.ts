import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Judgement } from '../../../hw-sim/audit/audit.js';
import { compiled } from '../programme/compiled.js';
import { JudgeCount } from '../programme/judge-count.js';
import type { RowOptions, RowResult, Size, TortureRow } from '../programme/row.js';
import { withOwnMounts } from './small-disk.js';

/** Stages of either story, and faults of each. A read-only disk is looked at again after 1, 2, 4 … s only. */
const SIZES: Readonly<
  Record<RowOptions['level'], { readonly stages: number; readonly full: number; readonly 'read-only': number }>
> = {
  ci: { stages: 1, full: 4, 'read-only': 1 },
  release: { stages: 10, full: 30, 'read-only': 10 },
};
const STORIES = ['full', 'read-only'] as const;

/**
 * The real agent on a real small file system that is filled to the last page, or becomes read-only, in the middle
 * of a sale: nothing is shown as approved that was not committed, new sales are refused before approval, and they
 * go on by themselves when the disk is well.
 */
export const badDisks: TortureRow = {
  name: 'full and read-only disks',
  needs: ['power'],
  sizes: { ci: sizeOf(SIZES.ci, 25), release: sizeOf(SIZES.release, 900) },
  run: async ({ level, seed, progress }): Promise<RowResult> => {
    const { stages, ...cycles } = SIZES[level];
    const count = new JudgeCount();
    const mounts = withOwnMounts();
    // Positive control: a program that takes a failed commit for done.
    const control = play(mounts, 'swallow', seed, 1);
    for (let turn = 0; turn < stages; turn += 1) {
      const stories = STORIES.map(async (story) => {
        const {
          command,
          played: { judgement, faults },
        } = await play(mounts, story, seed + turn, cycles[story]);
        count.add(judgement, () => command, faults);
      });
      await Promise.all([control, ...stories]);
      progress(`stages ${turn + 1} of ${stages}, ${count.trials} faults`);
    }
    return count.result({ what: 'swallowed I/O error', caught: (await control).played.judgement.lost.length > 0 });
  },
};

function sizeOf({ stages, full, 'read-only': readOnly }: (typeof SIZES)['ci'], seconds: number): Size {
  return { trials: stages * (full + readOnly), seconds };
}

interface Played {
  readonly judgement: Judgement;
  readonly faults: number;
}

async function play(
  mounts: readonly string[],
  story: string,
  seed: number,
  cycles: number,
): Promise<{ readonly command: string; readonly played: Played }> {
  const [program, ...before] = mounts as [string, ...string[]];
  const child = 'test/torture/disk/mount-child.js';
  const { stdout } = await promisify(execFile)(program, [
    ...before,
    process.execPath,
    compiled(child),
    story,
    String(seed),
    String(cycles),
  ]);
  return {
    command: `${mounts.join(' ')} node dist/${child} ${story} ${seed} ${cycles}`,
    played: JSON.parse(stdout) as Played,
  };
}
