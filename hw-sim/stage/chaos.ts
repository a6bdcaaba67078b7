import { SimRandom } from '../sim-random.js';
import type { Stage, StagePart } from './stage.js';

/** Which parts are killed; the network is cut, not killed. */
export const MORTAL = ['agent', 'host', 'broker', 'reader'] as const satisfies readonly StagePart[];

const CUTS = [
  { mode: 'blackhole', direction: 'both' },
  { mode: 'blackhole', direction: 'up' },
  { mode: 'blackhole', direction: 'down' },
  { mode: 'reset' },
  { mode: 'refuse' },
  { mode: 'slow', bytesPerSecond: 4000, delayMs: 50 },
  { mode: 'slice', bytes: 3 },
] as const;

export interface ChaosOptions {
  readonly seed: number;
  /** Kills in all, spread over the parts in turn so that each gets its share. */
  readonly kills: number;
  /** All mortal ones when left out. */
  readonly parts?: readonly (typeof MORTAL)[number][];
  /** How often the network is cut before a kill, 0 … 1. */
  readonly cutShare?: number;
  readonly pauseMaxMs: number;
  readonly downMaxMs: number;
}

/** What was done, in order: with the seed it tells a failed run's story. */
export interface ChaosReport {
  readonly kills: Readonly<Record<(typeof MORTAL)[number], number>>;
  readonly cuts: number;
  readonly story: readonly string[];
}

/**
 * Kills parts with SIGKILL and cuts the network at random, one after the other, until the kills are done; then
 * heals everything. The seed fixes what is done and how long it waits, not what the processes are doing just then.
 */
export async function wreakHavoc(
  stage: Stage,
  { seed, kills, pauseMaxMs, downMaxMs, parts = MORTAL, cutShare = 0.4 }: ChaosOptions,
): Promise<ChaosReport> {
  const random = new SimRandom(seed);
  const counts = { agent: 0, host: 0, broker: 0, reader: 0 };
  const story: string[] = [];
  const startMs = performance.now();
  let cuts = 0;
  const note = (text: string): void => {
    story.push(`${((performance.now() - startMs) / 1000).toFixed(2)} s ${text}`);
  };
  for (let done = 0; done < kills; done += 1) {
    await pause(random.below(pauseMaxMs));
    if (random.chance(cutShare)) {
      const cut = random.pick(CUTS);
      note(`network ${JSON.stringify(cut)}`);
      await stage.order('network', { do: 'mode', ...cut });
      cuts += 1;
    }
    const part = parts[done % parts.length]!;
    note(`kill -9 ${part}`);
    await stage.kill(part);
    counts[part] += 1;
    await pause(random.below(downMaxMs));
    await stage.start(part);
    if (random.chance(0.6)) {
      note('network healed');
      await stage.order('network', { do: 'mode', mode: 'pass', drop: random.chance(0.5) });
    }
  }
  await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
  return { kills: counts, cuts, story };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
