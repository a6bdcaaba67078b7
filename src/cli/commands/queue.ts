import { type Command, Option } from 'commander';
import { PAGE_DEFAULT, PAGE_MAX } from '../../api/bounds.js';
import { POSTING_STATES, type PostingState } from '../../domain/posting.js';
import type { Desk, Kit } from '../shell/command.js';
import type { ExitStatus } from '../shell/exit-codes.js';
import { whole } from '../shell/numbers.js';
import { showPage } from '../text/postings-page.js';

export function addQueue(parent: Command, { bind, more }: Kit): void {
  parent
    .command('queue')
    .description('what the host has yet to get, oldest first')
    .addOption(new Option('--state <state>', 'which postings').choices(POSTING_STATES).default('pending'))
    .option('--after <sequence>', 'only those after this sequence', '0')
    .option('--limit <count>', `at most so many, 1 to ${PAGE_MAX}`, String(PAGE_DEFAULT))
    .addHelpText('after', () =>
      more({
        calls: ['queue.list'],
        examples: [
          ['tillpost queue', 'what is on its way'],
          ['tillpost queue --state parked', 'what the host refuses'],
          ['tillpost queue --after 120 --limit 200', 'the next 200'],
        ],
      }),
    )
    .action(bind(queue));
}

interface Options {
  readonly state: PostingState;
  readonly after: string;
  readonly limit: string;
}

async function queue(desk: Desk, { state, after, limit }: Options): Promise<ExitStatus> {
  const params = { state, after: whole('--after', after), limit: whole('--limit', limit) };
  const page = await desk.ask('queue.list', params);
  return showPage(desk, page, state, `tillpost queue --state ${state}`);
}
