import type { Command } from 'commander';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { nameable, type NameOptions, saleAsked } from '../taking/sale-name.js';

export function addCancel(program: Command, { bind, more }: Kit): void {
  nameable(program.command('cancel'))
    .description('ask a running sale to end; its own command tells how it ended')
    .addHelpText('after', () =>
      more({
        calls: ['sale.cancel'],
        examples: [
          ['tillpost cancel --till 2', "the cardholder at till 2 has changed their mind; another till's sale goes on"],
          ['tillpost cancel -k till-1', 'the sale that was started under this key'],
          ['tillpost cancel T0000042-9f1c2a0b7d3e4f55-b41c72de-17', 'by its key, as `tillpost status` shows it'],
        ],
      }),
    )
    .action(bind<[string | undefined, NameOptions]>(cancel));
}

async function cancel(desk: Desk, key: string | undefined, options: NameOptions): Promise<ExitStatus> {
  const answer = await desk.ask('sale.cancel', await saleAsked(desk, 'cancel', key, options));
  desk.output.result(answer, () => 'Cancelling.');
  return EXIT.ok;
}
