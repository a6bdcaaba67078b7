import { afterEach, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { type Housekeeping, startHousekeeping } from '../../src/health/housekeeping.js';
import type { Journal, QueueSummary } from '../../src/ports/index.js';
import { silentLog } from '../support/silent-log.js';

const NOW_MS = Date.UTC(2027, 2, 1);
const RETENTION_MS = 30 * 86_400_000;

let housekeeping: Housekeeping | null = null;
afterEach(() => housekeeping?.stop());

function keep(advices = 0) {
  const clock = new SimClock(NOW_MS);
  const purged: number[] = [];
  const queue: QueueSummary = {
    advices,
    reversals: 0,
    parked: 0,
    oldestCreatedAtMs: null,
    oldestAgeMs: null,
    amounts: [],
    parkedAmounts: [],
  };
  const journal = {
    queue: () => Promise.resolve(queue),
    purge: (beforeMs: number) => (purged.push(beforeMs), Promise.resolve(0)),
  } as unknown as Journal;
  /** As the host told it, null before. */
  const state = { bookMs: (): number | null => NOW_MS + clock.monotonicMs() };
  housekeeping = startHousekeeping({
    journal,
    clock,
    log: silentLog,
    retentionMs: RETENTION_MS,
    bookTimeMs: () => state.bookMs(),
  });
  return { clock, purged, state };
}

it('purges once a minute what is older than its retention', async () => {
  const { clock, purged } = keep();
  await clock.advance(59_000);
  expect(purged).toEqual([]);
  await clock.advance(62_000);
  expect(purged.length).toBe(2);
  expect(purged[0]).toBeGreaterThan(NOW_MS - RETENTION_MS);
  expect(purged[0]).toBeLessThanOrEqual(NOW_MS - RETENTION_MS + 65_000);
});

it.each([0, NOW_MS - 400 * 86_400_000, NOW_MS + 2 * RETENTION_MS])(
  'purges by book time, with the wall clock at %d, and nothing while nobody has confirmed it',
  async (wallMs) => {
    const { clock, purged, state } = keep();
    const confirmed = state.bookMs;
    state.bookMs = () => null;
    clock.setWall(wallMs);
    await clock.advance(300_000);
    expect(purged).toEqual([]);
    state.bookMs = confirmed;
    await clock.advance(5_000);
    expect(purged).toEqual([NOW_MS + clock.monotonicMs() - RETENTION_MS]);
  },
);

it('purges nothing while something is owed', async () => {
  const { clock, purged } = keep(1);
  await clock.advance(300_000);
  expect(purged).toEqual([]);
});
