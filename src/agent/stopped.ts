import type { VerifyView } from '../api/journal.js';
import type { BackupListView, RestoreView } from '../api/stopped.js';
import type { RestoreReport } from '../journal/backup/restore.js';
import { SystemClock } from '../platform/system-clock.js';
import { SystemRandom } from '../platform/system-random.js';

/** What works with the agent stopped, on its files alone. Each loads only what it needs, and that when it is called. */

/** @throws CONFIG_* */
export async function checkConfig(configPath: string): Promise<void> {
  await readConfig(configPath);
}

/** The journal is read and left as it is. @throws CONFIG_*, and what `inspectJournal` does */
export async function verifyJournal(configPath: string): Promise<VerifyView> {
  const [{ journal }, { inspectJournal }] = await Promise.all([
    readConfig(configPath),
    import('../journal/check/inspection.js'),
  ]);
  return { ok: true, ...inspectJournal(journal) };
}

/** @param named null for the configured one @throws CONFIG_*, INVALID_REQUEST when none is */
export async function listBackups(configPath: string, named: string | null): Promise<BackupListView> {
  const [{ journal, backupDirectory }, files] = await Promise.all([
    readConfig(configPath),
    import('../journal/backup/backup-files.js'),
  ]);
  const dir = backupDirectory(named);
  const backups = files.listBackups(dir, journal.terminalId);
  return {
    dir,
    backups: backups.map(({ path, atMs, epoch, entry, bytes }) => {
      return { path, at: new Date(atMs).toISOString(), epoch, entry, bytes };
    }),
  };
}

/** @throws CONFIG_*, and what the journal's own says */
export async function restoreJournal(configPath: string, backup: string, giveUp: boolean): Promise<RestoreView> {
  const [{ journal }, restoring, { drawFresh }, { unreadableText }] = await Promise.all([
    readConfig(configPath),
    import('../journal/backup/restore.js'),
    import('../journal/core/recovery.js'),
    import('../journal/renewal/merging.js'),
  ]);
  const done = restoring.restoreJournal({
    ...journal,
    fresh: drawFresh(new SystemRandom()),
    atMs: new SystemClock().wallMs(),
    backup,
    giveUp,
  });
  return restoreView(done, backup, unreadableText);
}

function restoreView(
  done: RestoreReport,
  backup: string,
  unreadableText: (lost: RestoreReport['givenUp'][number]) => string,
): RestoreView {
  const { path, epoch, taken, unsure, running } = done;
  return {
    path,
    epoch,
    taken,
    unsure,
    running,
    backup: { path: backup, epoch: done.backupEpoch, entry: done.backupEntry },
    settled: done.settled.length,
    given_up: done.givenUp.map(unreadableText),
    set_aside: done.setAside,
    mirror_set_aside: done.mirrorSetAside,
  };
}

/** What the configuration says of the files. */
async function readConfig(configPath: string) {
  const { backupDirectoryOf, journalPathOf, loadConfig, mirrorPathOf } = await import('../config/config.js');
  const config = loadConfig(configPath);
  const { terminalId, merchantId } = config.terminal;
  return {
    journal: { path: journalPathOf(config), mirrorPath: mirrorPathOf(config), terminalId, merchantId },
    backupDirectory: (named: string | null) => backupDirectoryOf(config, named, 'journal.backups'),
  };
}
