import { describe, expect, it } from 'vitest';
import type { PostingContent } from '../../../src/domain/posting.js';
import { isTakenBack, standingOf } from '../../../src/domain/postings/standing.js';
import type { TransactionState, Verdict } from '../../../src/domain/transaction.js';
import { sampleTransaction } from '../../support/samples.js';

const ADVICE: PostingContent = { kind: 'advice', response: 'Y1' };
const REVERSAL: PostingContent = { kind: 'reversal', reason: 'operatorVoid' };
const verdict = (outcome: Verdict['outcome']): Verdict => ({ outcome, by: 'card', responseCode: '', reason: null });

describe('what stands of a sale', () => {
  it.each<[TransactionState, Verdict['outcome'] | null, readonly PostingContent[], string | null]>([
    ['started', null, [], null],
    ['authorizing', null, [], null],
    ['approved', 'approved', [ADVICE], 'approved'],
    ['posted', 'approved', [], 'approved'],
    ['posted', 'approved', [ADVICE], 'approved'],
    ['parked', 'approved', [ADVICE], 'approved'],
    ['resolved', 'approved', [ADVICE], 'approved'],
    ['voiding', 'approved', [], 'voided'],
    ['voided', 'approved', [], 'voided'],
    ['voided', 'approved', [ADVICE, REVERSAL], 'voided'],
    // A person has its reversal by now: what was taken back stays so.
    ['parked', 'approved', [ADVICE, REVERSAL], 'voided'],
    ['resolved', 'approved', [REVERSAL], 'voided'],
    ['declined', 'declined', [], 'declined'],
    ['reversing', 'declined', [REVERSAL], 'declined'],
    ['parked', 'declined', [REVERSAL], 'declined'],
    ['reversed', 'cancelled', [REVERSAL], 'cancelled'],
    // Not met, and no approval all the same.
    ['voided', 'declined', [REVERSAL], 'declined'],
    ['voiding', null, [REVERSAL], null],
  ])('%s, told %s: %j stands as %s', (state, told, contents, stands) => {
    const transaction = sampleTransaction({ state, verdict: told === null ? null : verdict(told) });
    const postings = contents.map((content) => ({ content }));
    expect(standingOf(transaction, postings)).toBe(stands);
    expect(isTakenBack(transaction, postings)).toBe(stands === 'voided');
  });
});
