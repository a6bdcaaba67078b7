import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditResult } from '../../../hw-sim/audit/audit.js';
import { readStalls, shimEnvironment, type Stalled } from '../../../hw-sim/power/shim.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { Stage } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';
import { callAgent } from '../../../hw-sim/stage/till.js';
import { drained, online } from '../stage/on-stage.js';

export interface Stall {
  readonly percent: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface Course {
  readonly trials: number;
  /** Of a broken agent, which is not waited for, it says nothing. */
  readonly audit: AuditResult;
  /** Links that fell, bytes that were lost, heartbeats that were missed, sales without an outcome. */
  readonly disturbed: readonly string[];
  readonly stalled: readonly Stalled[];
}

// A patience with receipts shorter than the stalls: a receipt that was heard and waits for its commit must not
// count as overdue, or a slow disk would drop a healthy link.
const UPLINK =
  'request_deadline_ms = 1500\nheartbeat_interval_ms = 2000\nreceipt_timeout_ms = 1000\nconnect_timeout_ms = 1500';

/** The stalls of the control are longer than both together, so that none of them goes unseen. */
const SILENCE_MS = 2_000;
const ASKED_EVERY_MS = 100;

/** Counts that must not rise: each means that a stall was felt where it must not be. */
const QUIET: Readonly<Record<keyof Counts, readonly string[]>> = {
  agent: [
    'reader.link.failures',
    'reader.link.bytesDiscarded',
    'reader.link.ackTimeouts',
    'heartbeat.missed',
    'link.dropped',
  ],
  reader: ['linkFailed', 'lostBytes'],
};

/**
 * One agent on a stage of its own, with stalls from when it is ready until everything is with the host.
 *
 * @param entry a compiled program in place of the agent's own; then only the disturbances are looked at
 */
export async function playCourse(seed: number, stall: Stall, sales: number, entry: string | null): Promise<Course> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tillpost-stalls-')));
  const dir = join(folder, 'agent');
  const [stalling, report] = [join(folder, 'stalling'), join(folder, 'stalls')];
  let stage: Stage | null = null;
  try {
    stage = await Stage.open({
      folder,
      config: { uplink: UPLINK },
      agentEnv: shimEnvironment({ mode: 'stall', dir, switch: stalling, report, seed, ...stall }),
      ...(entry === null ? {} : { agentEntry: entry }),
    });
    const terminal = new Terminal(stage);
    await online(terminal);
    const before = await countsOf(stage);
    writeFileSync(stalling, '');
    const watch = new Watch(stage);
    const sold = await sell(terminal, new SimRandom(seed), sales);
    if (entry === null) {
      await drained(terminal);
    }
    const disturbed = [...sold, ...(await watch.end()), ...changes(before, await countsOf(stage))];
    return { trials: sales, audit: stage.audit(), disturbed, stalled: readStalls(report) };
  } finally {
    rmSync(stalling, { force: true }); // all is known by now, and the agent need not stop slowly
    await stage?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns sales that came to no outcome */
async function sell(terminal: Terminal, random: SimRandom, sales: number): Promise<readonly string[]> {
  const without: string[] = [];
  for (let sale = 1; sale <= sales; sale += 1) {
    try {
      const { outcome } = await terminal.sell(
        sale % 2 === 1 ? 'contactless-tc' : 'contactless-arqc',
        100 + random.below(4000),
      );
      if (outcome === null) without.push(`sale ${sale} has no outcome`);
    } catch (error) {
      without.push(`sale ${sale}: ${(error as Error).message}`);
    }
  }
  return without;
}

/**
 * Asks the agent again and again: the thread that answers, without a look into the journal, also serves serial
 * line, timers and the host's link.
 */
class Watch {
  readonly #watching: Promise<readonly string[]>;
  #ended = false;

  constructor(stage: Stage) {
    this.#watching = this.#watch(stage);
  }

  /** @returns how often it was silent, and how long at most */
  async end(): Promise<readonly string[]> {
    this.#ended = true;
    return this.#watching;
  }

  async #watch(stage: Stage): Promise<readonly string[]> {
    const silences: number[] = [];
    while (!this.#ended) {
      const askedAtMs = performance.now();
      await callAgent(stage.agentSocket, 'agent.ping', {});
      const tookMs = performance.now() - askedAtMs;
      if (tookMs > SILENCE_MS) silences.push(tookMs);
      await pause(ASKED_EVERY_MS);
    }
    if (silences.length === 0) return [];
    return [`the agent was silent ${silences.length} times, ${Math.max(...silences).toFixed(0)} ms at most`];
  }
}

interface Counts {
  readonly agent: Readonly<Record<string, number>>;
  readonly reader: Readonly<Record<string, number>>;
}

/** As the agent tells them, and the reader at the other end of the line. */
async function countsOf(stage: Stage): Promise<Counts> {
  const { counters } = await callAgent(stage.agentSocket, 'agent.status', {});
  const reader = (await stage.order('reader', { do: 'state' })) as {
    counts: Record<string, number>;
    lostBytes: number;
  };
  return { agent: counters, reader: { ...reader.counts, lostBytes: reader.lostBytes } };
}

function changes(before: Counts, after: Counts): readonly string[] {
  const more = (who: keyof Counts, name: string): number => (after[who][name] ?? 0) - (before[who][name] ?? 0);
  const felt = (['agent', 'reader'] as const).flatMap((who) =>
    QUIET[who].flatMap((name) => (more(who, name) > 0 ? [`${who} ${name} +${more(who, name)}`] : [])),
  );
  // Without heartbeats nothing could have been missed.
  return more('agent', 'heartbeat.sent') > 0 ? felt : [...felt, 'no heartbeat was sent'];
}
