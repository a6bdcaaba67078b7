import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Judgement } from '../../../hw-sim/audit/audit.js';
import { projectRoot } from '../../../hw-sim/part.js';
import { type Cut, CUTS, Disk, layOut } from '../../../hw-sim/power/disk.js';
import { type Operation, readRecording, type Recorded } from '../../../hw-sim/power/recording.js';
import { shimEnvironment } from '../../../hw-sim/power/shim.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Kind, Promised } from './kinds.js';

/** One power cut: after so many operations of the recording, what it leaves, and the chance it draws from. */
export interface CutPoint {
  readonly after: number;
  readonly cut: Cut;
  readonly seed: number;
}

export type Files = ReadonlyMap<string, Buffer | null>;

/** What stood on the disk and what had been promised when a cut came. */
export interface CutState<P> {
  readonly point: CutPoint;
  readonly files: Files;
  readonly promises: P;
  /** What came of the whole recording; null when that was a recovery, which goes its own way. */
  readonly course: P | null;
}

/** A directory in memory where there is one: thousands of disks are laid out in it. It ends with the process. */
export function workFolder(): string {
  const folder = realpathSync(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tillpost-power-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Tells the story in a process of its own with the shim before its disk. @returns the path of the recording */
export async function recordStory(folder: string, seed: number, sales: number): Promise<string> {
  const dir = join(folder, `story-${seed}`);
  mkdirSync(dir, { mode: 0o700 });
  const log = join(folder, `recording-${seed}`);
  await record(dir, log, ['story', dir, String(seed), String(sales)]);
  rmSync(dir, { recursive: true });
  return log;
}

/** Lays every state out and lets the real recovery run on it under the shim. @returns one recording for each */
export async function recordRecoveries<P extends Promised<P>>(
  kind: Kind<P>,
  folder: string,
  states: readonly CutState<P>[],
): Promise<readonly (readonly Recorded[])[]> {
  const root = join(folder, 'recoveries');
  const log = join(folder, 'recording-of-recoveries');
  rmSync(log, { force: true });
  const dirs = states.map((_, index) => join(root, String(index)));
  dirs.forEach((dir, index) => layOut(dir, states[index]!.files));
  await record(root, log, [`recover-${kind.name}`, ...dirs]);
  rmSync(root, { recursive: true });
  const operations = readRecording(log);
  const indexOf = (word: string, dir: string): number => {
    const found = operations.findIndex(
      (operation) => operation.kind === 'mark' && operation.text === `${word} ${dir}\n`,
    );
    if (found < 0) throw new Error(`${dir} was never ${word}`);
    return found;
  };
  return dirs.map((dir, index) =>
    operations
      .slice(indexOf('recovering', dir) + 1, indexOf('recovered', dir))
      .map((operation) => within(operation, String(index))),
  );
}

async function record(dir: string, log: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, ...shimEnvironment({ mode: 'record', dir, log, marks: `${log}.marks` }) };
  await promisify(execFile)(
    process.execPath,
    [join(projectRoot(), 'dist/test/torture/power/power-child.js'), ...args],
    { env },
  );
}

function within(operation: Recorded, folder: string): Recorded {
  if (operation.kind === 'mark') return operation;
  const inner = (path: string): string => (path === folder ? '' : path.slice(folder.length + 1));
  if (operation.kind === 'rename') return { ...operation, path: inner(operation.path), to: inner(operation.to) };
  return { ...operation, path: inner(operation.path) };
}

/** Cut points spread over the whole recording, in its order. */
export function choosePoints(operations: number, count: number, seed: number): readonly CutPoint[] {
  return Array.from({ length: count }, (_, index) => {
    const random = new SimRandom(seed + index);
    const after = Math.floor(((index + random.fraction()) / count) * (operations + 1));
    return { after, cut: random.pick(CUTS), seed: seed + index };
  });
}

/** Walks through a recording of the kind once and stops at every point. @param points in the order of the recording */
export function cutStates<P extends Promised<P>>(
  kind: Kind<P>,
  operations: readonly Operation[],
  points: readonly CutPoint[],
): Generator<CutState<P>> {
  const course = kind.nothing();
  for (const operation of operations) if (operation.kind === 'mark') course.takeText(operation.text);
  return statesOf(operations, points, { files: new Map(), promises: kind.nothing() }, course);
}

/** The same with the recording of a recovery. @param start what was there, and promised, before it */
export function cutRecovery<P extends Promised<P>>(
  operations: readonly Operation[],
  points: readonly CutPoint[],
  start: CutState<P>,
): Generator<CutState<P>> {
  return statesOf(operations, points, start, null);
}

function* statesOf<P extends Promised<P>>(
  operations: readonly Operation[],
  points: readonly CutPoint[],
  start: Pick<CutState<P>, 'files' | 'promises'>,
  course: P | null,
): Generator<CutState<P>> {
  const disk = new Disk(start.files);
  const promises = start.promises.copy();
  let done = 0;
  for (const point of points) {
    for (; done < point.after; done += 1) {
      const operation = operations[done]!;
      disk.apply(operation);
      if (operation.kind === 'mark') promises.takeText(operation.text);
    }
    yield { point, files: disk.cut(point.cut, new SimRandom(point.seed)), promises: promises.copy(), course };
  }
}

/** Power is back: recovery and the checkers on what the cut left. */
export function judgeState<P extends Promised<P>>(kind: Kind<P>, folder: string, state: CutState<P>): Judgement {
  const directory = join(folder, 'disk');
  layOut(directory, state.files);
  return kind.judge(directory, state.promises, state.course);
}

export const pointText = ({ after, cut, seed }: CutPoint): string => `${after} ${cut} ${seed}`;
