/**
 * The torture programme: every row in order, one table. Exit status 0 only when all passed.
 *
 *   make torture                      short, for every change
 *   make torture LEVEL=release        the long numbers of RELIABILITY.md
 *   node dist/test/torture/main.js --row 'fuzz mqtt' --seed 7 --json
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Ran, plain, tableOf } from './report.js';
import { type Level, type RowResult, type TortureRow, passed } from './row.js';
import { ROWS } from './rows.js';

interface Options {
  readonly level: Level;
  readonly seed: number;
  readonly row?: readonly string[];
  readonly json?: true;
}

await new Command('torture')
  .description('Faults of every kind, tried many times, judged by independent checkers.')
  .addOption(new Option('--level <level>', 'how long').choices(['ci', 'release']).default('ci'))
  .option('--seed <number>', 'the first seed', wholeNumber, 1)
  .option('--row <name...>', 'only these rows, by name or by the word it begins with')
  .option('--json', 'one JSON document in place of the table')
  .action(run)
  .parseAsync();

async function run(options: Options): Promise<void> {
  const wanted = chosen(options.row);
  const ran: Ran[] = [];
  for (const row of wanted) {
    const { name } = row;
    const startMs = performance.now();
    const progress = (text: string): void => say(`${name}: ${text}`);
    progress(`level ${options.level}, seed ${options.seed}`);
    const result = await row.run({ level: options.level, seed: options.seed, progress }).catch((error: unknown) => broken(name, error));
    ran.push({ name, result, seconds: (performance.now() - startMs) / 1000 });
    for (const failure of result.failures) say(`${name}: FAILED ${failure}`);
  }
  process.stdout.write(`${options.json ? JSON.stringify({ level: options.level, seed: options.seed, rows: ran.map(plain) }) : tableOf(ran)}\n`);
  // Parts that were killed may still hold handles; all that counts is printed.
  process.exit(ran.every(({ result }) => passed(result)) ? 0 : 1);
}

/** @throws Error for a word that names no row */
function chosen(words: readonly string[] | undefined): readonly TortureRow[] {
  if (words === undefined) return ROWS;
  const named = (word: string) => (row: TortureRow) => row.name === word || row.name.startsWith(`${word} `);
  const unknown = words.find((word) => !ROWS.some(named(word)));
  if (unknown !== undefined) throw new Error(`no row ${JSON.stringify(unknown)}; there are: ${ROWS.map(({ name }) => name).join(', ')}`);
  return ROWS.filter((row) => words.some((word) => named(word)(row)));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number');
  return value;
}

/** A row that throws has shown nothing, and that is a failure. */
function broken(name: string, error: unknown): RowResult {
  const story = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    trials: 0, lost: 0, duplicated: 0, unexpected: 0, unrecovered: 0, control: { what: 'none', caught: false },
    failures: [`${name} broke off: ${story}`],
  };
}

/** For people who wait; the table or the document stands alone on standard output. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
