import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/domain/answer.js';
import { money } from '../../../src/domain/money.js';
import { isOwed, type Posting, POSTING_STATES } from '../../../src/domain/posting.js';
import { readReceipt } from '../../../src/domain/postings/receipt.js';
import { TRANSACTION_STATES } from '../../../src/domain/transaction.js';
import { sampleAnswer, sampleKey, sampleTransaction } from '../../support/samples.js';

const ADVICE: Posting = {
  sequence: 3,
  key: sampleKey,
  content: { kind: 'advice', response: 'Y3' },
  money: money(1250, 'EUR'),
  state: 'pending',
  opening: 2,
  refusals: 0,
  parkedReason: null,
  createdAtMs: 0,
};
const REVERSAL: Posting = { ...ADVICE, content: { kind: 'reversal', reason: 'timeout' } };
const POLICY = { parkAfter: 3, temporary: ['96'], malformed: ['30'], outOfPatience: [] };
const TAKEN_BACK = ['voiding', 'voided', 'reversing', 'reversed', 'parked', 'resolved'];

const answer = (change: Partial<Answer> = {}): Answer => sampleAnswer({ sequence: 3, opening: 2, ...change });
const rejected = (responseCode: string): Answer => answer({ outcome: 'REJECTED', responseCode });

/** @param before what the journal holds of the host's last word */
function read(posting: Posting, said: Answer, before: Answer | null = null) {
  const transaction = sampleTransaction({ state: 'approved', answer: before });
  return readReceipt({ posting, transaction }, said, POLICY);
}

describe('a receipt, read for a posting', () => {
  it.each([
    ['advice', ADVICE, answer(), 'settleAdvice'],
    ['reversal', REVERSAL, answer({ outcome: 'REVERSED' }), 'settleReversal'],
  ] as const)('settles an %s by an event of its own', (_, posting, said, name) => {
    expect(read(posting, said)).toEqual({ kind: 'settled', event: { name, answer: said }, reason: '' });
  });

  it('counts a refusal, under its lane and with its reason', () => {
    const said = rejected('05');
    const reason = 'host rejected it with 05';
    expect(read(ADVICE, said)).toEqual({
      kind: 'refused',
      event: { name: 'refuse', posting: 'advice', answer: said, reason, isTemporary: false },
      reason,
    });
    expect(read(REVERSAL, said)).toMatchObject({ event: { posting: 'reversal' } });
    // The same decision again counts again: only passing trouble is heard of once.
    expect(read(ADVICE, said, said)).toMatchObject({ kind: 'refused', event: { name: 'refuse' } });
  });

  it('tells the journal of passing trouble once, and again when it is another', () => {
    const said = rejected('96');
    const reason = 'host rejected it with 96';
    expect(read(ADVICE, said)).toMatchObject({ kind: 'refused', event: { isTemporary: true }, reason });
    // The same answer may have been another posting's of the key: what counts is that this one has its time.
    expect(read(ADVICE, said, said)).not.toMatchObject({ event: null });
    expect(read({ ...ADVICE, refusedSinceMs: 1 }, said, said)).toEqual({ kind: 'refused', event: null, reason });
    expect(read(ADVICE, said, rejected('91'))).toMatchObject({ event: { name: 'refuse', isTemporary: true } });
    expect(read(ADVICE, said, answer({ outcome: 'RETRY_LATER', responseCode: '96' }))).toMatchObject({
      event: { name: 'refuse' },
    });
  });

  it('parks what the host does not understand, and says why', () => {
    const reason = 'host rejected it with 30: it does not understand the message';
    const said = rejected('30');
    expect(read(ADVICE, said)).toEqual({
      kind: 'parked',
      event: { name: 'park', posting: 'advice', answer: said, reason },
      reason,
    });
  });

  it('waits as long as the host says', () => {
    const later = { kind: 'later', afterMs: 7000 };
    expect(read(ADVICE, answer({ outcome: 'RETRY_LATER', retryAfterMs: 7000 }))).toEqual(later);
  });

  it.each([
    [money(1251, 'EUR'), 'host posted 12.51 EUR for 12.50 EUR'],
    [null, 'host posted no amount for 12.50 EUR'],
  ])('takes another amount for a difference: %j', (posted, reason) => {
    const said = answer({ posted });
    const event = { name: 'amountMismatch', answer: said, reason };
    expect(read(ADVICE, said)).toEqual({ kind: 'mismatch', event, reason });
    // Of what is settled already a person must know, and nothing changes.
    expect(read({ ...ADVICE, state: 'receipted' }, said)).toEqual({ kind: 'otherAmount', reason });
  });

  it.each(POSTING_STATES.filter((state) => state !== 'pending'))('changes nothing of what is %s', (state) => {
    for (const outcome of ['POSTED', 'REJECTED', 'CONFLICT', 'RETRY_LATER'] as const) {
      expect(read({ ...ADVICE, state }, answer({ outcome }))).toEqual({ kind: 'repeated' });
    }
  });

  it.each([0, 1, 3])('of opening %i says nothing of opening 2', (opening) => {
    for (const outcome of ['POSTED', 'REJECTED', 'CONFLICT'] as const) {
      expect(read(ADVICE, answer({ outcome, opening, posted: null }))).toEqual({ kind: 'repeated' });
    }
  });

  it('of an advice whose sale is taken back settles it, whatever it says against it', () => {
    for (const state of TRANSACTION_STATES) {
      const transaction = sampleTransaction({ state });
      const { kind } = readReceipt({ posting: ADVICE, transaction }, answer({ outcome: 'REVERSED' }), POLICY);
      expect([state, kind]).toEqual([state, TAKEN_BACK.includes(state) ? 'settled' : 'parked']);
    }
  });

  it('names the amount that stands there, where the host does', () => {
    const parked = (posted: Answer['posted']) => read(ADVICE, answer({ outcome: 'CONFLICT', posted }));
    expect(parked(money(99, 'EUR'))).toMatchObject({ reason: 'host holds the key with 0.99 EUR' });
    expect(parked(null)).toMatchObject({ reason: 'host holds the key with another amount' });
  });
});

it('owes the host what is pending or parked, and nothing else', () => {
  expect(POSTING_STATES.filter((state) => isOwed({ state }))).toEqual(['pending', 'parked']);
});
