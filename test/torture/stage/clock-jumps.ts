import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ShiftedClock } from '../../../hw-sim/clock/shim.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Stage, StageOptions } from '../../../hw-sim/stage/stage.js';
import type { Terminal } from '../../../hw-sim/stage/terminal.js';
import { CLOCK_TOLERANCE_MS, judgeClock } from '../../../src/domain/clock-quality.js';
import { compiled } from '../programme/compiled.js';
import { CLOCK_STORIES, type ClockScene, type ClockStory, cut, heal, sell, shown } from './clock-stories.js';
import { faultRow, type Playing } from './fault-row.js';
import { type Curtain, drained, onBrokenStage, onStage } from './on-stage.js';

const HOUR_MS = 3_600_000;
const WITHIN_MS = 60_000;
const CONTROL_STUCK_MS = 6_000;

/** Where the wall clock goes, as its distance from the true one, ms. */
const JUMPS = {
  'to 1970': () => -Date.now(),
  'to +30 days': () => 30 * 24 * HOUR_MS,
  'to -1 hour': () => -HOUR_MS,
  'to +1 hour': () => HOUR_MS,
  'to -1 day': () => -24 * HOUR_MS,
  'to the right time': () => 0,
} as const satisfies Readonly<Record<string, () => number>>;
type Jump = keyof typeof JUMPS;

// Patient where the stage is quick: a heartbeat that this machine is slow to answer is no false loss of the link.
const STAGE: Omit<StageOptions, 'folder'> = {
  config: {
    reader: 'card_timeout_ms = 20000\nrecovery_wait_ms = 3000',
    uplink: `request_deadline_ms = 5000
heartbeat_interval_ms = 1000
probe_timeout_ms = 20000
receipt_timeout_ms = 20000
connect_timeout_ms = 5000
reconnect_max_ms = 1000`,
    state: 'low_water_bytes = 1048576\nretention_days = 20',
    settlement: 'drain_max_ms = 2000\nanswer_timeout_ms = 5000\nschedule = ["03:00", "15:00"]',
  },
};
const QUIET = ['link.dropped', 'heartbeat.missed', 'reader.link.failures', 'receipt.overdue'];

/** The agent's wall clock is set while it works; a trial is one jump. Its monotonic clock goes on. */
export const clockJumps = faultRow({
  name: 'clock jumps',
  needs: ['clock'],
  trialsAre: 'jumps',
  trials: { ci: 30, release: 500 },
  seconds: { ci: 40, release: 500 },
  control: lateByTheWallClock,
  stage: (playing) => clockStage({}, (stage, terminal, clock) => playJumps(stage, terminal, clock, playing)),
  kindOf: (told) => told.slice(told.indexOf('to ')),
});

/** One jump after the other, each to the end. Throws what a jump broke. */
export async function playJumps(
  stage: Stage,
  terminal: Terminal,
  clock: ShiftedClock,
  { trials, seed, story }: Playing,
): Promise<void> {
  const random = new SimRandom(seed);
  const keys: string[] = [];
  let at: Jump = 'to the right time';
  let closings = 0;
  for (let done = 0; done < trials; done += 1) {
    const { name, play, quiet, restarts }: ClockStory = CLOCK_STORIES[(done + seed) % CLOCK_STORIES.length]!;
    const to: Jump = random.pick((Object.keys(JUMPS) as Jump[]).filter((jump) => jump !== at));
    at = to;
    story.push(`${name}, ${to}`);
    const before = await terminal.status();
    const jump = (): void => clock.shift(JUMPS[to]());
    await play({ stage, terminal, random, clock, jump });
    await drained(terminal);
    if (quiet) unfelt(before.counters, (await terminal.status()).counters);
    keys.push(await proven({ stage, terminal, random, clock, jump }));
    closings += restarts + (name === 'in settlement' ? 1 : 0);
  }
  // By the schedule at most one for each start with a wrong clock, and those of the true time.
  const { open_batch: batch } = await terminal.status();
  if (batch > 1 + closings + 2)
    throw new Error(`${batch} batches were opened, of them at most ${closings} for a reason`);
  // Twenty days have passed for nobody: +30 days must not have ended a retention.
  for (const key of keys) await shown(stage, key);
}

