import type { Command } from 'commander';
import type { BatchView, DueClosingView } from '../../../api/batches.js';
import { BATCHES_DEFAULT, BATCHES_MAX } from '../../../api/bounds.js';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';
import { whole } from '../../shell/numbers.js';
import { counted, resultWord, totalPairs, typeName } from '../../text/batch-text.js';

export function addBatchList(batch: Command, { bind, more }: Kit): void {
  batch
    .command('list')
    .description('the batches, newest first')
    .option('--limit <count>', `at most so many, 1 to ${BATCHES_MAX}`, String(BATCHES_DEFAULT))
    .option('--csv', 'as CSV, one line for each total')
    .addHelpText('after', () =>
      more({
        calls: ['batch.list'],
        examples: [
          ['tillpost batch list', 'the newest batches'],
          ['tillpost batch list --limit 200 --csv', 'for a spreadsheet'],
        ],
      }),
    )
    .action(bind(list));
}

interface Options {
  readonly limit: string;
  readonly csv?: boolean;
}

async function list(desk: Desk, { limit, csv }: Options): Promise<ExitStatus> {
  if (csv === true) desk.output.onlyOneForm('--csv');
  const answer = await desk.ask('batch.list', { limit: whole('--limit', limit) });
  if (csv === true) {
    const { batchListCsv } = await import('../../text/csv.js');
    desk.output.raw(batchListCsv(answer.batches));
    return EXIT.ok;
  }
  const { default: Table } = await import('cli-table3');
  desk.output.result(answer, (shown) => {
    const table = new Table({
      head: ['batch', 'date', 'state', 'result', 'terminal', 'host', 'waiting', 'parked'],
      style: { head: [], border: [], compact: true },
      colAligns: ['right', 'left', 'left', 'left', 'left', 'left', 'right', 'right'],
    });
    for (const batch of shown.batches) table.push(row(batch));
    return [table.toString(), ...withoutSales(shown.due_closings)].join('\n');
  });
  return EXIT.ok;
}

/** A day on which nothing was sold has no batch: that it was looked at is shown all the same. */
function withoutSales(due: readonly DueClosingView[]): string[] {
  const empty = due.filter(({ batch }) => batch === null);
  if (empty.length === 0) return [];
  return [
    'Due closings without sales:',
    ...empty.map((it) => `  ${it.business_date}, due ${it.due.replace('T', ' ')}`),
  ];
}

function row(batch: BatchView): string[] {
  const pairs = totalPairs(batch);
  const own = pairs.map(({ type, currency, own: total }) => `${typeName(type)} ${counted(total, currency)}`);
  const host = pairs.map(({ currency, host: total }) => counted(total, currency));
  return [
    String(batch.number),
    batch.business_date ?? '',
    batch.state,
    resultWord(batch),
    own.join('\n'),
    batch.host_totals === null ? '' : host.join('\n'),
    String(batch.waiting),
    String(batch.parked),
  ];
}
