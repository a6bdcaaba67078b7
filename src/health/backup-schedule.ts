import { asTillpostError } from '../domain/errors.js';
import { own } from '../domain/redaction.js';
import type { Alerts, Clock, Log, Timer } from '../ports/index.js';

export interface BackupScheduleParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly alerts: Alerts;
  /** Where they go; the alert's subject. */
  readonly directory: string;
  readonly everyMs: number;
  /** Wall clock of the newest backup that is there, Unix ms; null when there is none. */
  readonly newestAtMs: () => number | null;
  readonly run: () => Promise<{ readonly path: string; readonly removed: readonly string[] }>;
}

const LOOK_MS = 60_000;
/** Not sooner: a device that fails is not worn out by it. */
const RETRY_MS = 15 * 60_000;

/**
 * Makes a backup whenever the newest one is old enough, across restarts too. One that fails is an alert and stops
 * nothing; it is tried again.
 *
 * @returns stops it
 */
export function startBackupSchedule(parts: BackupScheduleParts): () => void {
  const { clock, log, alerts, directory, everyMs, newestAtMs, run } = parts;
  let dueAtMs: number | null = null;
  let stopped = false;
  let timer: Timer | null = null;

  async function look(): Promise<void> {
    dueAtMs ??= clock.monotonicMs() + untilDue(newestAtMs(), clock.wallMs(), everyMs);
    if (clock.monotonicMs() < dueAtMs) return;
    dueAtMs = clock.monotonicMs() + Math.min(everyMs, RETRY_MS);
    const { path, removed } = await run();
    dueAtMs = clock.monotonicMs() + everyMs;
    log.info('backup made', { path, removed });
    alerts.clear('BACKUP_FAILED', own(directory));
  }

  function again(): void {
    timer = clock.after(LOOK_MS, () => {
      look()
        .catch((error: unknown) => {
          const { code, message, hint } = asTillpostError(error, 'journal.backup');
          // Somebody asked for one by hand: that is one, too.
          if (code === 'BUSY' || stopped) return;
          log.error('no backup', { code, message });
          alerts.raise('BACKUP_FAILED', own(directory), hint === undefined ? message : `${message}. ${hint}`);
        })
        .finally(() => {
          if (!stopped) again();
        });
    });
  }

  again();
  return () => {
    stopped = true;
    timer?.cancel();
  };
}

/** A newest one of the future was made by a clock that lied: it says nothing of when. */
function untilDue(newestAtMs: number | null, nowMs: number, everyMs: number): number {
  if (newestAtMs === null || newestAtMs > nowMs) return 0;
  return Math.max(0, newestAtMs + everyMs - nowMs);
}
