import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENTRY_MODES, type EntryMode } from '../../src/domain/card.js';
import { EVENT_NAMES, type EventName, type LifecycleEvent, transition } from '../../src/domain/lifecycle.js';
import { money } from '../../src/domain/money.js';
import type { Posting } from '../../src/domain/posting.js';
import { type Transaction, isFinal } from '../../src/domain/transaction.js';
import type { Call } from '../../src/journal/calls.js';
import type { Store } from '../../src/journal/store.js';
import { NOW_MS, ask, bootCore, cancel, card, order, plain, receipt, reverse } from '../support/journal.js';

type Move =
  | {
      readonly kind: 'begin';
      readonly amount: number;
      readonly currency: 'EUR' | 'JPY';
      readonly idempotencyKey: string | null;
    }
  | { readonly kind: 'apply'; readonly target: number; readonly event: EventName; readonly entryMode: EntryMode }
  | { readonly kind: 'purge'; readonly limit: number }
  | { readonly kind: 'reopen' };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('begin' as const),
      amount: fc.integer({ min: 1, max: 5000 }),
      currency: fc.constantFrom('EUR' as const, 'JPY' as const),
      idempotencyKey: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('apply' as const),
      target: fc.nat(30),
      event: fc.constantFrom(...EVENT_NAMES),
      entryMode: fc.constantFrom(...ENTRY_MODES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('purge' as const), limit: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
);

/** What the journal ought to hold, by the plainest means: maps and the domain's own machine. */
class Model {
  readonly transactions = new Map<number, { transaction: Transaction; closedAtMs: number | null }>();
  readonly postings = new Map<number, Posting>();
  numbers = 0;
  sequences = 0;

  begin(it: Extract<Move, { kind: 'begin' }>, epoch: string): string {
    const amount = money(it.amount, it.currency);
    const known = [...this.transactions.values()].find(
      ({ transaction }) => it.idempotencyKey !== null && transaction.idempotencyKey === it.idempotencyKey,
    );
    if (known !== undefined) {
      return known.transaction.money.amount === it.amount && known.transaction.money.currency.code === it.currency
        ? 'ok'
        : 'IDEMPOTENCY_MISMATCH';
    }
    this.numbers += 1;
    const transaction: Transaction = {
      key: { terminalId: 'T0000001', epoch, number: this.numbers },
      type: 'sale',
      state: 'started',
      money: amount,
      stan: this.numbers,
      idempotencyKey: it.idempotencyKey,
      startedAtMs: NOW_MS,
      clock: 'unchecked',
      card: null,
      verdict: null,
      answer: null,
    };
    this.transactions.set(this.numbers, { transaction, closedAtMs: null });
    return 'ok';
  }

  apply(number: number, event: LifecycleEvent, atMs: number): string {
    const known = this.transactions.get(number);
    if (known === undefined) return 'NOT_FOUND';
    let step;
    try {
      step = transition(known.transaction, event);
    } catch {
      return 'ILLEGAL_EVENT';
    }
    const closedAtMs = isFinal(step.transaction.state) ? (known.closedAtMs ?? atMs) : null;
    this.transactions.set(number, { transaction: step.transaction, closedAtMs });
    const newest = [...this.postings.values()].filter(({ key }) => key.number === number).at(-1);
    for (const effect of step.effects) {
      if (effect.kind === 'post') {
        this.sequences += 1;
        this.postings.set(this.sequences, {
          sequence: this.sequences,
          key: known.transaction.key,
          content: effect.content,
          money: known.transaction.money,
          state: 'pending',
          refusals: 0,
          parkedReason: null,
          createdAtMs: atMs,
        });
      }
      if (effect.kind === 'receiptPosting') this.postings.set(newest!.sequence, { ...newest!, state: 'receipted' });
      if (effect.kind === 'countRefusal')
        this.postings.set(newest!.sequence, { ...newest!, refusals: newest!.refusals + 1 });
      if (effect.kind === 'parkPosting')
        this.postings.set(newest!.sequence, { ...newest!, state: 'parked', parkedReason: effect.reason });
    }
    return 'ok';
  }

  purge(limit: number): void {
    const closed = [...this.transactions.values()]
      .filter(({ closedAtMs }) => closedAtMs !== null)
      .sort((a, b) => a.closedAtMs! - b.closedAtMs! || a.transaction.key.number - b.transaction.key.number);
    for (const { transaction } of closed.slice(0, limit)) {
      this.transactions.delete(transaction.key.number);
      for (const posting of [...this.postings.values()]) {
        if (posting.key.number === transaction.key.number) this.postings.delete(posting.sequence);
      }
    }
  }
}

