import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangesOf, rangeText } from '../../../src/domain/course/ranges.js';

describe('ranges', () => {
  it.each([
    [[], ''],
    [[7], '7'],
    [[3, 1, 2], '1–3'],
    [[10, 9, 2, 1, 5], '1–2, 5, 9–10'],
    [[4, 4, 4], '4'],
    [[1, 2, 2, 3, 100], '1–3, 100'],
  ])('%j reads %s', (numbers, text) => {
    expect(rangeText(rangesOf(numbers))).toBe(text);
  });

  it('hold what they were made of and nothing else, and none touches the next', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (numbers) => {
        const ranges = rangesOf(new Set(numbers));
        const held = ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
        expect(held).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        for (const [at, [first]] of ranges.entries()) expect(first).toBeGreaterThan((ranges[at - 1]?.[1] ?? -1) + 1);
      }),
    );
  });
});
