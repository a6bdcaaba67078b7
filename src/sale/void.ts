import { TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import { isTakenBack } from '../domain/postings/standing.js';
import type { Transaction } from '../domain/transaction.js';
import type {
  Alerts,
  HostLink,
  JournalStanding,
  Log,
  SaleOutcome,
  TransactionMoves,
  TransactionReads,
  VoidRequest,
} from '../ports/index.js';

export interface VoidParts {
  readonly journal: TransactionMoves & Pick<TransactionReads, 'transaction'> & Pick<JournalStanding, 'openBatch'>;
  readonly host: HostLink;
  readonly alerts: Alerts;
  readonly log: Log;
}

/**
 * Takes an approval back, posted or not: commits a reversal under the same key (payment rules, States).
 * Whoever asks again for the same void gets the same answer.
 *
 * @param merchantId in whose name the terminal sells: nobody takes back what another one sold
 * @throws NOT_FOUND, VOID_REFUSED, JOURNAL_*
 */
export async function voidSale(
  { journal, host, alerts, log }: VoidParts,
  { key, tillId = null, idempotencyKey }: VoidRequest,
  merchantId: string,
): Promise<SaleOutcome> {
  const stored = await journal.transaction(key);
  if (stored === null) {
    throw new TillpostError('NOT_FOUND', 'no such transaction', { operation: 'sale.void', subject: keyText(key) });
  }
  const { transaction, postings } = stored;
  if (isTakenBack(transaction, postings)) return voided(transaction, true);
  const obstacle = whyNot(transaction, journal.openBatch(), merchantId);
  if (obstacle !== null) throw refused(transaction, obstacle);
  try {
    const applied = await journal.apply(key, { name: 'void', idempotencyKey, tillId });
    host.postingAdded();
    if (transaction.state === 'parked') {
      // Its advice is pending again, under the old sequence.
      alerts.clear('POSTING_PARKED', keyText(key));
      host.postingsReopened();
    }
    log.info('void committed', { key: keyText(key) });
    return voided(applied.transaction, false);
  } catch (error) {
    if (!(error instanceof TillpostError) || error.code !== 'ILLEGAL_EVENT') throw error;
    // It moved on between the look and the commit: by the same void from another till, perhaps.
    const moved = await journal.transaction(key);
    if (moved !== null && isTakenBack(moved.transaction, moved.postings)) return voided(moved.transaction, true);
    throw refused(transaction, error.message);
  }
}

function voided(transaction: Transaction, repeated: boolean): SaleOutcome {
  return { transaction, stands: 'voided', repeated };
}

function whyNot(transaction: Transaction, openBatch: number, merchantId: string): string | null {
  const { state, verdict, batch, postedBatch } = transaction;
  if (verdict?.outcome !== 'approved') return `it is ${verdict?.outcome ?? state}`;
  if (transaction.merchantId !== merchantId) return `it was sold for merchant ${transaction.merchantId}`;
  if (state === 'resolved') return 'a person settled it by other means';
  if (state !== 'approved' && state !== 'posted' && state !== 'parked') return `it is ${state}`;
  // What is parked was never posted: there is no money that a refund could give back, sealed or not.
  const stands = state === 'parked' ? postedBatch : (postedBatch ?? batch);
  if (stands !== null && stands !== openBatch) return `its batch ${stands} is sealed`;
  return null;
}

/** A refund gives money back: it is named only where money was taken. */
function hintFor({ state, verdict }: Transaction): string {
  if (verdict?.outcome !== 'approved') return 'No money was taken: there is nothing to take back.';
  if (state === 'resolved') return '`tillpost show` says how it was settled.';
  return 'Only an approved sale of the open batch can be voided; give the money back with a refund instead.';
}

function refused(transaction: Transaction, why: string): TillpostError {
  return new TillpostError('VOID_REFUSED', `cannot be voided: ${why}`, {
    operation: 'sale.void',
    subject: keyText(transaction.key),
    hint: hintFor(transaction),
  });
}
