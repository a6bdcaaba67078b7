import { backupDirectoryOf, type Config, journalPathOf } from '../config/config.js';
import { startBackupSchedule } from '../health/backup-schedule.js';
import type { BackupReport } from '../journal/backup/backup.js';
import { listBackups } from '../journal/backup/backup-files.js';
import { Backups, type HoldableJournal } from '../journal/backup/backup-run.js';
import type { Alerts, Clock, Log } from '../ports/index.js';

export interface BackupParts {
  readonly config: Config;
  readonly journal: HoldableJournal;
  /** What people are shown: it stands in the names. */
  readonly clock: Clock;
  /** See HousekeepingParts. */
  readonly bookTimeMs: () => number | null;
  readonly log: Log;
  readonly alerts: Alerts;
}

export interface RunningBackups {
  /**
   * @param directory absolute; null for the configured one, in which old backups then go
   * @throws see `Backups.run`; INVALID_REQUEST when none is configured
   */
  run(directory: string | null): Promise<BackupReport>;
  /** No more of them: before the journal is closed. */
  stop(): Promise<void>;
  /** After the journal is closed. */
  close(): void;
}

const HOUR_MS = 3_600_000;

export function createBackups({ config, journal, clock, bookTimeMs, log, alerts }: BackupParts): RunningBackups {
  const { dir, everyHours, keepCount, keepDays } = config.backup;
  const { reserveBytes, lowWaterBytes } = config.state;
  const backups = new Backups({
    journal,
    path: journalPathOf(config),
    // So that the journal, where it is on the same device, is not low on space because of its own backup.
    roomBytes: lowWaterBytes + 2 * reserveBytes,
  });
  const run = async (named: string | null): Promise<BackupReport> => {
    const directory = backupDirectoryOf(config, named, 'journal.backup');
    const atMs = clock.wallMs();
    const nowMs = bookTimeMs();
    const keep = { count: keepCount, afterMs: nowMs === null ? null : nowMs - keepDays * 24 * HOUR_MS };
    return backups.run({ directory, atMs, keep: named === null ? keep : null });
  };
  const stopSchedule =
    dir === ''
      ? () => undefined
      : startBackupSchedule({
          clock,
          log,
          alerts,
          directory: dir,
          everyMs: everyHours * HOUR_MS,
          newestAtMs: () => listBackups(dir, config.terminal.terminalId)[0]?.atMs ?? null,
          run: () => run(null),
        });
  return {
    run,
    stop: () => {
      stopSchedule();
      return backups.stop();
    },
    close: () => backups.close(),
  };
}
