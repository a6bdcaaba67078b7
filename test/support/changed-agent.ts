import { parseArgs } from 'node:util';
import { STOP_WITH_STDIN, untilNeeded } from '../../hw-sim/run-part.js';
import { type AgentParts, startAgent } from '../../src/agent/agent.js';
import { type Config, loadConfig } from '../../src/config/config.js';
import { createLog } from '../../src/platform/log.js';
import { handleSignals } from '../../src/platform/signals.js';
import { SystemClock } from '../../src/platform/system-clock.js';
import type { Log } from '../../src/ports/index.js';

export interface Made {
  readonly config: Config;
  readonly clock: SystemClock;
  readonly log: Log;
}

/**
 * The agent's own composition with something changed at its doors; started as `src/main.js run --config …` is.
 *
 * @param started runs when the agent has started, before it says that it is ready
 */
export async function runChanged(
  change: (made: Made) => Partial<AgentParts>,
  started: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } }, strict: false });
  if (typeof values.config !== 'string') throw new Error('--config is needed');
  await untilNeeded();
  const config = loadConfig(values.config);
  const clock = new SystemClock();
  const log = createLog(config.log, clock);
  const starting = startAgent(config, { clock, log, ...change({ config, clock, log }) });
  handleSignals({
    log: log.child('main'),
    stop: async () => (await starting).stop(),
    exit: (status) => process.exit(status),
  });
  const leave = (): never => process.exit(1);
  // Whoever started it is gone: nobody would end it.
  if (process.env[STOP_WITH_STDIN] === '1') process.stdin.on('end', leave).on('error', leave).resume();
  await starting;
  await started();
  process.stdout.write(`ready ${JSON.stringify({ part: 'agent', socket: config.control.socket })}\n`);
}
