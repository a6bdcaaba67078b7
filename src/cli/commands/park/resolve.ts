import type { Command } from 'commander';
import { REASON_MAX } from '../../../domain/posting.js';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';
import { whole } from '../../shell/numbers.js';
import { postingText } from '../../text/postings-page.js';

export function addParkResolve(park: Command, { bind, more }: Kit): void {
  park
    .command('resolve')
    .description('record that one was settled by other means; it is not sent any more and stays readable')
    .argument('<sequence>', 'as `tillpost park list` shows it')
    .requiredOption('--reason <text>', `by what means, for the record; 1 to ${REASON_MAX} characters`)
    .addHelpText('after', () =>
      more({
        calls: ['park.resolve'],
        examples: [['tillpost park resolve 42 --reason "refunded by transfer"', 'the reason stays in the journal']],
      }),
    )
    .action(bind(resolve));
}

async function resolve(desk: Desk, sequence: string, { reason }: { readonly reason: string }): Promise<ExitStatus> {
  const posting = await desk.ask('park.resolve', { sequence: whole('sequence', sequence), reason });
  desk.output.result(posting, (shown) => `${postingText(shown)}: resolved, the reason is recorded`);
  return EXIT.ok;
}
