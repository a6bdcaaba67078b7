import { asTillpostError, type TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import { shownDifference, shownDifferenceText } from '../domain/postings/shown.js';
import type { Alerts, BatchReads, Log, PostingReads } from '../ports/index.js';

/** The alert board holds a hundred; the sum of all stands in the status. */
const NAMED_MAX = 40;

/**
 * What the journal says must stand as an alert, whoever had it in memory before: money that was approved and that
 * the host refuses, and what was shown otherwise than it is booked, is out of sight after no restart (payment rules,
 * Parking; Shown and booked).
 */
export function raiseStandingAlerts(
  journal: Pick<PostingReads, 'listPostings'> & Pick<BatchReads, 'shownStanding'>,
  alerts: Alerts,
  log: Log,
): void {
  const problem = (thrown: unknown, operation: string): { readonly error: ReturnType<TillpostError['toJSON']> } => ({
    error: asTillpostError(thrown, operation).toJSON(),
  });
  journal.listPostings('parked', 0, NAMED_MAX).then(
    (rows) => {
      for (const { posting } of rows) alerts.raise('POSTING_PARKED', keyText(posting.key), posting.parkedReason ?? '');
    },
    (error: unknown) => log.warn('parked postings not read', problem(error, 'park.list')),
  );
  journal.shownStanding(NAMED_MAX).then(
    (rows) => {
      for (const it of rows) {
        const difference = shownDifference(it);
        if (difference === null) continue;
        alerts.raise('READER_RESULT_UNKNOWN', keyText(it.key), shownDifferenceText(it, difference));
      }
    },
    (error: unknown) => log.warn('what was shown otherwise not read', problem(error, 'sale.shown')),
  );
}
