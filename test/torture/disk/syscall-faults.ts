import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../../hw-sim/part.js';
import { shimEnvironment } from '../../../hw-sim/power/shim.js';
import { workFolder } from '../power/cuts.js';
import { JudgeCount } from '../programme/judge-count.js';
import type { RowOptions, RowResult, TortureRow } from '../programme/row.js';
import { rangeOf, seedsOf } from '../programme/share.js';
import type { Fault, TrialResult } from './fault-trial.js';

interface Size {
  /** Each with a fault at every one of its calls. */
  readonly stories: number;
  /** Calls between two lasting faults. */
  readonly lastingEvery: number;
}

const SIZES: Readonly<Record<RowOptions['level'], Size>> = {
  ci: { stories: 1, lastingEvery: 40 },
  release: { stories: 5, lastingEvery: 2 },
};
const SINGLE = ['EIO', 'ENOSPC', 'SHORT'] as const;
const LASTING = ['EIO', 'ENOSPC', 'EROFS'] as const;
/** More calls than any story makes. */
const CALLS_MAX = 2000;

/**
 * EIO, ENOSPC and short writes at every changing system call of a story, and disks that stay full, read-only or
 * broken for a while: what was acknowledged stands, what was refused was refused clearly, and sales resume by
 * themselves when the disk is well.
 */
export const syscallFaults: TortureRow = {
  name: 'syscall faults',
  load: 'processor',
  needs: ['power'],
  sizes: {
    ci: { trials: 950, seconds: 90, parts: SIZES.ci.stories },
    release: { trials: 6_700, seconds: 450, parts: SIZES.release.stories },
  },
  run: (options) => runSyscallFaults(options, SIZES[options.level]),
};

/** @param callsMax faults at later calls of a story are left out */
export async function runSyscallFaults(
  options: Omit<RowOptions, 'level'>,
  { stories, lastingEvery }: Size,
  callsMax = CALLS_MAX,
): Promise<RowResult> {
  const turns = rangeOf(stories, options.share);
  const first = 2 * options.seed + 1;
  const folder = workFolder();
  // More than cores: a trial often waits for the journal to be opened again.
  const children = [0, 1, 2, 3].map((index) => new FaultChild(join(folder, String(index))));
  const count = new JudgeCount();
  const control = new JudgeCount();
  try {
    for (let turn = 0; turn < turns.count; turn += 1) {
      const story = first + turns.first + turn;
      const sweeps = [
        ...SINGLE.map((kind) => ({ fault: { kind, story, lasting: false, swallow: false }, every: 1, into: count })),
        ...LASTING.map((kind) => ({
          fault: { kind, story, lasting: true, swallow: false },
          every: lastingEvery,
          into: count,
        })),
        // Positive control: a program that takes a failed commit for done.
        ...(turn > 0
          ? []
          : [{ fault: { kind: 'EIO', story, lasting: false, swallow: true } as const, every: 23, into: control }]),
      ];
      await Promise.all(
        children.map(async (child) => {
          for (let next = sweeps.shift(); next !== undefined; next = sweeps.shift()) {
            // A commit to swallow comes after the journal was made, so the control looks at the whole story.
            await sweep(child, next.fault, next.every, next.into === control ? CALLS_MAX : callsMax, next.into);
          }
        }),
      );
      options.progress(`story ${turn + 1} of ${turns.count}, ${count.trials} trials`);
    }
  } finally {
    await Promise.all(children.map((child) => child.end()));
    rmSync(folder, { recursive: true, force: true });
  }
  const seeds = seedsOf(first, turns);
  return { ...count.result({ what: 'swallowed I/O error', caught: control.lost > 0 }), seeds };
}

async function sweep(
  child: FaultChild,
  fault: Omit<Fault, 'at'>,
  every: number,
  callsMax: number,
  count: JudgeCount,
): Promise<void> {
  for (let at = 1; at <= callsMax; at += every) {
    const result = await child.run({ ...fault, at });
    if (result.calls < at) return;
    if (result.failed > 0)
      count.add(result, () => `node dist/test/torture/disk/replay-fault.js '${JSON.stringify({ ...fault, at })}'`);
  }
}

/** One process for many trials; each has a directory of its own in it. */
export class FaultChild {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(folder: string) {
    const dir = join(folder, 'disk');
    mkdirSync(dir, { recursive: true });
    const shim = shimEnvironment({ mode: 'fail', dir, marks: join(folder, 'marks'), report: join(folder, 'report') });
    const entry = join(projectRoot(), 'dist/test/torture/disk/fault-child.js');
    this.#child = spawn(process.execPath, [entry], { env: { ...process.env, ...shim }, stdio: 'pipe' });
    this.#child.stdin.on('error', () => undefined); // that it is gone is told by its missing answer
    this.#child.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async run(fault: Fault): Promise<TrialResult> {
    this.#child.stdin.write(`${JSON.stringify(fault)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`the process ended at fault ${JSON.stringify(fault)}`);
    return JSON.parse(line.value) as TrialResult;
  }

  async end(): Promise<void> {
    const exited = this.#child.exitCode === null && this.#child.signalCode === null ? once(this.#child, 'exit') : null;
    this.#child.stdin.end();
    await exited;
  }
}
