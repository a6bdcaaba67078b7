import type { Command } from 'commander';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';
import { whole } from '../../shell/numbers.js';
import { moneyText } from '../../shell/output.js';
import { postingText } from '../../text/postings-page.js';

export function addParkRetry(park: Command, { bind, more }: Kit): void {
  park
    .command('retry')
    .description('send one to the host again, or all, or those parked for one reason')
    .argument('[sequence]', 'as `tillpost park list` shows it')
    .option('--all', 'all that are parked')
    .option('--reason <words>', 'those in whose reason these words stand, a response code for example')
    .addHelpText('after', () =>
      more({
        calls: ['park.retry', 'park.reopen'],
        examples: [
          ['tillpost park retry 42', 'after the host was put right'],
          ['tillpost park retry --all', 'everything that waits for a person'],
          ['tillpost park retry --reason 96', 'what was refused with response code 96'],
        ],
      }),
    )
    .hook('preAction', (command) => {
      const { all, reason } = command.opts<Options>();
      if ([command.args[0], all, reason].filter((it) => it !== undefined).length !== 1)
        command.error('error: give a sequence, --all or --reason');
    })
    .action(bind(retry));
}

interface Options {
  readonly all?: boolean;
  readonly reason?: string;
}

async function retry(desk: Desk, sequence: string | undefined, { reason }: Options): Promise<ExitStatus> {
  if (sequence !== undefined) {
    const posting = await desk.ask('park.retry', { sequence: whole('sequence', sequence) });
    desk.output.result(posting, (shown) => `${postingText(shown)}: is sent again`);
  } else {
    const again = await desk.ask('park.reopen', reason === undefined ? {} : { reason });
    desk.output.result(again, ({ count, amounts }) =>
      count === 0
        ? 'Nothing fits: no posting is sent again'
        : `${count} postings are sent again: ${amounts.map(moneyText).join(' + ')}`,
    );
  }
  return EXIT.ok;
}
