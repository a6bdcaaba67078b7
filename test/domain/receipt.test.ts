import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../src/domain/answer.js';
import { money } from '../../src/domain/money.js';
import type { Posting } from '../../src/domain/posting.js';
import { judgeReceipt } from '../../src/domain/postings/receipt.js';
import { MALFORMED_CODES, refusalKind, TEMPORARY_CODES } from '../../src/domain/postings/refusal-kind.js';
import { sampleAnswer, sampleKey } from '../support/samples.js';

const ADVICE: Posting = {
  sequence: 3,
  key: sampleKey,
  content: { kind: 'advice', response: 'Y3' },
  money: money(1250, 'EUR'),
  state: 'pending',
  opening: 1,
  refusals: 0,
  parkedReason: null,
  createdAtMs: 0,
};
const REVERSAL: Posting = { ...ADVICE, content: { kind: 'reversal', reason: 'timeout' } };

const POLICY = { parkAfter: 3, temporary: TEMPORARY_CODES, malformed: MALFORMED_CODES, outOfPatience: [] };

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
    expect(judgeReceipt(posting, sampleAnswer({ outcome }), POLICY, false).kind).toBe(kind);
  });

  it('knows every outcome', () => {
    for (const outcome of OUTCOMES)
      expect(judgeReceipt(ADVICE, sampleAnswer({ outcome }), POLICY, false).kind).toBeTypeOf('string');
  });

  it('parks at the refusal that reaches the limit', () => {
    const rejected = sampleAnswer({ outcome: 'REJECTED', responseCode: '05' });
    expect(judgeReceipt({ ...ADVICE, refusals: 1 }, rejected, POLICY, false).kind).toBe('refused');
    expect(judgeReceipt({ ...ADVICE, refusals: 2 }, rejected, POLICY, false)).toEqual({
      kind: 'park',
      reason: 'host rejected it with 05',
    });
  });

  it.each(TEMPORARY_CODES)('never parks for the passing trouble %s before its time is over', (responseCode) => {
    const rejected = sampleAnswer({ outcome: 'REJECTED', responseCode });
    for (const posting of [ADVICE, REVERSAL]) {
      const often = { ...posting, refusals: 1_000 };
      const refused = { kind: 'refused', reason: `host rejected it with ${responseCode}`, isTemporary: true };
      expect(judgeReceipt(often, rejected, POLICY, false)).toEqual(refused);
      expect(judgeReceipt(often, rejected, { ...POLICY, outOfPatience: [4] }, false)).toEqual(refused);
      expect(judgeReceipt(posting, rejected, { ...POLICY, outOfPatience: [3] }, false)).toEqual({
        kind: 'park',
        reason: `host rejected it with ${responseCode} for too long`,
      });
    }
  });

  it.each(MALFORMED_CODES)('parks at once what the host does not understand: %s', (responseCode) => {
    expect(judgeReceipt(ADVICE, sampleAnswer({ outcome: 'REJECTED', responseCode }), POLICY, false).kind).toBe('park');
  });

  it('takes the kinds from the policy, and any other code for a decision', () => {
    expect(['05', '51', '', 'ZZ'].map((code) => refusalKind(code, POLICY))).toEqual(Array(4).fill('final'));
    expect(refusalKind('05', { ...POLICY, temporary: ['05'] })).toBe('temporary');
    expect(refusalKind('96', { ...POLICY, temporary: [] })).toBe('final');
  });

  it.each([
    ['more', money(1251, 'EUR')],
    ['another currency', money(1250, 'USD')],
    ['another exponent', money(1250, 'BHD')],
    ['nothing', null],
  ])('never settles when the host posted %s', (_what, posted) => {
    expect(judgeReceipt(ADVICE, sampleAnswer({ posted }), POLICY, false).kind).toBe('mismatch');
  });

  it('does not mind what becomes of an advice whose sale is taken back', () => {
    for (const outcome of ['REJECTED', 'CONFLICT', 'REVERSED', 'ALREADY_REVERSED'] as const) {
      expect(judgeReceipt(ADVICE, sampleAnswer({ outcome }), { ...POLICY, parkAfter: 1 }, true).kind).toBe('settled');
      expect(judgeReceipt(REVERSAL, sampleAnswer({ outcome }), { ...POLICY, parkAfter: 1 }, true)).toEqual(
        judgeReceipt(REVERSAL, sampleAnswer({ outcome }), { ...POLICY, parkAfter: 1 }, false),
      );
    }
  });
});
