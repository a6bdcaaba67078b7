import { type Command, Option } from 'commander';
import type { BatchDetailView, BatchView, ShownBatches } from '../../api/till-api.js';
import { TillpostError } from '../../domain/errors.js';
import type { Bind, Desk } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { counted, describeDetail, resultWord, totalPairs, typeName } from '../text/batch-text.js';
import { whole } from './queue.js';

interface ListOptions {
  readonly limit: string;
  readonly csv?: boolean;
}

interface ShowOptions {
  readonly csv?: boolean;
  readonly report?: boolean;
}

export function addBatch(program: Command, bind: Bind): void {
  const batch = program.command('batch').description('the batches: totals here and at the host, and what differs');
  batch
    .command('list')
    .description('the batches, newest first')
    .option('--limit <count>', 'at most so many, 1 to 200', '20')
    .option('--csv', 'as CSV, one line for each total')
    .action(bind(list));
  batch
    .command('show')
    .description('one batch with its differences and posting delays')
    .argument('[number]', 'as `tillpost batch list` shows it; else the open one')
    .option('--csv', 'as CSV, one line for each total, difference and late posting')
    .addOption(new Option('--report', 'as a receipt printer prints it: 48 columns').conflicts('csv'))
    .action(bind(show));
}

async function list(desk: Desk, { limit, csv }: ListOptions): Promise<ExitStatus> {
  onlyOneForm(desk, csv === true, '--csv');
  const { batches } = await desk.ask<ShownBatches>('batch.list', { limit: whole('--limit', limit) });
  if (csv === true) {
    const { batchListCsv } = await import('../text/csv.js');
    desk.output.raw(batchListCsv(batches));
    return EXIT.ok;
  }
  const { default: Table } = await import('cli-table3');
  desk.output.result({ batches }, () => {
    const table = new Table({
      head: ['batch', 'date', 'state', 'result', 'terminal', 'host', 'carried'],
      style: { head: [], border: [], compact: true },
      colAligns: ['right', 'left', 'left', 'left', 'left', 'left', 'right'],
    });
    for (const batch of batches) table.push(row(batch));
    return table.toString();
  });
  return EXIT.ok;
}

function row(batch: BatchView): string[] {
  const pairs = totalPairs(batch);
  const own = pairs.map(({ type, currency, own: total }) => `${typeName(type)} ${counted(total, currency)}`);
  const host = pairs.map(({ currency, host: total }) => counted(total, currency));
  return [
    String(batch.number),
    batch.business_date,
    batch.state,
    resultWord(batch),
    own.join('\n'),
    batch.host_totals === null ? '' : host.join('\n'),
    String(batch.carried),
  ];
}

async function show(desk: Desk, number: string | undefined, { csv, report }: ShowOptions): Promise<ExitStatus> {
  onlyOneForm(desk, csv === true || report === true, csv === true ? '--csv' : '--report');
  const params = number === undefined ? {} : { number: whole('number', number) };
  const batch = await desk.ask<BatchDetailView>('batch.show', params);
  if (csv === true) {
    const { batchCsv } = await import('../text/csv.js');
    desk.output.raw(batchCsv(batch));
  } else if (report === true) {
    const { settlementReport } = await import('../text/report.js');
    desk.output.raw(settlementReport(batch));
  } else {
    desk.output.result(batch, () => describeDetail(batch));
  }
  return EXIT.ok;
}

function onlyOneForm(desk: Desk, given: boolean, option: string): void {
  if (!given || !desk.output.json) return;
  throw new TillpostError('INVALID_REQUEST', `give one of --json and ${option}`, { operation: 'cli' });
}
