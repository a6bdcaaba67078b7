import { describe, expect, it } from 'vitest';
import { shownDifference, shownDifferenceText } from '../../src/domain/postings/shown.js';
import { type Display, DISPLAYS, type Verdict } from '../../src/domain/transaction.js';
import { sampleTransaction } from '../support/samples.js';

const verdict = (outcome: Verdict['outcome'], by: Verdict['by'] = 'host'): Verdict => ({
  outcome,
  by,
  responseCode: '00',
  reason: null,
});

/** Payment rules, Shown and booked. Columns in the order of DISPLAYS: unknown, approved, declined, nothing. */
const ROWS: readonly (readonly [string, Verdict | null, readonly (string | null)[]])[] = [
  ['undecided', null, [null, null, null, null]],
  ['approved', verdict('approved'), [null, null, 'bookedNotShown', 'bookedNotShown']],
  ['declined', verdict('declined'), [null, 'shownNotBooked', null, null]],
  ['cancelled', verdict('cancelled'), [null, 'shownNotBooked', null, null]],
  [
    'approved by the display',
    verdict('approved', 'reader'),
    ['bookedAsShown', 'bookedAsShown', 'bookedAsShown', 'bookedAsShown'],
  ],
];

describe('what was shown against what is booked', () => {
  it.each(ROWS)('%s', (_, given, expected) => {
    expect(DISPLAYS.map((shown: Display) => shownDifference({ verdict: given, shown }))).toEqual(expected);
  });

  it('is told with its money', () => {
    const sale = sampleTransaction({ state: 'reversing', shown: 'approved' });
    expect(shownDifferenceText(sale, 'shownNotBooked')).toBe(
      'sale of 12.50 EUR shown as approved, but reversing: it cannot be booked',
    );
    expect(shownDifferenceText({ ...sale, state: 'posted', shown: 'nothing' }, 'bookedNotShown')).toBe(
      'sale of 12.50 EUR stands as posted, but nothing was shown',
    );
  });
});
