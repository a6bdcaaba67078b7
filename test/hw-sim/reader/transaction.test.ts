import { describe, expect, it } from 'vitest';
import { cardNamed } from '../../../hw-sim/reader/cards/cards.js';
import type { Memory } from '../../../hw-sim/reader/store/memory.js';
import {
  readableKey,
  type StoredCard,
  type StoredResult,
  type StoredStage,
} from '../../../hw-sim/reader/store/stored-result.js';
import {
  EMPTY_MEMORY,
  lastStoredKey,
  openResult,
  step,
  type TransactionEffect,
  type TransactionInput,
  waitOf,
} from '../../../hw-sim/reader/transaction.js';

const KEY = '9f1c2a0b7d3e4f55b41c72de00000011';
const OTHER = '9f1c2a0b7d3e4f550000000000000012';
const START = {
  kind: 'start',
  key: KEY,
  start: 'first',
  amount: 1250,
  currency: 978,
  exponent: 2,
  type: 'sale',
  timeoutMs: 30_000,
} as const satisfies TransactionInput;

function cardOf(profile: string): StoredCard {
  const { entryMode, scheme, first, onlinePin } = cardNamed(profile);
  return {
    entryMode,
    scheme,
    onlinePin,
    cryptogram: first,
    singleCryptogram: entryMode === 'contactless',
    maskedPan: '411111******1111',
    token: '00'.repeat(16),
    encrypted: true,
    ciphertext: '00'.repeat(32),
    ksn: '00'.repeat(12),
    tlv: '',
    amount: 1250,
    currency: 978,
    type: 'sale',
  };
}

/** Memory with one result, brought to a stage by hand. */
function at(stage: StoredStage, profile = 'chip-arqc-tc'): Memory {
  const hasCard = stage !== 'waitingCard';
  const final = stage === 'finalTc' ? 'TC' : stage === 'finalAac' ? 'AAC' : null;
  const result: StoredResult = {
    key: KEY,
    start: 'first',
    order: 1,
    stage,
    amount: 1250,
    currency: 978,
    exponent: 2,
    type: 'sale',
    timeoutMs: 30_000,
    profile: hasCard ? profile : null,
    card: hasCard ? cardOf(profile) : null,
    final: final === null ? null : { cryptogram: final, tlv: '' },
  };
  return { results: new Map([[KEY, result]]), lastOrder: 1 };
}

/** `store:finalTc`, `send:final TC`, `show:approved` … in order. */
function told(effects: readonly TransactionEffect[]): string[] {
  return effects.map((effect) => {
    if (effect.kind === 'show') return `show:${effect.entry.shown}`;
    if (effect.kind === 'store') return `store:${effect.result.stage}`;
    if (effect.kind === 'forget') return 'forget';
    const { reply } = effect;
    if (reply.kind === 'error') return `error:${reply.code}`;
    if (reply.kind === 'result') return `result:${reply.result?.stage ?? 'unknownKey'}`;
    return reply.kind === 'final' ? `final:${reply.final.cryptogram}` : 'card';
  });
}

const continueOnline = (responseCode: string): TransactionInput => ({ kind: 'continueOnline', key: KEY, responseCode });
const complete = (outcome: 'approved' | 'declined' | 'cancelled'): TransactionInput => ({
  kind: 'complete',
  key: KEY,
  outcome,
  text: '',
  deferred: false,
});
const deferred: TransactionInput = { kind: 'complete', key: KEY, outcome: 'approved', text: '', deferred: true };
const about = (kind: 'unableOnline' | 'confirm' | 'cancel' | 'getResult' | 'timeIsUp'): TransactionInput => ({
  kind,
  key: KEY,
});

type Row = readonly [memory: Memory, input: TransactionInput, expected: readonly string[], name: string];

