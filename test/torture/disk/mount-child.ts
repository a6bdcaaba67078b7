/**
 * Tells stories on disks of its own, in a mount namespace of its own; one JSON document on standard output.
 *
 *   unshare --mount node dist/test/torture/disk/mount-child.js full|read-only|swallow SEED CYCLES
 */
import { playFullDisk, playReadOnly } from './mount-stories.js';

const [story = '', seed = '', cycles = ''] = process.argv.slice(2);
const STORIES: Readonly<Record<string, () => ReturnType<typeof playFullDisk>>> = {
  full: () => playFullDisk(Number(seed), Number(cycles)),
  'read-only': () => playReadOnly(Number(seed), Number(cycles)),
  swallow: () => playReadOnly(Number(seed), 1, 'test/torture/mutants/swallowing-agent.js'),
};
const play = STORIES[story];
if (play === undefined) throw new Error(`usage: mount-child.js ${Object.keys(STORIES).join('|')} SEED CYCLES`);
process.stdout.write(`${JSON.stringify(await play())}\n`);
