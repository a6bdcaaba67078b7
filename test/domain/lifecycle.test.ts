import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyText } from '../../src/domain/key.js';
import {
  type Effect,
  EVENT_NAMES,
  type EventName,
  type LifecycleEvent,
  rowFor,
  TABLE,
  transition,
} from '../../src/domain/lifecycle.js';
import { isFinal, type Transaction, TRANSACTION_STATES, type TransactionState } from '../../src/domain/transaction.js';
import { sampleAnswer, sampleCard, sampleKey, sampleTransaction } from '../support/samples.js';

const declined = { outcome: 'declined', by: 'policy', responseCode: 'Z3', reason: null } as const;
const approved = { outcome: 'approved', by: 'card', responseCode: 'Y1', reason: null } as const;
const cancelled = { outcome: 'cancelled', by: 'operator', responseCode: '17', reason: null } as const;

const EVENTS: { readonly [Name in EventName]: LifecycleEvent } = {
  goOnline: { name: 'goOnline', card: sampleCard() },
  approveOnline: { name: 'approveOnline', answer: sampleAnswer(), card: sampleCard() },
  approveOffline: { name: 'approveOffline', card: sampleCard({ cryptogram: 'TC' }), response: 'Y3', deferred: false },
  askCancel: { name: 'askCancel', verdict: cancelled },
  decline: { name: 'decline', verdict: declined, card: sampleCard(), answer: null },
  cancel: { name: 'cancel', verdict: cancelled, card: null },
  reverse: { name: 'reverse', verdict: declined, reason: 'timeout', answer: null },
  void: { name: 'void', idempotencyKey: 'V1' },
  settleAdvice: { name: 'settleAdvice', answer: sampleAnswer({ sequence: 3 }) },
  settleReversal: { name: 'settleReversal', answer: sampleAnswer({ sequence: 4, outcome: 'REVERSED' }) },
  refuse: { name: 'refuse', posting: 'advice', answer: sampleAnswer({ outcome: 'REJECTED' }), reason: 'host said 05' },
  park: { name: 'park', posting: 'advice', answer: sampleAnswer({ outcome: 'CONFLICT' }), reason: 'other amount' },
  retryAdvice: { name: 'retryAdvice' },
  retryReversal: { name: 'retryReversal' },
  retryVoid: { name: 'retryVoid' },
  resolve: { name: 'resolve', reason: 'paid in cash' },
  resend: { name: 'resend' },
  allowDuplicate: { name: 'allowDuplicate', earlier: 'T-1' },
  bookShown: { name: 'bookShown', card: sampleCard() },
  shown: { name: 'shown', shown: 'approved', cause: null },
  lateReply: { name: 'lateReply', answer: sampleAnswer() },
  amountMismatch: { name: 'amountMismatch', answer: sampleAnswer(), reason: 'host posted more' },
};

/** The event as it can meet the state: what is being taken back has only its reversal parked. */
function eventIn(state: TransactionState, name: EventName): LifecycleEvent {
  const event = EVENTS[name];
  return event.name === 'park' && state !== 'approved' && state !== 'posted'
    ? { ...event, posting: 'reversal' }
    : event;
}

