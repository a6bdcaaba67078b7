import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../hw-sim/part.js';

/** What is compiled to dist/, and what says how. */
const COMPILED = ['src', 'hw-sim', 'test'];
const SOURCES = [...COMPILED, 'tsconfig.json', 'package.json'];
const BUILT = join('dist', '.tsbuildinfo');

/**
 * Before any test: processes and threads run from dist/, tests themselves from the sources. So that no test judges
 * code that is not there any more, dist/ is compiled when a source is newer than it.
 */
export default function setup(): void {
  const root = projectRoot();
  for (const file of orphans(root)) rmSync(file);
  if (!isStale(root)) return;
  process.stdout.write('dist/ is older than the sources: compiling\n');
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', root], { encoding: 'utf8' });
  } catch (error) {
    const { stdout = '' } = error as { readonly stdout?: string };
    // It was written all the same: the next run must not take it for a build.
    if (existsSync(join(root, BUILT))) utimesSync(join(root, BUILT), 0, 0);
    throw new Error(`dist/ is older than the sources, and they do not compile:\n${stdout}`, { cause: error });
  }
  // The compiler leaves its file alone when nothing changed but times.
  utimesSync(join(root, BUILT), new Date(), new Date());
}

/** Whether a source is newer than what was compiled last. */
export function isStale(root: string): boolean {
  const built = join(root, BUILT);
  if (!existsSync(built)) return true;
  const builtAtMs = statSync(built).mtimeMs;
  return SOURCES.flatMap((name) => filesOf(join(root, name))).some((file) => statSync(file).mtimeMs > builtAtMs);
}

/** What was compiled from a source that is not there any more: the compiler leaves it, and a test could still run it. */
export function orphans(root: string): readonly string[] {
  return COMPILED.flatMap((folder) => {
    const dist = join(root, 'dist', folder);
    if (!existsSync(dist)) return [];
    return readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js') && !existsSync(join(root, folder, name.replace(/js$/, 'ts'))))
      .map((name) => join(dist, name));
  });
}

/** All TypeScript below a folder, or the file itself. */
function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(path, name));
}
