import { readFileSync, writeFileSync } from 'node:fs';
import { currencyTable } from './currency-table.js';
import { filled, GENERATED } from './generated.js';

/** `make docs`: brings up to date what is generated in the documents, and the table of currencies. */
for (const path of GENERATED) write(path, (before) => filled(path, before));
write('src/domain/currency-table.ts', () => currencyTable());

function write(path: string, made: (before: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = made(before);
  if (after !== before) writeFileSync(path, after);
  process.stdout.write(`${path} ${after === before ? 'was up to date' : 'written'}\n`);
}
