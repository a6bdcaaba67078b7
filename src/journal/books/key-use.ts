import type { TransactionKey } from '../../domain/key.js';
import type { BatchQueries } from '../tables/batch-queries.js';
import type { Queries } from '../tables/queries.js';
import type { RunBook } from './run-book.js';

export interface KeyUseParts {
  readonly queries: Queries;
  readonly batches: BatchQueries;
  readonly writer: { readonly runs: RunBook };
}

/** See the port: a till repeats its key within minutes, a receipt number comes again after days. */
export function isReused(
  { queries, batches, writer }: KeyUseParts,
  key: TransactionKey,
  windowMs: number,
  nowMs: number,
): boolean {
  const row = queries.row(key);
  if (row === undefined) return false;
  // What came over from an earlier journal has no batch here that could still be open.
  const isForeign = row.origin_epoch !== null;
  const isSealed = isForeign || (row.batch !== null && row.batch !== batches.newest());
  return isSealed && writer.runs.ageOf(row.begun_at_ms, nowMs, isForeign) > windowMs;
}
