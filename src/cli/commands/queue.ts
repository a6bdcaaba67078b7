import { type Command, Option } from 'commander';
import type { PostingView, QueuePage } from '../../api/till-api.js';
import { TillpostError } from '../../domain/errors.js';
import type { Bind, Desk } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { moneyText } from '../shell/output.js';

interface QueueOptions {
  readonly state: string;
  readonly after: string;
  readonly limit: string;
}

const STATES = ['pending', 'parked', 'receipted', 'resolved'] as const;

export function addQueue(program: Command, bind: Bind): void {
  program
    .command('queue')
    .description('what the host has yet to get, oldest first')
    .addOption(new Option('--state <state>', 'which postings').choices(STATES).default('pending'))
    .option('--after <sequence>', 'only those after this sequence', '0')
    .option('--limit <count>', 'at most so many, 1 to 200', '50')
    .action(bind(queue));
}

async function queue(desk: Desk, { state, after, limit }: QueueOptions): Promise<ExitStatus> {
  const params = { state, after: whole('--after', after), limit: whole('--limit', limit) };
  const page = await desk.ask<QueuePage>('queue.list', params);
  return showPage(desk, page, state, `tillpost queue --state ${state}`);
}

/** @param command that shows the next page with `--after` */
export async function showPage(desk: Desk, page: QueuePage, state: string, command: string): Promise<ExitStatus> {
  const { default: Table } = await import('cli-table3');
  desk.output.result(page, () => {
    if (page.postings.length === 0) return `No ${state} postings.`;
    const table = new Table({
      head: ['seq', 'key', 'STAN', 'kind', 'amount', 'since', reasonHead(state)],
      style: { head: [], border: [], compact: true },
      colAligns: ['right', 'left', 'right', 'left', 'right', 'left', 'left'],
    });
    for (const posting of page.postings) table.push(row(posting, state));
    const more = page.next === null ? '' : `\nMore with: ${command} --after ${page.next}`;
    return `${table.toString()}${more}`;
  });
  return EXIT.ok;
}

function reasonHead(state: string): string {
  if (state === 'parked') return 'parked because';
  return state === 'resolved' ? 'reason' : 'refusals';
}

function row(posting: PostingView, state: string): string[] {
  return [
    String(posting.sequence),
    posting.key,
    String(posting.stan),
    `${posting.kind} ${posting.detail}`,
    moneyText(posting),
    posting.created_at,
    reasonHead(state) === 'refusals' ? String(posting.refusals) : (posting.parked_reason ?? ''),
  ];
}

/** @throws INVALID_REQUEST naming the option */
export function whole(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = `${option} ${JSON.stringify(text.slice(0, 24))} is not a whole number`;
  throw new TillpostError('INVALID_REQUEST', message, { operation: 'cli' });
}
