import { TillpostError } from '../../domain/errors.js';
import { isOwed } from '../../domain/posting.js';
import type { Transaction } from '../../domain/transaction.js';
import type { Applied, JournalMark, Mirror, PendingPosting } from '../../ports/index.js';

/**
 * Writes what one commit owes and no longer owes to the mirror (storage rules, Second copy).
 *
 * @param at the journal after the commit
 * @returns what the mirror refused, or null; the commit itself is on the disk either way
 */
export async function mirrorCommit(
  mirror: Mirror,
  commit: readonly Applied[],
  at: JournalMark,
): Promise<TillpostError | null> {
  const owed = new Map<number, PendingPosting>();
  const released = new Set<number>();
  const changed: Transaction[] = [];
  for (const { postings, transaction } of commit) {
    for (const posting of postings) {
      // In the order of the commit: of one posting the last state counts.
      const { sequence } = posting;
      owed.delete(sequence);
      released.delete(sequence);
      if (isOwed(posting)) owed.set(sequence, { posting, transaction });
      else released.add(sequence);
    }
    // The other postings of one that was changed or settled still owe what it is now.
    if (!postings.some(isOwed)) changed.push(transaction);
  }
  try {
    if (owed.size > 0) await mirror.append([...owed.values()], at);
    if (released.size > 0) await mirror.release([...released], at);
    if (changed.length > 0 || owed.size + released.size === 0) await mirror.mark(at, changed);
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
