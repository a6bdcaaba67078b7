/**
 * The positive control of the stalls: the agent as main.ts composes it, but every call of the journal also syncs
 * a file in the main thread, as a journal without a thread of its own would.
 *
 *   node dist/test/torture/mutants/blocking-agent.js run --config tillpost.toml
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { STOP_WITH_STDIN } from '../../../hw-sim/run-part.js';
import { startAgent } from '../../../src/agent/agent.js';
import { loadConfig } from '../../../src/config/config.js';
import { createLog } from '../../../src/platform/log.js';
import { handleSignals } from '../../../src/platform/signals.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import type { Journal } from '../../../src/ports/index.js';

const { values } = parseArgs({ options: { config: { type: 'string' } }, allowPositionals: true });
if (values.config === undefined) throw new Error('--config is needed');
const config = loadConfig(values.config);
const clock = new SystemClock();
const log = createLog(config.log, clock);
const path = join(config.state.dir, 'in-the-main-thread');

const starting = startAgent(config, { clock, log, around: { journal: blocking } });
handleSignals({
  log: log.child('main'),
  stop: async () => (await starting).stop(),
  exit: (status) => process.exit(status),
});
if (process.env[STOP_WITH_STDIN] === '1') process.stdin.on('end', () => process.exit(1)).resume();
await starting;
process.stdout.write('ready {"part":"agent"}\n');

function blocking(journal: Journal): Journal {
  return new Proxy(journal, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (name === 'begin' || name === 'apply' || name === 'receipts') syncHere();
        return Reflect.apply(value, target, args);
      };
    },
  });
}

function syncHere(): void {
  const file = openSync(path, 'w', 0o600);
  writeSync(file, 'x');
  fsyncSync(file);
  closeSync(file);
}
