import type { Command } from 'commander';
import type { HeldView, MoveView } from '../../../api/stopped.js';
import { TillpostError } from '../../../domain/errors.js';
import { REASON_MAX } from '../../../domain/posting.js';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';
import { joined, moneyText } from '../../shell/output.js';
import { mustNotRun } from './stopped-agent.js';

export function addJournalMove(journal: Command, { bind, more }: Kit): void {
  journal
    .command('move')
    .description(
      'give what was sold under a wrong merchant id, which the host never answered, to the configured one; only while no agent runs',
    )
    .requiredOption('--from <merchant>', 'the wrong merchant id (DE 42)')
    .requiredOption('--reason <text>', `why, for the record; 1 to ${REASON_MAX} characters`)
    .option('--yes', 'do not ask: it was looked at before')
    .addHelpText('after', () =>
      more({
        calls: ['agent.ping'],
        examples: [
          [
            'tillpost journal move --from M0010 --reason "typing error at set-up, ticket 4711"',
            'shows it, asks, moves it',
          ],
        ],
      }),
    )
    .action(bind(move));
}

interface Options {
  readonly from: string;
  readonly reason: string;
  readonly yes?: boolean;
}

async function move(desk: Desk, { from, reason, yes = false }: Options): Promise<ExitStatus> {
  const { moveMerchant } = desk.surroundings;
  if (moveMerchant === undefined) {
    throw new TillpostError('INTERNAL', 'nothing can be moved here', { operation: 'journal.move' });
  }
  await mustNotRun(desk, 'journal.move');
  const view = await moveMerchant(desk.configPath, { from, reason }, (held) => isMeant(desk, held, yes));
  if (view === null) {
    desk.output.notice('nothing was moved');
    return EXIT.cancelled;
  }
  desk.output.result(view, said);
  return EXIT.ok;
}

/** @throws INVALID_REQUEST when it was not said before and nobody can be asked */
async function isMeant({ output }: Desk, held: HeldView, yes: boolean): Promise<boolean> {
  const what = `${held.from} holds ${heldText(held)}, and the host was never heard in that name`;
  if (yes) return true;
  const { ask } = output;
  if (ask === null) {
    throw new TillpostError('INVALID_REQUEST', `${what}: nothing was moved, nobody can be asked`, {
      operation: 'journal.move',
      hint: `Say --yes to move it to ${held.to}.`,
    });
  }
  output.notice(what);
  for (;;) {
    const word = await ask(`Move it to ${held.to}? [y/n] `, new AbortController().signal).catch(() => null);
    if (word === null || /^no?$/i.test(word.trim())) return false;
    if (/^y(es)?$/i.test(word.trim())) return true;
  }
}

function heldText({ postings, batches }: Pick<HeldView, 'postings' | 'batches'>): string {
  const sums = postings.map(
    ({ kind, count, ...sum }) => `${count} ${kind}${count === 1 ? '' : 's'} of ${moneyText(sum)}`,
  );
  return joined(', ', ...sums, batches.length === 0 ? null : `batch ${batches.join(', ')}`);
}

function said({ from, to, entry, mirror_problem: problem, ...held }: MoveView): string {
  return [
    `moved from ${from} to ${to}: ${heldText(held)}; entry ${entry} says why`,
    ...(problem === null ? [] : [`the mirror log was not written, the next start does it: ${problem}`]),
    `start the agent: it delivers for ${to}`,
  ].join('\n');
}
