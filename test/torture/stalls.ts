import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../hw-sim/part.js';
import { shimEnvironment } from '../../hw-sim/power/shim.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { Stage } from '../../hw-sim/stage/stage.js';
import { Terminal } from '../../hw-sim/stage/terminal.js';
import { callAgent } from '../../hw-sim/stage/till.js';
import type { RowOptions, RowResult, TortureRow } from './row.js';

const SALES: Readonly<Record<RowOptions['level'], number>> = { ci: 4, release: 200 };
const CONTROL_SALES_MAX = 6;

/**
 * A real agent on a disk whose fsync stalls for 0.3 to 5 seconds: sales are slow, and that is all. The reader's
 * link and the host's stay up, and no heartbeat is missed.
 */
export const stalls: TortureRow = {
  name: 'fsync stalls',
  run: async (options) => {
    const count = SALES[options.level];
    const course = await runCourse(options.seed, { percent: 35, leastMs: 300, mostMs: 5000 }, count, null);
    options.progress(`fsync stalls: ${course.trials} sales, ${course.disturbed.length} disturbances`);
    // Positive control: the same with the sync in the main thread, and stalls long enough to be sure of it.
    const entry = join(projectRoot(), 'dist/test/torture/disk/blocking-agent.js');
    const control = await runCourse(options.seed, { percent: 100, leastMs: 3000, mostMs: 4000 }, CONTROL_SALES_MAX, entry);
    return {
      trials: course.trials,
      lost: course.lost,
      duplicated: course.duplicated,
      unexpected: course.unexpected,
      unrecovered: course.disturbed.length,
      control: { what: 'fsync in the main thread', caught: control.disturbed.length > 0 },
      failures: [...course.disturbed, ...course.findings].map((what) => `seed ${options.seed}: ${what}`),
    } satisfies RowResult;
  },
};

interface Stall {
  readonly percent: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

interface Course {
  readonly trials: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly unexpected: number;
  readonly findings: readonly string[];
  /** Links that fell, bytes that were lost, heartbeats that were missed, sales without an outcome. */
  readonly disturbed: readonly string[];
}

// A patience with receipts shorter than the stalls: a receipt that was heard and waits for its commit must not
// count as overdue, or a slow disk would drop a healthy link.
const UPLINK = 'request_deadline_ms = 1500\nheartbeat_interval_ms = 2000\nreceipt_timeout_ms = 1000\nconnect_timeout_ms = 1500';

/** Of the agent's own counts: each means that a stall was felt where it must not be. */
const QUIET = ['reader.link.failures', 'reader.link.bytesDiscarded', 'reader.link.ackTimeouts', 'heartbeat.missed', 'link.dropped'];

/** @param entry stands in for the agent's own; then the course ends with the first disturbance */
async function runCourse(seed: number, stall: Stall, sales: number, entry: string | null): Promise<Course> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tillpost-stalls-')));
  const dir = join(folder, 'agent');
  const stalling = join(folder, 'stalling');
  let stage: Stage | null = null;
  try {
    stage = await Stage.open({
      folder,
      config: { uplink: UPLINK },
      agentEnv: shimEnvironment({ mode: 'stall', dir, switch: stalling, seed, ...stall }),
      ...(entry === null ? {} : { agentEntry: entry }),
    });
    return await sellUnderStalls(stage, seed, sales, () => writeFileSync(stalling, ''), entry !== null);
  } finally {
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sellUnderStalls(
  stage: Stage,
  seed: number,
  sales: number,
  startStalling: () => void,
  untilDisturbed: boolean,
): Promise<Course> {
  const terminal = new Terminal(stage);
  const random = new SimRandom(seed);
  await terminal.seen('the agent to be ready', 60_000, ({ link, reader }) => link.state === 'online' && reader.state === 'ready');
  const before = await countersOf(stage);
  startStalling();
  const disturbed: string[] = [];
  let trials = 0;
  while (trials < sales && !(untilDisturbed && disturbed.length > 0)) {
    trials += 1;
    try {
      const card = trials % 2 === 1 ? 'contactless-tc' : 'contactless-arqc';
      const { outcome } = await terminal.sell(card, 100 + random.below(4000));
      if (outcome === null) disturbed.push(`sale ${trials} has no outcome`);
    } catch (error) {
      disturbed.push(`sale ${trials}: ${(error as Error).message}`);
    }
    if (untilDisturbed) disturbed.push(...changes(before, await countersOf(stage)));
  }
  if (untilDisturbed) return { trials, lost: 0, duplicated: 0, unexpected: 0, findings: [], disturbed };
  await terminal.seen('everything to be with the host', 60_000, ({ queue, link }) => queue.advices + queue.reversals === 0 && link.state === 'online');
  const after = await countersOf(stage);
  disturbed.push(...changes(before, after));
  // Without heartbeats nothing could have been missed.
  if ((after['heartbeat.sent'] ?? 0) === 0) disturbed.push('no heartbeat was sent');
  const { lost, double, unexpected, amounts, evidence } = stage.audit();
  const wrong = [...unexpected, ...amounts, ...evidence];
  const findings = [...lost, ...double, ...wrong].map(({ key, what }) => `${key} ${what}`);
  const counts = { lost: lost.length, duplicated: double.length, unexpected: wrong.length };
  return { trials, ...counts, findings, disturbed };
}

async function countersOf(stage: Stage): Promise<Readonly<Record<string, number>>> {
  const { counters } = (await callAgent(stage.agentSocket, 'agent.status', {})) as { counters: Record<string, number> };
  return counters;
}

function changes(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): string[] {
  return QUIET.flatMap((name) => {
    const more = (after[name] ?? 0) - (before[name] ?? 0);
    return more > 0 ? [`${name} +${more}`] : [];
  });
}
