import { expect, it } from 'vitest';
import { CLOCK_FLOOR_MS, CLOCK_TOLERANCE_MS, judgeClock } from '../../src/domain/clock-quality.js';

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
