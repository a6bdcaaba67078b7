import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, type EventName, type LifecycleEvent, TABLE, rowFor, transition } from '../../src/domain/lifecycle.js';
import { TRANSACTION_STATES, type Transaction, type TransactionState } from '../../src/domain/transaction.js';
import { sampleAnswer, sampleCard, sampleTransaction } from '../support/samples.js';

const declined = { outcome: 'declined', by: 'policy', responseCode: 'Z3', reason: null } as const;
const cancelled = { outcome: 'cancelled', by: 'operator', responseCode: '17', reason: null } as const;

const EVENTS: { readonly [Name in EventName]: LifecycleEvent } = {
  goOnline: { name: 'goOnline', card: sampleCard() },
  approveOnline: { name: 'approveOnline', answer: sampleAnswer(), card: sampleCard() },
  approveOffline: { name: 'approveOffline', card: sampleCard({ cryptogram: 'TC' }), response: 'Y3' },
  decline: { name: 'decline', verdict: declined, card: sampleCard(), answer: null },
  cancel: { name: 'cancel', verdict: cancelled, card: null },
  reverse: { name: 'reverse', verdict: declined, reason: 'timeout', answer: null },
  settle: { name: 'settle', answer: sampleAnswer({ sequence: 3 }) },
  refuse: { name: 'refuse', answer: sampleAnswer({ outcome: 'REJECTED' }), reason: 'host said 05' },
  park: { name: 'park', answer: sampleAnswer({ outcome: 'CONFLICT' }), reason: 'other amount' },
  lateReply: { name: 'lateReply', answer: sampleAnswer() },
  amountMismatch: { name: 'amountMismatch', answer: sampleAnswer(), reason: 'host posted more' },
};

// [state, event, next state, effects]: written out by hand, so that a slip in the table meets a second opinion.
const ALLOWED: readonly (readonly [TransactionState, EventName, TransactionState, readonly string[]])[] = [
  ['started', 'goOnline', 'authorizing', []],
  ['started', 'approveOffline', 'approved', ['post', 'takeOfflineRoom']],
  ['started', 'decline', 'declined', []],
  ['started', 'cancel', 'cancelled', []],
  ['authorizing', 'approveOnline', 'posted', []],
  ['authorizing', 'approveOffline', 'approved', ['post', 'takeOfflineRoom']],
  ['authorizing', 'decline', 'declined', []],
  ['authorizing', 'cancel', 'cancelled', []],
  ['authorizing', 'reverse', 'reversing', ['post']],
  ['approved', 'settle', 'posted', ['receiptPosting', 'giveOfflineRoom']],
  ['approved', 'refuse', 'approved', ['countRefusal']],
  ['approved', 'park', 'parked', ['parkPosting']],
  ['reversing', 'settle', 'reversed', ['receiptPosting']],
  ['reversing', 'refuse', 'reversing', ['countRefusal']],
  ['reversing', 'park', 'parked', ['parkPosting']],
  ...TRANSACTION_STATES.flatMap((state) => [
    [state, 'lateReply', state, []] as const,
    [state, 'amountMismatch', state, []] as const,
  ]),
];

describe('lifecycle', () => {
  it.each(ALLOWED)('%s + %s → %s', (state, event, next, effects) => {
    const step = transition(sampleTransaction({ state, card: sampleCard() }), EVENTS[event]);
    expect(step.transaction.state).toBe(next);
    expect(step.effects.map(({ kind }) => kind)).toEqual(effects);
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
        expect.objectContaining({ code: 'ILLEGAL_EVENT', message: `${event} is not allowed in state ${state}` }),
      );
    }
  });

  it('decides each pair once', () => {
    const pairs = TABLE.flatMap((row) => row.from.map((state) => `${state} ${row.event}`));
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('keeps card secrets only while the host still needs them', () => {
    for (const [state, event, next] of ALLOWED) {
      const { transaction } = transition(sampleTransaction({ state, card: sampleCard() }), EVENTS[event]);
      const kept = transaction.card?.secret !== null;
      const moves = next !== state;
      if (moves) expect([event, kept]).toEqual([event, ['authorizing', 'approved', 'parked'].includes(next)]);
    }
  });

  // Money: over any course of events a verdict never changes, and what is approved is owed or posted.
  it('holds its promises over any course of events', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENT_NAMES), { maxLength: 30 }), (names) => {
        let transaction: Transaction = sampleTransaction();
        let owed = 0;
        let room = 0;
        for (const name of names) {
          if (rowFor(transaction.state, name) === undefined) continue;
          const before = transaction;
          const step = transition(transaction, EVENTS[name]);
          transaction = step.transaction;
          for (const { kind } of step.effects) {
            if (kind === 'post') owed += 1;
            if (kind === 'receiptPosting') owed -= 1;
            if (kind === 'takeOfflineRoom') room += 1;
            if (kind === 'giveOfflineRoom') room -= 1;
          }
          if (before.verdict !== null) expect(transaction.verdict).toEqual(before.verdict);
          expect(owed).toBe(['approved', 'reversing', 'parked'].includes(transaction.state) ? 1 : 0);
          if (transaction.state === 'approved') expect(room).toBe(1);
          if (transaction.state === 'posted') expect(room).toBe(0);
          expect(transaction.key).toEqual(before.key);
          expect(transaction.money).toEqual(before.money);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
