import type { Command } from 'commander';
import { TillpostError } from '../domain/errors.js';
import { type Money, formatMoney, money, parseMoney } from '../domain/money.js';
import type { Random } from '../ports.js';
import type { SaleView, StatusView } from '../till-api.js';
import type { Bind, Desk } from './command.js';
import { EXIT, type ExitStatus } from './exit-codes.js';
import { joined, moneyText, pairs } from './output.js';

interface SaleOptions {
  readonly idempotencyKey?: string;
  readonly minor?: boolean;
}

/** Beyond the wait for a card: online answer, second GENERATE AC, what the reader shows, commits. */
const AFTER_CARD_MS = 90_000;
const PROGRESS_EVERY_MS = 500;

export function addSale(program: Command, bind: Bind): void {
  program
    .command('sale')
    .description('take a sale and wait for its outcome')
    .argument('<amount>', 'decimal, for example 12.50; with --minor whole minor units')
    .argument('[currency]', 'ISO 4217, for example EUR; else terminal.currency')
    .option('-k, --idempotency-key <key>', 'of the till: the same key never takes a second sale')
    .option('--minor', 'the amount is in minor units: 1250 for 12.50 EUR')
    .action(bind(sale));
}

async function sale(
  desk: Desk,
  amountText: string,
  currencyText: string | undefined,
  options: SaleOptions,
): Promise<ExitStatus> {
  const settings = await desk.settings();
  const asked = readAmount(amountText, currencyText ?? settings.currency, options.minor === true);
  // One of our own lets a person ask again after a broken connection.
  const idempotencyKey = options.idempotencyKey ?? drawKey(desk.surroundings.random);

  const stopProgress = showProgress(desk, asked);
  const params = { amount: asked.amount, currency: asked.currency.code, idempotency_key: idempotencyKey };
  let view: SaleView;
  try {
    view = await desk.ask<SaleView>('sale.start', params, settings.cardTimeoutMs + AFTER_CARD_MS);
  } catch (error) {
    throw unknownOutcome(error, idempotencyKey);
  } finally {
    stopProgress();
  }
  desk.output.result(view, () => describe(view));
  return statusOf(view);
}

function drawKey(random: Random): string {
  return `cli-${Buffer.from(random.bytes(12)).toString('hex')}`;
}

function readAmount(text: string, currency: string | null, minor: boolean): Money {
  if (currency === null) {
    throw new TillpostError('CURRENCY_UNKNOWN', 'no currency given', {
      operation: 'sale',
      hint: 'Name it after the amount, or set terminal.currency in the configuration.',
    });
  }
  if (!minor) return parseMoney(text, currency);
  // Not whatever JavaScript takes for a number: "1e3", "0x10" and "" are none to a cashier.
  if (/^-?\d{1,15}$/.test(text)) return money(Number(text), currency);
  throw new TillpostError('AMOUNT_INVALID', `amount ${JSON.stringify(text.slice(0, 24))} is not a whole number`, {
    operation: 'sale',
    hint: 'With --minor the amount is in minor units: 1250 for 12.50 EUR.',
  });
}

/** Nobody knows whether the agent took the sale: say how to find out instead of inviting a second one. */
function unknownOutcome(error: unknown, idempotencyKey: string): unknown {
  if (!(error instanceof TillpostError) || (error.code !== 'LINK_CLOSED' && error.code !== 'TIMEOUT')) return error;
  return new TillpostError(error.code, `${error.message}; the sale may have been taken`, {
    operation: 'sale',
    subject: `idempotency key ${idempotencyKey}`,
    retryable: true,
    hint:
      `Ask with: tillpost show --idempotency-key ${idempotencyKey}\n` +
      '  Or give the same sale again with that key: it is never taken twice.',
    cause: error,
  });
}

function statusOf({ outcome }: SaleView): ExitStatus {
  switch (outcome) {
    case 'approved':
      return EXIT.ok;
    case 'declined':
      return EXIT.declined;
    case 'cancelled':
      return EXIT.cancelled;
    case null:
      return EXIT.temporary;
  }
}

function describe(view: SaleView): string {
  const how = joined(' ', view.response_code, view.by === null ? null : `by ${view.by}`);
  const word = (view.outcome ?? 'not decided yet').toUpperCase();
  const headline = joined('  ', word, moneyText(view), how === '' ? null : `(${how})`);
  return `${headline}\n${pairs([
    ['  reason', view.reason],
    ['  card', joined(' ', view.masked_pan, view.scheme, view.entry_mode)],
    ['  key', view.key],
    ['  STAN', view.stan],
    ['  RRN', view.rrn],
    ['  idempotency key', view.idempotency_key],
    ['  repeated', view.repeated ? 'yes: this is the first outcome, nothing was taken now' : null],
  ])}`;
}

/** Tells the steps to whoever watches. Never disturbs the sale: what goes wrong here is left to the sale's answer. */
function showProgress(desk: Desk, asked: Money): () => void {
  const { output, surroundings } = desk;
  if (!output.showsProgress) return () => undefined;
  let last = '';
  let stopped = false;
  let timer = surroundings.clock.after(0, () => undefined);
  const again = (): void => {
    if (!stopped) timer = surroundings.clock.after(PROGRESS_EVERY_MS, look);
  };
  const look = (): void => {
    desk.ask<StatusView>('agent.status').then(
      ({ sale: running }) => {
        const step = running?.step ?? '';
        if (!stopped && step !== '' && step !== last) output.progress(`  … ${step}`);
        last = step;
        again();
      },
      again,
    );
  };
  output.progress(`${formatMoney(asked)}: present the card (\`tillpost cancel\` ends it)`);
  again();
  return () => {
    stopped = true;
    timer.cancel();
  };
}
