import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../src/domain/answer.js';
import { money } from '../../src/domain/money.js';
import type { Posting } from '../../src/domain/posting.js';
import { judgeReceipt } from '../../src/domain/postings/receipt.js';
import { sampleAnswer, sampleKey } from '../support/samples.js';

const ADVICE: Posting = {
  sequence: 3,
  key: sampleKey,
  content: { kind: 'advice', response: 'Y3' },
  money: money(1250, 'EUR'),
  state: 'pending',
  refusals: 0,
  parkedReason: null,
  createdAtMs: 0,
};
const REVERSAL: Posting = { ...ADVICE, content: { kind: 'reversal', reason: 'timeout' } };

describe('receipt', () => {
  it.each([
    [ADVICE, 'POSTED', 'settled'],
    [REVERSAL, 'POSTED', 'refused'],
    [ADVICE, 'ALREADY_POSTED', 'settled'],
    [REVERSAL, 'ALREADY_POSTED', 'refused'],
    [ADVICE, 'REJECTED', 'refused'],
    [REVERSAL, 'REJECTED', 'refused'],
    [ADVICE, 'CONFLICT', 'park'],
    [REVERSAL, 'CONFLICT', 'park'],
    [ADVICE, 'REVERSED', 'park'],
    [REVERSAL, 'REVERSED', 'settled'],
    [ADVICE, 'ALREADY_REVERSED', 'park'],
    [REVERSAL, 'ALREADY_REVERSED', 'settled'],
    [ADVICE, 'RETRY_LATER', 'later'],
    [REVERSAL, 'RETRY_LATER', 'later'],
  ] as const)('%o answered %s is %s', (posting, outcome, kind) => {
    expect(judgeReceipt(posting, sampleAnswer({ outcome }), 3, false).kind).toBe(kind);
  });

  it('knows every outcome', () => {
    for (const outcome of OUTCOMES)
      expect(judgeReceipt(ADVICE, sampleAnswer({ outcome }), 3, false).kind).toBeTypeOf('string');
  });

  it('parks at the refusal that reaches the limit', () => {
    const rejected = sampleAnswer({ outcome: 'REJECTED', responseCode: '05' });
    expect(judgeReceipt({ ...ADVICE, refusals: 1 }, rejected, 3, false).kind).toBe('refused');
    expect(judgeReceipt({ ...ADVICE, refusals: 2 }, rejected, 3, false)).toEqual({
      kind: 'park',
      reason: 'host rejected it with 05',
    });
  });

  it.each([
    ['more', money(1251, 'EUR')],
    ['another currency', money(1250, 'USD')],
    ['another exponent', money(1250, 'BHD')],
    ['nothing', null],
  ])('never settles when the host posted %s', (_what, posted) => {
    expect(judgeReceipt(ADVICE, sampleAnswer({ posted }), 3, false).kind).toBe('mismatch');
  });

  it('does not mind what becomes of an advice whose sale is taken back', () => {
    for (const outcome of ['REJECTED', 'CONFLICT', 'REVERSED', 'ALREADY_REVERSED'] as const) {
      expect(judgeReceipt(ADVICE, sampleAnswer({ outcome }), 1, true).kind).toBe('settled');
      expect(judgeReceipt(REVERSAL, sampleAnswer({ outcome }), 1, true)).toEqual(
        judgeReceipt(REVERSAL, sampleAnswer({ outcome }), 1, false),
      );
    }
  });
});
