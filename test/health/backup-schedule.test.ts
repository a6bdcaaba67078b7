import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { TillpostError } from '../../src/domain/errors.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { startBackupSchedule } from '../../src/health/backup-schedule.js';
import { EventCounters } from '../../src/health/counters.js';
import { silentLog } from '../support/silent-log.js';

const NOW_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

function scheduled(newestAtMs: number | null): {
  clock: SimClock;
  alerts: AlertBoard;
  ran: number[];
  fail: { by: TillpostError | null };
  stop: () => void;
} {
  const clock = new SimClock(NOW_MS);
  const alerts = new AlertBoard({ clock, log: silentLog, counters: new EventCounters() });
  const ran: number[] = [];
  const fail = { by: null as TillpostError | null };
  const stop = startBackupSchedule({
    clock,
    alerts,
    log: silentLog,
    directory: '/backups',
    everyMs: 24 * HOUR_MS,
    newestAtMs: () => newestAtMs,
    run: async () => {
      ran.push(clock.monotonicMs());
      if (fail.by !== null) throw fail.by;
      return { path: '/backups/x.db', removed: [] };
    },
  });
  return { clock, alerts, ran, fail, stop };
}

describe('the schedule of backups', () => {
  it.each([
    ['none is there', null, MINUTE_MS],
    ['the newest is old', NOW_MS - 30 * HOUR_MS, MINUTE_MS],
    ['the newest is of a time to come', NOW_MS + HOUR_MS, MINUTE_MS],
    ['the newest is young, of before this start', NOW_MS - 20 * HOUR_MS, 4 * HOUR_MS],
  ])('makes the first when %s', async (_what, newestAtMs, atMs) => {
    const { clock, ran, stop } = scheduled(newestAtMs);
    await clock.advance(atMs - MINUTE_MS + 1);
    await clock.advance(MINUTE_MS);
    expect(ran).toEqual([atMs]);
    await clock.advance(24 * HOUR_MS);
    expect(ran).toEqual([atMs, atMs + 24 * HOUR_MS]);
    stop();
    expect(clock.pending).toBe(0);
  });

  it('raises an alert with the hint, tries again, and clears it', async () => {
    const { clock, alerts, ran, fail, stop } = scheduled(null);
    fail.by = new TillpostError('BACKUP_FAILED', 'no space', { operation: 'journal.backup', hint: 'Free some.' });
    await clock.advance(2 * MINUTE_MS);
    expect(alerts.active()).toMatchObject([
      { code: 'BACKUP_FAILED', subject: '/backups', text: 'no space. Free some.' },
    ]);
    await clock.advance(14 * MINUTE_MS);
    expect(ran).toHaveLength(2);
    expect(alerts.active()).toMatchObject([{ count: 2 }]);
    fail.by = null;
    await clock.advance(15 * MINUTE_MS);
    expect(alerts.active()).toEqual([]);
    stop();
  });

  it('takes no offence at one that is being made by hand', async () => {
    const { clock, alerts, fail, stop } = scheduled(null);
    fail.by = new TillpostError('BUSY', 'a backup is being made', { operation: 'journal.backup' });
    await clock.advance(2 * MINUTE_MS);
    expect(alerts.active()).toEqual([]);
    stop();
  });
});
