import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { compiled } from '../../support/journal.js';

/**
 * Node writes a byte behind its buffer where it reads UTF-16 of an odd number of bytes (over 1024) at an odd address: the
 * C library then ends the process at some later `free`. So it is a process of its own that looks at every length.
 */
it('bytes of any length that a reader may send are looked through without harm to the process', () => {
  const module = pathToFileURL(compiled('src/domain/text/clear-digits.js')).href;
  const script = `
    const { bytesHoldClearDigits } = await import(${JSON.stringify(module)});
    for (let size = 1000; size <= 4200; size += 1) {
      if (bytesHoldClearDigits(new Uint8Array(size).fill(0x41))) throw new Error('found ' + size);
    }
    console.log('looked');`;
  const { stdout, stderr, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect({ stdout, stderr, signal }).toEqual({ stdout: 'looked\n', stderr: '', signal: null });
});
