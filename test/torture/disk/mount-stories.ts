import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shimEnvironment } from '../../../hw-sim/power/shim.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { until } from '../../../hw-sim/stage/wait.js';
import { RECORDED_ROOM } from '../power/agent-story.js';
import { compiled } from '../programme/compiled.js';
import { MountStage } from './mount-stage.js';

const CARDS = ['contactless-tc', 'contactless-arqc', 'chip-tc', 'chip-arqc-tc'] as const;
const LET_GO_MS = 10_000;

type Played = ReturnType<typeof MountStage.play>;

/**
 * The disk is full to the last page while a sale waits for its card, then free again: that sale is finished out of
 * the reserve or is not approved, new ones are refused before the card is asked for, and go on by themselves.
 */
export function playFullDisk(seed: number, cycles: number): Played {
  const random = new SimRandom(seed);
  const options = {
    // Small beside production's, as the disk is; journal and mirror share it, and both grow out of the reserve.
    config: { state: 'reserve_bytes = 262144\nlow_water_bytes = 524288' },
    agentEntry: compiled('test/torture/mutants/hasty-agent.js'),
  };
  return MountStage.play(
    () => options,
    async (scene) => {
      for (let cycle = 0; cycle < cycles; cycle += 1) {
        const amount = 100 + random.below(4000);
        const key = scene.nextKey();
        await scene.duringSale(key, amount, random.pick(CARDS), () => scene.disk.fill());
        await scene.refused(amount, ['JOURNAL_FULL']);
        await scene.refusesEverything(5, amount, ['JOURNAL_FULL']);
        scene.disk.free();
        await scene.resumes(amount);
        await scene.outcomeOf(key, amount);
      }
    },
  );
}

/**
 * The disk becomes read-only between the card and the commit, as the kernel makes it after an error: from then on
 * by the shim, since the kernel refuses a remount while files are open for writing; for real as soon as the agent
 * has let go of them. Then it is well again. In the end the agent is started on a read-only disk.
 *
 * @param entry stands in for the agent's own; then only what it shows while the disk is read-only counts
 */
export function playReadOnly(seed: number, cycles: number, entry: string | null = null): Played {
  const random = new SimRandom(seed);
  const makeReadOnly = (folder: string): void => writeFileSync(join(folder, 'read-only'), '');
  return MountStage.play(
    (folder) => ({
      // The mirror is on another device, as it should be: it is well.
      config: { state: `${RECORDED_ROOM}\nmirror_path = "mirror/mirror.log"` },
      agentEntry: compiled(entry ?? 'test/torture/mutants/hasty-agent.js'),
      agentEnv: shimEnvironment({ mode: 'readonly', dir: join(folder, 'agent'), switch: join(folder, 'read-only') }),
    }),
    async (scene, folder) => {
      for (let cycle = 0; cycle < cycles; cycle += 1) {
        const amount = 100 + random.below(4000);
        const key = scene.nextKey();
        const before = scene.approvals();
        // A card that asks nobody: the commit that fails is the one that approves.
        const card = entry === null ? random.pick(CARDS) : 'contactless-tc';
        await scene.duringSale(key, amount, card, () => makeReadOnly(folder));
        scene.unchanged(before);
        if (entry !== null) return rmSync(join(folder, 'read-only'));
        await becomesReadOnly(scene, folder);
        await scene.journalSays(
          'the journal to meet the read-only disk',
          ({ problem }) => problem?.includes('cannot be written') === true,
        );
        await scene.refusesEverything(5, amount, ['JOURNAL_IO', 'JOURNAL_READ_ONLY', 'RECOVERING']);
        scene.unchanged(before);
        scene.disk.makeWritable();
        await scene.resumes(amount);
        await scene.outcomeOf(key, amount);
      }
      await startReadOnly(scene);
    },
  );
}

/** From the shim's word to the kernel's: the agent closes what it cannot trust any more. */
async function becomesReadOnly(scene: MountStage, folder: string): Promise<void> {
  await until('the agent to let go of its files', LET_GO_MS, () =>
    Promise.resolve(scene.disk.makeReadOnly() ? true : null),
  );
  rmSync(join(folder, 'read-only'));
}

/** What the supervisor meets that starts the agent again: a clear refusal, and a start once the disk is well. */
async function startReadOnly(scene: MountStage): Promise<void> {
  scene.faults += 1;
  await scene.stage.kill('agent');
  if (!scene.disk.makeReadOnly()) throw new Error('a file is still open though the agent is dead');
  const refusal = await scene.stage.start('agent').then(
    () => 'it started',
    (error: unknown) => (error as Error).message,
  );
  if (!/JOURNAL_READ_ONLY/.test(refusal)) scene.unexpected.push(`on a read-only disk: ${refusal}`);
  scene.disk.makeWritable();
  await scene.stage.start('agent');
  await scene.isReady();
  await scene.resumes(1234);
}
