import { describe, expect, it } from 'vitest';
import { type Answer, answeredBy } from '../../../src/reader/cells/answers.js';
import type { CallKind } from '../../../src/reader/contract/calls.js';

const A = 'aa';
const B = 'bb';
const calls = (...kinds: CallKind[]) => kinds.map((kind) => ({ kind, key: A }));

const rows: [string, CallKind[], Answer, CallKind[]][] = [
  ['CARD answers START', ['start', 'cancel'], { kind: 'card', key: A }, ['start']],
  ['CARD of another transaction answers nobody', ['start'], { kind: 'card', key: B }, []],
  ['FINAL answers CONTINUE_ONLINE', ['continueOnline', 'result'], { kind: 'final', key: A }, ['continueOnline']],
  ['FINAL answers UNABLE_ONLINE', ['unableOnline'], { kind: 'final', key: A }, ['unableOnline']],
  [
    'RESULT of a cancelled START answers CANCEL and START',
    ['start', 'cancel'],
    { kind: 'result', key: A, stage: 'cancelled' },
    ['start', 'cancel'],
  ],
  ['RESULT timeout answers START alone', ['start'], { kind: 'result', key: A, stage: 'timeout' }, ['start']],
  [
    'RESULT of a stored card answers a repeated START',
    ['start'],
    { kind: 'result', key: A, stage: 'cardRead' },
    ['start'],
  ],
  [
    'RESULT waitingCard answers GET_RESULT, START goes on',
    ['start', 'result'],
    { kind: 'result', key: A, stage: 'waitingCard' },
    ['result'],
  ],
  [
    'RESULT unknownKey answers GET_RESULT only',
    ['start', 'result'],
    { kind: 'result', key: A, stage: 'unknownKey' },
    ['result'],
  ],
  [
    'RESULT answers the oldest that asked',
    ['result', 'cancel'],
    { kind: 'result', key: A, stage: 'cardRead' },
    ['result'],
  ],
  [
    'RESULT cardRead leaves CONTINUE_ONLINE waiting',
    ['continueOnline', 'result'],
    { kind: 'result', key: A, stage: 'cardRead' },
    ['result'],
  ],
  [
    'RESULT cancelled ends CONTINUE_ONLINE',
    ['continueOnline', 'cancel'],
    { kind: 'result', key: A, stage: 'cancelled' },
    ['continueOnline', 'cancel'],
  ],
  [
    'RESULT shownApproved answers COMPLETE',
    ['complete'],
    { kind: 'result', key: A, stage: 'shownApproved' },
    ['complete'],
  ],
  ['RESULT never answers CONFIRM', ['confirm'], { kind: 'result', key: A, stage: 'unknownKey' }, []],
  [
    'CARD_PULLED blames the card call',
    ['result', 'continueOnline'],
    { kind: 'error', key: A, code: 'CARD_PULLED' },
    ['continueOnline'],
  ],
  ['BUSY blames START', ['start'], { kind: 'error', key: A, code: 'BUSY' }, ['start']],
  [
    'WRONG_STAGE blames what was asked besides START',
    ['start', 'complete'],
    { kind: 'error', key: A, code: 'WRONG_STAGE' },
    ['complete'],
  ],
  [
    'WRONG_STAGE blames CONTINUE_ONLINE when it is alone',
    ['continueOnline'],
    { kind: 'error', key: A, code: 'WRONG_STAGE' },
    ['continueOnline'],
  ],
  ['an error without key blames who waits', ['start'], { kind: 'error', key: null, code: 'KEYS_EXHAUSTED' }, ['start']],
  ['nobody waits', [], { kind: 'error', key: A, code: 'BUSY' }, []],
];

describe('which call a message answers', () => {
  it.each(rows)('%s', (_name, waiting, answer, answered) => {
    expect(answeredBy(calls(...waiting), answer).map(({ kind }) => kind)).toEqual(answered);
  });
});
