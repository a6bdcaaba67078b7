import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOCK_QUALITIES, type ClockQuality, type Transaction } from '../../../src/domain/transaction.js';
import type { Call } from '../../../src/journal/core/calls.js';
import type { Store } from '../../../src/journal/core/store.js';
import { ask, bootCore, cancel, NOW_MS, order } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';

const DAY_MS = 86_400_000;

describe('retention, whatever the wall clock says', () => {
  const scratch = scratchDirectories();
  let store: Store;
  beforeEach(() => ({ store } = bootCore(scratch())));
  afterEach(() => store.close());

  /** Begun and cancelled, each at that book time, whatever the wall clock showed. @returns its number */
  function ended(
    begunAtMs: number,
    closedAtMs: number,
    startedAtMs = begunAtMs,
    clock: ClockQuality = 'wrong',
  ): number {
    const at = (name: string, args: readonly unknown[], atMs: number): unknown => {
      const [outcome] = store.serve([{ name, args, atMs } as unknown as Call]);
      if (outcome?.ok !== true) throw new Error(`${name} failed`);
      return outcome.value;
    };
    const { transaction } = at('begin', [order({ startedAtMs, clock })], begunAtMs) as { transaction: Transaction };
    at('apply', [transaction.key, cancel], closedAtMs);
    return transaction.key.number;
  }
  const left = (): readonly number[] =>
    ask(store, 'recent', 10)
      .map(({ key }) => key.number)
      .sort();

  it.each([
    ['1970, never set', 1_000, 2_000],
    ['1970 while it ran', NOW_MS, 5_000],
    ['a year that the books were set back by in the middle', NOW_MS, NOW_MS - 365 * DAY_MS],
  ] as const)('keeps what was closed in %s', (_, begunAtMs, closedAtMs) => {
    const number = ended(begunAtMs, closedAtMs);
    expect(ask(store, 'purge', NOW_MS - 30 * DAY_MS, 10)).toBe(0);
    expect(left()).toEqual([number]);
  });

  it('lets it go with a later one that is old enough beyond doubt', () => {
    ended(1_000, 2_000);
    ended(NOW_MS, NOW_MS);
    const fresh = ended(NOW_MS + 40 * DAY_MS, NOW_MS + 40 * DAY_MS);
    expect(ask(store, 'purge', NOW_MS + 10 * DAY_MS, 10)).toBe(2);
    expect(left()).toEqual([fresh]);
  });

  // Positive control: by its stamp alone the first would have been the oldest of all.
  it.each([0, NOW_MS - 900 * DAY_MS, NOW_MS + 400 * DAY_MS])(
    'purges by its stamps what has believable ones, with %d on the wall clock',
    (startedAtMs) => {
      for (const clock of CLOCK_QUALITIES) ended(NOW_MS - 31 * DAY_MS, NOW_MS - 31 * DAY_MS, startedAtMs, clock);
      ended(NOW_MS - 29 * DAY_MS, NOW_MS - 29 * DAY_MS, startedAtMs);
      expect(ask(store, 'purge', NOW_MS - 30 * DAY_MS, 10)).toBe(CLOCK_QUALITIES.length);
    },
  );
});
