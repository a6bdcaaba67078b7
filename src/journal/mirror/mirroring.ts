import { TillpostError } from '../../domain/errors.js';
import { isOwed } from '../../domain/posting.js';
import type { Transaction } from '../../domain/transaction.js';
import type { Applied, JournalMark, Mirror, PendingPosting } from '../../ports/index.js';

/** What one commit owes and no longer owes: what the mirror is told of it. */
export interface Debts {
  readonly owed: readonly PendingPosting[];
  /** Sequences that are settled or resolved. */
  readonly released: readonly number[];
  /** Whose other postings may still owe what it is now. */
  readonly changed: readonly Transaction[];
}

/** @param commit in its order: of one posting the last state counts */
export function debtsOf(commit: readonly Applied[]): Debts {
  const owed = new Map<number, PendingPosting>();
  const released = new Set<number>();
  const changed: Transaction[] = [];
  for (const { postings, transaction } of commit) {
    for (const posting of postings) {
      const { sequence } = posting;
      owed.delete(sequence);
      released.delete(sequence);
      if (isOwed(posting)) owed.set(sequence, { posting, transaction });
      else released.add(sequence);
    }
    // The other postings of one that was changed or settled still owe what it is now.
    if (!postings.some(isOwed)) changed.push(transaction);
  }
  return { owed: [...owed.values()], released: [...released], changed };
}

/**
 * Writes what one commit owes and no longer owes to the mirror (storage rules, Mirror).
 *
 * @param at the journal after the commit
 * @returns what the mirror refused, or null; the commit itself is on the disk either way
 */
export async function mirrorCommit(
  mirror: Mirror,
  { owed, released, changed }: Debts,
  at: JournalMark,
): Promise<TillpostError | null> {
  try {
    if (owed.length > 0) await mirror.append(owed, at);
    if (released.length > 0) await mirror.release(released, at);
    if (changed.length > 0 || owed.length + released.length === 0) await mirror.mark(at, changed);
    return null;
  } catch (error) {
    return mirrorProblem(error);
  }
}

export function mirrorProblem(cause: unknown): TillpostError {
  return new TillpostError('JOURNAL_IO', 'the mirror log was not written', {
    operation: 'journal.mirror',
    retryable: true,
    hint: 'Check the device of the mirror log. Until it works again what is owed stands on one disk only.',
    cause,
  });
}
