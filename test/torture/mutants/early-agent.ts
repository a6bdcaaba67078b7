/**
 * A positive control of the power cuts: the reader is told to show "approved", and only then is it committed.
 *
 *   node dist/test/torture/mutants/early-agent.js run --config tillpost.toml
 */
import { parseArgs } from 'node:util';
import { STOP_WITH_STDIN } from '../../../hw-sim/run-part.js';
import { startAgent } from '../../../src/agent/agent.js';
import { loadConfig } from '../../../src/config/config.js';
import { createLog } from '../../../src/platform/log.js';
import { handleSignals } from '../../../src/platform/signals.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import type { CardReader, Journal } from '../../../src/ports/index.js';
import { overlay } from '../../crash/doors.js';

const { values } = parseArgs({ options: { config: { type: 'string' } }, allowPositionals: true });
if (values.config === undefined) throw new Error('--config is needed');
const config = loadConfig(values.config);
const clock = new SystemClock();
const log = createLog(config.log, clock);
let session: CardReader | null = null;

const starting = startAgent(config, {
  clock,
  log,
  around: { journal: committingLate, reader: (reader) => (session = reader) },
});
handleSignals({
  log: log.child('main'),
  stop: async () => (await starting).stop(),
  exit: (status) => process.exit(status),
});
if (process.env[STOP_WITH_STDIN] === '1')
  process.stdin
    .on('end', () => process.exit(1))
    .on('error', () => process.exit(1))
    .resume();
await starting;
process.stdout.write('ready {"part":"agent"}\n');

function committingLate(journal: Journal): Journal {
  return overlay(journal, {
    apply: async (key, event) => {
      if (event.name === 'approveOffline') await session?.complete(key, 'approved', 'APPROVED', event.deferred);
      if (event.name === 'approveOnline') await session?.complete(key, 'approved', 'APPROVED', false);
      return journal.apply(key, event);
    },
  });
}
