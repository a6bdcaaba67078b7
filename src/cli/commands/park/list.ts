import type { Command } from 'commander';
import { PAGE_DEFAULT, PAGE_MAX } from '../../../api/bounds.js';
import type { Desk, Kit } from '../../shell/command.js';
import type { ExitStatus } from '../../shell/exit-codes.js';
import { whole } from '../../shell/numbers.js';
import { showPage } from '../../text/postings-page.js';

/** Postings that the host refuses: a person decides, and nothing is ever deleted (payment rules, Reversals). */
export function addParkList(park: Command, { bind, more }: Kit): void {
  park
    .command('list')
    .description('what is parked and why, oldest first')
    .option('--after <sequence>', 'only those after this sequence', '0')
    .option('--limit <count>', `at most so many, 1 to ${PAGE_MAX}`, String(PAGE_DEFAULT))
    .addHelpText('after', () =>
      more({ calls: ['park.list'], examples: [['tillpost park list', 'what waits for a person, and why']] }),
    )
    .action(bind(list));
}

interface Options {
  readonly after: string;
  readonly limit: string;
}

async function list(desk: Desk, { after, limit }: Options): Promise<ExitStatus> {
  const params = { after: whole('--after', after), limit: whole('--limit', limit) };
  return showPage(desk, await desk.ask('park.list', params), 'parked', 'tillpost park list');
}
