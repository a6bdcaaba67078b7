import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.js';
import {
  delayFigures,
  LATE_SHOWN_MAX,
  nearestRank,
  type PostingDelay,
  postingDelay,
} from '../../src/domain/postings/posting-delay.js';
import { sampleKey, sampleTransaction } from '../support/samples.js';

function waited(waitedMs: number, posted = true, number = 1): PostingDelay {
  return { key: { ...sampleKey, number }, stan: number, money: money(100, 'EUR'), waitedMs, posted };
}

describe('postingDelay', () => {
  const transaction = sampleTransaction();
  it.each([
    ['posted', 1_000, true],
    ['still waiting', null, false],
  ] as const)('%s', (_what, postedAtMs, posted) => {
    expect(postingDelay({ transaction, postedAtMs, waitedMs: 99_000 })).toEqual({
      key: sampleKey,
      stan: 7,
      money: transaction.money,
      waitedMs: 99_000,
      posted,
    });
  });
});

describe('nearestRank', () => {
  // The example that every text on percentiles gives: 15, 20, 35, 40, 50.
  it.each([
    [5, 15],
    [30, 20],
    [40, 20],
    [50, 35],
    [95, 50],
    [100, 50],
  ])('p%d is %d', (percent, value) => {
    expect(nearestRank([15, 20, 35, 40, 50], percent)).toBe(value);
  });

  it('of a hundred values is the one of that number, of nothing is null', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    for (let percent = 1; percent <= 100; percent += 1) expect(nearestRank(hundred, percent)).toBe(percent);
    expect(nearestRank([], 50)).toBeNull();
    expect(nearestRank([9], 1)).toBe(9);
  });

  it('is a value that at least so many percent do not exceed, and no smaller one is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 100 }),
        (values, percent) => {
          const sorted = values.sort((a, b) => a - b);
          const found = nearestRank(sorted, percent)!;
          const share = (limit: number): number => sorted.filter((value) => value <= limit).length * 100;
          expect(sorted).toContain(found);
          expect(share(found)).toBeGreaterThanOrEqual(percent * sorted.length);
          expect(share(found - 1)).toBeLessThan(percent * sorted.length);
        },
      ),
    );
  });
});

describe('delayFigures', () => {
  it('takes percentiles of what is posted, and counts as late what waited longer, posted or not', () => {
    const delays = [
      waited(10, true, 1),
      waited(30, true, 2),
      waited(20, true, 3),
      waited(500, false, 4),
      waited(21, false, 5),
    ];
    const figures = delayFigures(delays, 20);
    expect(figures).toMatchObject({ posted: 3, waiting: 2, p50Ms: 20, p95Ms: 30, maxMs: 30, lateCount: 3 });
    expect(figures.late.map(({ stan }) => stan)).toEqual([4, 2, 5]);
  });

  it('has no percentiles of nothing', () => {
    expect(delayFigures([], 0)).toEqual({
      posted: 0,
      waiting: 0,
      p50Ms: null,
      p95Ms: null,
      maxMs: null,
      lateCount: 0,
      late: [],
    });
    expect(delayFigures([waited(5, false)], 10)).toMatchObject({ posted: 0, waiting: 1, p50Ms: null, maxMs: null });
  });

  it('shows the longest waits and counts the rest', () => {
    const figures = delayFigures(
      Array.from({ length: 250 }, (_, index) => waited(index + 1, true, index + 1)),
      10,
    );
    expect([figures.lateCount, figures.late.length]).toEqual([240, LATE_SHOWN_MAX]);
    expect([figures.late[0]?.waitedMs, figures.late.at(-1)?.waitedMs]).toEqual([250, 151]);
  });
});
