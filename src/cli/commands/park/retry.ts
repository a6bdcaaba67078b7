import type { Command } from 'commander';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';
import { whole } from '../../shell/numbers.js';
import { postingText } from '../../text/postings-page.js';

export function addParkRetry(park: Command, { bind, more }: Kit): void {
  park
    .command('retry')
    .description('send one to the host again')
    .argument('<sequence>', 'as `tillpost park list` shows it')
    .addHelpText('after', () =>
      more({ calls: ['park.retry'], examples: [['tillpost park retry 42', 'after the host was put right']] }),
    )
    .action(bind(retry));
}

async function retry(desk: Desk, sequence: string): Promise<ExitStatus> {
  const posting = await desk.ask('park.retry', { sequence: whole('sequence', sequence) });
  desk.output.result(posting, () => `${postingText(posting)}: is sent again`);
  return EXIT.ok;
}
