import { expect, it } from 'vitest';
import { missingShim, type ShimName } from '../../hw-sim/power/library.js';

/**
 * Tests that need a shim. Where no compiler made it, one test stands for them that says so; where `CI` is set somebody
 * counts on them, and it fails.
 */
export function withShim(name: ShimName, what: string, tests: () => void): void {
  const missing = missingShim(name);
  if (missing === null) return tests();
  it(`${what}: not run, ${missing}`, () => {
    process.stderr.write(`${what}: ${missing}\n`);
    expect(['', 'false', '0'], missing).toContain(process.env['CI'] ?? '');
  });
}
