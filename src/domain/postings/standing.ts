import type { Posting } from '../posting.js';
import { type Transaction, VERDICTS } from '../transaction.js';

export const STANDINGS = [...VERDICTS, 'voided'] as const;
/**
 * What stands of a sale now. A verdict never changes; what was approved and taken back since stands no more, and no
 * till may hand over goods on it (payment rules, The till).
 */
export type Standing = (typeof STANDINGS)[number];

type OwnPostings = readonly Pick<Posting, 'content'>[];

/** By a void's reversal, whatever state that has brought it to: a person may have it by now. */
export function isTakenBack({ state, verdict }: Transaction, postings: OwnPostings): boolean {
  if (verdict?.outcome !== 'approved') return false;
  return state === 'voiding' || state === 'voided' || postings.some(({ content }) => content.kind === 'reversal');
}

/** Null while undecided. */
export function standingOf(transaction: Transaction, postings: OwnPostings): Standing | null {
  return isTakenBack(transaction, postings) ? 'voided' : (transaction.verdict?.outcome ?? null);
}
