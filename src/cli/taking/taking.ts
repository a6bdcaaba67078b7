import type { Command } from 'commander';
import type { SaleView } from '../../api/sales.js';
import type { Asked } from '../../api/table.js';
import { TillpostError } from '../../domain/errors.js';
import { formatMoney, type Money, money, parseMoney } from '../../domain/money.js';
import type { Random } from '../../ports/index.js';
import type { Desk, Kit, MoreHelp } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { tellSteps, watchStatus } from '../shell/watch.js';
import { saleText } from '../text/sale-text.js';
import { DuplicateAsker } from './duplicate-question.js';
import { Interruption } from './interruption.js';
import { nameWords, type SaleAsked } from './sale-name.js';

interface SaleOptions {
  readonly idempotencyKey?: string;
  readonly till?: string;
  readonly reference?: string;
  readonly minor?: boolean;
  readonly allowDuplicate?: boolean;
}

/** Beyond the wait for a card: online answer, second GENERATE AC, what the reader shows, commits. */
const AFTER_CARD_MS = 90_000;

export type Kind = 'sale' | 'refund';

/** The command of one kind: both are taken alike. */
export function addTaking(
  parent: Command,
  { bind, more }: Kit,
  kind: Kind,
  description: string,
  examples: MoreHelp['examples'],
): void {
  parent
    .command(kind)
    .description(description)
    .argument('<amount>', 'decimal, for example 12.50; with --minor whole minor units')
    .argument('[currency]', 'ISO 4217, for example EUR; else terminal.currency')
    .option('-k, --idempotency-key <key>', `of the till: the same key never takes a second ${kind}`)
    .option('--till <id>', 'which till asks: its keys are its own')
    .option('-r, --reference <text>', 'receipt or order number, for people; it may come again')
    .option('--minor', 'the amount is in minor units: 1250 for 12.50 EUR')
    .option('--allow-duplicate', `a second ${kind} with the same card and amount is meant: do not ask`)
    .addHelpText('after', () => more({ calls: ['sale.start'], examples }))
    .action(bind<[string, string | undefined, SaleOptions]>((desk, ...given) => take(desk, kind, ...given)));
}

async function take(
  desk: Desk,
  kind: Kind,
  amountText: string,
  currencyText: string | undefined,
  options: SaleOptions,
): Promise<ExitStatus> {
  const settings = await desk.settings();
  const asked = readAmount(amountText, currencyText ?? settings.currency, options.minor === true);
  // One of our own lets a person ask again after a broken connection.
  const idempotencyKey = options.idempotencyKey ?? drawKey(desk.surroundings.random);

  const params: Asked<'sale.start'> = {
    amount: asked.amount,
    currency: asked.currency.code,
    ...(kind === 'refund' ? { type: kind } : {}),
    idempotency_key: idempotencyKey,
    ...(options.allowDuplicate === true ? { allow_duplicate: true } : {}),
    ...(options.till === undefined ? {} : { till_id: options.till }),
    ...(options.reference === undefined ? {} : { order_reference: options.reference }),
  };
  const named: SaleAsked = { till_id: options.till ?? null, idempotency_key: idempotencyKey };
  // First, so that whatever ends this command, what became of the sale can be asked.
  desk.output.notice(`idempotency key ${idempotencyKey}`);
  desk.output.progress(
    `${kind === 'sale' ? '' : 'Refund of '}${formatMoney(asked)}: present the card (Ctrl-C cancels)`,
  );
  const waitMs = settings.cardTimeoutMs + settings.duplicateAnswerMs + AFTER_CARD_MS;
  const view = await outcomeOf(desk, kind, params, named, waitMs);
  desk.output.result(view, saleText);
  return statusOf(view);
}

async function outcomeOf(
  desk: Desk,
  kind: Kind,
  params: Asked<'sale.start'>,
  named: SaleAsked,
  waitMs: number,
): Promise<SaleView> {
  const interruption = new Interruption(desk, named);
  const stop = desk.output.json ? () => undefined : accompany(desk, named);
  try {
    return await Promise.race([desk.ask('sale.start', params, waitMs), interruption.left]);
  } catch (error) {
    throw unknownOutcome(error, kind, named);
  } finally {
    interruption.over();
    stop();
  }
}

/** Tells the steps, and puts the question that may come up. */
function accompany(desk: Desk, named: SaleAsked): () => void {
  const over = new AbortController();
  const tell = tellSteps(desk);
  const asker = new DuplicateAsker(desk, named, over.signal);
  const stop = watchStatus(desk, ({ sale }) => {
    tell(sale?.step ?? null);
    asker.see(sale?.question ?? null);
  });
  return () => {
    stop();
    over.abort();
  };
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
function unknownOutcome(error: unknown, kind: Kind, named: SaleAsked): unknown {
  if (!(error instanceof TillpostError) || (error.code !== 'LINK_CLOSED' && error.code !== 'TIMEOUT')) return error;
  return new TillpostError(error.code, `${error.message}; the ${kind} may have been taken`, {
    operation: kind,
    subject: `idempotency key ${named.idempotency_key}`,
    retryable: true,
    hint:
      `Ask with: tillpost show ${nameWords(named)}\n` +
      `  Or give the same ${kind} again with that key: it is never taken twice.`,
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
    case 'voided':
      return EXIT.voided;
    case null:
      return EXIT.temporary;
  }
}
