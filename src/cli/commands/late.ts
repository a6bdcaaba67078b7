import type { Command } from 'commander';
import type { LatePostingsView, LateSumView } from '../../api/postings.js';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { duration, joined, moneyText } from '../shell/output.js';

export function addLate(program: Command, { bind, more }: Kit): void {
  program
    .command('late')
    .description('postings that wait, or waited, longer than settlement.late_after_ms')
    .option('--seen', 'I have looked: the alert ends for what is posted by now')
    .addHelpText('after', () =>
      more({
        calls: ['late.show', 'late.seen'],
        examples: [
          ['tillpost late', 'why POSTING_LATE stands'],
          ['tillpost late --seen', 'after it was looked into'],
        ],
      }),
    )
    .action(bind(late));
}

async function late(desk: Desk, { seen }: { readonly seen?: boolean }): Promise<ExitStatus> {
  const view = await desk.ask(seen === true ? 'late.seen' : 'late.show', {});
  desk.output.result(view, (shown) => describe(shown, seen === true));
  return EXIT.ok;
}

function describe({ late_after_ms: after, waiting, posted }: LatePostingsView, isSeen: boolean): string {
  const limit = duration(after);
  if (waiting === null && posted === null) return `Nothing waits, or waited, longer than ${limit}`;
  const end = isSeen ? 'noted as seen' : '`tillpost late --seen` once looked at';
  return [
    waiting === null ? null : `Late, over ${limit}, and waiting: ${sumText(waiting)} (\`tillpost queue\`)`,
    posted === null ? null : `Late, over ${limit}, and posted now: ${sumText(posted)}; ${end}`,
  ]
    .filter((line) => line !== null)
    .join('\n');
}

function sumText({ count, amounts, since, longest_ms: longest }: LateSumView): string {
  return joined(', ', String(count), amounts.map(moneyText).join(' + '), `the oldest of ${since}`, duration(longest));
}
