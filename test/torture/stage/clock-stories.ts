import { setTimeout as pause } from 'node:timers/promises';
import type { ShiftedClock } from '../../../hw-sim/clock/shim.js';
import type { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Stage } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { callAgent } from '../../../hw-sim/stage/till.js';
import { judgeClock } from '../../../src/domain/clock-quality.js';
import { online, present } from './on-stage.js';

/** Where a jump meets the agent; each story ends with the network as it should be and the agent running. */

export interface ClockScene {
  readonly stage: Stage;
  readonly terminal: Terminal;
  readonly random: SimRandom;
  readonly clock: ShiftedClock;
  /** The jump of this trial. */
  readonly jump: () => void;
}

export interface ClockStory {
  readonly name: string;
  /** Nothing but the clock is touched: link and reader must not feel it. */
  readonly quiet: boolean;
  /** How often the agent starts anew in it. */
  readonly restarts: number;
  readonly play: (scene: ClockScene) => Promise<void>;
}

const WITHIN_MS = 60_000;

const idle = async ({ random, jump }: ClockScene): Promise<void> => {
  await pause(random.below(100));
  jump();
};

const inSale = async (scene: ClockScene): Promise<void> => {
  const sale = sell(scene, scene.random.pick(['contactless-tc', 'contactless-arqc', 'chip-arqc-tc']));
  await pause(scene.random.below(150));
  scene.jump();
  await sale;
};

/** The host was heard before: its time, carried on, keeps the offline limits as they were. */
const withQueue = async (scene: ClockScene): Promise<void> => {
  await cut(scene);
  await sell(scene, 'contactless-tc');
  scene.jump();
  const { outcome, reason } = await sell(scene, 'contactless-tc');
  if (outcome !== 'approved') throw new Error(`the jump stopped the sales without network: ${reason}`);
  await heal(scene);
};

const inDrain = async (scene: ClockScene): Promise<void> => {
  await cut(scene);
  for (let sales = 0; sales < 3; sales += 1) await sell(scene, 'contactless-tc');
  const draining = scene.terminal.seen('the drain', WITHIN_MS, ({ link }) => link.state !== 'offline');
  await heal(scene);
  await draining;
  await pause(scene.random.below(60));
  scene.jump();
};

const beforeKill = async (scene: ClockScene): Promise<void> => {
  const sale = sell(scene, scene.random.pick(['contactless-tc', 'contactless-arqc']));
  await pause(scene.random.below(150));
  scene.jump();
  await pause(scene.random.below(20));
  await scene.stage.kill('agent');
  await scene.stage.start('agent');
  await sale;
};

/** A boot with that clock and nobody to ask: what is sold then says so. */
const bootWithoutNetwork = async (scene: ClockScene): Promise<void> => {
  await cut(scene);
  await sell(scene, 'contactless-tc');
  scene.jump();
  await scene.stage.kill('agent');
  await scene.stage.start('agent');
  const { key } = await sell(scene, 'contactless-tc');
  const { clock: mark } = await shown(scene.stage, key);
  const expected = judgeClock(scene.clock.wallMs(), null, scene.clock.wallMs() - scene.clock.offsetMs);
  if (mark !== expected)
    throw new Error(`${key} was sold before the host was heard and bears the clock mark ${mark}, not ${expected}`);
  await heal(scene);
};

const inSettlement = async (scene: ClockScene): Promise<void> => {
  const { stage, terminal, random, jump } = scene;
  await sell(scene, 'contactless-arqc');
  const settled = terminal.settle();
  await pause(random.below(80));
  jump();
  const { number } = await settled;
  const { batches } = (await callAgent(stage.agentSocket, 'batch.list', {})) as {
    batches: readonly { readonly number: number; readonly business_date: string }[];
  };
  // Opened by this closing: the host had been heard, so its date is right whatever the clock said.
  const opened = batches.find((batch) => batch.number === number + 1);
  const offMs = opened === undefined ? Infinity : Math.abs(Date.parse(opened.business_date) - Date.now());
  if (offMs > 2 * DAY_MS) throw new Error(`batch ${number + 1} was opened under ${opened?.business_date}`);
};

const DAY_MS = 86_400_000;

export const CLOCK_STORIES: readonly ClockStory[] = [
  { name: 'idle', quiet: true, restarts: 0, play: idle },
  { name: 'in a sale', quiet: true, restarts: 0, play: inSale },
  { name: 'with a queue', quiet: false, restarts: 0, play: withQueue },
  { name: 'in a drain', quiet: false, restarts: 0, play: inDrain },
  { name: 'before kill -9', quiet: false, restarts: 1, play: beforeKill },
  { name: 'boot without network', quiet: false, restarts: 1, play: bootWithoutNetwork },
  { name: 'in settlement', quiet: true, restarts: 0, play: inSettlement },
];

/** As transaction.show has it; the fields that a clock touches. */
export interface Shown {
  readonly clock: string;
  readonly started_at: string;
  readonly entries: readonly { readonly event: string; readonly at: string }[];
}

export async function shown(stage: Stage, key: string): Promise<Shown> {
  const { transactions } = (await callAgent(stage.agentSocket, 'transaction.show', { key })) as {
    transactions: readonly Shown[];
  };
  return transactions[0]!;
}

/** Whole euros: the simulated issuer declines by the cents. */
export async function sell(
  { stage, terminal, random }: Pick<ClockScene, 'stage' | 'terminal' | 'random'>,
  card: string,
) {
  await present(stage, card);
  return terminal.again(100 * (1 + random.below(40)), 'EUR', terminal.nextKey());
}

export async function cut({ stage, terminal }: Pick<ClockScene, 'stage' | 'terminal'>): Promise<void> {
  await online(terminal);
  await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
  await terminal.seen('the cut', WITHIN_MS, ({ link }) => link.state === 'offline');
}

export async function heal({ stage }: Pick<ClockScene, 'stage'>): Promise<void> {
  await stage.order('network', { do: 'mode', mode: 'pass' });
}
