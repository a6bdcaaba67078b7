import type { LatePostingsView, LateSumView } from '../../api/postings.js';
import type { LateSum } from '../../domain/postings/lateness.js';
import type { LateDesk, LatePostings } from '../../ports/index.js';
import type { HandlersOf } from './handlers.js';
import { isoTime } from './views.js';

export interface LateParts {
  readonly late: LateDesk;
}

/** What waits, or waited, too long. */
export function lateMethods({ late }: LateParts): HandlersOf<'late'> {
  return {
    'late.show': async () => lateView(await late.late()),
    'late.seen': async () => lateView(await late.seen()),
  };
}

function lateView({ afterMs, waiting, posted }: LatePostings): LatePostingsView {
  return {
    late_after_ms: afterMs,
    waiting: waiting === null ? null : sumView(waiting),
    posted: posted === null ? null : sumView(posted),
  };
}

function sumView({ count, amounts, sinceMs, longestMs }: LateSum): LateSumView {
  const sums = amounts.map(({ currency, count: of, amount }) => ({ currency, count: of, amount }));
  return { count, amounts: sums, since: isoTime(sinceMs), longest_ms: Math.round(longestMs) };
}