// [state, event, next state, effects]: written out by hand, so that a slip in the table meets a second opinion.
const ALLOWED: readonly (readonly [TransactionState, EventName, TransactionState, readonly string[]])[] = [
  ['started', 'goOnline', 'authorizing', []],
  ['started', 'approveOffline', 'approved', ['post', 'takeOfflineRoom']],
  ['started', 'askCancel', 'started', []],
  ['started', 'decline', 'declined', []],
  ['started', 'cancel', 'cancelled', []],
  ['started', 'allowDuplicate', 'started', []],
  ['authorizing', 'approveOnline', 'posted', []],
  ['authorizing', 'approveOffline', 'approved', ['post', 'takeOfflineRoom']],
  ['authorizing', 'askCancel', 'authorizing', []],
  ['authorizing', 'decline', 'declined', []],
  ['authorizing', 'cancel', 'cancelled', []],
  ['authorizing', 'reverse', 'reversing', ['post']],
  ['approved', 'void', 'voiding', ['post']],
  ['approved', 'settleAdvice', 'posted', ['receiptPosting']],
  ['posted', 'void', 'voiding', ['post']],
  ['posted', 'settleAdvice', 'posted', ['receiptPosting']],
  ['posted', 'resend', 'posted', ['reopenPostings']],
  ['reversing', 'settleReversal', 'reversed', ['receiptPosting']],
  ['reversed', 'settleReversal', 'reversed', ['receiptPosting']],
  ['reversed', 'resend', 'reversed', ['reopenPostings']],
  ['voiding', 'settleReversal', 'voided', ['receiptPosting']],
  ['voiding', 'settleAdvice', 'voiding', ['receiptPosting']],
  ['voided', 'settleReversal', 'voided', ['receiptPosting']],
  ['voided', 'settleAdvice', 'voided', ['receiptPosting']],
  ['voided', 'resend', 'voided', ['reopenPostings']],
  ['parked', 'settleAdvice', 'parked', ['receiptPosting']],
  ['parked', 'refuse', 'parked', ['countRefusal']],
  ['parked', 'retryAdvice', 'approved', ['unparkPosting']],
  ['parked', 'retryReversal', 'reversing', ['unparkPosting']],
  ['parked', 'retryVoid', 'voiding', ['unparkPosting']],
  ['parked', 'void', 'voiding', ['unparkPosting', 'post']],
  ['parked', 'resolve', 'resolved', ['resolvePosting']],
  ['resolved', 'settleAdvice', 'resolved', ['receiptPosting']],
  ['resolved', 'settleReversal', 'resolved', ['receiptPosting']],
  ['declined', 'bookShown', 'approved', ['post', 'takeOfflineRoom']],
  ['cancelled', 'bookShown', 'approved', ['post', 'takeOfflineRoom']],
  ...TRANSACTION_STATES.filter((state) => state !== 'started' && state !== 'authorizing').map(
    (state) => [state, 'shown', state, []] as const,
  ),
  ...(['approved', 'posted', 'reversing', 'reversed', 'voiding', 'voided'] as const).flatMap((state) => [
    [state, 'refuse', state, ['countRefusal']] as const,
    [state, 'park', 'parked', ['parkPosting']] as const,
  ]),
  ...TRANSACTION_STATES.flatMap((state) => [
    [state, 'lateReply', state, []] as const,
    [state, 'amountMismatch', state, []] as const,
  ]),
];

describe('an offline approval of a card of a single cryptogram', () => {
  it.each([
    ['TC', false, true],
    ['ARQC', true, true],
    ['ARQC', false, false],
    ['none', false, false],
  ] as const)('on %s, deferred %s: %s', (cryptogram, deferred, allowed) => {
    const card = sampleCard({ cryptogram, singleCryptogram: true });
    const approve = () =>
      transition(sampleTransaction(), { name: 'approveOffline', card, response: 'Y3', deferred }).transaction.state;
    if (allowed) expect(approve()).toBe('approved');
    else expect(approve).toThrow(/approveOffline is not allowed/);
  });
});

describe('a sale that somebody asked to cancel', () => {
  const asked = (state: TransactionState): Transaction =>
    transition(sampleTransaction({ state }), EVENTS.askCancel).transaction;

  it.each(['started', 'authorizing'] as const)('in %s is approved no more, whatever else may come', (state) => {
    const events = EVENT_NAMES.filter((name) => rowFor(state, name) !== undefined);
    const open = events.filter((name) => {
      try {
        return transition(asked(state), EVENTS[name]).transaction.verdict?.outcome !== 'approved';
      } catch {
        return false;
      }
    });
    expect(events.filter((name) => !open.includes(name))).toEqual(
      state === 'started' ? ['approveOffline'] : ['approveOnline', 'approveOffline'],
    );
  });

  it.each(['started', 'authorizing'] as const)('in %s stands when the cardholder saw it approved', (state) => {
    const shown = { ...EVENTS.approveOffline, isShown: true } as LifecycleEvent;
    expect(transition(asked(state), shown).transaction.state).toBe('approved');
  });

  it('keeps the first word', () => {
    const again = { name: 'askCancel', verdict: { ...cancelled, reason: 'another' } } as const;
    expect(transition(asked('started'), again).transaction.cancelAsked).toEqual(cancelled);
  });
});

const OF_AN_APPROVAL: ReadonlySet<EventName> = new Set(['retryAdvice', 'retryVoid', 'void']);

