import type { PostingView, QueuePage } from '../../api/postings.js';
import type { Desk } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { duration, joined, moneyText } from '../shell/output.js';

/** @param command that shows the next page with `--after` */
export async function showPage(desk: Desk, page: QueuePage, state: string, command: string): Promise<ExitStatus> {
  const { default: Table } = await import('cli-table3');
  desk.output.result(page, ({ postings, pauses, next }) => {
    const held = state === 'pending' ? pauses.map((it) => `\nHeld back: ${pauseText(it)}`).join('') : '';
    if (postings.length === 0) return `No ${state} postings.${held}`;
    const table = new Table({
      head: ['seq', 'key', 'STAN', 'kind', 'amount', 'since', reasonHead(state)],
      style: { head: [], border: [], compact: true },
      colAligns: ['right', 'left', 'right', 'left', 'right', 'left', 'left'],
    });
    for (const posting of postings) table.push(row(posting, state));
    const more = next === null ? '' : `\nMore with: ${command} --after ${next}`;
    return `${table.toString()}${held}${more}`;
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

/** "posting 17, the host asked for time (RETRY_LATER), for 20 s" */
export function pauseText({ subject, reason, ends_in_ms: endsInMs }: QueuePage['pauses'][number]): string {
  return joined(', ', subject, reason, endsInMs === null ? null : `for ${duration(endsInMs)}`);
}

/** One posting in a line. */
export function postingText(posting: PostingView): string {
  return joined(', ', `${posting.sequence}`, `${posting.kind} ${posting.detail}`, moneyText(posting), posting.key);
}
