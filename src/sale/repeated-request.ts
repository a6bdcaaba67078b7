import { TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import { formatMoney, sameMoney } from '../domain/money.js';
import { standingOf } from '../domain/postings/standing.js';
import type { Transaction } from '../domain/transaction.js';
import type { SaleOutcome, SaleRequest, TransactionReads } from '../ports/index.js';

/** A till that asks again under its idempotency key is told what stands of the first sale, never given a second (payment rules, The till). */

type Reads = Pick<TransactionReads, 'byIdempotencyKey' | 'transaction' | 'isReused'>;

export interface KeyUseParts {
  readonly journal: Reads;
  /** From a sealed batch and older than this, a key is taken for one that was used for something else, ms. */
  readonly keyWindowMs: number;
}

/** What became of the running sale, when the till asks for that very one again. @throws IDEMPOTENCY_MISMATCH */
export function outcomeOfRunning(
  journal: Reads,
  running: { readonly request: SaleRequest; readonly outcome: Promise<SaleOutcome> } | null,
  request: SaleRequest,
): Promise<SaleOutcome> | null {
  const { idempotencyKey } = request;
  if (idempotencyKey === null || running === null || !sameUse(running.request, request)) return null;
  requireSame(request, running.request, idempotencyKey);
  return running.outcome.then(({ transaction }) => repeatOf(journal, transaction));
}

/**
 * What stands of the sale that the journal holds under the key; null when it holds none.
 * @param idle what is being decided is waited for: it may be this one
 * @throws IDEMPOTENCY_MISMATCH, KEY_REUSED
 */
export async function outcomeInJournal(
  { journal, keyWindowMs }: KeyUseParts,
  request: SaleRequest,
  idle: () => Promise<void>,
): Promise<SaleOutcome | null> {
  const { idempotencyKey, tillId = null } = request;
  if (idempotencyKey === null) return null;
  const known = await journal.byIdempotencyKey(idempotencyKey, tillId);
  if (known === null) return null;
  if (known.verdict === null) await idle();
  const repeat = await repeatOf(journal, known);
  if (await journal.isReused(known.key, keyWindowMs)) throw keyReused(repeat, idempotencyKey);
  // The journal finds a void by its key as well: that is no sale's to repeat.
  if (!sameUse(known, request)) throw mismatch(`a void of ${formatMoney(known.money)}`, idempotencyKey);
  requireSame(request, known, idempotencyKey);
  return repeat.stands === null ? null : repeat;
}

/** As the journal holds it by now. */
export async function repeatOf(
  journal: Pick<TransactionReads, 'transaction'>,
  known: Transaction,
): Promise<SaleOutcome> {
  const { transaction, postings } = (await journal.transaction(known.key)) ?? { transaction: known, postings: [] };
  return { transaction, stands: standingOf(transaction, postings), repeated: true };
}

interface Use {
  readonly tillId?: string | null;
  readonly idempotencyKey: string | null;
}

function sameUse(a: Use, b: Use): boolean {
  return a.idempotencyKey === b.idempotencyKey && (a.tillId ?? null) === (b.tillId ?? null);
}

function requireSame(request: SaleRequest, first: Pick<SaleRequest, 'type' | 'money'>, idempotencyKey: string): void {
  if (sameMoney(request.money, first.money) && request.type === first.type) return;
  throw mismatch(`a ${first.type} of ${formatMoney(first.money)}`, idempotencyKey);
}

function mismatch(first: string, idempotencyKey: string): TillpostError {
  return new TillpostError('IDEMPOTENCY_MISMATCH', `the key was used for ${first}`, {
    operation: 'sale.start',
    subject: idempotencyKey,
    hint: 'A new sale needs a new idempotency key.',
  });
}

function keyReused({ transaction, stands }: SaleOutcome, idempotencyKey: string): TillpostError {
  const { type, money, startedAtMs, key } = transaction;
  const first = `${type} of ${formatMoney(money)}, ${stands ?? 'not decided yet'}`;
  return new TillpostError('KEY_REUSED', `the key was first used at ${timeText(startedAtMs)}: ${first}`, {
    operation: 'sale.start',
    subject: `${idempotencyKey}, ${keyText(key)}`,
    hint:
      'Nothing was taken now. A new sale needs a new idempotency key, best a UUID drawn for it; ' +
      'a receipt or order number belongs into order_reference.',
  });
}

/** A clock that was out of all bounds must not hide the outcome. */
function timeText(wallMs: number): string {
  const time = new Date(wallMs);
  return Number.isNaN(time.getTime()) ? 'an unknown time' : time.toISOString();
}
