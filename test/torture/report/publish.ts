/**
 * Writes the table of RELIABILITY.md from results of the torture programme. Refuses, and writes nothing, when a
 * row did not pass, when trials were counted twice, or when a file is not what the programme writes.
 *
 *   make reliability RESULTS='part-1.json part-2.json'
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../../hw-sim/part.js';
import { ROWS } from '../rows.js';
import { mergeResults, type NamedResult, reliabilityTable, withResults } from './reliability.js';
import { resultDocument } from './result-file.js';

try {
  const names = process.argv.slice(2);
  if (names.length === 0)
    throw new Error("no result: make reliability RESULTS='result.json'; `main.js --out` writes one");
  const results = names.map(readResult);
  const rows = mergeResults(
    results,
    ROWS.map(({ name }) => name),
  );
  const path = join(projectRoot(), 'RELIABILITY.md');
  writeFileSync(path, withResults(readFileSync(path, 'utf8'), reliabilityTable(rows, results)));
  const absent = ROWS.filter(({ name }) => !rows.some(({ fault }) => fault === name)).map(({ name }) => name);
  process.stdout.write(
    `RELIABILITY.md: ${rows.length} rows${absent.length > 0 ? `; without ${absent.join(', ')}` : ''}\n`,
  );
} catch (error) {
  process.stderr.write(`publish: ${(error as Error).message}\n`);
  process.exitCode = 1;
}

function readResult(name: string): NamedResult {
  try {
    return { name, document: resultDocument.parse(JSON.parse(readFileSync(name, 'utf8'))) };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Error(`${name} is no result of the torture programme: ${why}`, { cause: error });
  }
}
