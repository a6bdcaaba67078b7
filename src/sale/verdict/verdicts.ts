import type { DecidedBy, Verdict } from '../../domain/transaction.js';

/** DE 39 for what ended without the host: Z1 offline declined, Z3 unable to go online and declined. */

export function declined(by: DecidedBy, responseCode: string, reason: string | null): Verdict {
  return { outcome: 'declined', by, responseCode, reason };
}

/** The card had the last word. */
export const BY_CARD = declined('card', 'Z3', 'declined by the card');

/** DE 39 17: customer cancellation. */
export function cancelled(by: DecidedBy, reason: string | null): Verdict {
  return { outcome: 'cancelled', by, responseCode: '17', reason };
}

/** By the till, whoever stands there. */
export const BY_OPERATOR = cancelled('operator', 'cancelled');
/** Nobody at the till asked for it. */
export const CANCELLED_AT_READER = cancelled('reader', 'cancelled at the card reader');
export const READER_MUTE = cancelled('reader', 'card reader stopped answering');
export const READER_TAMPERED = cancelled('reader', 'card reader reports tampering');
export const AGENT_STOPPED = cancelled('agent', 'the agent was stopped');
/** Before a card was asked for, or later where `sale.till_gone` says so. */
export const TILL_GONE = cancelled('agent', 'the till hung up');
/** What a start finds undecided. */
export const AGENT_DOWN = cancelled('agent', 'interrupted by power or restart');
export const JOURNAL_DOWN = cancelled('agent', 'interrupted by a journal failure');

/** What the reader shows under the outcome: at most 32 characters (proto/reader.proto, Complete). */
export function displayText(verdict: Verdict): string {
  const text = verdict.outcome === 'approved' ? verdict.responseCode : (verdict.reason ?? verdict.responseCode);
  return text.slice(0, 32);
}
