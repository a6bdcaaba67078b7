import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../../hw-sim/part.js';
import { type Level, NONE, type RowOptions, type RowResult, type Size, type TortureRow } from '../programme/row.js';
import { rangeOf, seedsOf } from '../programme/share.js';
import { type FuzzTally, TARGET_NAMES, type TargetName } from './target.js';

const PARTS = 20;
/** Inputs of each target. A serial input is some 90 bytes, so that 1.5 · 10⁵ of them are over 10⁷ bytes. */
const SIZES: Readonly<Record<TargetName, Readonly<Record<Level, Size>>>> = {
  serial: { ci: { trials: 100_000, seconds: 12 }, release: { trials: 150_000, seconds: 18, parts: PARTS } },
  mqtt: { ci: { trials: 100_000, seconds: 20 }, release: { trials: 1_000_000, seconds: 200, parts: PARTS } },
  control: { ci: { trials: 100_000, seconds: 8 }, release: { trials: 1_000_000, seconds: 80, parts: PARTS } },
  config: { ci: { trials: 100_000, seconds: 20 }, release: { trials: 1_000_000, seconds: 200, parts: PARTS } },
  // Each is a journal opened, verified whole and sold on: as many as fit into ten seconds.
  database: { ci: { trials: 600, seconds: 12 }, release: { trials: 20_000, seconds: 400, parts: PARTS } },
};
const CONTROL_INPUTS = 2_000;
const SERIAL_RELEASE_BYTES = 10_000_000;

type Told = Omit<FuzzTally, 'findings'> & { readonly findings: readonly string[] };

/** One row for each target. A trial is one bad input; unrecovered is a crash, a growing heap or a good input not taken. */
export const fuzz: readonly TortureRow[] = TARGET_NAMES.map((name) => ({
  name: `fuzz ${name}`,
  load: 'processor',
  sizes: SIZES[name],
  run: (options) => runRow(name, SIZES[name][options.level].trials, options),
}));

/** A process of its own: a segmentation fault ends it, not the row, and its heap is measured alone. */
async function runRow(
  name: TargetName,
  trials: number,
  { level, seed, share, progress }: RowOptions,
): Promise<RowResult> {
  const control = await fuzzing(name, seed, CONTROL_INPUTS, true);
  // Only here: no other row's process needs the corpora.
  const { targetOf } = await import('./targets.js');
  const { batch } = targetOf(name);
  const batches = rangeOf(Math.ceil(trials / batch), share);
  const tally = await fuzzing(name, seed + batches.first, batches.count * batch, false);
  const { inputs, bytes, goodInputs, reached, heapGrowth, findings } = tally;
  progress(
    `${inputs} inputs, ${bytes} bytes, ${goodInputs} good ones between them, ${reached} past the outer check, ` +
      `heap +${Math.round(heapGrowth / 1024)} KiB at most`,
  );
  const short: string[] = [];
  if (reached === 0) short.push(`${name}: no input came past the outer check: nothing was tested`);
  const bytesLeast = name === 'serial' && level === 'release' ? SERIAL_RELEASE_BYTES / (share?.of ?? 1) : 0;
  if (findings.length === 0 && bytes < bytesLeast) short.push(`${name}: only ${bytes} bytes`);
  return {
    trials: inputs,
    ...NONE,
    unrecovered: findings.length,
    control: { what: CONTROLS[name], caught: control.findings.length > 0 },
    failures: [...findings, ...short],
    seeds: seedsOf(seed, batches),
  };
}

const CONTROLS: Readonly<Record<TargetName, string>> = {
  serial: 'parser without CRC and bounds',
  mqtt: 'parser without MAC and presence checks',
  control: 'server that takes every line for a request',
  config: 'reader without a schema',
  database: 'journal without its chain',
};

async function fuzzing(name: TargetName, seed: number, inputs: number, fragile: boolean): Promise<Told> {
  const entry = join(projectRoot(), 'dist/test/torture/fuzz/main.js');
  const args = ['--expose-gc', entry, name, '--seed', String(seed), '--inputs', String(inputs)];
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
  return (
    tally ?? { ...NOTHING, findings: [`${name}: the process ended by ${ended}: ${errors.trim()}; replay: ${replay}`] }
  );
}

const NOTHING = { inputs: 0, bytes: 0, goodInputs: 0, reached: 0, heapGrowth: 0 } as const;
