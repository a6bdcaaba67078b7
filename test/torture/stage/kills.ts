import { SimRandom } from '../../../hw-sim/sim-random.js';
import { type ChaosOptions, type ChaosReport, MORTAL, wreakHavoc } from '../../../hw-sim/stage/chaos.js';
import type { Stage } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { compiled } from '../programme/compiled.js';
import { inLanes, type Play, playsOf, replayOf, seedsOfPlays, sizeOf, tally, trialsOf } from '../programme/lanes.js';
import type { Level, RowOptions, TortureRow } from '../programme/row.js';
import { type Curtain, onBrokenStage, onStage, resultOf, sellUntil } from './on-stage.js';
import { type Killing, mosquittoKilling, playKillings, stageKilling } from './partner-kills.js';

const AGENT_KILLS: Readonly<Record<Level, number>> = { ci: 60, release: 2000 };
const PARTNER_KILLS: Readonly<Record<Level, number>> = { ci: 24, release: 500 };
const MOSQUITTO_KILLS: Readonly<Record<Level, number>> = { ci: 6, release: 100 };

type Manner = Pick<ChaosOptions, 'parts' | 'pauseMaxMs' | 'downMaxMs' | 'cutShare'>;

const AGENT_ALONE: Manner = { parts: ['agent'], pauseMaxMs: 450, downMaxMs: 20, cutShare: 0.1 };
export const EVERYTHING: Manner = { parts: MORTAL, pauseMaxMs: 800, downMaxMs: 300, cutShare: 0.4 };

/** What one stage came to on which parts were killed at random while a till sold. */
export interface Havoc {
  readonly curtain: Curtain;
  /** Null when the stage broke off. */
  readonly report: ChaosReport | null;
  /** Sales that the till was told are approved. */
  readonly approved: number;
}

export async function playHavoc(
  { trials: kills, seed }: Pick<Play, 'trials' | 'seed'>,
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
export const agentKills: TortureRow = {
  name: 'kill -9 agent',
  sizes: { ci: sizeOf(AGENT_KILLS.ci, 40), release: sizeOf(AGENT_KILLS.release, 1300) },
  run: async ({ level, seed, share, progress }) => {
    const control = await doubledWithoutDedupe();
    const plays = playsOf(AGENT_KILLS[level], seed, share);
    const stories: string[] = [];
    const curtains = await inLanes(plays, async (play) => {
      const { curtain, approved, report } = await playHavoc(play, AGENT_ALONE);
      progress(`${play.trials} kills of the agent, ${approved} sales approved between them (seed ${play.seed})`);
      stories.push(`seed ${play.seed}: ${report?.story.slice(-20).join(' | ') ?? 'broke off'}`);
      return curtain;
    });
    const replay = replayOf('kill -9 agent', { level, seed, share });
    return { ...resultOf(trialsOf(plays), curtains, control, replay, stories), seeds: seedsOfPlays(plays) };
  },
};

/**
 * SIGKILL of host and broker at the moments that hurt: before the ledger's commit, between commit and receipt,
 * after PUBACK with nothing committed, with a sale on its way, during a drain.
 */
export const partnerKills: TortureRow = {
  name: 'kill -9 host, broker',
  sizes: { ci: sizeOf(PARTNER_KILLS.ci, 30), release: sizeOf(PARTNER_KILLS.release, 600) },
  run: async (options) => {
    const control = await lostOnPuback();
    const onStages = playsOf(PARTNER_KILLS[options.level], options.seed, options.share);
    const plays = [...onStages.map((play) => ({ ...play, on: stageKilling })), ...(await mosquittoPlays(options))];
    const stories: string[] = [];
    const curtains = await inLanes(plays, ({ trials: kills, seed, on }) =>
      on((stageOptions, killing) =>
        onStage(stageOptions, async (stage, terminal) => {
          const story = await playKillings(stage, terminal, killing, { kills, seed });
          options.progress(`${kills} kills of host and broker (seed ${seed}): ${tally(story)}`);
          stories.push(`seed ${seed}: ${story.join(' | ')}`);
        }),
      ),
    );
    const replay = replayOf('kill -9 host, broker', options);
    return { ...resultOf(trialsOf(plays), curtains, control, replay, stories), seeds: seedsOfPlays(onStages) };
  },
};

type Setting = (
  play: (options: { readonly brokerPort?: number }, killing: Killing) => Promise<Curtain>,
) => Promise<Curtain>;

type SetPlay = Pick<Play, 'trials' | 'seed'> & { readonly on: Setting };

async function mosquittoPlays({ level, seed, share, progress }: RowOptions): Promise<readonly SetPlay[]> {
  if (share !== undefined && share.index > 0) return []; // whole in the first part
  const on = mosquittoKilling();
  if (on === null) {
    progress('mosquitto is not installed: the simulated broker alone was killed');
    return [];
  }
  return [{ trials: MOSQUITTO_KILLS[level], seed: seed + 1000, on }];
}

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
