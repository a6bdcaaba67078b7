import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/support/run/long-first.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/run/built.ts'],
    setupFiles: ['test/support/run/setup.ts'],
    sequence: { sequencer: LongFirst },
    // Scenario tests run real processes; two at once is what the smallest machine has cores for.
    maxWorkers: 2,
    // A guard against what hangs, not a judgement of speed: a board under load is slow.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
