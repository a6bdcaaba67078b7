import { TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import type { LifecycleEvent } from '../domain/lifecycle.js';
import { REASON_MAX } from '../domain/posting.js';
import type { Alerts, HostLink, ParkDesk, PendingPosting, PostingReads, TransactionMoves } from '../ports/index.js';

/** What a person does with postings that wait for one. Nothing here deletes anything. */
export function createParkDesk(
  journal: TransactionMoves & Pick<PostingReads, 'posting'>,
  host: HostLink,
  alerts: Alerts,
): ParkDesk {
  async function parked(sequence: number): Promise<PendingPosting> {
    const found = await journal.posting(sequence);
    if (found?.posting.state === 'parked') return found;
    const why = found === null ? 'no such posting' : `posting ${sequence} is ${found.posting.state}, not parked`;
    throw new TillpostError('NOT_FOUND', why, {
      operation: 'park',
      subject: String(sequence),
      hint: '`tillpost park list` shows the sequences of what is parked.',
    });
  }

  async function apply(row: PendingPosting, event: LifecycleEvent): Promise<PendingPosting> {
    const { key } = row.transaction;
    await journal.apply(key, event);
    alerts.clear('POSTING_PARKED', keyText(key));
    return (await journal.posting(row.posting.sequence)) ?? row;
  }

  return {
    retry: async (sequence) => {
      const row = await parked(sequence);
      const changed = await apply(row, retryEvent(row));
      host.postingsReopened();
      return changed;
    },
    resolve: async (sequence, reason) => {
      const said = reason.trim();
      if (said === '' || said.length > REASON_MAX) {
        throw new TillpostError('INVALID_REQUEST', `a reason of 1 to ${REASON_MAX} characters is needed`, {
          operation: 'park.resolve',
          hint: 'Say how the money was settled: the reason stays in the journal.',
        });
      }
      return apply(await parked(sequence), { name: 'resolve', reason: said });
    },
  };
}

function retryEvent({ posting, transaction }: PendingPosting): LifecycleEvent {
  if (posting.content.kind === 'advice') return { name: 'retryAdvice' };
  // A reversal of what the cardholder was told is approved is a void.
  return transaction.verdict?.outcome === 'approved' ? { name: 'retryVoid' } : { name: 'retryReversal' };
}
