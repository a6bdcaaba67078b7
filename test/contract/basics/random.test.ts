import { describe, expect, it } from 'vitest';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { SystemRandom } from '../../../src/platform/system-random.js';
import type { Random } from '../../../src/ports/index.js';

const SOURCES: readonly (readonly [string, () => Random])[] = [
  ['system', () => new SystemRandom()],
  ['simulated', () => new SimRandom(7)],
];

/** What every Random must do (ports/basics.ts); the bounds are so wide that chance does not meet them. */
describe.each(SOURCES)('random: %s', (_, make) => {
  it('gives as many bytes as were asked for, each time others', () => {
    const random = make();
    for (const count of [0, 1, 8, 16, 4096]) expect(random.bytes(count)).toHaveLength(count);
    const keys = Array.from({ length: 1000 }, () => Buffer.from(random.bytes(16)).toString('hex'));
    expect(new Set(keys).size).toBe(1000);
    expect(new Set(random.bytes(65_536)).size).toBe(256);
  });

  it('gives fractions from 0 to under 1, all over', () => {
    const random = make();
    const drawn = Array.from({ length: 10_000 }, () => random.fraction());
    expect(drawn.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
    const tenths = new Set(drawn.map((fraction) => Math.floor(fraction * 10)));
    expect(tenths.size).toBe(10);
    expect(new Set(drawn).size).toBeGreaterThan(9_900);
  });
});
