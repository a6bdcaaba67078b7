import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { judgementOf } from '../../../hw-sim/audit/audit.js';
import { auditLines } from '../../../hw-sim/audit/audit-report.js';
import { CUTS, Disk, layOut } from '../../../hw-sim/power/disk.js';
import { readRecording } from '../../../hw-sim/power/recording.js';
import { shimEnvironment } from '../../../hw-sim/power/shim.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { Stage } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';
import { compiled } from '../programme/compiled.js';
import type { JudgeCount } from '../programme/judge-count.js';
import { drained, online, sellUntil } from '../stage/on-stage.js';
import { RECORDED_CONFIG } from './agent-story.js';
import type { Files } from './cuts.js';

const SELLING_MAX_MS = 900;
const NETWORK_CUTS = [
  { do: 'mode', mode: 'blackhole', direction: 'both' },
  { do: 'mode', mode: 'blackhole', direction: 'down' },
  { do: 'mode', mode: 'reset' },
] as const;

/**
 * Power cuts that the rest of the world lives through: the agent is killed while it sells, its disk becomes what
 * a cut at that moment may leave, and the real agent goes on from there, with the same reader, broker and host.
 * In the end the ledger must hold every approval that was shown, once.
 *
 * @param cuts of one stage, one after the other, each on the disk that the one before left
 */
export async function cutLive(folder: string, seed: number, cuts: number, count: JudgeCount): Promise<void> {
  const stageFolder = join(folder, `live-${seed}`);
  mkdirSync(stageFolder, { mode: 0o700 });
  const log = join(folder, `live-recording-${seed}`);
  const stage = await Stage.open({
    folder: stageFolder,
    config: { ...RECORDED_CONFIG, reader: 'card_timeout_ms = 20000\nrecovery_wait_ms = 3000' },
    // A reader that is asked again has a card again.
    readerArguments: ['--auto-card', 'contactless-tc', '--card-delay', '0', '--seed', String(seed)],
    agentEntry: compiled('test/torture/mutants/hasty-agent.js'),
    agentEnv: shimEnvironment({ mode: 'record', dir: join(stageFolder, 'agent'), log, marks: `${log}.marks` }),
  });
  const told: string[] = [];
  let unrecovered: string | null = null;
  try {
    const terminal = new Terminal(stage);
    await online(terminal);
    await cutWhileSelling({ stage, terminal, log, random: new SimRandom(seed), told }, cuts);
    await drained(terminal);
  } catch (error) {
    unrecovered = error instanceof Error ? error.message : String(error);
  } finally {
    await stage.close();
  }
  const audit = stage.audit();
  const replay = `node dist/test/torture/main.js --row 'power cuts' --seed ${seed}`;
  const story = `${told.join(', ')}: ${auditLines(audit).join(' | ')}`;
  count.add(judgementOf(audit, unrecovered), () => `${replay} (live cuts: ${story})`, cuts);
  rmSync(stageFolder, { recursive: true });
}

interface Live {
  readonly stage: Stage;
  readonly terminal: Terminal;
  /** Where the shim records; a file for each life of the agent. */
  readonly log: string;
  readonly random: SimRandom;
  /** Each cut in words. */
  readonly told: string[];
}

async function cutWhileSelling({ stage, terminal, log, random, told }: Live, cuts: number): Promise<void> {
  let files: Files = new Map();
  let over = (): void => undefined;
  const ending = new Promise<void>((resolve) => (over = resolve));
  const selling = sellUntil(ending, stage, terminal, new SimRandom(random.below(2 ** 31)));
  try {
    for (let turn = 0; turn < cuts; turn += 1) {
      if (random.chance(0.4)) await stage.order('network', random.pick(NETWORK_CUTS));
      await pause(random.below(SELLING_MAX_MS));
      await stage.kill('agent');
      const cut = random.pick(CUTS);
      const operations = readRecording(log, { killed: true });
      const disk = new Disk(files);
      for (const operation of operations) disk.apply(operation);
      told.push(`${cut} of ${disk.unsure} after ${operations.length}`);
      files = disk.cut(cut, random);
      layOut(stage.stateFolder, files);
      rmSync(log);
      await stage.start('agent');
      if (random.chance(0.6)) await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
    }
    await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
  } finally {
    over();
    await selling;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
