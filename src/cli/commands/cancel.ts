import type { Command } from 'commander';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';

export function addCancel(program: Command, { bind, more }: Kit): void {
  program
    .command('cancel')
    .description('ask the running sale to end; its own command tells how it ended')
    .addHelpText('after', () =>
      more({ calls: ['sale.cancel'], examples: [['tillpost cancel', 'the cardholder has changed their mind']] }),
    )
    .action(bind(cancel));
}

async function cancel(desk: Desk): Promise<ExitStatus> {
  const answer = await desk.ask('sale.cancel', {});
  desk.output.result(answer, () => 'Cancelling.');
  return EXIT.ok;
}
