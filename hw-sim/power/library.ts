import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../part.js';

/** The libraries of shim.c, and what each stands between. */
const LIBRARIES = {
  power: { path: 'dist/hw-sim/power/shim.so', between: 'a process and its disk' },
  clock: { path: 'dist/hw-sim/clock/shim.so', between: 'a process and its clock' },
} as const;
export type ShimName = keyof typeof LIBRARIES;

/** @throws Error when it was not built */
export function shimLibrary(name: ShimName): string {
  const missing = missingShim(name);
  if (missing !== null) throw new Error(missing);
  return join(projectRoot(), LIBRARIES[name].path);
}

/** Why it cannot be loaded; null when it can. */
export function missingShim(name: ShimName): string | null {
  const { path, between } = LIBRARIES[name];
  if (existsSync(join(projectRoot(), path))) return null;
  return `the shim between ${between} was not built (${path}): install a C compiler (cc), then run \`make shim\``;
}
