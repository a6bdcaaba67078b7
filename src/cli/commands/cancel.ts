import type { Command } from 'commander';
import type { Bind, Desk } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';

export function addCancel(program: Command, bind: Bind): void {
  program
    .command('cancel')
    .description('ask the running sale to end; its own command tells how it ended')
    .action(bind(cancel));
}

async function cancel(desk: Desk): Promise<ExitStatus> {
  const answer = await desk.ask('sale.cancel');
  desk.output.result(answer, () => 'Cancelling.');
  return EXIT.ok;
}
