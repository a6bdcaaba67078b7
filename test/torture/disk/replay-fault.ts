/**
 * One fault again, as a failure of the row names it. Threads take turns as they like: the same call may be another one.
 *
 *   node dist/test/torture/disk/replay-fault.js '{"kind":"EIO","story":3,"lasting":false,"swallow":false,"at":17}'
 */
import { rmSync } from 'node:fs';
import { workFolder } from '../power/cuts.js';
import type { Fault } from './fault-trial.js';
import { FaultChild } from './syscall-faults.js';

const [fault = ''] = process.argv.slice(2);
const folder = workFolder();
const child = new FaultChild(folder);
try {
  process.stdout.write(`${JSON.stringify(await child.run(JSON.parse(fault) as Fault), null, 2)}\n`);
} finally {
  await child.end();
  rmSync(folder, { recursive: true });
}
