import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../hw-sim/part.js';
import { lifecycleTable, withLifecycleTable } from './lifecycle-table.js';

const document = (): string => readFileSync(join(projectRoot(), 'ARCHITECTURE.md'), 'utf8');

it('the transition table of ARCHITECTURE.md is the machine’s (`make docs` writes it)', () => {
  expect(withLifecycleTable(document())).toBe(document());
});

it('would notice a stale table', () => {
  const stale = document().replace('| **void** |', '| **voidd** |');
  expect(stale).not.toBe(document());
  expect(withLifecycleTable(stale)).toBe(document());
  expect(lifecycleTable()).toContain('| **approveOffline** | approved | approved |');
});
