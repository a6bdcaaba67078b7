import type { Command } from 'commander';
import type { SaleView } from '../../api/sales.js';
import { TillpostError } from '../../domain/errors.js';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { whole } from '../shell/numbers.js';
import { joined, moneyText, pairs } from '../shell/output.js';

interface VoidOptions {
  readonly stan?: string;
  readonly idempotencyKey?: string;
  readonly till?: string;
}

export function addVoid(program: Command, { bind, more }: Kit): void {
  program
    .command('void')
    .description('take an approved sale or refund back; no card is needed')
    .argument('[key]', 'for example T0000042-9f1c2a0b7d3e4f55-b41c72de-17')
    .option('--stan <number>', 'by STAN')
    .option('-k, --idempotency-key <key>', 'of the till, kept with the void')
    .option('--till <id>', 'whose key that is')
    .addHelpText('after', () =>
      more({
        calls: ['sale.void'],
        examples: [
          ['tillpost void --stan 17', 'by the number on the receipt'],
          ['tillpost void T0000042-9f1c2a0b7d3e4f55-b41c72de-17', 'by its key'],
        ],
      }),
    )
    .action(bind(takeBack));
}

async function takeBack(
  desk: Desk,
  key: string | undefined,
  { stan, idempotencyKey, till }: VoidOptions,
): Promise<ExitStatus> {
  if ((key === undefined) === (stan === undefined)) {
    throw new TillpostError('INVALID_REQUEST', 'give exactly one of key and --stan', {
      operation: 'cli',
      hint: 'See `tillpost void --help`.',
    });
  }
  const params = {
    ...(key === undefined ? {} : { key }),
    ...(stan === undefined ? {} : { stan: whole('--stan', stan) }),
    ...(idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey }),
    ...(till === undefined ? {} : { till_id: till }),
  };
  const view = await desk.ask('sale.void', params).catch((error: unknown) => {
    throw unknownOutcome(error);
  });
  desk.output.result(view, describe);
  return EXIT.ok;
}

function unknownOutcome(error: unknown): unknown {
  if (!(error instanceof TillpostError) || (error.code !== 'LINK_CLOSED' && error.code !== 'TIMEOUT')) return error;
  return new TillpostError(error.code, `${error.message}; it may have been taken back`, {
    operation: 'void',
    retryable: true,
    hint: 'Give the same command again: what is void already is not taken back twice.',
    cause: error,
  });
}

function describe(view: SaleView): string {
  const where =
    view.state === 'voided' ? 'the host has taken it back' : 'committed; the host is told before anything else';
  return `${joined('  ', 'VOID', view.type, moneyText(view))}\n${pairs([
    ['  state', `${view.state}: ${where}`],
    ['  card', joined(' ', view.masked_pan, view.scheme, view.entry_mode)],
    ['  key', view.key],
    ['  STAN', view.stan],
    ['  repeated', view.repeated ? 'yes: it was void already' : null],
  ])}`;
}
