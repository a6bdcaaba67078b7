/**
 * One row, in the process that the programme made for it. The result leaves through the IPC channel; when that is
 * closed the programme is gone, and so is this.
 *
 *   fork('dist/test/torture/programme/row-main.js', [JSON.stringify(order)])
 */
import { ROWS } from '../rows.js';
import { runRow } from './row.js';
import type { RowOrder } from './row-process.js';

const { name, ...order } = JSON.parse(process.argv[2] ?? '{}') as RowOrder;
const row = ROWS.find((candidate) => candidate.name === name);
if (row === undefined || process.send === undefined) throw new Error('this is started by main.js');
process.on('SIGTERM', () => process.exit(1)); // and not by the signal itself: what listens for `exit` cleans up
process.on('disconnect', leave);
if (!process.connected) leave(); // it went while this was loading

const progress = (text: string): void => void process.stderr.write(`${name}: ${text}\n`);
const result = await runRow(row, { ...order, progress });
// Parts that were killed may still hold handles; all that counts is told.
process.send(result, () => process.removeAllListeners('disconnect').exit(0));

/** The whole group goes, once those that listen for `exit` have cleaned up. */
function leave(): void {
  process.once('exit', () => process.kill(-process.pid, 'SIGKILL'));
  process.exit(1);
}
