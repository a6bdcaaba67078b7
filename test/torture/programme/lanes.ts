import type { RowOptions, Share, Size } from './row.js';
import { partText, rangeOf } from './share.js';

/** What plays at once, and how a row of stages is told and replayed. */
const LANES = 2;
/** What one stage sees at most: a failed one is replayed alone. */
const TRIALS_A_STAGE = 100;

/** What one stage sees. */
interface Play {
  readonly trials: number;
  /** Of trials of the row that stand before its own. */
  readonly first: number;
}

function stagesFor(trials: number): number {
  return Math.max(LANES, Math.ceil(trials / TRIALS_A_STAGE));
}

/** Of a row on stages. @param seconds about how long by itself */
export function sizeOf(trials: number, seconds: number): Size {
  return { trials, seconds, parts: stagesFor(trials) };
}

/** A share of the stages, each with its trials. */
export function playsOf(trials: number, share: Share | undefined): readonly Play[] {
  const stages = stagesFor(trials);
  const { first, count } = rangeOf(stages, share);
  return Array.from({ length: count }, (_, index) => {
    const own = rangeOf(trials, { index: first + index, of: stages });
    return { trials: own.count, first: own.first };
  });
}

export function trialsOf(plays: readonly Pick<Play, 'trials'>[]): number {
  return plays.reduce((sum, { trials }) => sum + trials, 0);
}

export async function inLanes<One, End>(
  plays: readonly One[],
  run: (play: One) => Promise<End>,
  lanes = LANES,
): Promise<readonly End[]> {
  const left = [...plays];
  const ends: End[] = [];
  const lane = async (): Promise<void> => {
    for (let play = left.shift(); play !== undefined; play = left.shift()) ends.push(await run(play));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return ends;
}

type Played = Pick<RowOptions, 'level' | 'seed'> & { readonly share?: Share | undefined };

export function replayOf(row: string, { level, seed, share }: Played): string {
  const part = share === undefined || share.of === 1 ? '' : ` --part ${partText(share)}`;
  return `node dist/test/torture/main.js --level ${level} --row '${row}' --seed ${seed}${part}`;
}

/** How often each was played. */
export function tally(story: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const what of story) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(', ');
}