const ROWS: readonly Row[] = [
  [EMPTY_MEMORY, START, ['store:waitingCard'], 'START'],
  [at('waitingCard'), START, ['result:waitingCard'], 'START repeated'],
  [at('cardRead'), START, ['result:cardRead'], 'START repeated after the card'],
  [at('shownApproved'), START, ['result:shownApproved'], 'START repeated after the end'],
  [at('waitingCard'), { ...START, key: OTHER }, ['error:BUSY'], 'START beside a card wait'],
  [at('cardRead'), { ...START, key: OTHER }, ['error:BUSY'], 'START beside a read card'],
  [at('finalTc'), { ...START, key: OTHER }, ['error:BUSY'], 'START beside a final TC'],
  [at('finalAac'), { ...START, key: OTHER }, ['error:BUSY'], 'START beside a final AAC'],
  [at('shownApproved'), { ...START, key: OTHER }, ['store:waitingCard'], 'START after an unconfirmed end'],
  [EMPTY_MEMORY, { ...START, amount: 0 }, ['error:BAD_VALUE'], 'START without an amount'],
  [EMPTY_MEMORY, { ...START, amount: 1e12 }, ['error:BAD_VALUE'], 'START with thirteen digits'],
  [EMPTY_MEMORY, { ...START, currency: 0 }, ['error:BAD_VALUE'], 'START without a currency'],
  [EMPTY_MEMORY, { ...START, timeoutMs: 0 }, ['error:BAD_VALUE'], 'START without a timeout'],
  [EMPTY_MEMORY, { ...START, key: '0'.repeat(32) }, ['error:BAD_VALUE'], 'START with a zero key'],

  [
    at('waitingCard'),
    { kind: 'cardPresented', key: KEY, profile: 'chip-aac', card: cardOf('chip-aac') },
    ['store:cardRead', 'card'],
    'a card',
  ],
  [
    at('cardRead'),
    { kind: 'cardPresented', key: KEY, profile: 'chip-aac', card: cardOf('chip-aac') },
    ['error:WRONG_STAGE'],
    'a second card',
  ],
  [
    at('waitingCard'),
    { kind: 'cardFailed', key: KEY, code: 'KEYS_EXHAUSTED', text: '' },
    ['show:not completed', 'store:timeout', 'error:KEYS_EXHAUSTED'],
    'no keys left',
  ],

  [
    at('waitingCard'),
    { kind: 'cardFailed', key: KEY, code: 'CARD_UNREADABLE', text: '' },
    ['show:not completed', 'store:timeout', 'error:CARD_UNREADABLE'],
    'an unreadable card',
  ],
  [
    at('cardRead'),
    { kind: 'cardFailed', key: KEY, code: 'CARD_UNREADABLE', text: '' },
    ['error:WRONG_STAGE'],
    'an unreadable card after another',
  ],

  [at('cardRead'), continueOnline('00'), ['store:finalTc', 'final:TC'], 'host approves'],
  [at('cardRead', 'pulled'), continueOnline('00'), ['error:CARD_PULLED'], 'card pulled after the host approved'],
  [at('cardRead', 'pulled'), about('unableOnline'), ['error:CARD_PULLED'], 'card pulled without the host'],
  [
    at('cardRead', 'pulled'),
    complete('declined'),
    ['show:declined', 'store:shownDeclined', 'result:shownDeclined'],
    'declined after the card was pulled',
  ],
  [at('cardRead', 'pulled'), complete('approved'), ['error:WRONG_STAGE'], 'approved after the card was pulled'],
  [at('cardRead'), continueOnline('05'), ['store:finalAac', 'final:AAC'], 'host declines'],
  [at('cardRead'), continueOnline('0'), ['error:BAD_VALUE'], 'no response code'],
  [
    at('cardRead', 'chip-refuses-after-online'),
    continueOnline('00'),
    ['store:finalAac', 'final:AAC'],
    'card refuses after the host',
  ],
  [at('cardRead', 'magstripe'), continueOnline('00'), ['store:finalTc', 'final:TC'], 'host approves a stripe'],
  [at('cardRead', 'chip-arqc-tc'), about('unableOnline'), ['store:finalTc', 'final:TC'], 'card agrees offline'],
  [at('cardRead', 'chip-arqc-aac'), about('unableOnline'), ['store:finalAac', 'final:AAC'], 'card refuses offline'],
  [at('finalTc'), continueOnline('05'), ['final:TC'], 'CONTINUE_ONLINE repeated: the stored answer'],
  [at('finalAac'), about('unableOnline'), ['final:AAC'], 'UNABLE_ONLINE repeated: the stored answer'],
  [at('cardRead', 'contactless-tc'), about('unableOnline'), ['error:WRONG_STAGE'], 'no second cryptogram after TC'],
  [at('cardRead', 'chip-aac'), continueOnline('00'), ['error:WRONG_STAGE'], 'no second cryptogram after AAC'],
  [at('cardRead', 'contactless-arqc'), continueOnline('00'), ['error:WRONG_STAGE'], 'contactless: host approves'],
  [at('cardRead', 'contactless-arqc'), about('unableOnline'), ['error:WRONG_STAGE'], 'contactless: no host'],
  [at('waitingCard'), continueOnline('00'), ['error:WRONG_STAGE'], 'CONTINUE_ONLINE without a card'],
  [at('timeout'), continueOnline('00'), ['error:WRONG_STAGE'], 'CONTINUE_ONLINE after patience'],
  [EMPTY_MEMORY, about('unableOnline'), ['error:WRONG_KEY'], 'UNABLE_ONLINE for an unknown key'],

  [
    at('finalTc'),
    complete('approved'),
    ['show:approved', 'store:shownApproved', 'result:shownApproved'],
    'approved after TC',
  ],
  [
    at('cardRead', 'contactless-tc'),
    complete('approved'),
    ['show:approved', 'store:shownApproved', 'result:shownApproved'],
    'approved offline',
  ],
  [at('cardRead'), complete('approved'), ['error:WRONG_STAGE'], 'approved on an ARQC'],
  [
    at('cardRead', 'contactless-arqc'),
    complete('approved'),
    ['show:approved', 'store:shownApproved', 'result:shownApproved'],
    'approved by the host on a single ARQC',
  ],
  [at('cardRead', 'contactless-aac'), complete('approved'), ['error:WRONG_STAGE'], 'approved on a single AAC'],
  [
    at('cardRead'),
    deferred,
    ['show:approved', 'store:shownApproved', 'result:shownApproved'],
    'approved on an ARQC, deferred',
  ],
  [at('cardRead', 'magstripe'), deferred, ['error:WRONG_STAGE'], 'deferred without an ARQC'],
  [at('cardRead', 'chip-tc'), deferred, ['error:WRONG_STAGE'], 'deferred on a TC'],
  [at('cardRead', 'chip-aac'), deferred, ['error:WRONG_STAGE'], 'deferred on an AAC'],
  [at('finalTc'), deferred, ['error:WRONG_STAGE'], 'deferred after the second cryptogram'],
  [at('finalAac'), deferred, ['error:WRONG_STAGE'], 'deferred on a final AAC'],
  [at('waitingCard'), deferred, ['error:WRONG_STAGE'], 'deferred without a card'],
  [at('shownApproved'), deferred, ['result:shownApproved'], 'deferred repeated: nothing shown'],
  [at('cardRead', 'magstripe'), complete('approved'), ['error:WRONG_STAGE'], 'approved on a stripe without the host'],
  [at('cardRead', 'chip-aac'), complete('approved'), ['error:WRONG_STAGE'], 'approved on an AAC'],
  [at('finalAac'), complete('approved'), ['error:WRONG_STAGE'], 'approved on a final AAC'],
  [at('waitingCard'), complete('approved'), ['error:WRONG_STAGE'], 'approved without a card'],
  [EMPTY_MEMORY, complete('approved'), ['error:WRONG_KEY'], 'approved for an unknown key'],
  [
    at('cardRead'),
    complete('declined'),
    ['show:declined', 'store:shownDeclined', 'result:shownDeclined'],
    'declined by policy',
  ],
  [
    at('finalTc'),
    complete('declined'),
    ['show:declined', 'store:shownDeclined', 'result:shownDeclined'],
    'declined after TC',
  ],
  [at('finalAac'), complete('cancelled'), ['show:cancelled', 'store:cancelled', 'result:cancelled'], 'cancelled'],
  [
    at('finalTc'),
    { kind: 'complete', key: KEY, outcome: 'approved', text: 'x'.repeat(33), deferred: false },
    ['error:BAD_VALUE'],
    'text too long',
  ],
  [at('shownApproved'), complete('approved'), ['result:shownApproved'], 'approved repeated: nothing shown'],
  [at('shownDeclined'), complete('declined'), ['result:shownDeclined'], 'declined repeated: nothing shown'],
  [at('timeout'), complete('declined'), ['result:timeout'], 'declined after patience'],
  [at('shownApproved'), complete('declined'), ['error:WRONG_STAGE'], 'declined after approved was shown'],
  [at('shownDeclined'), complete('approved'), ['error:WRONG_STAGE'], 'approved after declined was shown'],
  [at('timeout'), complete('approved'), ['error:WRONG_STAGE'], 'approved after patience'],

  [EMPTY_MEMORY, about('cancel'), ['result:unknownKey'], 'CANCEL of nothing'],
  [
    at('waitingCard'),
    about('cancel'),
    ['show:cancelled', 'store:cancelled', 'result:cancelled'],
    'CANCEL of a card wait',
  ],
  [at('cardRead'), about('cancel'), ['show:cancelled', 'store:cancelled', 'result:cancelled'], 'CANCEL of a read card'],
  [at('finalTc'), about('cancel'), ['show:cancelled', 'store:cancelled', 'result:cancelled'], 'CANCEL after TC'],
  [at('shownApproved'), about('cancel'), ['result:shownApproved'], 'CANCEL too late'],
  [at('timeout'), about('cancel'), ['result:timeout'], 'CANCEL after time'],

  [at('shownApproved'), about('confirm'), ['forget'], 'CONFIRM'],
  [EMPTY_MEMORY, about('confirm'), [], 'CONFIRM repeated'],
  [at('cardRead'), about('confirm'), ['error:WRONG_STAGE'], 'CONFIRM of what is open'],
  [EMPTY_MEMORY, about('getResult'), ['result:unknownKey'], 'GET_RESULT of an unknown key'],
  [at('finalTc'), about('getResult'), ['result:finalTc'], 'GET_RESULT'],

  [at('waitingCard'), about('timeIsUp'), ['show:not completed', 'store:timeout', 'result:timeout'], 'no card in time'],
  [at('cardRead'), about('timeIsUp'), ['show:not completed', 'store:timeout'], 'no word from the agent in time'],
  [at('cardRead', 'contactless-tc'), about('timeIsUp'), [], 'no time limit after TC'],
  [at('finalTc'), about('timeIsUp'), [], 'no time limit after the final TC'],

  [at('waitingCard'), { kind: 'booted', shown: new Map() }, ['store:cancelled'], 'power back during a card wait'],
  [at('cardRead'), { kind: 'booted', shown: new Map() }, [], 'power back with a read card'],
  [at('finalTc'), { kind: 'booted', shown: new Map() }, [], 'power back with a final TC'],
  [
    at('finalTc'),
    { kind: 'booted', shown: new Map([[KEY, 'approved']]) },
    ['store:shownApproved'],
    'power back after the display',
  ],
];

