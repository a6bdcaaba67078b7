import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditResult } from '../../hw-sim/audit/audit.js';
import { giveOrder } from '../../hw-sim/control-socket.js';
import { Stage, type StageOptions } from '../../hw-sim/stage/stage.js';
import { Terminal } from '../../hw-sim/stage/terminal.js';
import { until } from '../../hw-sim/stage/wait.js';
import type { BatchDetailView } from '../../src/api/batches.js';
import { compiled } from '../support/journal.js';
import { type End, endSince, markNow, type Sums } from './end.js';
import type { Flow } from './flows.js';
import type { Mutant } from './mutants.js';
import { closeBatch, openBatch, type Run } from './people.js';
import { type Side, SIDES } from './points.js';

/** A flow killed on one side of one point. */
export interface Outcome {
  readonly flow: string;
  readonly point: string;
  readonly side: Side;
  /** As without a crash. */
  readonly wanted: End;
  readonly end: End;
  readonly same: boolean;
  readonly tookMs: number;
}

export interface CourseOptions {
  readonly config?: StageOptions['config'];
  readonly mutant?: Mutant;
}

const WITHIN_MS = 30_000;
const POINTS = 'points.sock';

/** Patient, so that a slow machine passes the same points: nothing but the agent is ever late here. */
const PATIENT = uplinkConfig(10_000);
/** For flows that wait for the deadline. */
export const SHORT_DEADLINE: StageOptions['config'] = { uplink: uplinkConfig(700) };

function uplinkConfig(requestDeadlineMs: number): string {
  return `request_deadline_ms = ${requestDeadlineMs}
heartbeat_interval_ms = 5000
probe_timeout_ms = 3000
receipt_timeout_ms = 5000
connect_timeout_ms = 1500
reconnect_max_ms = 1000`;
}

/**
 * Crash at every step: real processes on a stage, of which the agent alone dies.
 *
 *   each flow   once without a crash, which records its points and where it ends
 *               then for each point twice: SIGKILL just before it and just after it, restart, and to the end
 *   each end    what the ledger gained, what the reader showed as approved, that nothing is owed, parked or counted:
 *               as without the crash
 *
 * The stage is kept for all of it: what a crash left behind meets everything that comes later, and the comparison
 * at the end (`audit`) looks at the whole of it.
 */
export class CrashCourse {
  readonly outcomes: Outcome[] = [];
  readonly #terminal: Terminal;
  #runs = 0;

  private constructor(
    private readonly folder: string,
    private readonly stage: Stage,
  ) {
    this.#terminal = new Terminal(stage);
  }

