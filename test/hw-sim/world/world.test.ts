import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isSound } from '../../../hw-sim/audit/audit.js';
import { FAULTS } from '../../../hw-sim/world/nemesis.js';
import { STATE_FAULTS } from '../../../hw-sim/world/put-back.js';
import { runWorld } from '../../../hw-sim/world/run-world.js';
import { compiled } from '../../support/journal.js';
import { MUTANTS } from '../../torture/mutants/world-mutants.js';

const WORLDS = 60;
const FIRST_SEED = 20_000;

/** @throws its output in the error when the exit status is not 0 */
const sim = (...args: string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [compiled('hw-sim/world/main.js'), ...args]);

describe('simulated worlds', () => {
  it(
    `are sound: ${WORLDS} from seed ${FIRST_SEED}, and between them meet every fault`,
    { timeout: 120_000 },
    async () => {
      const struck = new Set<string>();
      let approved = 0;
      for (let seed = FIRST_SEED; seed < FIRST_SEED + WORLDS; seed += 1) {
        const result = await runWorld(seed);
        if (!isSound(result))
          throw new Error(`make sim SEED=${seed}\n${JSON.stringify({ ...result, faults: null }, null, 1)}`);
        for (const name of result.faults.keys()) struck.add(name);
        approved += result.approved;
      }
      expect(approved).toBeGreaterThan(WORLDS);
      expect([...struck].sort()).toEqual([...FAULTS, ...STATE_FAULTS].map(({ name }) => name).sort());
    },
  );

  it.each([
    [75, 'a batch lost a row to a retention that believed 1970'],
    [100_910, 'a copy of a declined request was posted'],
    [101_647, 'the same with a refund'],
    [102_547, 'a reader that came back in a sale kept the result of the one before'],
    [3_000_048, 'a CONFIRM that was lost before the next sale was never said again'],
  ])('are sound: %i, where %s', async (seed) => {
    expect(isSound(await runWorld(seed))).toBe(true);
  });

  it.each(MUTANTS.map((mutant) => [mutant.what, mutant] as const))(
    'find: %s',
    { timeout: 120_000 },
    async (_, { broken }) => {
      let found = false;
      for (let seed = FIRST_SEED; seed < FIRST_SEED + WORLDS && !found; seed += 1)
        found = !isSound(await runWorld(seed, broken));
      expect(found).toBe(true);
    },
  );

  it('are the same in a fresh process for the same seed, and no others', { timeout: 60_000 }, async () => {
    const hashes = async (): Promise<readonly string[]> => {
      const { stdout } = await sim('--seed', '31', '--runs', '3', '--json');
      return stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { hash: string }).hash);
    };
    const [here, there, again] = [[], await hashes(), await hashes()] as [
      string[],
      readonly string[],
      readonly string[],
    ];
    for (const seed of [31, 32, 33]) here.push((await runWorld(seed)).hash);
    expect(there).toEqual(here);
    expect(again).toEqual(here);
    expect(new Set(here).size).toBe(3);
  });

  it('tell how to replay what failed, and the last of its story', { timeout: 60_000 }, async () => {
    const failing = sim('--seed', '1', '--runs', '20', '--fault', 'wrong-amount');
    const { code, stdout } = await failing.then(
      () => ({ code: 0, stdout: '' }),
      (error: unknown) => error as { code: number; stdout: string },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^seed \d+: UNSOUND, trace [0-9a-f]{64}$/m);
    const [, seed] = /replay: make sim SEED=(\d+) FAULT=wrong-amount/.exec(stdout) ?? [];
    expect(stdout).toMatch(/the last of it:\n.*(agent starts|before)/);
    const replayed = await sim('--seed', seed!, '--fault', 'wrong-amount').catch(
      (error: unknown) => error as { stdout: string },
    );
    expect(replayed.stdout).toContain(/trace ([0-9a-f]{64})/.exec(stdout)![1]);
  });
});