describe('lifecycle', () => {
  it.each(ALLOWED)('%s + %s → %s', (state, event, next, effects) => {
    const verdict = OF_AN_APPROVAL.has(event) ? approved : null;
    const step = transition(sampleTransaction({ state, card: sampleCard(), verdict }), eventIn(state, event));
    expect(step.transaction.state).toBe(next);
    expect(step.effects.map(({ kind }) => kind)).toEqual(effects);
  });

  // [state, event, what the effects say]: a record without its kind or reason would be another record.
  it.each<[TransactionState, LifecycleEvent, readonly Effect[]]>([
    [
      'started',
      EVENTS.approveOffline,
      [{ kind: 'post', content: { kind: 'advice', response: 'Y3' } }, { kind: 'takeOfflineRoom' }],
    ],
    ['authorizing', EVENTS.reverse, [{ kind: 'post', content: { kind: 'reversal', reason: 'timeout' } }]],
    ['approved', EVENTS.void, [{ kind: 'post', content: { kind: 'reversal', reason: 'operatorVoid' } }]],
    ['approved', EVENTS.settleAdvice, [{ kind: 'receiptPosting', posting: 'advice' }]],
    ['reversing', EVENTS.settleReversal, [{ kind: 'receiptPosting', posting: 'reversal' }]],
    ['approved', EVENTS.refuse, [{ kind: 'countRefusal', posting: 'advice' }]],
    ['approved', EVENTS.park, [{ kind: 'parkPosting', posting: 'advice', reason: 'other amount' }]],
    ['parked', EVENTS.resolve, [{ kind: 'resolvePosting', reason: 'paid in cash' }]],
  ])('%s + %o says all of it', (state, event, effects) => {
    expect(transition(sampleTransaction({ state }), event).effects).toEqual(effects);
  });

  it('keeps what host, card and till said', () => {
    const after = (state: TransactionState, event: LifecycleEvent) =>
      transition(sampleTransaction({ state, card: sampleCard() }), event).transaction;
    const answer = sampleAnswer({ responseCode: '10', batch: 6 });
    const card = sampleCard({ cryptogram: 'TC' });
    expect(after('authorizing', { name: 'approveOnline', answer, card })).toMatchObject({
      verdict: { outcome: 'approved', by: 'host', responseCode: '10', reason: null },
      answer,
      postedBatch: 6,
      card: { cryptogram: 'TC', secret: null },
    });
    for (const [deferred, by] of [
      [false, 'card'],
      [true, 'policy'],
    ] as const) {
      expect(after('started', { name: 'approveOffline', card, response: 'Y1', deferred })).toMatchObject({
        verdict: { outcome: 'approved', by, responseCode: 'Y1', reason: null },
        deferred,
        offlineRoom: true,
        card,
      });
    }
    expect(after('authorizing', { name: 'decline', verdict: declined, card: null, answer })).toMatchObject({
      verdict: declined,
      answer,
      card: { token: sampleCard().token, secret: null },
    });
    expect(after('authorizing', { name: 'reverse', verdict: declined, reason: 'timeout', answer })).toMatchObject({
      verdict: declined,
      answer,
    });
    expect(after('started', EVENTS.cancel)).toMatchObject({ verdict: cancelled, card: { secret: null } });
    expect(after('started', EVENTS.allowDuplicate).vouched).toBe(true);
    expect(after('started', EVENTS.lateReply)).toEqual(sampleTransaction({ card: sampleCard() }));
    for (const event of [EVENTS.refuse, EVENTS.park, EVENTS.settleAdvice]) {
      expect(after('approved', event).answer).toBe('answer' in event ? event.answer : null);
    }
    // A sale without a card has no secret to lose.
    const bare = transition(sampleTransaction(), { name: 'cancel', verdict: cancelled, card: null });
    expect(bare.transaction.card).toBeNull();
  });

  it('counts no passing trouble of the host’s', () => {
    const answer = sampleAnswer({ outcome: 'REJECTED', responseCode: '96' });
    const refuse = { name: 'refuse', posting: 'advice', answer, reason: 'host said 96', isTemporary: true } as const;
    const { transaction, effects } = transition(sampleTransaction({ state: 'approved' }), refuse);
    expect([transaction.state, transaction.answer, effects]).toEqual([
      'approved',
      answer,
      [{ kind: 'noteTrouble', posting: 'advice' }],
    ]);
    expect(transition(sampleTransaction({ state: 'approved' }), { ...refuse, isTemporary: false }).effects).toEqual([
      { kind: 'countRefusal', posting: 'advice' },
    ]);
  });

  it('gives offline room back with the receipt of the advice or a person’s word, and no other room', () => {
    const room = { kind: 'giveOfflineRoom' };
    for (const [state, event, gives] of [
      ['approved', EVENTS.settleAdvice, true],
      ['voiding', EVENTS.settleAdvice, true],
      ['parked', EVENTS.resolve, true],
      ['voiding', EVENTS.settleReversal, false],
      ['approved', EVENTS.park, false],
    ] as const) {
      const held = transition(sampleTransaction({ state, offlineRoom: true }), event);
      expect([event.name, held.transaction.offlineRoom]).toEqual([event.name, !gives]);
      expect(held.effects.slice(1)).toEqual(gives ? [room] : []);
      const none = transition(sampleTransaction({ state, offlineRoom: false }), event);
      expect([none.transaction.offlineRoom, none.effects.length]).toEqual([false, 1]);
    }
  });

  it.each<[EventName, boolean]>([
    ['retryAdvice', true],
    ['retryVoid', true],
    ['void', true],
    ['retryReversal', false],
  ])('takes %s of what is parked only where the till was told so: approved %s', (name, isApproved) => {
    for (const verdict of [approved, declined, cancelled, null]) {
      const move = () => transition(sampleTransaction({ state: 'parked', verdict }), EVENTS[name]);
      if ((verdict === approved) === isApproved) expect(move().effects[0]).toEqual({ kind: 'unparkPosting' });
      else expect(move).toThrow(`${name} is not allowed in state parked`);
    }
  });

  it('knows what is final', () => {
    expect(TRANSACTION_STATES.filter(isFinal)).toEqual([
      'posted',
      'declined',
      'cancelled',
      'reversed',
      'voided',
      'resolved',
    ]);
  });

  it('refuses every other pair, naming state and event', () => {
    const allowed = new Set(ALLOWED.map(([state, event]) => `${state} ${event}`));
    const others = TRANSACTION_STATES.flatMap((state) => EVENT_NAMES.map((event) => [state, event] as const)).filter(
      ([state, event]) => !allowed.has(`${state} ${event}`),
    );
    expect(others).toHaveLength(TRANSACTION_STATES.length * EVENT_NAMES.length - ALLOWED.length);
    for (const [state, event] of others) {
      expect(rowFor(state, event)).toBeUndefined();
      expect(() => transition(sampleTransaction({ state }), EVENTS[event])).toThrow(
        expect.objectContaining({
          code: 'ILLEGAL_EVENT',
          operation: 'lifecycle',
          subject: keyText(sampleKey),
          message: `${event} is not allowed in state ${state}`,
        }),
      );
    }
  });

  it('decides each pair once', () => {
    const pairs = TABLE.flatMap((row) => row.from.map((state) => `${state} ${row.event}`));
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('keeps card secrets only while the host still needs them', () => {
    const needed = ['authorizing', 'approved', 'parked', 'voiding', 'reversing'];
    for (const [state, event, next] of ALLOWED) {
      if (next === state) continue;
      const verdict = OF_AN_APPROVAL.has(event) ? approved : null;
      const { transaction } = transition(
        sampleTransaction({ state, card: sampleCard(), verdict }),
        eventIn(state, event),
      );
      const kept = transaction.card?.secret !== null;
      if (!needed.includes(next)) expect([event, next, kept]).toEqual([event, next, false]);
      if (next === 'authorizing' || next === 'approved') expect([event, next, kept]).toEqual([event, next, true]);
    }
    const reversed = transition(sampleTransaction({ state: 'authorizing', card: sampleCard() }), EVENTS.reverse);
    expect(reversed.transaction.card?.secret).toBeNull();
  });

  it('parks no advice of what is being taken back: a retry would bring the approval to life again', () => {
    for (const state of ['reversing', 'reversed', 'voiding', 'voided'] as const) {
      expect(() => transition(sampleTransaction({ state }), EVENTS.park)).toThrow(/park is not allowed/);
    }
  });

  it('takes the batches from the host’s books, and keeps them when it names none', () => {
    const posted = transition(sampleTransaction({ state: 'approved' }), {
      name: 'settleAdvice',
      answer: sampleAnswer({ batch: 3 }),
    }).transaction;
    expect(posted).toMatchObject({ postedBatch: 3, voidedBatch: null });
    const voiding = transition(posted, { name: 'void', idempotencyKey: null }).transaction;
    const voided = transition(voiding, {
      name: 'settleReversal',
      answer: sampleAnswer({ batch: 3, reversedBatch: 4 }),
    }).transaction;
    expect(voided).toMatchObject({ state: 'voided', postedBatch: 3, voidedBatch: 4 });
    const tombstone = transition(sampleTransaction({ state: 'reversing' }), {
      name: 'settleReversal',
      answer: sampleAnswer({ batch: 0, reversedBatch: 4 }),
    });
    expect(tombstone.transaction).toMatchObject({ postedBatch: null, voidedBatch: null });
    // A restored host has lost the posting: in its book this is a tombstone, so both sides count nothing.
    const lost = { ...voided, postedBatch: 3, voidedBatch: 4 };
    const again = sampleAnswer({ outcome: 'ALREADY_REVERSED', batch: 0, reversedBatch: 5 });
    expect(transition(lost, { name: 'settleReversal', answer: again }).transaction).toMatchObject({
      postedBatch: null,
      voidedBatch: null,
    });
    expect(
      transition(lost, { name: 'settleReversal', answer: { ...again, outcome: 'REVERSED' } }).transaction,
    ).toMatchObject({ postedBatch: null, voidedBatch: null });
    // A batch alone leaves what was known of the reversal.
    const named = sampleAnswer({ outcome: 'ALREADY_REVERSED', batch: 7, reversedBatch: 0 });
    expect(transition(lost, { name: 'settleReversal', answer: named }).transaction).toMatchObject({
      postedBatch: 7,
      voidedBatch: 4,
    });
    // An answer that names no batch for another reason says nothing of it.
    const refused = sampleAnswer({ outcome: 'REJECTED', batch: 0, reversedBatch: 0 });
    expect(transition(lost, { name: 'settleAdvice', answer: refused }).transaction).toMatchObject({
      postedBatch: 3,
      voidedBatch: 4,
    });
  });

  // Money: a verdict never changes, but for what the reader showed against it; offline room is given back once at most.
  it('holds its promises over any course of events', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENT_NAMES), { maxLength: 40 }), (names) => {
        let transaction: Transaction = sampleTransaction();
        let room = 0;
        let reversals = 0;
        for (const name of names) {
          if (rowFor(transaction.state, name) === undefined) continue;
          const before = transaction;
          if (name.startsWith('retry') && (name === 'retryReversal') === (before.verdict?.outcome === 'approved')) {
            expect(() => transition(before, EVENTS[name])).toThrow(/not allowed/);
            continue;
          }
          if (name === 'void' && before.state === 'parked' && before.verdict?.outcome !== 'approved') {
            expect(() => transition(before, EVENTS[name])).toThrow(/not allowed/);
            continue;
          }
          if (before.cancelAsked !== undefined && name.startsWith('approve')) {
            expect(() => transition(before, EVENTS[name])).toThrow(/not allowed/);
            continue;
          }
          const step = transition(transaction, eventIn(transaction.state, name));
          transaction = step.transaction;
          for (const effect of step.effects) {
            if (effect.kind === 'takeOfflineRoom') room += 1;
            if (effect.kind === 'giveOfflineRoom') room -= 1;
            if (effect.kind === 'post' && effect.content.kind === 'reversal') reversals += 1;
          }
          if (name === 'bookShown') expect(transaction.verdict).toMatchObject({ outcome: 'approved', by: 'reader' });
          else if (before.verdict !== null) expect(transaction.verdict).toEqual(before.verdict);
          expect(room).toBe(transaction.offlineRoom ? 1 : 0);
          if (['reversing', 'reversed', 'voided'].includes(transaction.state))
            expect(transaction.verdict).not.toBeNull();
          // Whatever was not approved is never owed as an advice, and nothing but a void reverses an approval.
          if (transaction.verdict?.outcome !== 'approved')
            expect(['approved', 'posted', 'voiding', 'voided']).not.toContain(transaction.state);
          expect(transaction.key).toEqual(before.key);
          expect(transaction.money).toEqual(before.money);
        }
        expect(reversals).toBeLessThanOrEqual(2);
      }),
      { numRuns: 2000 },
    );
  });
});