describe('the journal against a model', () => {
  it('agrees in every state, queue, room and sequence, over reopening and purges', () => {
    let applied = 0;
    fc.assert(
      fc.property(fc.array(move, { minLength: 20, maxLength: 80 }), (moves) => {
        const directory = mkdtempSync(join(tmpdir(), 'tillpost-'));
        let store = bootCore(directory).store;
        const model = new Model();
        let atMs = NOW_MS;
        try {
          for (const it of moves) {
            atMs += 1;
            switch (it.kind) {
              case 'begin': {
                const wanted = model.begin(it, store.identity.epoch);
                expect(
                  serve(store, {
                    name: 'begin',
                    args: [{ ...order(), money: money(it.amount, it.currency), idempotencyKey: it.idempotencyKey }],
                    atMs,
                  }),
                ).toBe(wanted);
                break;
              }
              case 'apply': {
                const number = 1 + (it.target % Math.max(1, model.numbers));
                const key = { terminalId: 'T0000001', epoch: store.identity.epoch, number };
                const event = eventNamed(it.event, key, it.entryMode);
                const wanted = model.apply(number, event, atMs);
                if (wanted === 'ok') applied += 1;
                expect(serve(store, { name: 'apply', args: [key, event], atMs })).toBe(wanted);
                break;
              }
              case 'purge':
                model.purge(it.limit);
                expect(serve(store, { name: 'purge', args: [2 * NOW_MS, it.limit], atMs })).toBe('ok');
                break;
              case 'reopen':
                store.close();
                store = bootCore(directory).store;
                break;
            }
          }
          compare(store, model);
          const head = store.head();
          store.close();
          store = bootCore(directory).store;
          expect(store.head()).toEqual(head);
          compare(store, model);
        } finally {
          store.close();
          rmSync(directory, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
    // The sequences must have moved money, not only been refused.
    expect(applied).toBeGreaterThan(300);
  });
});

function serve(store: Store, call: Call): string {
  const [outcome] = store.serve([call]);
  return outcome!.ok ? 'ok' : outcome!.error.code;
}

function compare(store: Store, model: Model): void {
  const transactions = [...model.transactions.values()].map(({ transaction }) => transaction);
  const postings = [...model.postings.values()];
  expect(plain(ask(store, 'recent', 1000))).toEqual(plain([...transactions].reverse()));
  expect(plain(ask(store, 'unresolved'))).toEqual(
    plain(transactions.filter(({ state }) => state === 'started' || state === 'authorizing')),
  );
  for (const state of ['pending', 'receipted', 'parked'] as const) {
    expect(ask(store, 'listPostings', state, 0, 1000).map(({ posting }) => posting)).toEqual(
      postings.filter((it) => it.state === state),
    );
  }
  const pending = postings.filter((it) => it.state === 'pending');
  const queue = ask(store, 'queue');
  expect(queue).toMatchObject({
    advices: pending.filter((it) => it.content.kind === 'advice').length,
    reversals: pending.filter((it) => it.content.kind === 'reversal').length,
    parked: postings.filter((it) => it.state === 'parked').length,
    oldestCreatedAtMs: pending[0]?.createdAtMs ?? null,
  });
  const held = postings.filter((it) => it.content.kind === 'advice' && it.state !== 'receipted');
  const usage = ask(store, 'offlineUsage');
  expect(usage.reduce((sum, it) => sum + it.count, 0)).toBe(held.length);
  expect(usage.reduce((sum, it) => sum + it.amount, 0)).toBe(held.reduce((sum, it) => sum + it.money.amount, 0));
  ask(store, 'verify');
}

function eventNamed(name: EventName, key: Transaction['key'], entryMode: EntryMode): LifecycleEvent {
  const answer = receipt(key);
  switch (name) {
    case 'goOnline':
      return { name, card: card({ entryMode }) };
    case 'approveOnline':
      return { name, card: card({ entryMode }), answer };
    case 'approveOffline':
      return { name, card: card({ entryMode }), response: 'Y3' };
    case 'decline':
      return {
        name,
        card: null,
        answer,
        verdict: { outcome: 'declined', by: 'host', responseCode: '05', reason: 'no' },
      };
    case 'cancel':
      return cancel;
    case 'reverse':
      return reverse;
    case 'settle':
    case 'lateReply':
      return { name, answer };
    case 'refuse':
    case 'park':
    case 'amountMismatch':
      return { name, answer, reason: 'because' };
  }
}
