import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';

/** A new directory in memory where there is one: what fuzzing writes 10⁵ times need not outlive a power cut. */
export function memoryFolder(name: string): string {
  return mkdtempSync(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), `tillpost-fuzz-${name}-`));
}
