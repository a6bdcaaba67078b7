import { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Stage } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { until } from '../../../hw-sim/stage/wait.js';
import { faultRow, type Playing } from './fault-row.js';
import { MOMENTS, NETWORK_FAULTS } from './network-stories.js';
import { drained, onBrokenStage, onStage } from './on-stage.js';

const WITHIN_MS = 60_000;

/**
 * The network between terminal and broker does what networks do, at moments of sales and drains. A trial is one
 * fault: after it everything must drain and the link be online by itself.
 */
export const networkFaults = faultRow({
  name: 'network faults',
  trialsAre: 'faults',
  trials: { ci: 30, release: 500 },
  seconds: { ci: 40, release: 600 },
  control: doubledByALostReceipt,
  stage: (playing) => onStage({}, (stage, terminal) => playFaults(stage, terminal, playing)),
});

/** One fault after the other, each until all is well. */
export async function playFaults(stage: Stage, terminal: Terminal, { trials, seed, story }: Playing): Promise<void> {
  for (let trial = seed; trial < seed + trials; trial += 1) {
    const fault = NETWORK_FAULTS[trial % NETWORK_FAULTS.length]!;
    // Every fault meets every moment, since the two counts have no common factor.
    const moment = MOMENTS[trial % MOMENTS.length]!;
    story.push(`${fault.name} ${moment.name}`);
    await moment.play({ stage, terminal, random: new SimRandom(trial) }, fault);
    await drained(terminal);
  }
}

/**
 * Positive control: a host that posts repeats twice, a receipt that never left, and a connection that is reset. A
 * receipt that only the network holds back would come again by the broker's session, before anything is repeated.
 */
async function doubledByALostReceipt(): Promise<{ what: string; caught: boolean }> {
  const { audit } = await onBrokenStage({ hostFault: 'no-dedupe' }, async (stage, terminal) => {
    await stage.order('host', { do: 'lose-receipts', count: 1, of: 'receipt' });
    await terminal.sell('contactless-tc', 500);
    await until('the host to have posted it', WITHIN_MS, () => Promise.resolve(stage.audit().posted > 0 ? true : null));
    await stage.order('network', { do: 'mode', mode: 'reset' });
  });
  return { what: 'host without dedupe', caught: audit.double.length > 0 };
}
