import { SimRandom } from '../../hw-sim/sim-random.js';
import { wreakHavoc } from '../../hw-sim/stage/chaos.js';
import type { Stage } from '../../hw-sim/stage/stage.js';
import type { Terminal } from '../../hw-sim/stage/terminal.js';
import { compiled } from './compiled.js';
import { inLanes, replayOf, shares, tally } from './lanes.js';
import { type Curtain, onBrokenStage, onStage, resultOf, sellUntil } from './on-stage.js';
import { type Killing, mosquittoKilling, playKillings, stageKilling } from './partner-kills.js';
import type { Level, RowOptions, TortureRow } from './row.js';

const AGENT_KILLS: Readonly<Record<Level, number>> = { ci: 60, release: 2000 };
const PARTNER_KILLS: Readonly<Record<Level, number>> = { ci: 24, release: 500 };
const MOSQUITTO_KILLS: Readonly<Record<Level, number>> = { ci: 6, release: 100 };

/** SIGKILL of the agent while a till sells, at moments drawn from the seed. A trial is one kill. */
export const agentKills: TortureRow = {
  name: 'kill -9 agent',
  run: async ({ level, seed, progress }) => {
    const control = await doubledWithoutDedupe();
    const plays = shares(AGENT_KILLS[level]).map((kills, index) => ({ kills, seed: seed + index }));
    const stories: string[] = [];
    const curtains = await inLanes(plays, async (play) => {
      const curtain = await onStage({}, async (stage, terminal) => {
        const havoc = wreakHavoc(stage, { ...play, parts: ['agent'], pauseMaxMs: 450, downMaxMs: 20, cutShare: 0.1 });
        const [{ story }, approved] = await Promise.all([havoc, sellUntil(havoc, stage, terminal, new SimRandom(play.seed + 1))]);
        progress(`${play.kills} kills of the agent, ${approved} sales approved between them (seed ${play.seed})`);
        stories.push(`seed ${play.seed}: ${story.slice(-20).join(' | ')}`);
      });
      return curtain;
    });
    return resultOf(AGENT_KILLS[level], curtains, control, replayOf('kill -9 agent', { level, seed }), stories);
  },
};

/**
 * SIGKILL of host and broker at the moments that hurt: before the ledger's commit, between commit and receipt,
 * after PUBACK with nothing committed, with a sale on its way, during a drain.
 */
export const partnerKills: TortureRow = {
  name: 'kill -9 host, broker',
  run: async (options) => {
    const control = await lostOnPuback();
    const plays = [
      ...shares(PARTNER_KILLS[options.level]).map((kills, index) => ({ kills, seed: options.seed + index, on: stageKilling })),
      ...(await mosquittoPlays(options)),
    ];
    const stories: string[] = [];
    const curtains = await inLanes(plays, ({ kills, seed, on }) => on((stageOptions, killing) => onStage(stageOptions, async (stage, terminal) => {
      const story = await playKillings(stage, terminal, killing, { kills, seed });
      options.progress(`${kills} kills of host and broker (seed ${seed}): ${tally(story)}`);
      stories.push(`seed ${seed}: ${story.join(' | ')}`);
    })));
    const trials = plays.reduce((sum, { kills }) => sum + kills, 0);
    return resultOf(trials, curtains, control, replayOf('kill -9 host, broker', options), stories);
  },
};

type Setting = (play: (options: { readonly brokerPort?: number }, killing: Killing) => Promise<Curtain>) => Promise<Curtain>;

async function mosquittoPlays({ level, seed, progress }: RowOptions): Promise<readonly { kills: number; seed: number; on: Setting }[]> {
  const on = mosquittoKilling();
  if (on === null) {
    progress('mosquitto is not installed: the simulated broker alone was killed');
    return [];
  }
  return [{ kills: MOSQUITTO_KILLS[level], seed: seed + 1000, on }];
}

/** Positive control: a host that posts repeats twice. */
async function doubledWithoutDedupe(): Promise<{ what: string; caught: boolean }> {
  const { audit } = await onBrokenStage({ hostFault: 'no-dedupe' }, async (stage, terminal) => {
    await stage.order('host', { do: 'lose-receipts', count: 1, of: 'receipt' });
    await terminal.sell('contactless-tc', 500);
  });
  return { what: 'host without dedupe', caught: audit.double.length > 0 };
}

/** Positive control: an agent that settles on PUBACK, with a host that dies before it has committed. */
async function lostOnPuback(): Promise<{ what: string; caught: boolean }> {
  const { audit } = await onBrokenStage({ agentEntry: compiled('test/torture/puback-agent.js') }, async (stage: Stage, terminal: Terminal) => {
    await stage.order('host', { do: 'silent', on: true, commits: false });
    await terminal.sell('contactless-tc', 500);
    await terminal.seen('the mutant to settle', 10_000, ({ queue }) => queue.advices === 0);
    // Both, or the courier's memory would send it again.
    await Promise.all([stage.kill('host'), stage.kill('agent')]);
    await Promise.all([stage.start('host'), stage.start('agent')]);
  });
  return { what: 'settled on PUBACK', caught: audit.lost.length > 0 };
}
