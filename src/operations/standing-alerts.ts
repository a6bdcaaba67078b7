import { asTillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import type { Alerts, Log, PostingReads } from '../ports/index.js';

/** The alert board holds a hundred; the sum of all stands in the status. */
const NAMED_MAX = 40;

/**
 * What the journal says must stand as an alert, whoever had it in memory before: money that was approved and that
 * the host refuses is out of sight after no restart (payment rules, Parking).
 */
export function raiseStandingAlerts(journal: Pick<PostingReads, 'listPostings'>, alerts: Alerts, log: Log): void {
  journal.listPostings('parked', 0, NAMED_MAX).then(
    (rows) => {
      for (const { posting } of rows) alerts.raise('POSTING_PARKED', keyText(posting.key), posting.parkedReason ?? '');
    },
    (error: unknown) => log.warn('parked postings not read', { error: asTillpostError(error, 'park.list').toJSON() }),
  );
}