describe('the reader’s transaction machine', () => {
  it.each(ROWS.map(([memory, input, expected, name]) => ({ memory, input, expected, name })))(
    '$name → $expected',
    ({ memory, input, expected }) => {
      const before = new Map(memory.results);
      const [next, effects] = step(memory, input);
      expect(told(effects)).toEqual(expected);
      // Pure: what was given is as it was, and what was stored is what it remembers.
      expect(memory.results).toEqual(before);
      for (const effect of effects) {
        if (effect.kind === 'store') expect(next.results.get(effect.result.key)).toEqual(effect.result);
      }
    },
  );

  it('stores before it sends, and shows before it stores, in every row', () => {
    const rank = { show: 0, store: 1, forget: 1, send: 2 } as const;
    for (const [memory, input] of ROWS) {
      const ranks = step(memory, input)[1].map(({ kind }) => rank[kind]);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    }
  });

  it('names the last stored key', () => {
    const [first] = step(at('shownDeclined'), { ...START, key: OTHER });
    expect(lastStoredKey(first)).toBe(OTHER);
    const [second] = step(first, { kind: 'cancel', key: OTHER });
    const [third] = step(second, { kind: 'confirm', key: OTHER });
    expect(lastStoredKey(third)).toBe(KEY);
    expect(lastStoredKey(EMPTY_MEMORY)).toBeNull();
  });

  it('is full of unconfirmed results before it forgets one', () => {
    let memory = EMPTY_MEMORY;
    let effects: readonly TransactionEffect[] = [];
    for (let number = 1; number <= 513; number += 1) {
      const key = number.toString(16).padStart(32, '0');
      [memory, effects] = step(memory, { ...START, key });
      if (number <= 512) [memory] = step(memory, { kind: 'cancel', key });
    }
    expect(told(effects)).toEqual(['error:BUSY']);
    expect(memory.results.size).toBe(512);
    expect(openResult(memory)).toBeNull();
  });

  it('waits for a card and for the host, not for COMPLETE', () => {
    expect(waitOf(at('waitingCard'), 60_000)).toMatchObject({ stage: 'waitingCard', ms: 30_000 });
    expect(waitOf(at('cardRead', 'magstripe'), 60_000)).toMatchObject({ stage: 'cardRead', ms: 60_000 });
    expect(waitOf(at('cardRead', 'chip-aac'), 60_000)).toBeNull();
    expect(waitOf(at('finalTc'), 60_000)).toBeNull();
    expect(waitOf(EMPTY_MEMORY, 60_000)).toBeNull();
  });

  it('writes keys as people read them', () => {
    expect(readableKey(KEY)).toBe('9f1c2a0b7d3e4f55-b41c72de-17');
  });
});
