import type { VerifyView } from '../api/journal.js';
import type { BackupListView, HeldView, MoveAsked, MoveView, RestoreView } from '../api/stopped.js';
import { TillpostError } from '../domain/errors.js';
import type { RestoreReport } from '../journal/backup/restore.js';
import type { Held } from '../journal/merchant/held.js';
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

/**
 * @param confirm is shown what would be moved
 * @returns null when it was not confirmed
 * @throws CONFIG_*, INVALID_REQUEST, and what the journal's own says
 */
export async function moveMerchant(
  configPath: string,
  asked: MoveAsked,
  confirm: (held: HeldView) => Promise<boolean>,
): Promise<MoveView | null> {
  const [{ journal, contactPaths }, moving, { markOfAnswer }, { moveAsked }] = await Promise.all([
    readConfig(configPath),
    import('../journal/merchant/moving.js'),
    import('../platform/contact-file.js'),
    import('../api/stopped.js'),
  ]);
  const { path, terminalId, merchantId: to } = journal;
  const checked = moveAsked.safeParse(asked);
  if (!checked.success) throw notAsAsked(checked.error.issues);
  const { from, reason } = checked.data;
  const view = ({ postings, batches }: Held): HeldView => ({ from, to, postings, batches });
  const done = await moving.moveMerchant(
    {
      ...journal,
      from,
      to,
      reason,
      wallMs: new SystemClock().wallMs(),
      mark: markOfAnswer(contactPaths, { merchantId: from, terminalId }),
    },
    (held) => confirm(view(held)),
  );
  if (done === null) return null;
  return { path, ...view(done.held), reason, entry: done.entry, mirror_problem: done.mirrorProblem };
}

function notAsAsked(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): TillpostError {
  const [{ path, message } = { path: [], message: '' }] = issues;
  return new TillpostError('INVALID_REQUEST', `--${String(path[0])}: expected ${message}`, {
    operation: 'journal.move',
    hint: 'See `tillpost journal move --help`.',
  });
}

/** What the configuration says of the files. */
async function readConfig(configPath: string) {
  const { backupDirectoryOf, contactPathsOf, journalPathOf, loadConfig, mirrorPathOf } =
    await import('../config/config.js');
  const config = loadConfig(configPath);
  const { terminalId, merchantId } = config.terminal;
  return {
    journal: { path: journalPathOf(config), mirrorPath: mirrorPathOf(config), terminalId, merchantId },
    contactPaths: contactPathsOf(config),
    backupDirectory: (named: string | null) => backupDirectoryOf(config, named, 'journal.backups'),
  };
}
