import { SimRandom } from '../../../hw-sim/sim-random.js';
import { type ChaosOptions, type ChaosReport, MORTAL, wreakHavoc } from '../../../hw-sim/stage/chaos.js';
import type { Stage } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { compiled } from '../programme/compiled.js';
import { faultRow, type Playing } from './fault-row.js';
import { type Curtain, onBrokenStage, onStage, sellUntil } from './on-stage.js';
import { mosquittoKilling, playKillings, stageKilling, type Staging } from './partner-kills.js';

const ON_MOSQUITTO = mosquittoKilling();

type Manner = Pick<ChaosOptions, 'parts' | 'pauseMaxMs' | 'downMaxMs' | 'cutShare'>;

const AGENT_ALONE: Manner = { parts: ['agent'], pauseMaxMs: 450, downMaxMs: 20, cutShare: 0.1 };
export const EVERYTHING: Manner = { parts: MORTAL, pauseMaxMs: 800, downMaxMs: 300, cutShare: 0.4 };

/** What one stage came to on which parts were killed at random while a till sold. */
interface Havoc {
  readonly curtain: Curtain;
  /** Null when the stage broke off. */
  readonly report: ChaosReport | null;
  /** Sales that the till was told are approved. */
  readonly approved: number;
}

export async function playHavoc(
  { trials: kills, seed }: Pick<Playing, 'trials' | 'seed'>,
  manner: Manner,
): Promise<Havoc> {
  const played: Omit<Havoc, 'curtain'>[] = [];
  const curtain = await onStage({}, async (stage, terminal) => {
    const havoc = wreakHavoc(stage, { kills, seed, ...manner });
    const selling = sellUntil(havoc, stage, terminal, new SimRandom(seed + 1));
    const [report, approved] = await Promise.all([havoc, selling]);
    played.push({ report, approved });
  });
  return { report: null, approved: 0, ...played[0], curtain };
}

/** SIGKILL of the agent while a till sells, at moments drawn from the seed. A trial is one kill. */
export const agentKills = faultRow({
  name: 'kill -9 agent',
  trialsAre: 'kills of the agent',
  trials: { ci: 60, release: 2000 },
  seconds: { ci: 60, release: 1300 },
  control: doubledWithoutDedupe,
  stage: async (playing) => {
    const { curtain, approved, report } = await playHavoc(playing, AGENT_ALONE);
    playing.story.push(...(report?.story ?? ['broke off']), `${approved} sales were approved`);
    return curtain;
  },
  // Without the time at which it happened.
  kindOf: (told) => told.replace(/^[\d.]+ s /, ''),
});

/**
 * SIGKILL of host and broker at the moments that hurt: before the ledger's commit, between commit and receipt,
 * after PUBACK with nothing committed, with a sale on its way, during a drain.
 */
export const partnerKills = faultRow({
  name: 'kill -9 host, broker',
  trialsAre: 'kills of host and broker',
  trials: { ci: 24, release: 500 },
  seconds: { ci: 30, release: 600 },
  control: lostOnPuback,
  stage: (playing) => stageKilling(killingOnStage(playing)),
  beside: {
    trials: { ci: 6, release: 100 },
    stage: ON_MOSQUITTO === null ? null : (playing) => ON_MOSQUITTO(killingOnStage(playing)),
    lacking: 'mosquitto is not installed: the simulated broker alone was killed',
  },
});

export const killingOnStage =
  (playing: Playing): Staging =>
  (options, killing) =>
    onStage(options, (stage, terminal) => playKillings(stage, terminal, killing, playing));

/** Positive control: a host that posts repeats twice. */
export async function doubledWithoutDedupe(): Promise<{ what: string; caught: boolean }> {
  const { audit } = await onBrokenStage({ hostFault: 'no-dedupe' }, async (stage, terminal) => {
    await stage.order('host', { do: 'lose-receipts', count: 1, of: 'receipt' });
    await terminal.sell('contactless-tc', 500);
  });
  return { what: 'host without dedupe', caught: audit.double.length > 0 };
}

/** Positive control: an agent that settles on PUBACK, with a host that dies before it has committed. */
async function lostOnPuback(): Promise<{ what: string; caught: boolean }> {
  const { audit } = await onBrokenStage(
    { agentEntry: compiled('test/torture/mutants/puback-agent.js') },
    async (stage: Stage, terminal: Terminal) => {
      await stage.order('host', { do: 'silent', on: true, commits: false });
      await terminal.sell('contactless-tc', 500);
      await terminal.seen('the mutant to settle', 10_000, ({ queue }) => queue.advices === 0);
      // Both, or the courier's memory would send it again.
      await Promise.all([stage.kill('host'), stage.kill('agent')]);
      await Promise.all([stage.start('host'), stage.start('agent')]);
    },
  );
  return { what: 'settled on PUBACK', caught: audit.lost.length > 0 };
}
