import { keyText, sameKey, type TransactionKey } from '../domain/key.js';
import type { SaleName, SaleRequest } from '../ports/index.js';

/** Whose sale it is that somebody wants to end or to answer for (payment rules, The till). */

interface Named {
  readonly request: SaleRequest;
  readonly sale: { readonly key: TransactionKey | null };
}

/**
 * Whether all that is named fits. An idempotency key is its till's: given without one, it is of the till that gives no
 * name. @param key null until the sale is in the journal
 */
export function isMeant(
  { key: named, tillId, idempotencyKey }: SaleName,
  request: SaleRequest,
  key: TransactionKey | null,
): boolean {
  const ownTill = request.tillId ?? null;
  if (named !== undefined && (key === null || !sameKey(named, key))) return false;
  if (
    idempotencyKey !== undefined &&
    idempotencyKey !== null &&
    (idempotencyKey !== request.idempotencyKey || (tillId ?? null) !== ownTill)
  )
    return false;
  return tillId === undefined || tillId === ownTill;
}

export function notRunning(running: Named | null): string {
  if (running === null) return 'no sale is running';
  const till = running.request.tillId ?? null;
  return `another sale than named is running${till === null ? '' : `, of till ${till}`}`;
}

/** For an error: the sale that runs. */
export function nameOf(running: Named | null): { readonly subject?: string } {
  const key = running?.sale.key ?? null;
  return key === null ? {} : { subject: keyText(key) };
}
