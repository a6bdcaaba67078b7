import { rmSync } from 'node:fs';
import { asSynchronousNormal, type Operation, readRecording } from '../../../hw-sim/power/recording.js';
import { JudgeCount } from '../programme/judge-count.js';
import type { RowOptions, RowResult, Size as RowSize, TortureRow } from '../programme/row.js';
import { rangeOf, seedsOf } from '../programme/share.js';
import { recordAgentStory } from './agent-story.js';
import { cutRecording, type CutSize, type Fell, judgeAll } from './cut-recording.js';
import { choosePoints, type CutPoint, recordStory, workFolder } from './cuts.js';
import { AGENT, JOURNAL, type Kind, type Promised } from './kinds.js';
import { cutLive } from './live-cuts.js';
import { putBackLive } from './put-back.js';

interface Size {
  /** Recordings of either kind. */
  readonly recordings: number;
  /** Sales of each of the three parts of an agent's story, and of the whole of a journal's. */
  readonly agentSales: number;
  readonly journalSales: number;
  readonly agent: CutSize;
  readonly journal: CutSize;
  /** Cuts from which the agent itself goes on, with the same reader and host; of one recording. */
  readonly live: number;
  /** Stages on which an older copy of the state is put back; of one recording. */
  readonly putBacks: number;
}

const SIZES: Readonly<Record<RowOptions['level'], Size>> = {
  ci: {
    recordings: 1,
    agentSales: 6,
    journalSales: 27,
    agent: { states: 1000, recoveries: 10, cutsOfRecovery: 10 },
    journal: { states: 800, recoveries: 10, cutsOfRecovery: 10 },
    live: 4,
    putBacks: 1,
  },
  release: {
    recordings: 10,
    agentSales: 12,
    journalSales: 54,
    agent: { states: 3000, recoveries: 25, cutsOfRecovery: 10 },
    journal: { states: 2000, recoveries: 25, cutsOfRecovery: 10 },
    live: 20,
    putBacks: 3,
  },
};
const CONTROL_STATES = 60;
const CONTROL_SALES = 2;

/**
 * Power cuts: what the real agent process, and the real journal in its thread, do on their disk is recorded; the
 * disk is built as it could look after a cut at any operation; the real recovery opens it, and everything that had
 * been promised by then must be there. Recoveries are recorded and cut in their turn; and from some cuts the agent
 * goes on, until the host's ledger can be compared.
 */
export const powerCuts: TortureRow = {
  name: 'power cuts',
  load: 'processor',
  needs: ['power'],
  sizes: { ci: sizeOf(SIZES.ci, 110), release: sizeOf(SIZES.release, 1000) },
  run: async (options) => runPowerCuts(options, SIZES[options.level]),
};

/** Seeds of one recording of either kind. */
const statesOf = ({ agent, journal }: Size): number => agent.states + journal.states;

function sizeOf(size: Size, seconds: number): RowSize {
  const all = ({ states, recoveries, cutsOfRecovery }: CutSize): number => states + recoveries * cutsOfRecovery;
  return {
    trials: size.recordings * (all(size.agent) + all(size.journal) + size.live + size.putBacks),
    seconds,
    parts: size.recordings,
  };
}

