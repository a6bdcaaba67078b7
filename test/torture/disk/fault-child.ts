import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Fault, runTrial } from './fault-trial.js';

/** The process whose disk the shim makes fail: one fault a line as JSON on stdin, its result on stdout. */
const root = process.env['TILLPOST_SHIM_DIR']!;
const report = process.env['TILLPOST_SHIM_REPORT']!;
const marks = openSync(process.env['TILLPOST_SHIM_MARKS']!, 'a', 0o600);

for await (const line of createInterface({ input: process.stdin })) {
  const result = await runTrial({ root, marks, report }, JSON.parse(line) as Fault);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
// A journal that never came back still holds its thread.
process.exit(0);
