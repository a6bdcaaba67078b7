/**
 * A positive control of the bad disks: a commit that fails is taken for done, and the cardholder is told so.
 *
 *   node dist/test/torture/mutants/swallowing-agent.js run --config tillpost.toml
 */
import { parseArgs } from 'node:util';
import { STOP_WITH_STDIN } from '../../../hw-sim/run-part.js';
import { startAgent } from '../../../src/agent/agent.js';
import { loadConfig } from '../../../src/config/config.js';
import { createLog } from '../../../src/platform/log.js';
import { handleSignals } from '../../../src/platform/signals.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import type { Journal } from '../../../src/ports/index.js';
import { overlay } from '../../crash/doors.js';

const { values } = parseArgs({ options: { config: { type: 'string' } }, allowPositionals: true });
if (values.config === undefined) throw new Error('--config is needed');
const config = loadConfig(values.config);
const clock = new SystemClock();
const log = createLog(config.log, clock);

const starting = startAgent(config, { clock, log, around: { journal: swallowing } });
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

function swallowing(journal: Journal): Journal {
  return overlay(journal, {
    apply: async (key, event) => {
      const stored = await journal.transaction(key);
      try {
        return await journal.apply(key, event);
      } catch (error) {
        const isApproval = event.name === 'approveOffline' || event.name === 'approveOnline';
        if (!isApproval || stored === null) throw error;
        const verdict = { outcome: 'approved', by: 'card', responseCode: 'Y1', reason: null } as const;
        return {
          transaction: { ...stored.transaction, state: 'approved', verdict },
          effects: [],
          posting: null,
          postings: [],
        };
      }
    },
  });
}
