import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CUTS, type Cut, Disk, layOut } from '../../../hw-sim/power/disk.js';
import { type Operation, readRecording } from '../../../hw-sim/power/recording.js';
import { shimEnvironment } from '../../../hw-sim/power/shim.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { projectRoot } from '../../../hw-sim/part.js';
import { type Judgement, judge } from './judge.js';
import { Promises } from './promises.js';

/** One power cut: after so many operations of the recording, what it leaves, and the chance it draws from. */
export interface CutPoint {
  readonly after: number;
  readonly cut: Cut;
  readonly seed: number;
}

export type Files = ReadonlyMap<string, Buffer | null>;

/** What stood on the disk and what had been promised when a cut came. */
export interface CutState {
  readonly point: CutPoint;
  readonly files: Files;
  readonly promises: Promises;
}

/** A directory in memory where there is one: thousands of disks are laid out in it. */
export function workFolder(): string {
  return realpathSync(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tillpost-power-')));
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
export async function recordRecoveries(folder: string, states: readonly CutState[]): Promise<readonly (readonly Operation[])[]> {
  const root = join(folder, 'recoveries');
  const log = join(folder, 'recording-of-recoveries');
  rmSync(log, { force: true });
  const dirs = states.map((_, index) => join(root, String(index)));
  dirs.forEach((dir, index) => layOut(dir, states[index]!.files));
  await record(root, log, ['recover', ...dirs]);
  rmSync(root, { recursive: true });
  const operations = readRecording(log);
  const indexOf = (word: string, dir: string): number => {
    const found = operations.findIndex((operation) => operation.kind === 'mark' && operation.text === `${word} ${dir}\n`);
    if (found < 0) throw new Error(`${dir} was never ${word}`);
    return found;
  };
  return dirs.map((dir, index) =>
    operations.slice(indexOf('recovering', dir) + 1, indexOf('recovered', dir)).map((operation) => within(operation, String(index))),
  );
}

async function record(dir: string, log: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, ...shimEnvironment({ mode: 'record', dir, log, marks: `${log}.marks` }) };
  await promisify(execFile)(process.execPath, [join(projectRoot(), 'dist/test/torture/disk/power-child.js'), ...args], { env });
}

function within(operation: Operation, folder: string): Operation {
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

/**
 * Walks through the recording once and stops at every point.
 *
 * @param points in the order of the recording
 * @param start what was there, and promised, before the recording
 */
export function* cutStates(
  operations: readonly Operation[],
  points: readonly CutPoint[],
  start: Pick<CutState, 'files' | 'promises'> = { files: new Map(), promises: new Promises() },
): Generator<CutState> {
  const files = [...start.files].filter((file): file is [string, Buffer] => file[1] !== null);
  const disk = new Disk(new Map(files));
  const promises = start.promises.copy();
  let done = 0;
  for (const point of points) {
    for (; done < point.after; done += 1) {
      const operation = operations[done]!;
      disk.apply(operation);
      if (operation.kind === 'mark') promises.takeText(operation.text);
    }
    yield { point, files: disk.cut(point.cut, new SimRandom(point.seed)), promises: promises.copy() };
  }
}

/** Power is back: recovery and the checkers on what the cut left. */
export function judgeState(folder: string, state: CutState): Judgement {
  const directory = join(folder, 'disk');
  layOut(directory, state.files);
  return judge(directory, state.promises, { reserveBytes: 8192 });
}

export const pointText = ({ after, cut, seed }: CutPoint): string => `${after} ${cut} ${seed}`;
