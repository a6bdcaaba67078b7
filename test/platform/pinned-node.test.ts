import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isNewEnough, pinnedNode, runOnPinnedNode } from '../../src/platform/pinned-node.js';

const OLD = { version: 'v20.20.2', arch: process.arch, env: { PATH: process.env['PATH'] } } as const;

describe('a Node that is too old', () => {
  it.each([
    ['v20.20.2', false],
    ['v21.7.3', false],
    ['v22.0.0', true],
    ['v24.21.0', true],
    ['v100.1.0', true],
    ['nonsense', false],
  ])('%s will do: %s', (version, will) => {
    expect(isNewEnough(version)).toBe(will);
  });

  it('changes nothing on one that will do', async () => {
    expect(await runOnPinnedNode(['x'], { ...OLD, version: 'v22.3.0' })).toBeNull();
  });

  it('is replaced by the one of the lockfile, with the same words and exit status', async () => {
    const node = pinnedNode(process.arch);
    expect(node !== null && existsSync(node)).toBe(true);
    expect(await runOnPinnedNode(['-e', 'process.exit(process.versions.node.startsWith("24.") ? 42 : 1)'], OLD)).toBe(
      42,
    );
  });

  it('ends with 78 and a sentence where none was installed, and never starts a third', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await runOnPinnedNode(['x'], OLD, () => null)).toBe(78);
    expect(await runOnPinnedNode(['x'], { ...OLD, env: { TILLPOST_PINNED_NODE: '1' } })).toBe(78);
    expect(pinnedNode('mips')).toBeNull();
    expect(said.mock.calls.map(([text]) => String(text)).join('')).toContain('it needs 22 or newer');
    said.mockRestore();
  });

  // The machine's own Node, where it is an old one: the whole way, as a person starts it.
  const machine = (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'node'));
  it('the program itself answers on every Node that this machine has', async () => {
    const main = resolve(import.meta.dirname, '../../dist/src/main.js');
    for (const node of machine.filter((path) => existsSync(path))) {
      const ran = await new Promise<string>((done) =>
        execFile(node, [main, '--version'], (error, out) => done(error === null ? out : error.message)),
      );
      expect(ran, node).toMatch(/^\d+\.\d+\.\d+\n$/);
    }
  });
});
