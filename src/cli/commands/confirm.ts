import { Argument, type Command } from 'commander';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';

export function addConfirm(program: Command, { bind, more }: Kit): void {
  program
    .command('confirm')
    .description('answer the running sale that asks whether it repeats an earlier one')
    .addArgument(new Argument('<answer>', 'yes: take it once more; no: refuse it').choices(['yes', 'no']))
    .addHelpText('after', () =>
      more({
        calls: ['sale.confirm'],
        examples: [
          ['tillpost confirm yes', 'two equal coffees on one card'],
          ['tillpost confirm no', 'it was rung up twice'],
        ],
      }),
    )
    .action(bind(confirm));
}

async function confirm(desk: Desk, word: string): Promise<ExitStatus> {
  const answer = await desk.ask('sale.confirm', { proceed: word === 'yes' });
  desk.output.result(answer, () => (answer.confirmed ? 'Taking it once more.' : 'Refusing it.'));
  return EXIT.ok;
}
