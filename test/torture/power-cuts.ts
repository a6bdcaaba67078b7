import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Operation, asSynchronousNormal, readRecording } from '../../hw-sim/power/recording.js';
import {
  type CutState,
  choosePoints,
  cutStates,
  judgeState,
  pointText,
  recordRecoveries,
  recordStory,
  workFolder,
} from './disk/cuts.js';
import { JudgeCount } from './disk/judge-count.js';
import type { RowOptions, RowResult, TortureRow } from './row.js';

interface Size {
  readonly recordings: number;
  /** Sales of one recorded story. */
  readonly sales: number;
  /** Cut states of one recording. */
  readonly states: number;
  /** Of those, recoveries that are recorded and cut again, and how often each. */
  readonly recoveries: number;
  readonly cutsOfRecovery: number;
}

const SIZES: Readonly<Record<RowOptions['level'], Size>> = {
  ci: { recordings: 2, sales: 27, states: 1000, recoveries: 10, cutsOfRecovery: 10 },
  release: { recordings: 10, sales: 54, states: 5000, recoveries: 50, cutsOfRecovery: 10 },
};
const CONTROL_STATES = 60;

/**
 * Power cuts on the real store: a story on the real journal is recorded, the disk is built as it could look
 * after a cut at any operation, the real recovery opens it, and everything that had been promised by then must
 * be there. Recoveries are recorded and cut in their turn.
 */
export const powerCuts: TortureRow = {
  name: 'power cuts',
  run: async (options) => runPowerCuts(options, SIZES[options.level]),
};

export async function runPowerCuts(options: Omit<RowOptions, 'level'>, size: Size): Promise<RowResult> {
  const folder = workFolder();
  const count = new JudgeCount();
  const control = new JudgeCount();
  try {
    for (let turn = 0; turn < size.recordings; turn += 1) {
      const seed = options.seed + turn * size.states;
      const log = await recordStory(folder, seed, size.sales);
      const operations = readRecording(log);
      const replay = replayer(log);
      const outer = cutAll(folder, operations, seed, size.states, size.recoveries, count, replay);
      await cutRecoveries(folder, outer, size.cutsOfRecovery, count, replay);
      if (turn === 0) {
        // Positive control: the same course with synchronous NORMAL, as better-sqlite3 is compiled.
        cutAll(folder, asSynchronousNormal(operations), seed, CONTROL_STATES, 0, control, () => 'control');
      }
      options.progress(`power cuts: recording ${turn + 1} of ${size.recordings}, ${operations.length} operations, ${count.trials} states`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return count.result({ what: 'synchronous NORMAL', caught: control.lost > 0 });
}

/** @returns every so-many-th state, for the recoveries that are cut again */
function cutAll(
  folder: string,
  operations: readonly Operation[],
  seed: number,
  states: number,
  kept: number,
  count: JudgeCount,
  replay: (text: string) => string,
): readonly CutState[] {
  const every = kept === 0 ? Infinity : Math.ceil(states / kept);
  const keeping: CutState[] = [];
  let index = 0;
  for (const state of cutStates(operations, choosePoints(operations.length, states, seed))) {
    count.add(judgeState(folder, state), () => replay(pointText(state.point)));
    if (index % every === Math.floor(every / 2)) keeping.push(state);
    index += 1;
  }
  return keeping;
}

async function cutRecoveries(
  folder: string,
  outer: readonly CutState[],
  cuts: number,
  count: JudgeCount,
  replay: (text: string) => string,
): Promise<void> {
  const recordings = await recordRecoveries(folder, outer);
  for (const [index, start] of outer.entries()) {
    const operations = recordings[index]!;
    for (const state of cutStates(operations, choosePoints(operations.length, cuts, start.point.seed), start)) {
      count.add(judgeState(folder, state), () => replay(`${pointText(start.point)} ${pointText(state.point)}`));
    }
  }
}

/** Keeps the recording of the first failure: threads make no two alike. */
function replayer(log: string): (text: string) => string {
  let keptAs: string | null = null;
  return (text) => {
    if (keptAs === null) {
      keptAs = join(mkdtempSync(join(tmpdir(), 'tillpost-failed-')), 'recording');
      copyFileSync(log, keptAs);
    }
    return `node dist/test/torture/disk/replay-cut.js ${keptAs} ${text}`;
  };
}
