import { resolve } from 'node:path';
import type { Command } from 'commander';
import { TillpostError } from '../../../domain/errors.js';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';

export function addJournalBackups(journal: Command, { bind, more }: Kit): void {
  journal
    .command('backups')
    .description('the backups that are there, newest first; also while no agent runs')
    .option('--dir <dir>', 'where; else backup.dir of the configuration')
    .addHelpText('after', () =>
      more({
        examples: [
          ['tillpost journal backups', 'those of backup.dir'],
          ['tillpost journal backups --dir /mnt/usb', 'those on another device'],
        ],
      }),
    )
    .action(bind(backups));
}

/** Read from the directory itself: backups are looked for when no agent runs. */
async function backups(desk: Desk, { dir }: { readonly dir?: string }): Promise<ExitStatus> {
  const { listBackups } = desk.surroundings;
  if (listBackups === undefined) {
    throw new TillpostError('INTERNAL', 'backups cannot be listed here', { operation: 'journal.backups' });
  }
  const view = await listBackups(desk.configPath, dir === undefined ? null : resolve(dir));
  desk.output.result(view, ({ backups, dir: folder }) =>
    backups.length === 0
      ? `no backups in ${folder}`
      : backups.map(({ path, at, bytes, entry }) => `${path}  ${at}  ${bytes} bytes, up to entry ${entry}`).join('\n'),
  );
  return EXIT.ok;
}
