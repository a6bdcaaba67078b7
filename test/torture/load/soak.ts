import { setTimeout as pause } from 'node:timers/promises';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Stage } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { compiled } from '../programme/compiled.js';
import type { Level, TortureRow } from '../programme/row.js';
import { onBrokenStage, onStage, resultOf, sellUntil } from '../stage/on-stage.js';
import { judgeVitals, readVitals, type Sample } from './vitals.js';

/** At level release SOAK_MINUTES says how long; 30 when it does not. */
const SECONDS: Readonly<Record<Level, () => number>> = { ci: () => 25, release: () => 60 * minutes() };
const SAMPLE_EVERY_MS = 250;
const FAULT_PAUSE_MAX_MS = 1_500;
const CONTROL_MS = 2_500;

interface Fault {
  readonly name: string;
  readonly play: (stage: Stage, random: SimRandom) => Promise<unknown>;
}

const network = (name: string, mode: object): Fault => ({
  name,
  play: async (stage, random) => {
    await stage.order('network', { do: 'mode', ...mode });
    await pause(100 + random.below(1_500));
    await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
  },
});

const restarted = (part: 'host' | 'broker' | 'reader'): Fault => ({
  name: `kill ${part}`,
  play: async (stage, random) => {
    await stage.kill(part);
    await pause(random.below(400));
    await stage.start(part);
  },
});

/** The agent itself lives through all of it: what creeps must show in one process. */
const FAULTS: readonly Fault[] = [
  network('blackhole', { mode: 'blackhole', direction: 'both' }),
  network('one-way blackhole', { mode: 'blackhole', direction: 'down' }),
  network('reset', { mode: 'reset' }),
  network('refuse', { mode: 'refuse', reset: true }),
  network('slow', { mode: 'slow', bytesPerSecond: 4000, delayMs: 50 }),
  network('slices', { mode: 'slice', bytes: 3 }),
  restarted('host'),
  restarted('broker'),
  restarted('reader'),
  { name: 'lost receipts', play: (stage) => stage.order('host', { do: 'lose-receipts', count: 2 }) },
  { name: 'retry later', play: (stage) => stage.order('host', { do: 'retry-later', ms: 300, count: 2 }) },
];

/** Mixed faults for some time, a till that sells, and the agent's memory, descriptors and files watched. */
export const soak: TortureRow = {
  name: 'soak',
  sizes: { ci: { trials: 25, seconds: 33 }, release: { trials: 1_800, seconds: 1_830 } },
  settings: ['SOAK_MINUTES'],
  run: async ({ level, seed, progress }) => {
    const seconds = SECONDS[level]();
    const control = await leakSeen();
    const random = new SimRandom(seed);
    const samples: Sample[] = [];
    const story: string[] = [];
    let approved = 0;
    const curtain = await onStage({}, async (stage, terminal) => {
      const endMs = performance.now() + seconds * 1000;
      const faults = throwFaults(stage, random, endMs, story);
      const sampling = sample(stage, endMs, samples);
      [approved] = await Promise.all([sellUntil(faults, stage, terminal, new SimRandom(seed + 1)), faults, sampling]);
    });
    const { problems, drift } = judgeVitals(samples, approved);
    progress(`${seconds} s, ${story.length} faults, ${approved} sales approved, ${samples.length} samples: ${drift}`);
    const replay = `node dist/test/torture/main.js --level ${level} --row soak --seed ${seed}`;
    const result = resultOf(story.length, [curtain], control, replay, [
      `seed ${seed}: ${story.slice(-30).join(' | ')}`,
    ]);
    const failures = [...result.failures, ...problems.map((problem) => `${problem}; replay: ${replay}`)];
    return { ...result, seeds: { first: seed, last: seed }, failures };
  },
};

async function throwFaults(stage: Stage, random: SimRandom, endMs: number, story: string[]): Promise<void> {
  while (performance.now() < endMs) {
    await pause(random.below(FAULT_PAUSE_MAX_MS));
    const fault = random.pick(FAULTS);
    story.push(fault.name);
    await fault.play(stage, random);
  }
}

async function sample(stage: Stage, endMs: number, samples: Sample[]): Promise<void> {
  const { pid } = stage.part('agent');
  while (performance.now() < endMs) {
    samples.push({ atMs: performance.now(), ...readVitals(pid, stage.stateFolder) });
    await pause(SAMPLE_EVERY_MS);
  }
}

/** Positive control: an agent that leaks, under the same samples and caps. */
async function leakSeen(): Promise<{ what: string; caught: boolean }> {
  const samples: Sample[] = [];
  await onBrokenStage(
    { agentEntry: compiled('test/torture/mutants/leaky-agent.js') },
    async (stage: Stage, terminal: Terminal) => {
      await Promise.all([sample(stage, performance.now() + CONTROL_MS, samples), terminal.sell('contactless-tc', 500)]);
    },
  );
  return { what: 'agent that leaks', caught: judgeVitals(samples).problems.length > 0 };
}

function minutes(): number {
  const given = Number(process.env['SOAK_MINUTES'] ?? 30);
  if (!Number.isFinite(given) || given <= 0) throw new Error('SOAK_MINUTES must be a number of minutes');
  return given;
}
