import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_FLOOR_MS as F } from '../../../src/domain/clock-quality.js';
import { offsetsOf, type UndatedRun } from '../../../src/domain/days/dating.js';

const run = (fromMs: number, wallMs: number): UndatedRun => ({ fromMs, wallMs });

describe('runs before the host was heard', () => {
  // [what, runs, moment at which the last one really began, anchored, moments at which they are said to have begun]
  it.each<[string, readonly UndatedRun[], number, boolean, readonly number[]]>([
    ['none', [], 0, false, []],
    ['one', [run(1000, 7)], 5000, false, [5000]],
    [
      'all wall clocks never set: by what they say against the last one',
      [run(1000, 500_000), run(2000, 600_000), run(3000, 700_000)],
      703_000,
      true,
      [503_000, 603_000, 703_000],
    ],
    [
      'a clock that begins at 1970 each time says nothing',
      [run(1000, 5), run(2000, 5), run(3000, 5)],
      703_000,
      true,
      [701_000, 702_000, 703_000],
    ],
    [
      'all wall clocks set, five seconds late',
      [run(1000, F), run(2000, F + 10_000), run(3000, F + 60_000)],
      F + 65_000,
      false,
      [F + 5000, F + 15_000, F + 65_000],
    ],
    [
      'a clock that was set back between: after what came before',
      [run(1000, F + 20_000), run(2000, F + 10_000), run(3000, F + 60_000)],
      F + 65_000,
      false,
      [F + 25_000, F + 26_000, F + 65_000],
    ],
    [
      'a clock that was ahead: before what came after, with the time it ran',
      [run(1000, F), run(2000, F + 90_000), run(4000, F + 60_000)],
      F + 65_000,
      false,
      [F + 5000, F + 63_000, F + 65_000],
    ],
    [
      'one in the middle whose clock was never set: as late as that allows',
      [run(1000, F), run(2000, 5), run(3000, F + 60_000)],
      F + 65_000,
      false,
      [F + 5000, F + 64_000, F + 65_000],
    ],
    [
      'one whose clock was never set, and a set one behind it',
      [run(1000, F), run(2000, 5), run(3000, F + 30_000), run(4000, F + 60_000)],
      F + 65_000,
      false,
      [F + 5000, F + 34_000, F + 35_000, F + 65_000],
    ],
    [
      'only the last clock never set: all as late as that allows',
      [run(1000, F), run(2000, F + 10_000), run(4000, 5)],
      F + 65_000,
      false,
      [F + 62_000, F + 63_000, F + 65_000],
    ],
    [
      'set at the floor itself is set',
      [run(1000, F), run(2000, F - 1), run(3000, F + 60_000)],
      F + 60_000,
      false,
      [F, F + 59_000, F + 60_000],
    ],
    [
      'nothing before a time that was confirmed',
      [run(F + 1000, F - 90_000 + 90_000), run(F + 2000, F + 60_000)],
      F + 70_000,
      true,
      [F + 10_000, F + 70_000],
    ],
    [
      'the first not before it either, and the others behind it',
      [run(F + 50_000, F), run(F + 51_000, F + 1000), run(F + 52_000, F + 60_000)],
      F + 60_000,
      true,
      [F + 50_000, F + 51_000, F + 60_000],
    ],
    [
      'the same without anything confirmed',
      [run(F + 50_000, F), run(F + 51_000, F + 1000), run(F + 52_000, F + 60_000)],
      F + 60_000,
      false,
      [F, F + 1000, F + 60_000],
    ],
    [
      'stamps that stand still take no time',
      [run(5000, F), run(3000, F), run(3000, F + 10_000)],
      F + 10_000,
      false,
      [F, F, F + 10_000],
    ],
  ])('%s', (_, runs, lastMs, isAnchored, expected) => {
    const offsets = offsetsOf(runs, lastMs - (runs.at(-1)?.fromMs ?? 0), isAnchored);
    expect(offsets.map((off, index) => runs[index]!.fromMs + off)).toEqual(expected);
  });

  it('keep their order and their lengths, whatever their wall clocks said', () => {
    const wall = fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: F, max: F + 100_000 }));
    const course = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), wall), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(course, fc.integer({ min: F, max: F + 100_000 }), fc.boolean(), (steps, lastMs, isAnchored) => {
        let fromMs = 1000;
        const runs = steps.map(([length, wallMs]) => run((fromMs += length), wallMs));
        const offsets = offsetsOf(runs, lastMs - runs.at(-1)!.fromMs, isAnchored);
        const starts = offsets.map((off, index) => runs[index]!.fromMs + off);
        expect(starts.at(-1)).toBe(lastMs);
        for (const [index, start] of starts.slice(0, -1).entries()) {
          expect(start).toBeLessThanOrEqual(starts[index + 1]! - (runs[index + 1]!.fromMs - runs[index]!.fromMs));
          expect(Number.isSafeInteger(start)).toBe(true);
        }
      }),
    );
  });
});
