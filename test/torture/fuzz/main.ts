/**
 * Fuzzes one target in this process, or feeds it one saved input:
 *
 *   node --expose-gc dist/test/torture/fuzz/main.js TARGET --seed N [--inputs N] [--fragile]
 *   node dist/test/torture/fuzz/main.js TARGET --seed N --input FILE
 *
 * Tells `batch SEED` before each batch and at the end its tally as one line of JSON. A finding's input is saved.
 * Exit status 1 when something was found.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { runFuzz } from './run-fuzz.js';
import type { Finding } from './target.js';
import { targetOf } from './targets.js';

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string' },
    inputs: { type: 'string' },
    input: { type: 'string' },
    fragile: { type: 'boolean' },
  },
  allowPositionals: true,
});
process.on('SIGTERM', () => process.exit(1)); // and not by the signal itself: folders are removed at exit
const target = targetOf(positionals[0] ?? '');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (values.input === undefined) {
  const inputs = Number(values.inputs ?? target.batch);
  const fragile = values.fragile ?? false;
  const tally = await runFuzz(target, {
    firstSeed: Number(values.seed ?? 1),
    inputs,
    fragile,
    ...(fragile ? { findingsMax: 1 } : {}),
    onBatch: (seed) => say(`batch ${seed}`),
  });
  const findings = tally.findings.map((finding) => `${told(finding)}${fragile ? '' : saved(finding)}`);
  say(`tally ${JSON.stringify({ ...tally, findings })}`);
  process.exit(findings.length > 0 ? 1 : 0);
}

const session = await target.open(new SimRandom(Number(values.seed ?? 1)), false);
await session.feed(readFileSync(values.input));
const problem = await session.good();
await session.close();
say(problem ?? 'the input did no harm');
process.exit(problem === null ? 0 : 1);

function told({ target: name, kind, what, seed, index }: Finding): string {
  return `${name} ${kind} at input ${index}: ${what}; replay: node dist/test/torture/fuzz/main.js ${name} --seed ${seed}`;
}

function saved({ target: name, seed, index, input }: Finding): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tillpost-finding-')), `${name}-${seed}-${index}.bin`);
  writeFileSync(file, input);
  return `; that input alone: node dist/test/torture/fuzz/main.js ${name} --seed ${seed} --input ${file}`;
}
