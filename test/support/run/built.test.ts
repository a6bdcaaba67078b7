import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDirectories } from '../scratch.js';
import { isStale, orphans } from './built.js';

const SECOND_S = 1_800_000_000;

describe('dist/', () => {
  const scratch = scratchDirectories();

  /** A tree with a source and a build, each so many seconds after the same moment. */
  function tree({ source, built }: { readonly source: number; readonly built: number | null }): string {
    const root = scratch();
    const write = (path: string, atS: number): void => {
      writeFileSync(join(root, path), '');
      utimesSync(join(root, path), SECOND_S + atS, SECOND_S + atS);
    };
    for (const folder of ['src/deep', 'hw-sim', 'test', 'dist']) mkdirSync(join(root, folder), { recursive: true });
    for (const file of ['tsconfig.json', 'package.json', 'hw-sim/old.ts', 'test/old.ts']) write(file, 0);
    write('src/deep/notes.md', 100);
    write('src/deep/a.ts', source);
    if (built !== null) write('dist/.tsbuildinfo', built);
    return root;
  }

  it.each([
    ['older than a source', { source: 2, built: 1 }, true],
    ['newer than all of them', { source: 1, built: 2 }, false],
    ['never built', { source: 1, built: null }, true],
  ])('%s', (_, times, expected) => {
    expect(isStale(tree(times))).toBe(expected);
  });

  it('keeps nothing whose source is gone', () => {
    const root = tree({ source: 1, built: 2 });
    mkdirSync(join(root, 'dist/src/deep'), { recursive: true });
    for (const name of ['a', 'gone']) writeFileSync(join(root, `dist/src/deep/${name}.js`), '');
    writeFileSync(join(root, 'dist/src/deep/shim.so'), '');
    expect(orphans(root)).toEqual([join(root, 'dist/src/deep/gone.js')]);
    expect(orphans(scratch())).toEqual([]);
  });
});
