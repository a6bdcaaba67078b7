import type { Taken } from '../../api/table.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText, parseKey, type TransactionKey } from '../../domain/key.js';
import { money } from '../../domain/money.js';
import { redactPans } from '../../domain/redaction.js';
import type { SaleDesk, SaleName, TransactionReads } from '../../ports/index.js';
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
    'sale.start': async ({ type, amount, currency, allow_duplicate: allowDuplicate, ...asked }, caller) => {
      const { till_id: tillId, idempotency_key: key, order_reference: reference } = asked;
      const request = {
        type,
        money: money(amount, currency),
        tillId: keptKey(tillId),
        idempotencyKey: keptKey(key),
        orderReference: reference === undefined || reference === null ? null : redactPans(reference),
        allowDuplicate,
      };
      return saleView(await desk.sell(request, caller));
    },
    'sale.cancel': async (params) => {
      await desk.cancel(saleNamed(params));
      return { cancelling: true };
    },
    'sale.confirm': async ({ proceed, ...params }) => {
      desk.confirm(proceed, saleNamed(params));
      return { confirmed: proceed };
    },
    'sale.void': async (params) => {
      const key = await named(journal, params);
      const { till_id: tillId, idempotency_key: idempotencyKey } = params;
      return saleView(await desk.void({ key, tillId: keptKey(tillId), idempotencyKey: keptKey(idempotencyKey) }));
    },
  };
}

/** Left out is not named; a till's null is a name. */
function saleNamed({ key, till_id: tillId, idempotency_key: own }: Taken<'sale.cancel'>): SaleName {
  return {
    ...(key === undefined ? {} : { key: parseKey(key) }),
    ...(tillId === undefined ? {} : { tillId: keptKey(tillId) }),
    ...(own === undefined || own === null ? {} : { idempotencyKey: keptKey(own) }),
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
