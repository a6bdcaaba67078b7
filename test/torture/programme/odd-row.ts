/** Stands in for row-main.js where its end is tested: what it does is named by the row it is told to run. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NONE, type RowResult } from './row.js';

const { name } = JSON.parse(process.argv[2]!) as { name: string };
const good: RowResult = { trials: 3, ...NONE, control: { what: 'none', caught: true }, failures: [] };
mkdtempSync(join(tmpdir(), 'left-'));

switch (name) {
  case 'crashes':
    process.kill(process.pid, 'SIGSEGV');
    break;
  case 'leaves without a word':
    process.exit(0);
    break;
  case 'leaves a process':
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    process.send!(good, () => process.exit(0));
    break;
  case 'hangs':
    process.on('SIGTERM', () => undefined);
    setInterval(() => undefined, 1000);
    break;
  default:
    process.send!(name === 'fails' ? { ...good, lost: 1 } : good, () => process.exit(0));
}
