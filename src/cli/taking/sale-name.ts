import type { Command } from 'commander';
import type { Asked } from '../../api/table.js';
import { TillpostError } from '../../domain/errors.js';
import type { Desk } from '../shell/command.js';
import { joined } from '../shell/output.js';

/** Which sale a command means: a till ends and answers its own only (payment rules, The till). */
export type SaleAsked = Asked<'sale.cancel'>;

export interface NameOptions {
  readonly till?: string;
  readonly idempotencyKey?: string;
}

export function nameable(command: Command): Command {
  return command
    .argument('[key]', 'of the sale, for example T0000042-9f1c2a0b7d3e4f55-b41c72de-17')
    .option('--till <id>', 'the sale of this till')
    .option('-k, --idempotency-key <key>', "by the till's own key");
}

/** @throws INVALID_REQUEST without any name; its hint names the sale that runs */
export async function saleAsked(
  desk: Desk,
  command: string,
  key: string | undefined,
  { till, idempotencyKey }: NameOptions,
): Promise<SaleAsked> {
  const asked: SaleAsked = {
    ...(key === undefined ? {} : { key }),
    ...(till === undefined ? {} : { till_id: till }),
    ...(idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey }),
  };
  if (Object.keys(asked).length > 0) return asked;
  const { sale: running } = await desk.ask('agent.status', {});
  const runningTill = running?.till_id ?? null;
  const whose = joined(', ', runningTill === null ? null : `till ${runningTill}`, running?.step ?? null);
  throw new TillpostError('INVALID_REQUEST', 'name the sale: its key, --till or --idempotency-key', {
    operation: 'cli',
    hint: running === null ? 'None is running.' : `Running: tillpost ${command} ${running.key} (${whose})`,
  });
}

/** The words that name it on a command line. */
export function nameWords({ key, till_id: till, idempotency_key: own }: SaleAsked): string {
  const option = (name: string, value: string | null | undefined): string | null =>
    (value ?? null) === null ? null : `${name} ${value}`;
  return joined(' ', key ?? null, option('-k', own), option('--till', till));
}
