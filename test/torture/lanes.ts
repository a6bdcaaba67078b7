import type { RowOptions } from './row.js';

/** What plays at once, and how a row of stages is told and replayed. */
const LANES = 2;
/** What one stage sees at most: a failed one is replayed alone. */
const TRIALS_A_STAGE = 100;

/** Trials over stages, at least one stage a lane. */
export function shares(trials: number): readonly number[] {
  const stages = Math.max(LANES, Math.ceil(trials / TRIALS_A_STAGE));
  return Array.from({ length: stages }, (_, index) => Math.floor(trials / stages) + (index < trials % stages ? 1 : 0));
}

export async function inLanes<Play, End>(plays: readonly Play[], run: (play: Play) => Promise<End>): Promise<readonly End[]> {
  const left = [...plays];
  const ends: End[] = [];
  const lane = async (): Promise<void> => {
    for (let play = left.shift(); play !== undefined; play = left.shift()) ends.push(await run(play));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return ends;
}

export function replayOf(row: string, { level, seed }: Pick<RowOptions, 'level' | 'seed'>): string {
  return `node dist/test/torture/main.js --level ${level} --row '${row}' --seed ${seed}`;
}

/** How often each was played. */
export function tally(story: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const what of story) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(', ');
}
