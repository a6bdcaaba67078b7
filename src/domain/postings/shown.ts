import { formatMoney } from '../money.js';
import type { Display, Transaction } from '../transaction.js';

export const SHOWN_DIFFERENCES = ['shownNotBooked', 'bookedNotShown', 'bookedAsShown'] as const;
/**
 * How what was shown and what is booked differ (payment rules, Shown and booked). *bookedAsShown*: the books follow the
 * display since, and what the till was told before may be something else.
 */
export type ShownDifference = (typeof SHOWN_DIFFERENCES)[number];

type Compared = Pick<Transaction, 'verdict' | 'shown'>;

/** Null: both say the same, or what was shown is not known yet. `shown_differs` of the journal's schema is this in SQL. */
export function shownDifference({ verdict, shown }: Compared): ShownDifference | null {
  if (verdict === null) return null;
  if (verdict.outcome !== 'approved') return shown === 'approved' ? 'shownNotBooked' : null;
  if (verdict.by === 'reader') return 'bookedAsShown';
  return shown === 'declined' || shown === 'nothing' ? 'bookedNotShown' : null;
}

/** For a person, with the money that it is about. */
export function shownDifferenceText({ type, money, state, shown }: Transaction, difference: ShownDifference): string {
  const what = `${type} of ${formatMoney(money)}`;
  switch (difference) {
    case 'shownNotBooked':
      return `${what} shown as approved, but ${state}: it cannot be booked`;
    case 'bookedNotShown':
      return `${what} stands as ${state}, but ${SEEN[shown]}`;
    case 'bookedAsShown':
      return `${what} shown as approved against the verdict: it is booked as shown`;
  }
}

const SEEN: Readonly<Record<Display, string>> = {
  unknown: 'not shown yet',
  approved: 'shown as approved',
  declined: 'shown as declined',
  nothing: 'nothing was shown',
};
