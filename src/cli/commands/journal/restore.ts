import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RestoreView } from '../../../api/stopped.js';
import { TillpostError } from '../../../domain/errors.js';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';
import { mustNotRun } from './stopped-agent.js';

export function addJournalRestore(journal: Command, { bind, more }: Kit): void {
  journal
    .command('restore <backup>')
    .description('begin a new journal from a backup, with all that is owed; only while no agent runs')
    .option('--give-up-unsettled', 'also when something that is owed cannot be carried over')
    .addHelpText('after', () =>
      more({
        calls: ['agent.ping'],
        examples: [
          [
            'tillpost journal restore T0000042-20270115T080000Z-9f1c2a0b7d3e4f55-812.db',
            'as `journal backups` names it',
          ],
        ],
      }),
    )
    .action(bind(restore));
}

interface Options {
  readonly giveUpUnsettled?: boolean;
}

async function restore(desk: Desk, file: string, { giveUpUnsettled }: Options): Promise<ExitStatus> {
  const { restoreJournal } = desk.surroundings;
  if (restoreJournal === undefined) {
    throw new TillpostError('INTERNAL', 'no journal can be restored here', { operation: 'journal.restore' });
  }
  await mustNotRun(desk, 'journal.restore');
  const view = await restoreJournal(desk.configPath, resolve(file), giveUpUnsettled === true);
  desk.output.result(view, said);
  return EXIT.ok;
}

function said({
  path,
  epoch,
  backup,
  taken,
  settled,
  given_up: givenUp,
  unsure,
  running,
  ...aside
}: RestoreView): string {
  const { present, mirror } = taken;
  const kept = [aside.set_aside, aside.mirror_set_aside].filter((it) => it !== null);
  return [
    `${path}: restored, epoch ${epoch}, from the backup of epoch ${backup.epoch} up to entry ${backup.entry}`,
    `owed and carried over: ${present} sales of the journal in place, ${mirror} of the mirror log, ${taken.backup} of the backup`,
    `settled and known again: ${settled}`,
    ...givenUp.map((it) => `given up: ${it}`),
    ...(unsure === null ? [] : [`perhaps more: ${unsure}`]),
    ...running.map((key) => `compare with the host: ${key} was running, nobody here knows how it ended`),
    ...(kept.length === 0 ? [] : [`set aside: ${kept.join(', ')}`]),
  ].join('\n');
}
