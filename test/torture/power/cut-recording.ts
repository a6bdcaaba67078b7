import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duringCheckpoint, duringNaming } from '../../../hw-sim/power/moments.js';
import { type Operation, type Recorded, writeRecording } from '../../../hw-sim/power/recording.js';
import type { JudgeCount } from '../programme/judge-count.js';
import { BACKUPS } from './backup-judge.js';
import {
  choosePoints,
  type CutPoint,
  cutRecovery,
  type CutState,
  cutStates,
  judgeState,
  pointText,
  recordRecoveries,
} from './cuts.js';
import type { Kind, Promised } from './kinds.js';

export interface CutSize {
  /** Cut states of one recording. */
  readonly states: number;
  /** Of those, recoveries that are recorded and cut again, and how often each. */
  readonly recoveries: number;
  readonly cutsOfRecovery: number;
}

/** How many cuts of a recording fell where. */
export interface Fell {
  readonly cuts: number;
  readonly duringCheckpoint: number;
  readonly duringBackup: number;
}

/** Cuts a recording all over, judges what each cut leaves, and cuts some of the recoveries in their turn. */
export async function cutRecording<P extends Promised<P>>(
  kind: Kind<P>,
  folder: string,
  operations: readonly Recorded[],
  seed: number,
  size: CutSize,
  count: JudgeCount,
): Promise<Fell> {
  const evidence = new Evidence(kind.name, operations);
  const points = choosePoints(operations.length, size.states, seed);
  const outer = judgeAll(kind, folder, operations, points, size.recoveries, count, (point) => evidence.replay(point));
  const recordings = await recordRecoveries(kind, folder, outer);
  for (const [index, start] of outer.entries()) {
    const recovery = recordings[index]!;
    const cuts = choosePoints(recovery.length, size.cutsOfRecovery, start.point.seed);
    for (const state of cutRecovery(recovery, cuts, start)) {
      count.add(judgeState(kind, folder, state), () => evidence.replayOfRecovery(start.point, recovery, state.point));
    }
  }
  const within = (moments: readonly boolean[]): number => points.filter(({ after }) => moments[after]).length;
  return {
    cuts: points.length,
    duringCheckpoint: within(duringCheckpoint(operations, 'journal.db')),
    duringBackup: within(duringNaming(operations, BACKUPS)),
  };
}

/** @returns every so-many-th state, for the recoveries that are cut again */
export function judgeAll<P extends Promised<P>>(
  kind: Kind<P>,
  folder: string,
  operations: readonly Operation[],
  points: readonly CutPoint[],
  kept: number,
  count: JudgeCount,
  replay: (point: CutPoint) => string,
): readonly CutState<P>[] {
  const every = kept === 0 ? Infinity : Math.ceil(points.length / kept);
  const keeping: CutState<P>[] = [];
  let index = 0;
  for (const state of cutStates(kind, operations, points)) {
    count.add(judgeState(kind, folder, state), () => replay(state.point));
    if (index % every === Math.floor(every / 2)) keeping.push(state);
    index += 1;
  }
  return keeping;
}

/** Keeps the recordings of what failed: threads and processes make no two alike. */
class Evidence {
  #keptAs: string | null = null;
  #recoveries = 0;

  constructor(
    private readonly kind: string,
    private readonly operations: readonly Recorded[],
  ) {}

  replay(point: CutPoint): string {
    return `node dist/test/torture/power/replay-cut.js ${this.kind} ${this.#recording()} ${pointText(point)}`;
  }

  replayOfRecovery(first: CutPoint, recovery: readonly Recorded[], point: CutPoint): string {
    this.#recoveries += 1;
    const path = `${this.#recording()}-of-recovery-${this.#recoveries}`;
    writeRecording(path, recovery);
    return `${this.replay(first)} ${path} ${pointText(point)}`;
  }

  #recording(): string {
    if (this.#keptAs === null) {
      this.#keptAs = join(mkdtempSync(join(tmpdir(), 'tillpost-failed-')), 'recording');
      writeRecording(this.#keptAs, this.operations);
    }
    return this.#keptAs;
  }
}
