import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes long by itself, the longest first; left to the end, it would run while the other workers idle. */
const LONG = [
  'test/crash/',
  'test/contract/card-reader/',
  'test/hw-sim/world/',
  'test/hw-sim/weeks/',
  'test/sale/sale-faults.test.ts',
  'test/model/ledger-model.test.ts',
  'test/torture/',
  'test/hw-sim/parts.test.ts',
  'test/scenario/',
  'test/journal/core/kill.test.ts',
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
