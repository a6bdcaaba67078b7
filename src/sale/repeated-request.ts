import { TillpostError } from '../domain/errors.js';
import { formatMoney, sameMoney } from '../domain/money.js';
import type { SaleOutcome, SaleRequest, TransactionReads } from '../ports/index.js';

/** A till that asks again under its idempotency key gets the first outcome, never a second sale (payment rules, Online and offline 9). */

/** The outcome of the running sale, when the till asks for that very one again. @throws IDEMPOTENCY_MISMATCH */
export function outcomeOfRunning(
  running: { readonly request: SaleRequest; readonly outcome: Promise<SaleOutcome> } | null,
  request: SaleRequest,
): Promise<SaleOutcome> | null {
  const { idempotencyKey } = request;
  if (idempotencyKey === null || running?.request.idempotencyKey !== idempotencyKey) return null;
  requireSame(request, running.request, idempotencyKey);
  return running.outcome.then((outcome) => ({ ...outcome, repeated: true }));
}

/**
 * The outcome that the journal holds of the key; null when it holds none.
 * @param idle what is being decided is waited for: it may be this one
 */
export async function outcomeInJournal(
  journal: Pick<TransactionReads, 'byIdempotencyKey'>,
  request: SaleRequest,
  idle: () => Promise<void>,
): Promise<SaleOutcome | null> {
  const { idempotencyKey } = request;
  if (idempotencyKey === null) return null;
  const known = await journal.byIdempotencyKey(idempotencyKey);
  if (known === null) return null;
  requireSame(request, known, idempotencyKey);
  if (known.verdict !== null) return { transaction: known, repeated: true };
  await idle();
  const decided = await journal.byIdempotencyKey(idempotencyKey);
  return decided === null || decided.verdict === null ? null : { transaction: decided, repeated: true };
}

function requireSame(request: SaleRequest, first: Pick<SaleRequest, 'type' | 'money'>, idempotencyKey: string): void {
  if (sameMoney(request.money, first.money) && request.type === first.type) return;
  const message = `the key was used for a ${first.type} of ${formatMoney(first.money)}`;
  throw new TillpostError('IDEMPOTENCY_MISMATCH', message, {
    operation: 'sale.start',
    subject: idempotencyKey,
    hint: 'A new sale needs a new idempotency key.',
  });
}
