import type { Command } from 'commander';
import type { PostingView, QueuePage } from '../../api/till-api.js';
import type { Bind, Desk } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { joined, moneyText } from '../shell/output.js';
import { showPage, whole } from './queue.js';

/** Postings that the host refuses: a person decides, and nothing is ever deleted (payment rules, Reversals). */
export function addPark(program: Command, bind: Bind): void {
  const park = program.command('park').description('postings that the host refuses and that wait for a person');
  park
    .command('list')
    .description('what is parked and why, oldest first')
    .option('--after <sequence>', 'only those after this sequence', '0')
    .option('--limit <count>', 'at most so many, 1 to 200', '50')
    .action(bind(list));
  park
    .command('retry')
    .description('send one to the host again')
    .argument('<sequence>', 'as `tillpost park list` shows it')
    .action(bind(retry));
  park
    .command('resolve')
    .description('record that one was settled by other means; it is not sent any more and stays readable')
    .argument('<sequence>', 'as `tillpost park list` shows it')
    .requiredOption('--reason <text>', 'by what means, for the record; 1 to 200 characters')
    .action(bind(resolve));
}

async function list(
  desk: Desk,
  { after, limit }: { readonly after: string; readonly limit: string },
): Promise<ExitStatus> {
  const params = { after: whole('--after', after), limit: whole('--limit', limit) };
  return showPage(desk, await desk.ask<QueuePage>('park.list', params), 'parked', 'tillpost park list');
}

async function retry(desk: Desk, sequence: string): Promise<ExitStatus> {
  const posting = await desk.ask<PostingView>('park.retry', { sequence: whole('sequence', sequence) });
  desk.output.result(posting, () => `${describe(posting)}: is sent again`);
  return EXIT.ok;
}

async function resolve(desk: Desk, sequence: string, { reason }: { readonly reason: string }): Promise<ExitStatus> {
  const posting = await desk.ask<PostingView>('park.resolve', { sequence: whole('sequence', sequence), reason });
  desk.output.result(posting, () => `${describe(posting)}: resolved, the reason is recorded`);
  return EXIT.ok;
}

function describe(posting: PostingView): string {
  return joined(', ', `${posting.sequence}`, `${posting.kind} ${posting.detail}`, moneyText(posting), posting.key);
}