  static async open({ config = {}, mutant }: CourseOptions = {}): Promise<CrashCourse> {
    const folder = await mkdtemp(join(tmpdir(), 'tillpost-crash-'));
    try {
      const stage = await Stage.open({
        folder,
        config: {
          uplink: PATIENT,
          settlement: 'drain_max_ms = 10000\nanswer_timeout_ms = 10000',
          // At once: each run waits until the reader has forgotten, and passes the same points.
          reader: 'card_timeout_ms = 20000\nrecovery_wait_ms = 3000\nconfirm_idle_ms = 0',
          ...config,
        },
        readerArguments: ['--card-delay', '0'],
        agentSpare: true,
        agentEntry: compiled('test/crash/crash-agent.js'),
        agentArguments: ['--points', join(folder, POINTS), ...(mutant === undefined ? [] : ['--mutant', mutant])],
      });
      return new CrashCourse(folder, stage);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Every point of the flow, both sides. @throws Error when the flow passes other points than it must */
  async everyPoint(flow: Flow): Promise<readonly Outcome[]> {
    const { points, end: wanted } = await this.rehearse(flow);
    const outcomes: Outcome[] = [];
    for (const point of points) {
      for (const side of SIDES) outcomes.push(await this.crash(flow, `${point}:${side}`, wanted));
    }
    return outcomes;
  }

  /** Without a crash. */
  async rehearse(flow: Flow): Promise<{ readonly points: readonly string[]; readonly end: End }> {
    let points: readonly string[] = [];
    const end = await this.#through(flow, null, async () => {
      points = (await this.#order({ do: 'disarm' })) as readonly string[];
    });
    const names = points.map((point) => point.replace(/#\d+$/, ''));
    const missing = flow.expects.filter((name) => !names.includes(name) && !points.includes(name));
    if (missing.length > 0)
      throw new Error(`${flow.name} did not pass ${missing.join(', ')}, but ${points.join(', ')}`);
    return { points, end };
  }

  /** @param place point and side, as in `commit begin#1:before` */
  async crash(flow: Flow, place: string, wanted: End): Promise<Outcome> {
    const startMs = performance.now();
    const end = await this.#through(flow, place, () => this.#order({ do: 'disarm' }));
    const [point = '', side] = place.split(/:(?=before$|after$)/);
    const outcome = {
      flow: flow.name,
      point,
      wanted,
      end,
      side: side === 'before' ? ('before' as const) : ('after' as const),
      same: end.text === wanted.text,
      tookMs: performance.now() - startMs,
    };
    this.outcomes.push(outcome);
    return outcome;
  }

  /** The last batch against the host's, then the whole stage: what was shown and told against the ledger. */
  async audit(): Promise<{ readonly lastBatch: BatchDetailView; readonly audit: AuditResult }> {
    const run = this.#run(new Promise(() => undefined), []);
    await this.#quiet();
    const lastBatch = await closeBatch(run, await openBatch(run));
    return { lastBatch, audit: this.stage.audit() };
  }

  async close(): Promise<void> {
    await this.stage.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #through(flow: Flow, place: string | null, whenQuiet: () => Promise<unknown>): Promise<End> {
    await this.#quiet();
    const notes: string[] = [];
    const agent = this.stage.part('agent');
    const agentGone = place === null ? new Promise<void>(() => undefined) : agent.exited.then(() => undefined);
    const run = this.#run(agentGone, notes);
    const mark = markNow(this.stage);
    try {
      const act = await flow.begin(run);
      await this.#order({ do: 'arm', place });
      const acting = act();
      acting.catch(() => undefined); // awaited below, once the agent is back
      if (place !== null) {
        await within(agentGone, `the agent to die at ${place}`);
        await flow.beforeRestart?.(run);
        await this.stage.start('agent');
      }
      const more = await acting;
      await this.#quiet();
      await whenQuiet();
      const { text, notes: ways } = await endSince(this.stage, mark, run.sums, more);
      return { text, notes: [...notes, ...ways] };
    } catch (error) {
      throw new Error(`${flow.name}, ${place ?? 'without a crash'}: ${(error as Error).message}`, { cause: error });
    } finally {
      await this.#reset();
    }
  }

  /** Whatever the flow turned stands as before it. */
  async #reset(): Promise<void> {
    await this.stage.order('network', { do: 'mode', mode: 'pass' });
    await this.stage.order('host', { do: 'delay', ms: 0 });
    await this.stage.order('host', { do: 'lose-receipts', count: 0 });
    await this.stage.order('host', { do: 'wrong-totals', count: 0 });
  }

  /** Nothing is owed, nobody is busy, and the reader has forgotten what was confirmed. */
  async #quiet(): Promise<void> {
    await this.#terminal.seen(
      'everything to drain',
      WITHIN_MS,
      ({ link, reader, queue }) =>
        link.state === 'online' && reader.state === 'ready' && queue.advices + queue.reversals === 0,
    );
    await until('the reader to forget', WITHIN_MS, async () => {
      const { results } = (await this.stage.order('reader', { do: 'state' })) as { readonly results: number };
      return results === 0 ? true : null;
    });
  }

  #run(agentGone: Promise<void>, notes: string[]): Run {
    return {
      stage: this.stage,
      terminal: this.#terminal,
      sums: this.#nextSums(),
      agentGone,
      note: (text) => void notes.push(text),
      quiet: () => this.#quiet(),
    };
  }

  /** Other sums than in any run before, so that nobody suspects a duplicate; none that the issuer declines. */
  #nextSums(): Sums {
    do this.#runs += 1;
    while ([5, 51].includes(this.#runs % 100));
    return { A: 1000 + this.#runs, B: 2000 + this.#runs, C: 3000 + this.#runs };
  }

  #order(order: { readonly do: string; readonly place?: string | null }): Promise<unknown> {
    return giveOrder(join(this.folder, POINTS), order);
  }
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${WITHIN_MS} ms for ${what}`)), WITHIN_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
