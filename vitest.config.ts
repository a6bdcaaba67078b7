import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/support/run/long-first.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/run/built.ts'],
    setupFiles: ['test/support/run/setup.ts'],
    sequence: { sequencer: LongFirst },
    // Tests of real processes mostly wait: with one for each core the machine idles for nearly half of the time.
    maxWorkers: 2 * availableParallelism(),
    // A guard against what hangs, not a judgement of speed: a board under load is slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
