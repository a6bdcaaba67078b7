import { inLanes, playsOf, replayOf, sizeOf, tally, trialsOf } from '../programme/lanes.js';
import type { Level, RowOptions, RowResult, TortureRow } from '../programme/row.js';
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
  /** Trials in another setting, whole in the first part; `stage` is null where this machine lacks it. */
  readonly beside?: {
    readonly trials: Readonly<Record<Level, number>>;
    readonly stage: FaultRow['stage'] | null;
    readonly lacking: string;
  };
}

interface SetPlay {
  readonly trials: number;
  readonly seed: number;
  readonly stage: FaultRow['stage'];
}

/** A row of faults on stages of real processes: one after the other, each until all is well; a trial is one fault. */
export function faultRow(row: FaultRow): TortureRow {
  const { name, needs = [], trialsAre, trials, seconds, control, stage, kindOf = (told) => told } = row;
  return {
    name,
    needs,
    sizes: { ci: sizeOf(trials.ci, seconds.ci), release: sizeOf(trials.release, seconds.release) },
    run: async (options) => {
      const { level, seed, share, progress } = options;
      const caught = await control();
      // A trial has a seed of its own, so a stage begins with that of its first.
      const own = playsOf(trials[level], share).map((play) => ({
        trials: play.trials,
        seed: seed + play.first,
        stage,
      }));
      const plays: readonly SetPlay[] = [...own, ...playsBeside(row, options)];
      const stories: string[] = [];
      const curtains = await inLanes(plays, async (play) => {
        const story: string[] = [];
        const curtain = await play.stage({ ...play, story });
        stories.push(`seed ${play.seed}: ${story.slice(-8).join(' | ')}`);
        progress(`${play.trials} ${trialsAre} (seed ${play.seed}): ${tally(story.map(kindOf))}`);
        return curtain;
      });
      const result = resultOf(trialsOf(plays), curtains, caught, replayOf(name, { level, seed, share }), stories);
      return { ...result, seeds: seedsOf(own[0]?.seed ?? seed, { first: 0, count: trialsOf(own) }) };
    },
  };
}

function playsBeside({ beside }: FaultRow, { level, seed, share, progress }: RowOptions): readonly SetPlay[] {
  if (beside === undefined || (share !== undefined && share.index > 0)) return [];
  if (beside.stage !== null) return [{ trials: beside.trials[level], seed: seed + 1000, stage: beside.stage }];
  progress(beside.lacking);
  return [];
}
