import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes a minute by itself, the longest first; left to the end, it would run while the other workers idle. */
const LONG = [
  'test/model/ledger-model.test.ts',
  'test/crash/',
  'test/torture/',
  'test/scenario/',
  'test/hw-sim/world/',
];

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((path) => moduleId.includes(path));
      return found < 0 ? LONG.length : found;
    };
    // Sorting keeps the order of equals.
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
