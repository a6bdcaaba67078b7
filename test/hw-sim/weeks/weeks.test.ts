import { describe, expect, it } from 'vitest';
import { isSound } from '../../../hw-sim/audit/audit.js';
import { runWeek } from '../../../hw-sim/weeks/run-week.js';
import { findsInWeeks, WEEK_MUTANTS } from '../../torture/mutants/week-mutants.js';

const WEEKS = 6;
const FIRST_SEED = 30_000;

describe('weeks of shop life', () => {
  it(`are sound: ${WEEKS} from seed ${FIRST_SEED}`, async () => {
    let approved = 0;
    for (let seed = FIRST_SEED; seed < FIRST_SEED + WEEKS; seed += 1) {
      const result = await runWeek(seed);
      if (!isSound(result))
        throw new Error(`make sim WEEKS=1 SEED=${seed}\n${JSON.stringify({ ...result, faults: null }, null, 1)}`);
      approved += result.approved;
    }
    expect(approved).toBeGreaterThan(10 * WEEKS);
  });

  it.each([
    [10, 'an echo that was held up for hours set the time'],
    [78, 'summer time skipped the time of a closing'],
    [128, 'summer time skipped the cut-over'],
  ])('are sound: %i, where %s', async (seed) => {
    const zone = process.env['TZ'];
    expect(isSound(await runWeek(seed))).toBe(true);
    expect(process.env['TZ']).toBe(zone);
  });

  it.each(WEEK_MUTANTS.map((mutant) => [mutant.what, mutant] as const))('find: %s', async (_, mutant) => {
    expect(await findsInWeeks(mutant, 1, 60)).not.toBe(null);
  });

  it('are the same for the same seed, and no others', async () => {
    const [one, again, other] = [await runWeek(31), await runWeek(31), await runWeek(32)];
    expect(again.hash).toBe(one.hash);
    expect(other.hash).not.toBe(one.hash);
  });
});
