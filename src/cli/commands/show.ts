import type { Command } from 'commander';
import type { Asked } from '../../api/table.js';
import type { TransactionDetailView } from '../../api/transactions.js';
import { TillpostError } from '../../domain/errors.js';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { whole } from '../shell/numbers.js';
import { joined, moneyText, pairs } from '../shell/output.js';

interface ShowOptions {
  readonly stan?: string;
  readonly idempotencyKey?: string;
  readonly till?: string;
}

export function addShow(program: Command, { bind, more }: Kit): void {
  program
    .command('show')
    .description('one transaction with its postings and all that happened to it')
    .argument('[key]', 'for example T0000042-9f1c2a0b7d3e4f55-b41c72de-17')
    .option('--stan <number>', 'by STAN; it wraps, so there may be several')
    .option('-k, --idempotency-key <key>', "by the till's own key")
    .option('--till <id>', 'whose key that is')
    .addHelpText('after', () =>
      more({
        calls: ['transaction.show'],
        examples: [
          ['tillpost show T0000042-9f1c2a0b7d3e4f55-b41c72de-17', 'by its key'],
          ['tillpost show --stan 17', 'by the number on the receipt'],
          ['tillpost show -k till-1', 'whether a sale was taken whose answer was lost'],
        ],
      }),
    )
    .action(bind(show));
}

async function show(desk: Desk, key: string | undefined, options: ShowOptions): Promise<ExitStatus> {
  const { stan, idempotencyKey, till } = options;
  const named: Asked<'transaction.show'> = {
    ...(key === undefined ? {} : { key }),
    ...(stan === undefined ? {} : { stan: whole('--stan', stan) }),
    ...(idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey }),
  };
  if (Object.keys(named).length !== 1) {
    throw new TillpostError('INVALID_REQUEST', 'give exactly one of key, --stan and --idempotency-key', {
      operation: 'cli',
      hint: 'See `tillpost show --help`.',
    });
  }
  const answer = await desk.ask('transaction.show', { ...named, ...(till === undefined ? {} : { till_id: till }) });
  desk.output.result(answer, ({ transactions }) => transactions.map(describe).join('\n\n'));
  return EXIT.ok;
}

/** What the reader showed, and that it is not what is booked. */
function shownText({ shown, shown_at: since, shown_difference: difference, reader }: TransactionDetailView): string {
  const at = since === null ? null : `seen ${since}`;
  return joined(', ', shown, reader === null ? null : `reader ${reader}`, at, difference && `! ${WORDS[difference]}`);
}

const WORDS: Readonly<Record<NonNullable<TransactionDetailView['shown_difference']>, string>> = {
  shownNotBooked: 'not booked',
  bookedNotShown: 'booked and not shown',
  bookedAsShown: 'booked as shown, against the verdict',
};

function describe(view: TransactionDetailView): string {
  const decided = view.told === null ? 'not decided yet' : `${view.told} by ${view.by} ${view.response_code}`;
  const since = view.outcome === 'voided' ? ', taken back since' : '';
  const postings = view.postings.map((it) => {
    const why = it.parked_reason === null ? null : `parked because ${it.parked_reason}`;
    return `  ${it.sequence}  ${joined(', ', `${it.kind} ${it.detail}`, it.state, why, `refusals ${it.refusals}`)}`;
  });
  const entries = view.entries.map((it) => `  ${it.number}  ${it.at}  ${it.event} → ${it.state}`);
  return [
    pairs([
      ['key', view.key],
      ['type', view.type],
      ['amount', moneyText(view)],
      ['state', view.state],
      [
        'outcome',
        `${decided.trim()}${since}${view.deferred ? ', deferred: the host checks its cryptogram later' : ''}`,
      ],
      ['reason', view.reason],
      ['shown', shownText(view)],
      ['card', joined(' ', view.masked_pan, view.scheme, view.entry_mode)],
      ['STAN', view.stan],
      ['RRN', view.rrn],
      ['host', view.host_outcome],
      ['batch', view.batch],
      ['taken back in', view.voided_batch === null ? null : `batch ${view.voided_batch}`],
      ['started', `${view.started_at}${view.clock === 'trusted' ? '' : ` (clock ${view.clock})`}`],
      ['till', view.till_id],
      ['idempotency key', view.idempotency_key],
      ['order', view.order_reference],
    ]),
    ...(postings.length === 0 ? [] : ['postings', ...postings]),
    ...(entries.length === 0 ? [] : ['entries', ...entries]),
  ].join('\n');
}
