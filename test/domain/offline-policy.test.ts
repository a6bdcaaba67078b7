import { describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.js';
import {
  decideOffline,
  effectiveLimits,
  LIMIT_NAMES,
  type LimitName,
  type OfflineLimits,
  type OfflineSale,
  type OfflineState,
  usedOf,
  waitingOf,
} from '../../src/domain/offline-policy.js';

const LIMITS: OfflineLimits = {
  allowed: true,
  ceiling: 5000,
  storedCount: 10,
  storedAmount: 20_000,
  oldestAgeMs: 60_000,
  cardCount: 3,
  cardAmount: 7000,
  queueDepth: 100,
  deferred: false,
  refunds: false,
};
const FREE: OfflineState = {
  stored: { count: 0, amount: 0 },
  card: { count: 0, amount: 0 },
  oldestWaitingMs: 0,
  queueDepth: 0,
};
const SALE: OfflineSale = {
  card: { entryMode: 'contactless', onlinePin: false },
  money: money(1000, 'EUR'),
  type: 'sale',
};

const stored = (count: number, amount: number): Partial<OfflineState> => ({ stored: { count, amount } });
const card = (count: number, amount: number): Partial<OfflineState> => ({ card: { count, amount } });
const cents = (amount: number): Partial<OfflineSale> => ({ money: money(amount, 'EUR') });

describe('offline policy', () => {
  // [what, limits, used, sale, the limit that refuses or null]
  it.each<[string, Partial<OfflineLimits>, Partial<OfflineState>, Partial<OfflineSale>, string | null]>([
    ['everything free', {}, {}, {}, null],
    ['the ceiling itself', {}, {}, cents(5000), null],
    ['one over the ceiling', {}, {}, cents(5001), 'ceiling'],
    ['the last place', {}, stored(9, 0), {}, null],
    ['no place left', {}, stored(10, 0), {}, 'storedCount'],
    ['the last cent', {}, stored(5, 19_000), {}, null],
    ['one cent too many', {}, stored(5, 19_001), {}, 'storedAmount'],
    ['the card’s last place', {}, card(2, 0), {}, null],
    ['the card too often', {}, card(3, 0), {}, 'cardCount'],
    ['the card’s last cent', {}, card(1, 6000), {}, null],
    ['the card too much', {}, card(1, 6001), {}, 'cardAmount'],
    ['as old as allowed', {}, { oldestWaitingMs: 60_000 }, {}, null],
    ['too old', {}, { oldestWaitingMs: 60_001 }, {}, 'oldestAge'],
    ['the queue’s last place', {}, { queueDepth: 99 }, {}, null],
    ['the queue full', {}, { queueDepth: 100 }, {}, 'queueDepth'],
    ['entry mode off', { allowed: false }, {}, {}, 'entryMode'],
    ['online PIN', {}, {}, { card: { entryMode: 'chip', onlinePin: true } }, 'onlinePin'],
    ['a refund', {}, {}, { type: 'refund' }, 'refunds'],
    ['a refund where they may', { refunds: true }, {}, { type: 'refund' }, null],
  ])('%s', (_what, limits, used, sale, limit) => {
    const decision = decideOffline({ ...LIMITS, ...limits }, { ...FREE, ...used }, { ...SALE, ...sale });
    expect(decision.allowed ? null : decision.limit).toBe(limit);
    if (!decision.allowed) expect(decision.reason).not.toBe('');
  });

  it('knows a case for every limit', () => {
    expect([...LIMIT_NAMES].sort()).toEqual([
      'cardAmount',
      'cardCount',
      'ceiling',
      'entryMode',
      'oldestAge',
      'onlinePin',
      'queueDepth',
      'refunds',
      'storedAmount',
      'storedCount',
    ]);
  });

  it.each<[Partial<OfflineLimits>, Partial<OfflineState>, Partial<OfflineSale>, string]>([
    [{}, {}, cents(5001), '50.01 EUR is over the offline ceiling 50.00 EUR'],
    [{}, stored(10, 0), {}, '10 of 10 offline sales are stored already'],
    [{}, stored(5, 19_001), {}, 'stored offline amount would be 200.01 EUR of 200.00 EUR'],
    [{}, card(3, 0), {}, 'this card was approved offline 3 of 3 times'],
    [{}, card(1, 6001), {}, "this card's offline amount would be 70.01 EUR of 70.00 EUR"],
    [{}, { oldestWaitingMs: 60_501 }, {}, 'the oldest unposted sale waits 61 s of 60 s'],
    [{}, { queueDepth: 100 }, {}, '100 of 100 postings wait already'],
  ])('%o %o %o: says what is used and what is allowed', (limits, used, sale, reason) => {
    const decision = decideOffline({ ...LIMITS, ...limits }, { ...FREE, ...used }, { ...SALE, ...sale });
    expect(decision).toMatchObject({ allowed: false, reason });
  });

  it.each<[LimitName, Partial<OfflineState>, number, number]>([
    ['storedCount', stored(7, 0), 8, 10],
    ['storedAmount', stored(0, 15_000), 16_000, 20_000],
    ['cardCount', card(2, 0), 3, 3],
    ['cardAmount', card(0, 4600), 5600, 7000],
    ['oldestAge', { oldestWaitingMs: 48_000 }, 48_000, 60_000],
    ['queueDepth', { queueDepth: 79 }, 80, 100],
  ])('warns that %s fills up', (limit, used, count, allowed) => {
    expect(decideOffline(LIMITS, { ...FREE, ...used }, SALE)).toEqual({
      allowed: true,
      warnings: [{ limit, used: count, allowed }],
    });
  });

  it('adds up what waits, and finds what one entry mode and currency has used', () => {
    expect(waitingOf({ advices: 3, reversals: 2, oldestAgeMs: 7 })).toEqual({ oldestWaitingMs: 7, queueDepth: 5 });
    expect(waitingOf({ advices: 0, reversals: 0, oldestAgeMs: null })).toEqual({ oldestWaitingMs: 0, queueDepth: 0 });
    const usages = [
      { entryMode: 'chip', currency: 'EUR', count: 1, amount: 10 },
      { entryMode: 'contactless', currency: 'USD', count: 2, amount: 20 },
      { entryMode: 'contactless', currency: 'EUR', count: 3, amount: 30 },
    ] as const;
    expect(usedOf(usages, 'contactless', 'EUR')).toEqual({ count: 3, amount: 30 });
    expect(usedOf(usages, 'contactless', 'CHF')).toEqual({ count: 0, amount: 0 });
    expect(usedOf(usages, 'manual', 'EUR')).toEqual({ count: 0, amount: 0 });
  });

  it('warns from 80 % on, counting the sale at hand', () => {
    const at = (count: number) => decideOffline(LIMITS, { ...FREE, ...stored(count, 0) }, { ...SALE, ...cents(1) });
    expect(at(6)).toEqual({ allowed: true, warnings: [] });
    expect(at(7)).toEqual({ allowed: true, warnings: [{ limit: 'storedCount', used: 8, allowed: 10 }] });
  });

  it('takes the host’s replacements for one entry mode and currency, and leaves the rest', () => {
    const overrides = [{ entryMode: 'contactless' as const, currency: 'EUR', limits: { ceiling: 100 } }];
    expect(effectiveLimits(LIMITS, overrides, 'contactless', 'EUR')).toEqual({ ...LIMITS, ceiling: 100 });
    expect(effectiveLimits(LIMITS, overrides, 'contactless', 'USD')).toEqual(LIMITS);
    expect(effectiveLimits(LIMITS, overrides, 'chip', 'EUR')).toEqual(LIMITS);
  });
});
