/**
 * The torture programme: every row in a process of its own, one table. Exit status 0 only when all passed.
 *
 *   make torture                      short, for every change
 *   make torture LEVEL=release        the long numbers of RELIABILITY.md
 *   node dist/test/torture/main.js --row 'fuzz mqtt' --seed 7 --json
 *   node dist/test/torture/main.js --level release --part 2/4 --out part-2.json
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Programme } from './programme/programme.js';
import { type Level, passed, type Share, type TortureRow } from './programme/row.js';
import { startRow } from './programme/row-process.js';
import { parsePart } from './programme/share.js';
import { listOf, tableOf } from './report/report.js';
import { commitOf, documentOf } from './report/result-file.js';
import { ROWS } from './rows.js';

interface Options {
  readonly level: Level;
  readonly seed: number;
  readonly row?: readonly string[];
  readonly part: Share;
  readonly jobs: number;
  readonly limit?: number;
  readonly out?: string;
  readonly json?: true;
  readonly list?: true;
}

/** A row mostly waits for the processes it has started. More at once would wait for each other's disk. */
const JOBS = Math.min(4, availableParallelism() + 1);
/** Far beyond what a row takes on a busy machine: one that is not through by then hangs. */
const LIMIT_SECONDS: Readonly<Record<Level, number>> = { ci: 600, release: 12 * 3600 };

const program = new Command('torture')
  .description('Faults of every kind, tried many times, judged by independent checkers.')
  .addOption(new Option('--level <level>', 'how long').choices(['ci', 'release']).default('ci'))
  .option('--seed <number>', 'the first seed', wholeNumber, 1)
  .option('--row <name...>', 'only these rows, by name or by the word it begins with')
  .option('--part <i/n>', 'only this share of the trials; no two parts share one', checkedPart, { index: 0, of: 1 })
  .option('--jobs <number>', 'rows that run at once', wholeNumber, JOBS)
  .option('--limit <seconds>', 'a row that takes longer has failed', wholeNumber)
  .option('--out <file>', 'write the result, as JSON, for RELIABILITY.md')
  .option('--json', 'the same in place of the table')
  .option('--list', 'what there is, and run nothing')
  .action(run);
await program.parseAsync();

async function run(options: Options): Promise<void> {
  const { level, seed, part } = options;
  const rows = chosen(options.row);
  if (options.list) return print(listOf(rows));
  const startedAt = new Date();
  const startMs = performance.now();
  const commit = commitOf();
  const limitMs = (options.limit ?? LIMIT_SECONDS[level]) * 1000;
  const programme = new Programme(rows, {
    level,
    seed,
    part,
    jobs: Math.max(1, options.jobs),
    limitMs,
    say,
    start: startRow,
  });
  endBySignal(programme);
  const ran = await programme.run();
  const seconds = (performance.now() - startMs) / 1000;
  const document = documentOf(ran, { level, seed, part, command: commandLine(), commit, startedAt, seconds });
  if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify(document, null, 2)}\n`);
  print(options.json ? JSON.stringify(document) : tableOf(ran));
  say(`${seconds.toFixed(0)} s in all`);
  process.exitCode = ran.length > 0 && ran.every(({ result }) => passed(result)) ? 0 : 1;
}

/** Ctrl-C and a polite kill: nothing that was started stays behind. */
function endBySignal(programme: Programme): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      say(`${signal}: ending what runs`);
      void programme.end().then(() => process.exit(130));
    });
  }
}

/** Ends the program for a word that names no row. */
function chosen(words: readonly string[] | undefined): readonly TortureRow[] {
  if (words === undefined) return ROWS;
  const named = (word: string) => (row: TortureRow) => row.name === word || row.name.startsWith(`${word} `);
  const unknown = words.find((word) => !ROWS.some(named(word)));
  const names = ROWS.map(({ name }) => name).join(', ');
  if (unknown !== undefined) program.error(`error: no row ${JSON.stringify(unknown)}; there are: ${names}`);
  return ROWS.filter((row) => words.some((word) => named(word)(row)));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number');
  return value;
}

function checkedPart(text: string): Share {
  try {
    return parsePart(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function commandLine(): string {
  const words = process.argv.slice(2).map((word) => (/^[\w./=-]+$/.test(word) ? word : `'${word}'`));
  return ['node dist/test/torture/main.js', ...words].join(' ');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** For people who wait; the table or the document stands alone on standard output. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
