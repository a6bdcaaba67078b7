import { SimRandom } from '../../hw-sim/sim-random.js';
import type { Stage } from '../../hw-sim/stage/stage.js';
import type { Terminal } from '../../hw-sim/stage/terminal.js';
import { until } from '../../hw-sim/stage/wait.js';
import { inLanes, playsOf, replayOf, sizeOf, tally, trialsOf } from './lanes.js';
import { MOMENTS, NETWORK_FAULTS } from './network-stories.js';
import { drained, onBrokenStage, onStage, resultOf } from './on-stage.js';
import type { Level, TortureRow } from './row.js';
import { seedsOf } from './share.js';

const TRIALS: Readonly<Record<Level, number>> = { ci: 30, release: 500 };
const WITHIN_MS = 60_000;

/**
 * The network between terminal and broker does what networks do, at moments of sales and drains. A trial is one
 * fault: after it everything must drain and the link be online by itself.
 */
export const networkFaults: TortureRow = {
  name: 'network faults',
  sizes: { ci: sizeOf(TRIALS.ci, 40), release: sizeOf(TRIALS.release, 600) },
  run: async ({ level, seed, share, progress }) => {
    const control = await doubledByALostReceipt();
    // A trial has a seed of its own, so a stage begins with that of its first.
    const plays = playsOf(TRIALS[level], seed, share).map(({ trials, first }) => ({ trials, seed: seed + first }));
    const stories: string[] = [];
    const curtains = await inLanes(plays, async (play) => {
      const story: string[] = [];
      let slowestMs = 0;
      const curtain = await onStage({}, async (stage, terminal) => {
        slowestMs = await playFaults(stage, terminal, { ...play, story });
      });
      stories.push(`seed ${play.seed}: ${story.slice(-8).join(' | ')}`);
      progress(`${story.length} faults (seed ${play.seed}), well again within ${Math.round(slowestMs)} ms: ${tally(story)}`);
      return curtain;
    });
    const result = resultOf(trialsOf(plays), curtains, control, replayOf('network faults', { level, seed, share }), stories);
    return { ...result, seeds: seedsOf(plays[0]?.seed ?? seed, { first: 0, count: result.trials }) };
  },
};

interface Playing {
  readonly trials: number;
  /** The first trial's; each of the following has the next. */
  readonly seed: number;
  /** What was played is added to it, the one that fails included. */
  readonly story: string[];
}

/** One fault after the other, each until all is well. @returns the longest time from a fault's end to that, ms */
export async function playFaults(stage: Stage, terminal: Terminal, { trials, seed, story }: Playing): Promise<number> {
  let slowestMs = 0;
  for (let trial = seed; trial < seed + trials; trial += 1) {
    const fault = NETWORK_FAULTS[trial % NETWORK_FAULTS.length]!;
    // Every fault meets every moment, since the two counts have no common factor.
    const moment = MOMENTS[trial % MOMENTS.length]!;
    story.push(`${fault.name} ${moment.name}`);
    await moment.play({ stage, terminal, random: new SimRandom(trial) }, fault);
    const endedMs = performance.now();
    await drained(terminal);
    slowestMs = Math.max(slowestMs, performance.now() - endedMs);
  }
  return slowestMs;
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
