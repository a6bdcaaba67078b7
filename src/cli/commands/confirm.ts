import { Argument, type Command } from 'commander';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { nameable, type NameOptions, saleAsked } from '../taking/sale-name.js';

export function addConfirm(program: Command, { bind, more }: Kit): void {
  const command = program
    .command('confirm')
    .description('answer a running sale that asks whether it repeats an earlier one')
    .addArgument(new Argument('<answer>', 'yes: take it once more; no: refuse it').choices(['yes', 'no']));
  nameable(command)
    .addHelpText('after', () =>
      more({
        calls: ['sale.confirm'],
        examples: [
          ['tillpost confirm yes --till 2', 'two equal coffees on one card, at till 2'],
          ['tillpost confirm no -k till-1', 'it was rung up twice'],
        ],
      }),
    )
    .action(bind<[string, string | undefined, NameOptions]>(confirm));
}

async function confirm(desk: Desk, word: string, key: string | undefined, options: NameOptions): Promise<ExitStatus> {
  const named = await saleAsked(desk, `confirm ${word}`, key, options);
  const answer = await desk.ask('sale.confirm', { proceed: word === 'yes', ...named });
  desk.output.result(answer, ({ confirmed }) => (confirmed ? 'Taking it once more.' : 'Refusing it.'));
  return EXIT.ok;
}
