import { existsSync } from 'node:fs';
import { chosen } from './folders.mjs';

const { sources, report } = chosen();

// Thousands of journals are made and removed: in memory, where there is such a place.
if (existsSync('/dev/shm')) process.env.TMPDIR ??= '/dev/shm';

export default {
  // Not those that hold words only, or a table that a test compares letter by letter.
  mutate: [sources, '!src/domain/catalogue/**', '!src/domain/currency-table.ts'],
  // Messages and hints are for people.
  mutator: { excludedMutations: ['StringLiteral'] },
  plugins: [new URL('node_modules/@stryker-mutator/vitest-runner/dist/src/index.js', import.meta.url).href],
  testRunner: 'vitest',
  // Forks: a thread has no time zone of its own, which tests of days set.
  vitest: { pool: 'forks', configFile: '.ci/mutants/vitest.config.mjs', related: false },
  coverageAnalysis: 'perTest',
  disableTypeChecks: false,
  concurrency: 1,
  timeoutMS: 3_000,
  tempDirName: 'reports/mutants/sandbox',
  ignorePatterns: ['dist', 'reports', '.ci/*/node_modules'],
  incremental: process.env.AGAIN === '1',
  incrementalFile: `${report}.incremental.json`,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: `${report}.json` },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  allowConsoleColors: false,
  warnings: { slow: false },
};
