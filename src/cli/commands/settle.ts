import type { Command } from 'commander';
import type { BatchView } from '../../api/batches.js';
import { TillpostError } from '../../domain/errors.js';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { tellSteps, watchStatus } from '../shell/watch.js';
import { describeBatch } from '../text/batch-text.js';

export function addSettle(program: Command, { bind, more }: Kit): void {
  program
    .command('settle')
    .description('close the batch: drain the queue, compare totals with the host, find what differs')
    .addHelpText('after', () =>
      more({
        calls: ['settlement.start'],
        examples: [
          ['tillpost settle', 'closes the batch and compares it with the host'],
          ['tillpost settle --json', 'for a script: exit status 12 when something differs'],
        ],
      }),
    )
    .action(bind(settle));
}

/** The agent asks the host until it answers; a person wants the prompt back earlier. */
const WAIT_MS = 900_000;

async function settle(desk: Desk): Promise<ExitStatus> {
  const tell = tellSteps(desk);
  desk.output.progress('Closing the batch.');
  const stop = desk.output.showsProgress ? watchStatus(desk, ({ settlement }) => tell(settlement)) : () => undefined;
  let batch: BatchView;
  try {
    batch = await desk.ask('settlement.start', {}, WAIT_MS);
  } catch (error) {
    throw stillClosing(error);
  } finally {
    stop();
  }
  desk.output.result(
    batch,
    (shown) => `${describeBatch(shown)}\nReport with: tillpost batch show ${shown.number} --report`,
  );
  return batch.matched === true ? EXIT.ok : EXIT.differs;
}

/** A closing ends only by the host's answer, whoever waits for it. */
function stillClosing(error: unknown): unknown {
  if (!(error instanceof TillpostError) || (error.code !== 'LINK_CLOSED' && error.code !== 'TIMEOUT')) return error;
  return new TillpostError(error.code, `${error.message}; the closing goes on, also after a restart`, {
    operation: 'settle',
    retryable: true,
    hint: 'See `tillpost status` and `tillpost batch list`; `tillpost settle` joins a closing that runs.',
    cause: error,
  });
}
