import { parseArgs } from 'node:util';
import { STOP_WITH_STDIN } from '../../../hw-sim/run-part.js';
import { type AgentParts, startAgent } from '../../../src/agent/agent.js';
import { type Config, loadConfig } from '../../../src/config/config.js';
import { createLog } from '../../../src/platform/log.js';
import { handleSignals } from '../../../src/platform/signals.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import type { Log } from '../../../src/ports/index.js';

/** The agent's own composition with something in it broken on purpose; started as `src/main.js run --config …` is. */
export async function runBroken(
  broken: (made: { readonly config: Config; readonly clock: SystemClock; readonly log: Log }) => Partial<AgentParts>,
): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } }, allowPositionals: true });
  if (values.config === undefined) throw new Error('--config is needed');
  const config = loadConfig(values.config);
  const clock = new SystemClock();
  const log = createLog(config.log, clock);
  const starting = startAgent(config, { clock, log, ...broken({ config, clock, log }) });
  handleSignals({
    log: log.child('main'),
    stop: async () => (await starting).stop(),
    exit: (status) => process.exit(status),
  });
  // Whoever started it is gone: nobody would end it.
  if (process.env[STOP_WITH_STDIN] === '1')
    process.stdin
      .on('end', () => process.exit(1))
      .on('error', () => process.exit(1))
      .resume();
  await starting;
  process.stdout.write(`ready ${JSON.stringify({ part: 'agent', socket: config.control.socket })}\n`);
}
