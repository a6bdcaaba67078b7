import { setTimeout as pause } from 'node:timers/promises';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Stage } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { findMosquitto, startMosquitto } from '../../contract/broker-stands.js';
import type { Playing } from './fault-row.js';
import { type Curtain, drained, present } from './on-stage.js';

/** Which broker dies, and how: the stage's own, or a real mosquitto beside it. */
export interface Killing {
  killBroker(stage: Stage): Promise<void>;
  startBroker(stage: Stage): Promise<unknown>;
  /** Stories that this setting is for. */
  readonly stories: readonly Story[];
}

interface Story {
  readonly name: string;
  readonly play: (at: Scene) => Promise<void>;
}
type Play = Story['play'];

interface Scene {
  readonly stage: Stage;
  readonly terminal: Terminal;
  readonly random: SimRandom;
  readonly killing: Killing;
}

const DIES_WITHIN_MS = 20_000;
const DOWN_MAX_MS = 300;

/** The host dies by its own knob at the next message: a request of a sale online, or an advice. */
const hostDies = (at: 'before-commit' | 'after-commit', card: string): Story => {
  const play: Play = async ({ stage, terminal, random }) => {
    await stage.order('host', { do: 'die', at });
    const sale = sell(stage, terminal, random, card);
    const gone = await Promise.race([
      stage.part('host').exited.then(() => true),
      pause(DIES_WITHIN_MS, false, { ref: false }),
    ]);
    if (!gone) throw new Error(`the host did not die ${at}`);
    await pause(random.below(DOWN_MAX_MS));
    await stage.start('host');
    await sale;
  };
  return { name: `host ${at} (${card})`, play };
};

/** The broker has acknowledged, the host has heard and committed nothing, and dies. */
const hostDiesAfterPuback: Play = async ({ stage, terminal, random }) => {
  await stage.order('host', { do: 'silent', on: true, commits: false });
  const sale = sell(stage, terminal, random, random.pick(['contactless-tc', 'contactless-arqc']));
  await pause(50 + random.below(400));
  await stage.kill('host');
  await pause(random.below(DOWN_MAX_MS));
  await stage.start('host');
  await sale;
};

const brokerDiesInSale: Play = async ({ stage, terminal, random, killing }) => {
  const sale = sell(stage, terminal, random, random.pick(['contactless-tc', 'contactless-arqc']));
  await pause(random.below(150));
  await killing.killBroker(stage);
  await pause(random.below(DOWN_MAX_MS));
  await killing.startBroker(stage);
  await sale;
};

/** Sales of a time without network drain, and a partner dies in the middle. */
const diesInDrain = (who: 'host' | 'broker'): Story => {
  const play: Play = async ({ stage, terminal, random, killing }) => {
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', DIES_WITHIN_MS, ({ link }) => link.state === 'offline');
    for (let sales = 0; sales < 4; sales += 1) await sell(stage, terminal, random, 'contactless-tc');
    const draining = terminal.seen('the drain', DIES_WITHIN_MS, ({ link }) => link.state !== 'offline');
    await stage.order('network', { do: 'mode', mode: 'pass' });
    await draining;
    await pause(random.below(60));
    if (who === 'host') await stage.kill('host');
    else await killing.killBroker(stage);
    await pause(random.below(DOWN_MAX_MS));
    if (who === 'host') await stage.start('host');
    else await killing.startBroker(stage);
  };
  return { name: `${who} in a drain`, play };
};

const ON_STAGE: readonly Story[] = [
  hostDies('after-commit', 'contactless-arqc'),
  hostDies('before-commit', 'contactless-arqc'),
  hostDies('after-commit', 'contactless-tc'),
  hostDies('before-commit', 'contactless-tc'),
  { name: 'host after PUBACK', play: hostDiesAfterPuback },
  { name: 'broker in a sale', play: brokerDiesInSale },
  diesInDrain('host'),
  diesInDrain('broker'),
];
const ON_MOSQUITTO: readonly Story[] = [{ name: 'mosquitto in a sale', play: brokerDiesInSale }, diesInDrain('broker')];

export type Staging = (options: { readonly brokerPort?: number }, killing: Killing) => Promise<Curtain>;

export function stageKilling(play: Staging): Promise<Curtain> {
  return play(
    {},
    {
      stories: ON_STAGE,
      killBroker: (stage) => stage.kill('broker'),
      startBroker: (stage) => stage.start('broker'),
    },
  );
}

/** Null when it is not installed. */
export function mosquittoKilling(): ((play: Staging) => Promise<Curtain>) | null {
  const path = findMosquitto();
  if (path === null) return null;
  return async (play) => {
    let broker = await startMosquitto(path);
    const { port } = broker;
    try {
      return await play(
        { brokerPort: port },
        {
          stories: ON_MOSQUITTO,
          killBroker: () => broker.kill(),
          startBroker: async () => (broker = await startMosquitto(path, undefined, port)),
        },
      );
    } finally {
      await broker.stop();
    }
  };
}

/** One story after the other, each to the end: nothing owed, link and reader well. */
export async function playKillings(
  stage: Stage,
  terminal: Terminal,
  killing: Killing,
  { trials, seed, story }: Playing,
): Promise<void> {
  const random = new SimRandom(seed);
  for (let done = 0; done < trials; done += 1) {
    const { name, play } = killing.stories[(done + seed) % killing.stories.length]!;
    story.push(name);
    await play({ stage, terminal, random, killing });
    await drained(terminal);
  }
}

async function sell(stage: Stage, terminal: Terminal, random: SimRandom, card: string): Promise<void> {
  await present(stage, card);
  await terminal.again(100 + random.below(4000), 'EUR', terminal.nextKey());
}
