import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { withShim } from '../../support/with-shim.js';
import { passed } from '../programme/row.js';
import { badDisks } from './bad-disks.js';

withShim('power', 'full and read-only disks', () => {
  it('a full and a read-only disk lose nothing, and the checkers catch a swallowed error', async () => {
    const result = await badDisks.run({ level: 'ci', seed: 21, progress: () => undefined });
    expect({ ...result, passed: passed(result) }).toMatchObject({ trials: 6, passed: true, failures: [] });
    // The namespaces took their mounts along.
    expect((await promisify(execFile)('mount')).stdout).not.toContain('tillpost on ');
  }, 60_000);
});
