import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { BackupListView, BackupView } from '../../../api/till-api.js';
import { TillpostError } from '../../../domain/errors.js';
import type { Bind, Desk } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';

/** A long journal onto a slow device; sales go on meanwhile. */
const BACKUP_TIMEOUT_MS = 600_000;

export function addBackup(journal: Command, bind: Bind): void {
  journal
    .command('backup')
    .description('copy the journal while sales go on, and check the copy before it counts')
    .option('--dir <dir>', 'where to; else backup.dir of the configuration, where old backups then go')
    .action(bind(backup));
  journal
    .command('backups')
    .description('the backups that are there, newest first')
    .option('--dir <dir>', 'where; else backup.dir of the configuration')
    .action(bind(backups));
}

interface Options {
  readonly dir?: string;
}

async function backup(desk: Desk, { dir }: Options): Promise<ExitStatus> {
  const params = dir === undefined ? {} : { dir: resolve(dir) };
  const view = await desk.ask<BackupView>('journal.backup', params, BACKUP_TIMEOUT_MS);
  desk.output.result(view, () => {
    const { path, bytes, entries, transactions, head, removed } = view;
    const gone = removed.length === 0 ? '' : `\n${removed.length} older removed`;
    return `${path}: ${bytes} bytes, ${entries} entries up to number ${head.entry}, ${transactions} transactions, checked${gone}`;
  });
  return EXIT.ok;
}

/** Read from the directory itself: backups are looked for when no agent runs. */
async function backups(desk: Desk, { dir }: Options): Promise<ExitStatus> {
  const { listBackups } = desk.surroundings;
  if (listBackups === undefined) {
    throw new TillpostError('INTERNAL', 'backups cannot be listed here', { operation: 'journal.backups' });
  }
  const view: BackupListView = await listBackups(desk.configPath, dir === undefined ? null : resolve(dir));
  desk.output.result(view, () =>
    view.backups.length === 0
      ? `no backups in ${view.dir}`
      : view.backups
          .map(({ path, at, bytes, entry }) => `${path}  ${at}  ${bytes} bytes, up to entry ${entry}`)
          .join('\n'),
  );
  return EXIT.ok;
}
