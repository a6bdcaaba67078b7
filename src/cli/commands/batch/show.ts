import { type Command, Option } from 'commander';
import type { Desk, Kit } from '../../shell/command.js';
import { EXIT, type ExitStatus } from '../../shell/exit-codes.js';
import { whole } from '../../shell/numbers.js';
import { describeDetail } from '../../text/batch-text.js';

export function addBatchShow(batch: Command, { bind, more }: Kit): void {
  batch
    .command('show')
    .description('one batch with its differences and posting delays')
    .argument('[number]', 'as `tillpost batch list` shows it; else the open one')
    .option('--csv', 'as CSV, one line for each total, difference and late posting')
    .addOption(new Option('--report', 'as a receipt printer prints it: 48 columns').conflicts('csv'))
    .addHelpText('after', () =>
      more({
        calls: ['batch.show'],
        examples: [
          ['tillpost batch show', 'the open batch so far'],
          ['tillpost batch show 17 --report', 'the report on paper'],
        ],
      }),
    )
    .action(bind(show));
}

interface Options {
  readonly csv?: boolean;
  readonly report?: boolean;
}

async function show(desk: Desk, number: string | undefined, { csv, report }: Options): Promise<ExitStatus> {
  if (csv === true) desk.output.onlyOneForm('--csv');
  if (report === true) desk.output.onlyOneForm('--report');
  const batch = await desk.ask('batch.show', number === undefined ? {} : { number: whole('number', number) });
  if (csv === true) {
    const { batchCsv } = await import('../../text/csv.js');
    desk.output.raw(batchCsv(batch));
  } else if (report === true) {
    const { settlementReport } = await import('../../text/report.js');
    desk.output.raw(settlementReport(batch));
  } else {
    desk.output.result(batch, describeDetail);
  }
  return EXIT.ok;
}
