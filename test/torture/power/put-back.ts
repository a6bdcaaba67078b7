import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Judgement, judgementOf } from '../../../hw-sim/audit/audit.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { Stage } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';
import { copyDirectory } from '../../support/copy-directory.js';
import { compiled } from '../programme/compiled.js';
import { drained, online } from '../stage/on-stage.js';

const STOP_MS = 5_000;
const AMOUNTS = [1200, 1300, 1400, 1500];

/**
 * The agent goes on from an older copy of its whole state, mirror included, while the network is down, and sells what
 * it sold since the copy was made: same numbers, same amounts. The audit alone says what came of it.
 *
 * @param entry of the agent, when it is not as it is installed
 */
export async function putBackLive(folder: string, seed: number, entry?: string): Promise<Judgement> {
  const stageFolder = join(folder, `put-back-${seed}`);
  mkdirSync(stageFolder, { mode: 0o700 });
  const stage = await Stage.open({
    folder: stageFolder,
    config: { state: 'low_water_bytes = 1048576\nmirror_path = "agent/mirror.log"' },
    readerArguments: ['--card-delay', '0', '--seed', String(seed)],
    ...(entry === undefined ? {} : { agentEntry: compiled(entry) }),
  });
  let unrecovered: string | null = null;
  try {
    await goOnFromCopy(stage, new Terminal(stage), join(stageFolder, 'copy'), new SimRandom(seed));
  } catch (error) {
    unrecovered = error instanceof Error ? error.message : String(error);
  } finally {
    await stage.close();
  }
  const judgement = judgementOf(stage.audit(), unrecovered);
  rmSync(stageFolder, { recursive: true });
  return judgement;
}

async function goOnFromCopy(stage: Stage, terminal: Terminal, copy: string, random: SimRandom): Promise<void> {
  const amounts = AMOUNTS.slice(0, 1 + random.below(AMOUNTS.length));
  await online(terminal);
  await terminal.sell('contactless-tc', 1100);
  await drained(terminal);
  // In good order, here and below: a reader that still held a result would tell what is missing.
  await stage.part('agent').stop(STOP_MS);
  copyDirectory(stage.stateFolder, copy);
  await stage.start('agent');
  await online(terminal);
  for (const amount of amounts) await terminal.sell('contactless-tc', amount);
  await drained(terminal);
  await stage.part('agent').stop(STOP_MS);
  await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
  rmSync(stage.stateFolder, { recursive: true });
  copyDirectory(copy, stage.stateFolder);
  await stage.start('agent');
  await terminal.seen('the reader', 20_000, ({ reader }) => reader.state === 'ready');
  for (const amount of amounts) await terminal.sell('contactless-tc', amount);
  await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
  await drained(terminal);
}
