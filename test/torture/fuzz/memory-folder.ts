import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';

/** A new directory in memory where there is one: what fuzzing writes 10⁵ times need not outlive a power cut. */
export function memoryFolder(name: string): string {
  const folder = mkdtempSync(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), `tillpost-fuzz-${name}-`));
  folders.add(folder);
  return folder;
}

/** Also those of a session that was interrupted. */
const folders = new Set<string>();
process.once('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
