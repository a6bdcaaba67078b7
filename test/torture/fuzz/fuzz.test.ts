import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mutateBytes } from '../../../hw-sim/fuzz/bytes.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { runFuzz } from './run-fuzz.js';
import { TARGET_NAMES, type TargetName } from './target.js';
import { targetOf } from './targets.js';

/** Short runs of what `make torture` runs long. */
const INPUTS: Readonly<Record<TargetName, number>> = {
  serial: 2_000,
  mqtt: 1_000,
  control: 2_000,
  config: 1_000,
  database: 25,
};

describe.each(TARGET_NAMES)('fuzz %s', (name) => {
  it('finds nothing, and comes past the outer check', async () => {
    const tally = await runFuzz(targetOf(name), { firstSeed: 20_261_124, inputs: INPUTS[name] });
    expect(tally.findings.map(({ what, seed, index }) => `seed ${seed}, input ${index}: ${what}`)).toEqual([]);
    expect(tally.inputs).toBe(INPUTS[name]);
    expect(tally.reached).toBeGreaterThan(0);
    expect(tally.goodInputs).toBeGreaterThan(0);
  });

  it('finds a parser that is broken on purpose', async () => {
    const { findings } = await runFuzz(targetOf(name), { firstSeed: 1, inputs: 500, fragile: true, findingsMax: 1 });
    expect(findings).toHaveLength(1);
  });

  it('makes the same inputs from the same seed', async () => {
    const inputs = async (): Promise<string[]> => {
      const session = await targetOf(name).open(new SimRandom(5), false);
      const made = Array.from({ length: 5 }, () => createHash('sha256').update(session.input()).digest('hex'));
      await session.close();
      return made;
    };
    expect(await inputs()).toEqual(await inputs());
  });
});

describe('mutated bytes', () => {
  it('are new, and leave what they were made of as it was', () => {
    const whole = Buffer.from('00112233445566778899', 'hex');
    const random = new SimRandom(3);
    const made = Array.from({ length: 500 }, () => mutateBytes(whole, random).toString('hex'));
    expect(whole.toString('hex')).toBe('00112233445566778899');
    expect(new Set(made).size).toBeGreaterThan(300);
  });
});

describe('a fuzz run', () => {
  it('sees a throw, and a good input that is not taken', async () => {
    const session = { input: () => Uint8Array.of(1), reached: () => 1, close: () => Promise.resolve() };
    const stuck = { ...session, feed: () => undefined, good: () => Promise.resolve('no answer') };
    const crash = {
      ...stuck,
      feed: () => {
        throw new TypeError('x of undefined');
      },
    };
    const kinds = [];
    for (const open of [stuck, crash]) {
      const target = { name: 'serial', batch: 10, every: 5, open: () => Promise.resolve(open) } as const;
      const { findings } = await runFuzz(target, { firstSeed: 8, inputs: 10, findingsMax: 1 });
      kinds.push(findings.map(({ kind, seed, index }) => [kind, seed, index]));
    }
    expect(kinds).toEqual([[['stuck', 8, 4]], [['crash', 8, 0]]]);
  });
});
