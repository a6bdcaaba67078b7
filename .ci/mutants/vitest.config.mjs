import { defineConfig } from 'vitest/config';
import { chosen } from './folders.mjs';

const { tests, exclude } = chosen();

export default defineConfig({
  test: {
    include: tests,
    exclude,
    setupFiles: ['test/support/run/setup.ts'],
    // One set of modules for all files of a run; each mutant's run loads them anew.
    isolate: false,
    testTimeout: 10_000,
  },
});
