import { inLanes, playsOf, replayOf, sizeOf, tally, trialsOf } from '../programme/lanes.js';
import type { Level, RowResult, TortureRow } from '../programme/row.js';
import { seedsOf } from '../programme/share.js';
import { type Curtain, resultOf } from './on-stage.js';

/** What one stage plays. */
export interface Playing {
  readonly trials: number;
  /** The first trial's; each of the following has the next. */
  readonly seed: number;
  /** What was played is added to it, the one that fails included. */
  readonly story: string[];
}

export interface FaultRow {
  readonly name: string;
  /** What one trial is called, in the plural. */
  readonly trialsAre: string;
  readonly needs?: TortureRow['needs'];
  readonly trials: Readonly<Record<Level, number>>;
  /** About how long, on two cores. */
  readonly seconds: Readonly<Record<Level, number>>;
  readonly control: () => Promise<RowResult['control']>;
  /** Sets a stage and plays on it. */
  readonly stage: (playing: Playing) => Promise<Curtain>;
  /** Of a line of the story, what is counted; the line itself when left out. */
  readonly kindOf?: (told: string) => string;
}

/** A row of faults on stages of real processes: one after the other, each until all is well; a trial is one fault. */
export function faultRow({
  name,
  needs = [],
  trialsAre,
  trials,
  seconds,
  control,
  stage,
  kindOf = (told) => told,
}: FaultRow): TortureRow {
  return {
    name,
    needs,
    sizes: { ci: sizeOf(trials.ci, seconds.ci), release: sizeOf(trials.release, seconds.release) },
    run: async ({ level, seed, share, progress }) => {
      const caught = await control();
      // A trial has a seed of its own, so a stage begins with that of its first.
      const plays = playsOf(trials[level], seed, share).map((play) => ({
        trials: play.trials,
        seed: seed + play.first,
      }));
      const stories: string[] = [];
      const curtains = await inLanes(plays, async (play) => {
        const story: string[] = [];
        const curtain = await stage({ ...play, story });
        stories.push(`seed ${play.seed}: ${story.slice(-8).join(' | ')}`);
        progress(`${story.length} ${trialsAre} (seed ${play.seed}): ${tally(story.map(kindOf))}`);
        return curtain;
      });
      const result = resultOf(trialsOf(plays), curtains, caught, replayOf(name, { level, seed, share }), stories);
      return { ...result, seeds: seedsOf(plays[0]?.seed ?? seed, { first: 0, count: result.trials }) };
    },
  };
}
