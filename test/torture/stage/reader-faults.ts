import { setTimeout as pause } from 'node:timers/promises';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Stage } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { compiled } from '../programme/compiled.js';
import { faultRow, type Playing } from './fault-row.js';
import { drained, onBrokenStage, onStage, present } from './on-stage.js';

const CARDS = ['contactless-tc', 'contactless-arqc', 'chip-arqc-tc', 'chip-arqc-aac', 'chip-refuses-after-online'];
const DOWN_MAX_MS = 800;
const WITHIN_MS = 60_000;
const CONTROL_STUCK_MS = 6_000;

export interface ReaderFault {
  readonly name: string;
  /** From the fault to its end: the reader is as it should be, or on its way to it, when it resolves. */
  readonly play: (stage: Stage, random: SimRandom) => Promise<unknown>;
}

/** The line or the reader misbehaves for a while. */
const lasting = (name: string, spec: string): ReaderFault => ({
  name,
  play: async (stage, random) => {
    await stage.order('reader', { do: 'behaviours', specs: [spec] });
    await pause(100 + random.below(1_200));
    await stage.order('reader', { do: 'behaviours', specs: [] });
  },
});

/** Happens once by itself, in the sale that is on or in one of the next; what has not happened then stands aside. */
const once = (name: string, spec: string): ReaderFault => ({
  name,
  play: (stage) => stage.order('reader', { do: 'behaviours', specs: [spec] }),
});

export const READER_FAULTS: readonly ReaderFault[] = [
  {
    name: 'unplugged',
    play: async (stage, random) => {
      await stage.order('reader', { do: 'unplug' });
      await pause(random.below(DOWN_MAX_MS));
      await stage.order('reader', { do: 'plug' });
    },
  },
  { name: 'reboot', play: (stage) => stage.order('reader', { do: 'reboot' }) },
  {
    name: 'kill -9',
    play: async (stage, random) => {
      await stage.kill('reader');
      await pause(random.below(DOWN_MAX_MS));
      await stage.start('reader');
    },
  },
  once('unplugged in a cell', 'unplugMidCell:after=20,backMs=300,times=1'),
  once('reboot, result stored', 'reboot:when=stored,times=1'),
  once('reboot, result shown', 'reboot:when=shown,times=1'),
  once('reboot, result sent', 'reboot:when=sent,times=1'),
  lasting('silent', 'silent'),
  lasting('bytes dropped', 'drop:rate=0.005'),
  lasting('bytes flipped', 'flip:rate=0.005'),
  lasting('noise', 'noise:everyMs=20,bytes=7'),
  lasting('messages lost', 'lostMessage:rate=0.3'),
  lasting('messages garbled', 'garbledMessage:rate=0.3'),
];

/** The reader and its cable fail, in a sale or before one. A trial is one fault; after it all is well by itself. */
export const readerFaults = faultRow({
  name: 'reader faults',
  trialsAre: 'faults',
  // Each fault once in the short run: a reader that reboots in a sale takes its seconds.
  trials: { ci: 13, release: 500 },
  seconds: { ci: 40, release: 700 },
  control: neverBack,
  stage: (playing) => onStage({}, (stage, terminal) => playReaderFaults(stage, terminal, playing)),
});

/** One fault after the other, each until all is well. */
export async function playReaderFaults(
  stage: Stage,
  terminal: Terminal,
  { trials, seed, story }: Playing,
): Promise<void> {
  for (let trial = seed; trial < seed + trials; trial += 1) {
    const random = new SimRandom(trial);
    const fault = READER_FAULTS[trial % READER_FAULTS.length]!;
    const inSale = trial % 2 === 0;
    story.push(`${fault.name} ${inSale ? 'in' : 'before'} a sale`);
    await present(stage, random.pick(CARDS));
    const sale = (): Promise<unknown> => terminal.again(100 + random.below(4000), 'EUR', terminal.nextKey());
    if (inSale) {
      const selling = sale();
      await pause(random.below(150));
      await fault.play(stage, random);
      await selling;
    } else {
      await Promise.all([fault.play(stage, random), sale()]);
    }
    await drained(terminal);
    await stage.order('reader', { do: 'behaviours', specs: [] });
  }
}

/** Positive control: an agent that opens the line once, and a reader that was unplugged. */
async function neverBack(): Promise<{ what: string; caught: boolean }> {
  let gone = false;
  const { audit } = await onBrokenStage(
    { agentEntry: compiled('test/torture/mutants/once-plugged-agent.js') },
    async (stage, terminal) => {
      await terminal.sell('contactless-tc', 500);
      await drained(terminal);
      await stage.order('reader', { do: 'unplug' });
      await terminal.seen('the reader to be missed', WITHIN_MS, ({ reader }) => reader.state !== 'ready');
      await stage.order('reader', { do: 'plug' });
      gone = await drained(terminal, CONTROL_STUCK_MS).then(
        () => false,
        () => true,
      );
      // A new start opens it anew: it was this and nothing else.
      await stage.kill('agent');
      await stage.start('agent');
    },
  );
  return { what: 'line opened once', caught: gone && audit.ok };
}
