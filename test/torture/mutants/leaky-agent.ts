/**
 * The agent with two leaks, for the soak's positive control: a file that stays open and memory that stays held,
 * many times a second. Started as `src/main.js` is.
 */
import { EventEmitter } from 'node:events';
import { openSync } from 'node:fs';

const LEAK_EVERY_MS = 20;
const LEAK_BYTES = 256 * 1024;
const held = new EventEmitter();
held.setMaxListeners(0);

setInterval(() => {
  const kept = Buffer.alloc(LEAK_BYTES, 1);
  openSync('/dev/null', 'r');
  held.on('never', () => kept);
}, LEAK_EVERY_MS).unref();

await import('../../../src/main.js');