export async function runPowerCuts(options: Omit<RowOptions, 'level'>, size: Size): Promise<RowResult> {
  const turns = rangeOf(size.recordings, options.share);
  const folder = workFolder();
  const count = new JudgeCount();
  const controls = new Controls(folder);
  const fell: { readonly agent: Fell; readonly journal: Fell }[] = [];
  try {
    for (let turn = 0; turn < turns.count; turn += 1) {
      const seed = options.seed + (turns.first + turn) * statesOf(size);
      const entry = 'test/torture/mutants/hasty-agent.js';
      const agent = readRecording(await recordAgentStory(folder, { seed, sales: size.agentSales, entry }));
      const ofAgent = await cutRecording(AGENT, folder, agent, seed, size.agent, count);
      const journalSeed = seed + size.agent.states;
      const journal = readRecording(await recordStory(folder, journalSeed, size.journalSales));
      fell.push({
        agent: ofAgent,
        journal: await cutRecording(JOURNAL, folder, journal, journalSeed, size.journal, count),
      });
      await cutLive(folder, seed, size.live, count);
      await putBack(folder, seed, size.putBacks, count);
      if (turn === 0) {
        controls.synchronousNormal(AGENT, agent, seed);
        controls.synchronousNormal(JOURNAL, journal, journalSeed);
        await controls.commitAfterApproved(seed);
        await controls.sameMark(seed);
      }
      const told = `${agent.length} and ${journal.length} operations, ${count.trials} states`;
      options.progress(`recording ${turn + 1} of ${turns.count}: ${told}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const sum = (of: (one: (typeof fell)[number]) => number): number => fell.reduce((total, one) => total + of(one), 0);
  const inCheckpoint = sum(({ agent, journal }) => agent.duringCheckpoint + journal.duringCheckpoint);
  options.progress(
    `${inCheckpoint} cuts fell into a checkpoint, ${sum(({ agent }) => agent.duringBackup)} into a backup`,
  );
  const result = count.result({
    what: 'synchronous NORMAL; commit after "approved"; a start mark that is not drawn anew',
    caught: controls.caught,
  });
  // A story in which nothing of the kind was going on would prove nothing about it.
  const isMissed = fell.some(
    ({ agent, journal }) => Math.min(agent.duringCheckpoint, agent.duringBackup, journal.duringCheckpoint) === 0,
  );
  const seeds = seedsOf(options.seed, { first: turns.first * statesOf(size), count: turns.count * statesOf(size) });
  return {
    ...result,
    seeds,
    failures: [...result.failures, ...(isMissed ? ['no cut fell into a checkpoint or a backup'] : [])],
  };
}

/** An older copy of the state is put back under the agent, which sells on. */
async function putBack(folder: string, seed: number, stages: number, count: JudgeCount): Promise<void> {
  for (let at = 0; at < stages; at += 1) {
    const replay = `node dist/test/torture/main.js --row 'power cuts' --seed ${seed} (state put back, ${at + 1})`;
    count.add(await putBackLive(folder, seed + at), () => replay);
  }
}

/** What was broken on purpose, judged by the same checkers. */
class Controls {
  readonly #normal: JudgeCount[] = [];
  readonly #early = new JudgeCount();
  readonly #marked = new JudgeCount();

  constructor(private readonly folder: string) {}

  get caught(): boolean {
    return this.#normal.every(({ lost }) => lost > 0) && this.#early.lost > 0 && this.#marked.lost > 0;
  }

  /** The same course with synchronous NORMAL, as better-sqlite3 is compiled. */
  synchronousNormal<P extends Promised<P>>(kind: Kind<P>, operations: readonly Operation[], seed: number): void {
    const normal = asSynchronousNormal(operations);
    const count = new JudgeCount();
    this.#normal.push(count);
    judgeAll(kind, this.folder, normal, choosePoints(normal.length, CONTROL_STATES, seed), 0, count, () => 'control');
  }

  /** A state that is put back under an agent that draws no new start mark. */
  async sameMark(seed: number): Promise<void> {
    const judged = await putBackLive(this.folder, seed, 'test/torture/mutants/marked-agent.js');
    this.#marked.add(judged, () => 'control');
  }

  /** An agent that tells the reader first, cut right after each "approved". */
  async commitAfterApproved(seed: number): Promise<void> {
    const story = { seed: seed + 1, sales: CONTROL_SALES, entry: 'test/torture/mutants/early-agent.js' };
    const operations = readRecording(await recordAgentStory(this.folder, story));
    const points = operations.flatMap((operation, index): readonly CutPoint[] => {
      const isApproval = operation.kind === 'mark' && operation.text.includes('"shown":"approved"');
      return isApproval ? [{ after: index + 1, cut: 'all', seed }] : [];
    });
    judgeAll(AGENT, this.folder, operations, points, 0, this.#early, () => 'control');
  }
}
