import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../hw-sim/part.js';

interface Manifest {
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const modules = join(projectRoot(), 'node_modules');
const manifest = (path: string): Manifest => JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;

/** npm runs `node-gyp rebuild` for a package with a binding.gyp even where it names no script. */
function wouldRun(path: string): boolean {
  const { preinstall, install, postinstall } = manifest(path).scripts ?? {};
  return existsSync(join(path, 'binding.gyp')) || [preinstall, install, postinstall].some((it) => it !== undefined);
}

it('set-up runs no script of a package: no compiler, no Python, nothing downloaded', () => {
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  const packages = names.filter((name) => existsSync(join(modules, name, 'package.json')));
  const running = packages.filter((name) => wouldRun(join(modules, name)));
  expect(packages.length).toBeGreaterThan(200);
  // Positive control: the two that would compile are seen.
  expect(running).toEqual(expect.arrayContaining(['@serialport/bindings-cpp', 'better-sqlite3']));
  const { allowScripts } = manifest(projectRoot());
  expect(running.filter((name) => allowScripts[name] !== false)).toEqual([]);
});
