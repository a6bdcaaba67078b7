import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClockQuality } from '../../../src/domain/transaction.js';
import type { Call } from '../../../src/journal/core/calls.js';
import type { Store } from '../../../src/journal/core/store.js';
import { ask, bootCore, cancel, NOW_MS, order } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';

const DAY_MS = 86_400_000;

describe('retention under a clock that lies', () => {
  const scratch = scratchDirectories();
  let store: Store;
  beforeEach(() => ({ store } = bootCore(scratch())));
  afterEach(() => store.close());

  /** Begun and cancelled, each at the time that the wall clock showed. @returns its number */
  function ended(startedAtMs: number, closedAtMs: number, clock: ClockQuality = 'unchecked'): number {
    const { key } = ask(store, 'begin', order({ startedAtMs, clock })).transaction;
    const [outcome] = store.serve([{ name: 'apply', args: [key, cancel], atMs: closedAtMs } as unknown as Call]);
    expect(outcome?.ok).toBe(true);
    return key.number;
  }
  const left = (): readonly number[] =>
    ask(store, 'recent', 10)
      .map(({ key }) => key.number)
      .sort();

  it.each([
    ['1970, never set', 1_000, 2_000, 'wrong'],
    ['1970 while it ran', NOW_MS, 5_000, 'trusted'],
    ['1970 over a restart, no host yet', 1_000, 2_000, 'unchecked'],
    ['a year back in the middle', NOW_MS, NOW_MS - 365 * DAY_MS, 'trusted'],
    ['a year back all the time, and known to be', NOW_MS - 365 * DAY_MS, NOW_MS - 365 * DAY_MS, 'wrong'],
  ] as const)('keeps what was closed in %s', (_, startedAtMs, closedAtMs, clock) => {
    const number = ended(startedAtMs, closedAtMs, clock);
    expect(ask(store, 'purge', NOW_MS - 30 * DAY_MS, 10)).toBe(0);
    expect(left()).toEqual([number]);
  });

  it('lets it go with a later one that is old enough beyond doubt', () => {
    ended(1_000, 2_000, 'wrong');
    ended(NOW_MS, NOW_MS);
    const fresh = ended(NOW_MS + 40 * DAY_MS, NOW_MS + 40 * DAY_MS);
    expect(ask(store, 'purge', NOW_MS + 10 * DAY_MS, 10)).toBe(2);
    expect(left()).toEqual([fresh]);
  });

  // Positive control: by its stamp alone the first would have been the oldest of all.
  it('purges by the stamp what has a believable one', () => {
    ended(NOW_MS - 31 * DAY_MS, NOW_MS - 31 * DAY_MS);
    expect(ask(store, 'purge', NOW_MS - 30 * DAY_MS, 10)).toBe(1);
  });
});
