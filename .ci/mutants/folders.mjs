/**
 * Which tests judge which folder of src/: its own and its neighbours'. None of them may start a process or a thread: those
 * run from dist/, where no mutant is. The sandbox has no dist/, so a test that needs it fails before the first mutant.
 */
const WRITING = [
  'test/contract/journal-simulated.test.ts',
  'test/journal/books/*.test.ts',
  'test/journal/core/*.test.ts',
];
const CHECKING = [
  'test/journal/check/*.test.ts',
  'test/journal/file/opening.test.ts',
  'test/journal/mirror/mirror-recovery.test.ts',
  'test/journal/renewal/*.test.ts',
];

const FOLDERS = {
  'src/domain': ['test/domain/**'],
  'src/sale': ['test/sale/**'],
  'src/settlement': ['test/settlement/**'],
  'src/uplink/delivery': [
    'test/uplink/delivery/**',
    'test/uplink/uplink.test.ts',
    'test/uplink/money-flows.test.ts',
    'test/uplink/old-receipts.test.ts',
    'test/uplink/pure-parts.test.ts',
  ],
  'src/journal/books': [...WRITING, ...CHECKING, 'test/settlement/days.test.ts'],
  'src/journal/chain': CHECKING,
  'src/journal/check': CHECKING,
  'src/journal/core': [...WRITING, ...CHECKING],
};

/** Of these, what starts processes, and what takes too long to be run for every mutant. */
const LEFT_OUT = [
  'test/journal/check/inspection.test.ts',
  'test/journal/core/kill.test.ts',
  'test/journal/books/model.test.ts',
  'test/sale/sale-faults.test.ts',
  'test/sale/reader/reader-words.test.ts',
];

/** What `make mutants FOLDER=…` means: a folder above, one below it, or a file. */
export function chosen() {
  const folder = (process.env.FOLDER ?? '').replace(/\/$/, '');
  const known = Object.keys(FOLDERS).find((name) => folder === name || folder.startsWith(`${name}/`));
  if (known === undefined) {
    console.error(`FOLDER=${folder} is not one of ${Object.keys(FOLDERS).join(', ')}, nor below one of them`);
    process.exit(2);
  }
  const isFile = (path) => path.endsWith('.ts');
  return {
    sources: isFile(folder) ? folder : `${folder}/**/*.ts`,
    report: `reports/mutants/${folder.replaceAll('/', '-')}`,
    tests: FOLDERS[known].map((path) => (isFile(path) ? path : `${path}/*.test.ts`)),
    exclude: LEFT_OUT,
  };
}
