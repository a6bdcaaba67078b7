import { expect, it } from 'vitest';
import { CLOCK_FLOOR_MS, CLOCK_TOLERANCE_MS, clockDoubt, judgeClock } from '../../src/domain/clock-quality.js';

const NOW = CLOCK_FLOOR_MS + 1_000_000;

it.each([
  [0, null, 'wrong'],
  [0, 0, 'wrong'],
  [CLOCK_FLOOR_MS - 1, null, 'wrong'],
  [CLOCK_FLOOR_MS, null, 'unchecked'],
  [NOW, null, 'unchecked'],
  [NOW, 0, 'trusted'],
  [NOW, CLOCK_TOLERANCE_MS, 'trusted'],
  [NOW, -CLOCK_TOLERANCE_MS, 'trusted'],
  [NOW, CLOCK_TOLERANCE_MS + 1, 'wrong'],
  [NOW, -CLOCK_TOLERANCE_MS - 1, 'wrong'],
] as const)('a clock at %d, %s ms from the host, is %s', (wallMs, offsetMs, quality) => {
  expect(judgeClock(wallMs, offsetMs)).toBe(quality);
});

const KNOWN = NOW + 365 * 86_400_000;
it.each([
  [KNOWN - CLOCK_TOLERANCE_MS - 1, 'wrong', 'before'],
  [KNOWN - CLOCK_TOLERANCE_MS, 'unchecked', null],
  [KNOWN + 366 * 86_400_000, 'unchecked', null],
  [KNOWN + 366 * 86_400_000 + 1, 'unchecked', 'more than a year after'],
] as const)('a clock at %d is %s by what was confirmed before, and doubted: %s', (wallMs, quality, doubt) => {
  expect(judgeClock(wallMs, null, KNOWN)).toBe(quality);
  expect(judgeClock(wallMs, 0, KNOWN)).toBe('trusted');
  if (doubt === null) expect(clockDoubt(wallMs, KNOWN)).toBeNull();
  else expect(clockDoubt(wallMs, KNOWN)).toContain(doubt);
});