/**
 * One more sale: the jump has reached the agent, and what it did about it. The log bears the wall clock as the
 * process sees it; the books bear the host's time, for the host was heard; the mark and the alert say which.
 */
async function proven(scene: ClockScene): Promise<string> {
  const { stage, terminal, clock } = scene;
  const expected = judgeClock(clock.wallMs(), -clock.offsetMs);
  await terminal.seen(
    `the clock to be known as ${expected}`,
    WITHIN_MS,
    ({ alerts }) => alerts.some(({ code }) => code === 'CLOCK_WRONG') === (expected === 'wrong'),
  );
  const [wallFromMs, fromMs] = [clock.wallMs(), Date.now()];
  const { key, outcome } = await sell(scene, 'contactless-arqc');
  const [wallToMs, toMs] = [clock.wallMs(), Date.now()];
  if (outcome !== 'approved') throw new Error(`${key} was ${outcome} after the jump`);
  const line = await stage.part('agent').line(new RegExp(`"key":"${key}".*"sale started"`));
  const loggedMs = Date.parse((JSON.parse(line) as { time: string }).time);
  if (!(loggedMs >= wallFromMs && loggedMs <= wallToMs)) throw new Error(`the jump did not reach the agent: ${line}`);
  const { clock: mark, started_at: startedAt, entries } = await shown(stage, key);
  if (mark !== expected) throw new Error(`${key} bears the clock mark ${mark}, not ${expected}`);
  for (const at of [startedAt, ...entries.map((entry) => entry.at)].map(Date.parse)) {
    if (!(at >= fromMs - CLOCK_TOLERANCE_MS && at <= toMs + CLOCK_TOLERANCE_MS)) {
      throw new Error(`the books say ${new Date(at).toISOString()} of ${key} although the host's time was known`);
    }
  }
  return key;
}

function unfelt(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): void {
  const felt = QUIET.filter((name) => (after[name] ?? 0) > (before[name] ?? 0));
  if (felt.length > 0) throw new Error(`the jump was felt where it must not be: ${felt.join(', ')}`);
}

type ClockPlay = (stage: Stage, terminal: Terminal, clock: ShiftedClock) => Promise<void>;

/** A stage whose agent has a clock that can be set. */
export async function clockStage(
  options: Omit<StageOptions, 'folder'>,
  play: ClockPlay,
  set = onStage,
): Promise<Curtain> {
  const folder = mkdtempSync(join(tmpdir(), 'tillpost-clock-'));
  const clock = new ShiftedClock(join(folder, 'clock'));
  try {
    return await set({ ...STAGE, ...options, agentEnv: clock.environment }, (stage, terminal) =>
      play(stage, terminal, clock),
    );
  } finally {
    clock.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Positive control: an agent that sends in the order of the wall clock, and a clock that is set back. */
async function lateByTheWallClock(): Promise<{ what: string; caught: boolean }> {
  let stuck = false;
  const mutant = compiled('test/torture/mutants/wall-clock-agent.js');
  const { audit, unrecovered } = await clockStage(
    { agentEntry: mutant },
    async (stage, terminal, clock) => {
      const scene = { stage, terminal, random: new SimRandom(1) };
      await cut(scene);
      await sell(scene, 'contactless-tc');
      clock.shift(JUMPS['to -1 hour']());
      await heal(scene);
      stuck = await drained(terminal, CONTROL_STUCK_MS).then(
        () => false,
        () => true,
      );
      // It was the clock and nothing else: with the right time all goes.
      clock.shift(0);
      await sell(scene, 'contactless-tc');
    },
    onBrokenStage,
  );
  return { what: 'ordering by wall clock', caught: stuck && audit.ok && unrecovered === null };
}
