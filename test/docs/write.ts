import { readFileSync, writeFileSync } from 'node:fs';
import { withLifecycleTable } from './lifecycle-table.js';

/** `make docs`: brings what is generated in the documents up to date. */
const path = 'ARCHITECTURE.md';
const before = readFileSync(path, 'utf8');
const after = withLifecycleTable(before);
if (after !== before) writeFileSync(path, after);
process.stdout.write(`${path} ${after === before ? 'was up to date' : 'written'}\n`);
