import { setTimeout as pause } from 'node:timers/promises';
import type { Order } from '../../../hw-sim/control-socket.js';
import type { CutterStats } from '../../../hw-sim/network/cutter.js';
import type { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Stage } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { until } from '../../../hw-sim/stage/wait.js';
import { online, present } from './on-stage.js';

/** What the network does to the way to the host, and when. */

interface NetworkScene {
  readonly stage: Stage;
  readonly terminal: Terminal;
  readonly random: SimRandom;
}

export interface NetworkFault {
  readonly name: string;
  /** From the fault to its end: the network is well again when it resolves. */
  readonly play: (scene: NetworkScene) => Promise<void>;
}

export interface Moment {
  readonly name: string;
  readonly play: (scene: NetworkScene, fault: NetworkFault) => Promise<void>;
}

const WITHIN_MS = 60_000;

/** Holds for a random time and ends; a connection that stood may be forgotten (`drop`) or go on. */
const lasting = (
  name: string,
  mode: Omit<Order, 'do'>,
  { mostMs, drop }: { readonly mostMs: number; readonly drop: 'never' | 'perhaps' },
): NetworkFault => ({
  name,
  play: async ({ stage, random }) => {
    await order(stage, mode);
    await pause(50 + random.below(mostMs));
    await order(stage, { mode: 'pass', drop: drop === 'perhaps' && random.chance(0.5) });
  },
});

const atOnce = (name: string, mode: Omit<Order, 'do'>): NetworkFault => ({
  name,
  play: async ({ stage }) => void (await order(stage, mode)),
});

/** Waits for the byte that it is about: heartbeats alone bring enough. After a reset it is one of CONNECT and SUBSCRIBE. */
const flipped = (direction: 'up' | 'down', reset: boolean): NetworkFault => ({
  name: `a bit flipped ${direction}${reset ? ' at connecting' : ''}`,
  play: async ({ stage, random }) => {
    const { corrupted } = await statsOf(stage);
    await order(stage, {
      mode: 'corrupt',
      direction,
      afterBytes: random.below(reset && direction === 'down' ? 20 : 400),
      bit: random.below(8),
      reset,
    });
    await until('the bit to be flipped', WITHIN_MS, async () =>
      (await statsOf(stage)).corrupted > corrupted ? true : null,
    );
  },
});

const cutShort: NetworkFault = {
  name: 'reset in a packet',
  play: async ({ stage, random }) => {
    await order(stage, { mode: 'cut', afterBytes: 1 + random.below(400) });
    await until('the packet to be cut', WITHIN_MS, async () =>
      (await statsOf(stage)).mode === 'refuse' ? true : null,
    );
    await pause(random.below(200));
    await order(stage, { mode: 'pass' });
  },
};

export const NETWORK_FAULTS: readonly NetworkFault[] = [
  lasting('refuse', { mode: 'refuse', reset: true }, { mostMs: 600, drop: 'never' }),
  atOnce('reset', { mode: 'reset' }),
  lasting('black hole', { mode: 'blackhole', direction: 'both' }, { mostMs: 2_000, drop: 'perhaps' }),
  lasting('black hole up', { mode: 'blackhole', direction: 'up' }, { mostMs: 2_000, drop: 'perhaps' }),
  lasting('black hole down', { mode: 'blackhole', direction: 'down' }, { mostMs: 2_000, drop: 'perhaps' }),
  // Shorter than the patience of whoever waits, most of the time: what was held arrives in a burst.
  lasting('stall and release', { mode: 'blackhole', direction: 'both' }, { mostMs: 400, drop: 'never' }),
  lasting('64 kbit/s', { mode: 'slow', bytesPerSecond: 8_000 }, { mostMs: 1_500, drop: 'never' }),
  lasting(
    'late by 50 to 400 ms',
    { mode: 'slow', bytesPerSecond: 1_000_000, delayMs: 50, jitterMs: 350 },
    { mostMs: 1_500, drop: 'never' },
  ),
  lasting('slices of 3 bytes', { mode: 'slice', bytes: 3 }, { mostMs: 800, drop: 'never' }),
  cutShort,
  flipped('up', false),
  flipped('down', false),
  flipped('up', true),
  flipped('down', true),
  atOnce('half-closed up', { mode: 'halfclose', direction: 'up' }),
  atOnce('half-closed down', { mode: 'halfclose', direction: 'down' }),
];

const CARDS = ['contactless-tc', 'contactless-arqc', 'chip-arqc-tc', 'chip-refuses-after-online'];

export const MOMENTS: readonly Moment[] = [
  {
    name: 'in a sale',
    play: async (scene, fault) => {
      const sale = sell(scene, scene.random.pick(CARDS));
      await pause(scene.random.below(150));
      await fault.play(scene);
      await sale;
    },
  },
  {
    name: 'before a sale',
    play: async (scene, fault) => {
      const played = fault.play(scene);
      await Promise.all([played, sell(scene, scene.random.pick(CARDS))]);
    },
  },
  {
    name: 'in a drain',
    play: async (scene, fault) => {
      const { stage, terminal, random } = scene;
      await online(terminal);
      await order(stage, { mode: 'refuse', reset: true });
      await terminal.seen('the cut', WITHIN_MS, ({ link }) => link.state === 'offline');
      for (let sales = 0; sales < 3; sales += 1) await sell(scene, 'contactless-tc');
      const draining = terminal.seen('the drain', WITHIN_MS, ({ link }) => link.state !== 'offline');
      await order(stage, { mode: 'pass' });
      await draining;
      await pause(random.below(60));
      await fault.play(scene);
    },
  },
];

async function sell({ stage, terminal, random }: NetworkScene, card: string): Promise<void> {
  await present(stage, card);
  await terminal.again(100 + random.below(4000), 'EUR', terminal.nextKey());
}

function order(stage: Stage, mode: Omit<Order, 'do'>): Promise<unknown> {
  return stage.order('network', { ...mode, do: 'mode' });
}

function statsOf(stage: Stage): Promise<CutterStats> {
  return stage.order('network', { do: 'stats' }) as Promise<CutterStats>;
}
