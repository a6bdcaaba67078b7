import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../hw-sim/part.js';
import { filled, GENERATED } from './generated.js';

const read = (document: string): string => readFileSync(join(projectRoot(), document), 'utf8');

it.each(GENERATED)('%s says what the code says (`make docs` writes it)', (document) => {
  expect(filled(document, read(document))).toBe(read(document));
});

it.each([
  ['ARCHITECTURE.md', '| **void**'],
  ['ARCHITECTURE.md', '### `sale.void`'],
  ['ARCHITECTURE.md', '`NOTHING_TO_CONFIRM`'],
  ['docs/errors.md', '## BUSY'],
  ['docs/alerts.md', '## READER_LOST'],
  ['docs/reader-link.md', 'A5 5A 11'],
  ['docs/uplink.md', '0A '],
])('would notice that %s is stale', (document, generated) => {
  const stale = read(document).replace(generated, `${generated} no longer`);
  expect(stale).not.toBe(read(document));
  expect(filled(document, stale)).toBe(read(document));
});

it('would notice lost marks', () => {
  const unmarked = read('docs/errors.md').replace('<!-- end of errors -->', '');
  expect(() => filled('docs/errors.md', unmarked)).toThrow('lost the marks of "errors"');
});
