import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readKeyFile, readPasswordFile, readSecretFile } from '../../src/platform/key-file.js';
import { scratchDirectories } from '../support/scratch.js';
import { thrownBy } from '../support/thrown.js';

const scratch = scratchDirectories();
const KEY = '0123456789ABCDEFabcdef9876543210'.repeat(2);

function file(content: string | Buffer, mode = 0o600): string {
  const path = join(scratch(), 'secret');
  writeFileSync(path, content, { mode });
  return path;
}

describe('key files', () => {
  it('reads 32 bytes and seals them', () => {
    const key = readKeyFile(file(`${KEY}\n`));
    expect(Buffer.from(key.reveal()).toString('hex')).toBe(KEY.toLowerCase());
    expect(`${key.toString()} ${JSON.stringify({ key })}`).not.toContain(KEY.slice(0, 8));
  });

  it('reads the first line of a password file', () => {
    expect(Buffer.from(readPasswordFile(file('pässword with blanks \r\nmore')).reveal()).toString()).toBe(
      'pässword with blanks ',
    );
  });

  it.each([
    ['a short key', file.bind(null, KEY.slice(2))],
    ['an empty password', file.bind(null, '\nsecond')],
    ['a file of a megabyte', file.bind(null, Buffer.alloc(1_048_576))],
  ])('refuses %s', async (what, make) => {
    const read = what.includes('password') ? readPasswordFile : readKeyFile;
    expect((await thrownBy(() => read(make()))).code).toBe('CONFIG_INVALID');
  });

  it('refuses a pipe without waiting for its other end', async () => {
    const path = join(scratch(), 'pipe');
    execFileSync('mkfifo', ['-m', '600', path]);
    expect((await thrownBy(() => readSecretFile(path))).code).toBe('CONFIG_INVALID');
  });

  it('tells a missing file from an open one', async () => {
    expect((await thrownBy(() => readKeyFile(join(scratch(), 'none')))).code).toBe('CONFIG_MISSING');
    const open = await thrownBy(() => readKeyFile(file(KEY, 0o644)));
    expect(open.code).toBe('CONFIG_PERMISSIONS');
    expect(open.hint).toMatch(/^chmod 600 /);
    expect(`${open.message} ${JSON.stringify(open)}`).not.toContain(KEY.slice(0, 8));
  });
});
