import { TillpostError } from '../../domain/errors.js';

const CHANGED =
  'The journal was changed from outside or the disk has damaged it. Copy the directory before anything else.';

interface Circumstances {
  readonly operation?: string;
  readonly hint?: string;
}

/** @param subject the entry, transaction, posting, epoch or table that does not fit */
export function chainBroken(
  message: string,
  subject: number | string | null,
  { operation = 'journal.verify', hint = CHANGED }: Circumstances = {},
): TillpostError {
  const about = subject === null ? {} : { subject: String(subject) };
  return new TillpostError('JOURNAL_CHAIN_BROKEN', message, { operation, ...about, hint });
}
