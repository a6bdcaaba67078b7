import { readFileSync, writeFileSync } from 'node:fs';
import { filled, GENERATED } from './generated.js';

/** `make docs`: brings what is generated in the documents up to date. */
for (const path of GENERATED) {
  const before = readFileSync(path, 'utf8');
  const after = filled(path, before);
  if (after !== before) writeFileSync(path, after);
  process.stdout.write(`${path} ${after === before ? 'was up to date' : 'written'}\n`);
}
