import { describe, expect, it } from 'vitest';
import type { Card } from '../../src/domain/card.js';
import { money } from '../../src/domain/money.js';
import { type OfflineLimits, decideOffline } from '../../src/domain/offline-policy.js';

const LIMITS: OfflineLimits = { allowed: true, ceiling: 5000, storedCount: 10, storedAmount: 20_000, oldestAgeMs: 60_000 };
const CARD: Pick<Card, 'entryMode' | 'onlinePin'> = { entryMode: 'contactless', onlinePin: false };

describe('offline policy', () => {
  // [what, limits, stored count, stored amount, oldest ms, card, amount, limit or null]
  it.each([
    ['everything free', {}, 0, 0, 0, {}, 1000, null],
    ['the ceiling itself', {}, 0, 0, 0, {}, 5000, null],
    ['one over the ceiling', {}, 0, 0, 0, {}, 5001, 'ceiling'],
    ['the last place', {}, 9, 0, 0, {}, 1000, null],
    ['no place left', {}, 10, 0, 0, {}, 1000, 'storedCount'],
    ['the last cent', {}, 5, 19_000, 0, {}, 1000, null],
    ['one cent too many', {}, 5, 19_001, 0, {}, 1000, 'storedAmount'],
    ['as old as allowed', {}, 1, 100, 60_000, {}, 1000, null],
    ['too old', {}, 1, 100, 60_001, {}, 1000, 'oldestAge'],
    ['entry mode off', { allowed: false }, 0, 0, 0, {}, 1, 'entryMode'],
    ['online PIN', {}, 0, 0, 0, { onlinePin: true }, 1, 'onlinePin'],
  ] as const)('%s', (_what, limits, count, amount, oldestMs, card, cents, limit) => {
    const decision = decideOffline({ ...LIMITS, ...limits }, { count, amount }, oldestMs, { ...CARD, ...card }, money(cents, 'EUR'));
    expect(decision.allowed ? null : decision.limit).toBe(limit);
    if (!decision.allowed) expect(decision.reason).not.toBe('');
  });

  it('warns from 80 % on, counting the sale at hand', () => {
    const at = (count: number) => decideOffline(LIMITS, { count, amount: 0 }, 0, CARD, money(1, 'EUR'));
    expect(at(6)).toEqual({ allowed: true, warnings: [] });
    expect(at(7)).toEqual({ allowed: true, warnings: [{ limit: 'storedCount', used: 8, allowed: 10 }] });
  });
});
