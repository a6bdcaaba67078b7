import type { SaleView } from '../api/till-api.js';
import { TillpostError } from '../domain/errors.js';
import { keyText, parseKey, type TransactionKey } from '../domain/key.js';
import { TRANSACTION_TYPES } from '../domain/transaction.js';
import type { Journal, SaleDesk } from '../ports/index.js';
import {
  invalid,
  onlyKnown,
  type Params,
  readChoice,
  readFlag,
  readIdempotencyKey,
  readKey,
  readMoney,
  readStan,
} from './parameters.js';
import { saleView } from './views.js';

/** Sales, refunds and voids. */

export async function startSale(desk: SaleDesk, params: Params): Promise<SaleView> {
  onlyKnown(params, ['amount', 'currency', 'type', 'idempotency_key', 'allow_duplicate']);
  const outcome = await desk.sell({
    type: readChoice(params, 'type', TRANSACTION_TYPES, 'sale'),
    money: readMoney(params),
    idempotencyKey: readIdempotencyKey(params['idempotency_key']),
    allowDuplicate: readFlag(params, 'allow_duplicate'),
  });
  return saleView(outcome);
}

export async function cancelSale(desk: SaleDesk, params: Params): Promise<{ cancelling: true }> {
  onlyKnown(params, []);
  await desk.cancel();
  return { cancelling: true };
}

/** The answer has no default: a misspelt one must neither take nor refuse money. */
export async function confirmSale(desk: SaleDesk, params: Params): Promise<{ confirmed: boolean }> {
  onlyKnown(params, ['proceed']);
  const { proceed } = params;
  if (typeof proceed !== 'boolean') {
    throw invalid('proceed must be true or false', 'true takes the sale once more, false refuses it.');
  }
  desk.confirm(proceed);
  return { confirmed: proceed };
}

export async function voidSale(desk: SaleDesk, journal: Journal, params: Params): Promise<SaleView> {
  onlyKnown(params, ['key', 'stan', 'idempotency_key']);
  const idempotencyKey = readIdempotencyKey(params['idempotency_key']);
  return saleView(await desk.void({ key: await named(journal, params), idempotencyKey }));
}

/** STAN wraps: when several bear it, nobody guesses which one's money goes back. */
async function named(journal: Journal, params: Params): Promise<TransactionKey> {
  if ((params['key'] === undefined) === (params['stan'] === undefined)) {
    throw invalid('give exactly one of key, stan', 'For example {"stan":42}.');
  }
  if (params['key'] !== undefined) return parseKey(readKey(params['key']));
  const stan = readStan(params);
  const [only, ...others] = await journal.byStan(stan);
  if (only === undefined) {
    throw new TillpostError('NOT_FOUND', 'no such transaction', {
      operation: 'sale.void',
      subject: `stan ${stan}`,
      hint: 'It was never started here, or its retention is over.',
    });
  }
  if (others.length > 0) {
    throw invalid(
      `${others.length + 1} transactions bear STAN ${stan}`,
      `Name one by its key, for example ${keyText(only.key)}.`,
    );
  }
  return only.key;
}
