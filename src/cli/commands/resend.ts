import type { Command } from 'commander';
import type { ResendItemView, ResendView } from '../../api/postings.js';
import type { Asked } from '../../api/table.js';
import { TillpostError } from '../../domain/errors.js';
import { REASON_MAX } from '../../domain/posting.js';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { whole } from '../shell/numbers.js';
import { joined, moneyText } from '../shell/output.js';

interface Options {
  readonly stan?: string;
  readonly batch?: string;
  readonly missing?: boolean;
  readonly reason: string;
  readonly yes?: boolean;
}

export function addResend(program: Command, { bind, more }: Kit): void {
  program
    .command('resend')
    .description('send to the host once more, under the same keys, what it has lost')
    .argument('[key]', 'for example T0000042-9f1c2a0b7d3e4f55-b41c72de-17')
    .option('--stan <number>', 'by STAN, with --batch when several bear it')
    .option('--batch <number>', 'of this batch')
    .option('--missing', "all that the host's answer to the batch named as missing there")
    .requiredOption('--reason <text>', `what the host lost, for the record; 1 to ${REASON_MAX} characters`)
    .option('--yes', 'without asking; needed where nobody can be asked')
    .addHelpText('after', () =>
      more({
        calls: ['resend.preview', 'resend.start'],
        examples: [
          ['tillpost resend --batch 17 --missing --reason "host lost 15 May" --yes', 'all that is missing there'],
          ['tillpost resend --stan 42 --batch 17 --reason "asked by the acquirer" --yes', 'one of them'],
        ],
      }),
    )
    .action(bind(resend));
}

async function resend(desk: Desk, key: string | undefined, options: Options): Promise<ExitStatus> {
  const choice = choiceOf(key, options);
  const found = await desk.ask('resend.preview', choice);
  if (found.count === 0) throw nothing(found);
  if (options.yes !== true && !(await isMeant(desk, found))) {
    desk.output.notice('Nothing is sent again.');
    return EXIT.cancelled;
  }
  const sent = await desk.ask('resend.start', { ...choice, reason: options.reason });
  desk.output.result(sent, (shown) => `${describe(shown)}\nIs sent again: ${sumText(shown)}`);
  return EXIT.ok;
}

function choiceOf(key: string | undefined, { stan, batch, missing }: Options): Asked<'resend.preview'> {
  const given = [key, stan, missing].filter((it) => it !== undefined).length;
  if (given !== 1 || (missing === true && batch === undefined)) {
    throw new TillpostError('INVALID_REQUEST', 'give a key, --stan, or --batch with --missing', {
      operation: 'cli',
      hint: 'See `tillpost resend --help`.',
    });
  }
  return {
    ...(key === undefined ? {} : { key }),
    ...(stan === undefined ? {} : { stan: whole('--stan', stan) }),
    ...(batch === undefined || key !== undefined ? {} : { batch: whole('--batch', batch) }),
    ...(missing === undefined ? {} : { missing }),
  };
}

/** @throws INVALID_REQUEST where nobody can be asked */
async function isMeant({ output }: Desk, found: ResendView): Promise<boolean> {
  const { ask } = output;
  output.notice(describe(found));
  if (ask === null) {
    throw new TillpostError('INVALID_REQUEST', 'nobody can be asked here: give --yes', {
      operation: 'cli',
      hint: 'The same command without --yes shows first what would be sent.',
    });
  }
  const answer = await ask(`Send ${sumText(found)} to the host again? [y/N] `, new AbortController().signal);
  return /^y(?:es)?$/i.test(answer.trim());
}

function nothing({ items }: ResendView): TillpostError {
  const why = items.length === 0 ? 'nothing is missing there' : joined('; ', ...new Set(items.map((it) => it.refused)));
  return new TillpostError('RESEND_REFUSED', `nothing can be sent again: ${why}`, {
    operation: 'resend',
    hint: '`tillpost show` tells how a transaction stands, `tillpost batch show` what differs.',
  });
}

const describe = ({ items }: ResendView): string => items.map(itemText).join('\n');

function itemText(item: ResendItemView): string {
  const { amount, currency } = item;
  const money = amount === null || currency === null ? null : moneyText({ amount, currency });
  const what =
    item.refused ??
    `its ${item.sends}${item.card_data_erased ? ', without card data: they were erased after the receipt' : ''}`;
  const name = joined(', ', item.key, item.stan === null ? null : `STAN ${item.stan}`, item.type, money);
  return `${item.refused === null ? '  ' : '! '}${name}: ${what}`;
}

const sumText = ({ count, amounts }: ResendView): string =>
  `${count} ${count === 1 ? 'transaction' : 'transactions'}, ${amounts.map(moneyText).join(' + ')}`;
