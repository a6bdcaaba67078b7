import type { Taken } from '../../api/table.js';
import { TillpostError } from '../../domain/errors.js';
import { parseKey } from '../../domain/key.js';
import type { StoredTransaction, TransactionReads } from '../../ports/index.js';
import type { HandlersOf } from './handlers.js';
import { keptKey } from './parameters.js';
import { detailView } from './views.js';

/** STAN wraps at a million: more than a few under one is not a question that a person asks. */
const SAME_STAN_MAX = 20;

export interface TransactionParts {
  readonly journal: TransactionReads;
}

/** Single transactions, as the journal holds them. */
export function transactionMethods({ journal }: TransactionParts): HandlersOf<'transaction'> {
  return {
    'transaction.show': async (params) => {
      const found = await find(journal, params);
      if (found.length > 0) return { transactions: found.map(detailView) };
      const [[name, value] = []] = Object.entries(params);
      throw new TillpostError('NOT_FOUND', 'no such transaction', {
        operation: 'transaction.show',
        subject: `${name} ${value}`.slice(0, 100),
        hint: 'It was never started here, or its retention is over.',
      });
    },
  };
}

async function find(
  journal: TransactionReads,
  { key, stan, idempotency_key: idempotencyKey, till_id: tillId }: Taken<'transaction.show'>,
): Promise<readonly StoredTransaction[]> {
  if (key !== undefined) return stored([await journal.transaction(parseKey(key))]);
  if (stan !== undefined) {
    const same = await journal.byStan(stan);
    return stored(await Promise.all(same.slice(0, SAME_STAN_MAX).map((it) => journal.transaction(it.key))));
  }
  const known = await journal.byIdempotencyKey(keptKey(idempotencyKey) ?? '', keptKey(tillId));
  return known === null ? [] : stored([await journal.transaction(known.key)]);
}

function stored(found: readonly (StoredTransaction | null)[]): readonly StoredTransaction[] {
  return found.filter((it) => it !== null);
}
