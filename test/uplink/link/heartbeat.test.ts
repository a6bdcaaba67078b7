import { describe, expect, it } from 'vitest';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { SIM_UPLINK } from '../../../hw-sim/sim-uplink.js';
import { EventCounters } from '../../../src/health/counters.js';
import { Heartbeat } from '../../../src/uplink/link/heartbeat.js';

interface Way {
  readonly tookMs: number;
  /** After the heartbeat had left. */
  readonly answeredMs: number;
}

const HELD_UP_MS = 3_600_000;
const WALL_MS = 1_800_000_000_000;

/**
 * In a process that stands while its echoes are on their way, so that it gives up none of them.
 *
 * @returns what is taken for the host's time, less what it is, ms; null: nothing
 */
function offBy(...echoes: readonly Way[]): number | null {
  let nowMs = 0;
  const clock = { wallMs: () => WALL_MS + nowMs, monotonicMs: () => nowMs, after: () => ({ cancel: () => undefined }) };
  const asked: string[] = [];
  const heartbeat = new Heartbeat(
    { clock, random: new SimRandom(7), counters: new EventCounters(), timing: SIM_UPLINK.link },
    {
      probe: (nonce) => void asked.push(nonce),
      askBroker: () => undefined,
      drop: () => undefined,
      changed: () => undefined,
    },
  );
  heartbeat.input({ kind: 'connected' });
  for (const { tookMs, answeredMs } of echoes) {
    heartbeat.input({ kind: 'suspect' });
    const nonce = asked.at(-1)!;
    const hostTimeMs = clock.wallMs() + answeredMs;
    nowMs += tookMs;
    expect(heartbeat.echo({ kind: 'echo', nonce, hostTimeMs, pauseMs: 0, batchMax: 0, known: [], gaps: [] })).toBe(
      true,
    );
  }
  expect(heartbeat.state).toBe('online');
  heartbeat.stop();
  return heartbeat.hostOffsetMs();
}

describe("the host's time", () => {
  it.each([
    ['of a quick echo', 300, 150, 0],
    ['of a slow one, off by half of its way at most', 4_000, 4_000, 2_000],
  ])('is taken %s', (_, tookMs, answeredMs, off) => {
    expect(offBy({ tookMs, answeredMs })).toBe(off);
  });

  it.each([
    ['up', HELD_UP_MS],
    ['down', 0],
  ])('is not taken of an echo that was held up on the way %s: it says nothing of now', (_, answeredMs) => {
    expect(offBy({ tookMs: HELD_UP_MS, answeredMs })).toBe(null);
    expect(offBy({ tookMs: 100, answeredMs: 50 }, { tookMs: HELD_UP_MS, answeredMs })).toBe(0);
  });
});
