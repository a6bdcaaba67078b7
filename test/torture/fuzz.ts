import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../hw-sim/part.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import type { FuzzTally, TargetName } from './fuzz/target.js';
import type { Level, RowOptions, RowResult, TortureRow } from './row.js';

/** Inputs of each target. A serial input is some 90 bytes, so that 1.5 · 10⁵ of them are over 10⁷ bytes. */
const INPUTS: Readonly<Record<TargetName, Readonly<Record<Level, number>>>> = {
  serial: { ci: 100_000, release: 150_000 },
  mqtt: { ci: 100_000, release: 1_000_000 },
  control: { ci: 100_000, release: 1_000_000 },
  config: { ci: 100_000, release: 1_000_000 },
  // Each is a journal opened, verified whole and sold on: as many as fit into ten seconds.
  database: { ci: 600, release: 20_000 },
};
/** Seeds of the shards lie so far apart. */
const SHARD_SEEDS = 1_000_000;
const SHARDS_MAX = 4;
const CONTROL_INPUTS = 2_000;
const SERIAL_RELEASE_BYTES = 10_000_000;

type Told = Omit<FuzzTally, 'findings'> & { readonly findings: readonly string[] };

/** One row for each target. A trial is one bad input; unrecovered is a crash, a growing heap or a good input not taken. */
export const fuzz: readonly TortureRow[] = (Object.keys(INPUTS) as TargetName[]).map((name) => ({
  name: `fuzz ${name}`,
  run: (options) => runRow(name, INPUTS[name][options.level], options),
}));

/** Processes of their own: a segmentation fault ends a shard, not the programme, and each heap is measured alone. */
async function runRow(name: TargetName, inputs: number, { level, seed, progress }: RowOptions): Promise<RowResult> {
  const control = await shard(name, seed, CONTROL_INPUTS, true);
  const shards = Math.min(SHARDS_MAX, availableParallelism());
  const tallies = await Promise.all(
    Array.from({ length: shards }, (_, index) => shard(name, seed + index * SHARD_SEEDS, Math.ceil(inputs / shards), false)),
  );
  const sum = (of: (tally: Told) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const growthKiB = Math.round(Math.max(...tallies.map(({ heapGrowth }) => heapGrowth)) / 1024);
  const bytes = sum((tally) => tally.bytes);
  progress(
    `${name}: ${sum((tally) => tally.inputs)} inputs, ${bytes} bytes, ${sum((tally) => tally.goodInputs)} good ones between them, ` +
    `${sum((tally) => tally.reached)} past the outer check, heap +${growthKiB} KiB at most`,
  );
  const failures = tallies.flatMap(({ findings }) => findings);
  const short: string[] = [];
  if (sum((tally) => tally.reached) === 0) short.push(`${name}: no input came past the outer check: nothing was tested`);
  if (name === 'serial' && level === 'release' && failures.length === 0 && bytes < SERIAL_RELEASE_BYTES) short.push(`serial: only ${bytes} bytes`);
  return {
    trials: sum((tally) => tally.inputs),
    lost: 0,
    duplicated: 0,
    unexpected: 0,
    unrecovered: failures.length,
    control: { what: CONTROLS[name], caught: control.findings.length > 0 },
    failures: [...failures, ...short],
  };
}

const CONTROLS: Readonly<Record<TargetName, string>> = {
  serial: 'parser without CRC and bounds',
  mqtt: 'parser without MAC and presence checks',
  control: 'server that takes every line for a request',
  config: 'reader without a schema',
  database: 'journal without its chain',
};

async function shard(name: TargetName, seed: number, inputs: number, fragile: boolean): Promise<Told> {
  const entry = join(projectRoot(), 'dist/test/torture/fuzz/main.js');
  const args = ['--expose-gc', entry, name, '--seed', String(new SimRandom(seed).below(2 ** 31)), '--inputs', String(inputs)];
  const child = spawn(process.execPath, fragile ? [...args, '--fragile'] : args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let batch = 'none';
  let tally: Told | null = null;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2000)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('batch ')) batch = line.slice('batch '.length);
    if (line.startsWith('tally ')) tally = JSON.parse(line.slice('tally '.length)) as Told;
  });
  const ended = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? `status ${code}`));
  });
  const replay = `node dist/test/torture/fuzz/main.js ${name} --seed ${batch}`;
  return tally ?? { ...NOTHING, findings: [`${name}: the process ended by ${ended}: ${errors.trim()}; replay: ${replay}`] };
}

const NOTHING = { inputs: 0, bytes: 0, goodInputs: 0, reached: 0, heapGrowth: 0 } as const;
