import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';

/** A long journal onto a slow device; sales go on meanwhile. */
const BACKUP_TIMEOUT_MS = 600_000;

export function addJournalBackup(journal: Command, { bind, more }: Kit): void {
  journal
    .command('backup')
    .description('copy the journal while sales go on, and check the copy before it counts')
    .option('--dir <dir>', 'where to; else backup.dir of the configuration, where old backups then go')
    .addHelpText('after', () =>
      more({
        calls: ['journal.backup'],
        examples: [
          ['tillpost journal backup', 'into backup.dir'],
          ['tillpost journal backup --dir /mnt/usb', 'onto another device'],
        ],
      }),
    )
    .action(bind(backup));
}

async function backup(desk: Desk, { dir }: { readonly dir?: string }): Promise<ExitStatus> {
  const params = dir === undefined ? {} : { dir: resolve(dir) };
  const view = await desk.ask('journal.backup', params, BACKUP_TIMEOUT_MS);
  desk.output.result(view, ({ path, bytes, entries, transactions, head, removed }) => {
    const gone = removed.length === 0 ? '' : `\n${removed.length} older removed`;
    return `${path}: ${bytes} bytes, ${entries} entries up to number ${head.entry}, ${transactions} transactions, checked${gone}`;
  });
  return EXIT.ok;
}
