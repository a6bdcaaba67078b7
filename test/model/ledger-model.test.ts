import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promise, SEED } from './promise.js';
import { Tally } from './tally.js';

/**
 * A failure prints seed, path and replayPath; the same course again:
 *   LEDGER_MODEL_SEED=… LEDGER_MODEL_PATH=… LEDGER_MODEL_REPLAY=… npx vitest run test/model/ledger-model.test.ts
 */
// The torture's worlds are the same world, 2,000 of them in its short level; `make full` plays 2,000 courses here too.
const RUNS = Number(process.env['LEDGER_MODEL_RUNS'] ?? 500);
const { LEDGER_MODEL_PATH: path } = process.env;
const QUARTERS = [0, 1, 2, 3];

describe('the promise, on random courses', () => {
  const tally = new Tally();

  it.each(path === undefined ? QUARTERS : [0])(
    `holds in ${RUNS} of them, quarter %i`,
    { timeout: 600_000 },
    async (quarter) => {
      const startedAtMs = performance.now();
      const [seed, numRuns] = [SEED + quarter, RUNS / QUARTERS.length];
      await fc.assert(promise({}, tally), { numRuns, seed, ...(path === undefined ? {} : { path }) });
      const seconds = Math.round((performance.now() - startedAtMs) / 1000);
      process.stdout.write(`ledger model: ${numRuns} runs, seed ${seed}, ${seconds} s\n`);
    },
  );

  it.runIf(path === undefined)('meets in them everything that it says something about', () => {
    process.stdout.write(`${tally.text()}\n`);
    expect(tally.missing()).toEqual([]);
  });
});
