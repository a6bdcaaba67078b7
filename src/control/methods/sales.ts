import type { Taken } from '../../api/table.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText, parseKey, type TransactionKey } from '../../domain/key.js';
import { money } from '../../domain/money.js';
import type { SaleDesk, TransactionReads } from '../../ports/index.js';
import type { HandlersOf } from './handlers.js';
import { invalid, keptKey } from './parameters.js';
import { saleView } from './views.js';

export interface SaleParts {
  readonly desk: SaleDesk;
  readonly journal: Pick<TransactionReads, 'byStan'>;
}

/** Sales, refunds and voids. */
export function saleMethods({ desk, journal }: SaleParts): HandlersOf<'sale'> {
  return {
    'sale.start': async ({ type, amount, currency, idempotency_key: key, allow_duplicate: allowDuplicate }) =>
      saleView(await desk.sell({ type, money: money(amount, currency), idempotencyKey: keptKey(key), allowDuplicate })),
    'sale.cancel': async () => {
      await desk.cancel();
      return { cancelling: true };
    },
    'sale.confirm': async ({ proceed }) => {
      desk.confirm(proceed);
      return { confirmed: proceed };
    },
    'sale.void': async (params) => {
      const key = await named(journal, params);
      return saleView(await desk.void({ key, idempotencyKey: keptKey(params.idempotency_key) }));
    },
  };
}

/** STAN wraps: when several bear it, nobody guesses which one's money goes back. */
async function named(
  journal: Pick<TransactionReads, 'byStan'>,
  { key, stan }: Taken<'sale.void'>,
): Promise<TransactionKey> {
  if (key !== undefined) return parseKey(key);
  const [only, ...others] = stan === undefined ? [] : await journal.byStan(stan);
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
