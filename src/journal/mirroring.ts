import { TillpostError } from '../domain/errors.js';
import type { Applied, Mirror, PendingPosting } from '../ports.js';

/**
 * Writes what one commit owes and no longer owes to the second copy (storage rules, Second copy).
 *
 * @returns what the mirror refused, or null; the commit itself is on the disk either way
 */
export async function mirrorCommit(mirror: Mirror, commit: readonly Applied[]): Promise<TillpostError | null> {
  const owed: PendingPosting[] = [];
  const released: number[] = [];
  for (const { postings, transaction } of commit) {
    for (const posting of postings) {
      if (posting.state === 'pending') owed.push({ posting, transaction });
      else released.push(posting.sequence);
    }
  }
  try {
    if (owed.length > 0) await mirror.append(owed);
    if (released.length > 0) await mirror.release(released);
    return null;
  } catch (error) {
    return new TillpostError('JOURNAL_IO', 'the second copy was not written', {
      operation: 'journal.mirror',
      retryable: true,
      hint: 'Check the device of the mirror log. Until it works again what is owed stands on one disk only.',
      cause: error,
    });
  }
}
