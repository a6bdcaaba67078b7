import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../hw-sim/part.js';

/** A compiled file of dist/, from compiled code and from sources alike. @throws Error when it was not built */
export function compiled(path: string): string {
  const file = join(projectRoot(), 'dist', path);
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`make build\` first`);
  return file;
}
