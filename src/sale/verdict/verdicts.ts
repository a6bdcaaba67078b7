import type { DecidedBy, Verdict } from '../../domain/transaction.js';

/** DE 39 for what ended without the host: Z1 offline declined, Z3 unable to go online and declined. */

export function declined(by: DecidedBy, responseCode: string, reason: string | null): Verdict {
  return { outcome: 'declined', by, responseCode, reason };
}

/** The card had the last word. */
export const BY_CARD = declined('card', 'Z3', 'declined by the card');

/** DE 39 17: customer cancellation. */
export function cancelled(by: DecidedBy, reason: string): Verdict {
  return { outcome: 'cancelled', by, responseCode: '17', reason };
}

/** What the reader shows under the outcome: at most 32 characters (proto/reader.proto, Complete). */
export function displayText(verdict: Verdict): string {
  const text = verdict.outcome === 'approved' ? verdict.responseCode : (verdict.reason ?? verdict.responseCode);
  return text.slice(0, 32);
}
