import { TERMS } from '../../../hw-sim/audit/audit.js';
import { type Counts, passed, type Seeds } from '../programme/row.js';
import { boundOf } from './report.js';
import type { ResultDocument, ResultRow } from './result-file.js';

/** The table of RELIABILITY.md, out of results of `make torture`. */

export interface NamedResult {
  /** The file, for refusals. */
  readonly name: string;
  readonly document: ResultDocument;
}

/** A row as it was run, once or in parts. */
export interface Evidence extends Counts {
  readonly fault: string;
  readonly trials: number;
  readonly control: string;
  /** In order, those that touch joined. */
  readonly seeds: readonly Seeds[];
  readonly commits: readonly string[];
  /** Days, first and last, ISO 8601. */
  readonly dates: readonly [string, string];
  readonly seconds: number;
  /** Of one that repeats all of it, or of each part when some were not run. */
  readonly commands: readonly string[];
}

const BEGIN = '<!-- results: written by `make reliability` -->';
const END = '<!-- end of results -->';

/**
 * Adds up what passed.
 *
 * @param order names of rows, as they stand in the table; those that are not among them come last
 * @throws Error with every reason why these results cannot be published
 */
export function mergeResults(results: readonly NamedResult[], order: readonly string[]): readonly Evidence[] {
  const runs = results.flatMap(({ name, document }) => document.rows.map((row) => ({ name, document, row })));
  const faults = [...new Set(runs.map(({ row }) => row.fault))].sort((a, b) => place(a) - place(b));
  const runsOf = (fault: string): readonly Run[] => runs.filter(({ row }) => row.fault === fault);
  const reasons = [...unfit(results, runs), ...faults.flatMap((fault) => doubled(runsOf(fault)))];
  if (reasons.length > 0) throw new Error(`not published: ${reasons.join('; ')}`);
  return faults.map((fault) => evidenceOf(fault, runsOf(fault)));

  function place(fault: string): number {
    const index = order.indexOf(fault);
    return index < 0 ? order.length : index;
  }
}

interface Run {
  readonly name: string;
  readonly document: ResultDocument;
  readonly row: ResultRow;
}

function unfit(results: readonly NamedResult[], runs: readonly Run[]): readonly string[] {
  return [
    ...(runs.length === 0 ? ['no row was run'] : []),
    ...results
      .filter(({ document }) => document.level !== 'release')
      .map(({ name }) => `${name} is not of level release`),
    // By its figures, whatever the file says of itself.
    ...runs
      .filter(({ row }) => !row.passed || !passed(row))
      .map(({ name, row }) => `${row.fault} did not pass in ${name}`),
  ];
}

/** Trials that were counted already would make the bound look better than it is. */
function doubled(runs: readonly Run[]): readonly string[] {
  const sorted = [...runs].sort((a, b) => a.row.seeds.first - b.row.seeds.first);
  return sorted.flatMap((run, index) => {
    const before = sorted[index - 1];
    if (before === undefined || run.row.seeds.first > before.row.seeds.last) return [];
    const where = [run, before].map(({ name, row }) => `${seedsText([row.seeds])} in ${name}`);
    return [`${run.row.fault} has the seeds ${where.join(' and ')}`];
  });
}

function evidenceOf(fault: string, runs: readonly Run[]): Evidence {
  const sum = (of: (row: ResultRow) => number): number => runs.reduce((total, { row }) => total + of(row), 0);
  const days = runs.map(({ document }) => document.date.slice(0, 10)).sort();
  return {
    fault,
    trials: sum(({ trials }) => trials),
    ...(Object.fromEntries(TERMS.map((term) => [term, sum((row) => row[term])])) as Counts),
    control: [...new Set(runs.map(({ row }) => row.control.what))].join('; '),
    seeds: joined(runs.map(({ row }) => row.seeds)),
    commits: [...new Set(runs.map(({ document }) => document.commit))],
    dates: [days[0]!, days.at(-1)!],
    seconds: sum(({ seconds }) => seconds),
    commands: commandsOf(runs),
  };
}

function joined(seeds: readonly Seeds[]): readonly Seeds[] {
  const done: Seeds[] = [];
  for (const next of [...seeds].sort((a, b) => a.first - b.first)) {
    const last = done.at(-1);
    if (last !== undefined && next.first === last.last + 1)
      done[done.length - 1] = { first: last.first, last: next.last };
    else done.push(next);
  }
  return done;
}

/** One for each seed that was run in all its parts; otherwise one for each part that was. */
function commandsOf(runs: readonly Run[]): readonly string[] {
  const commands = new Set<string>();
  for (const { document, row } of runs) {
    const [, of] = row.part.split('/').map(Number);
    const isOfTheSame = (run: Run): boolean => run.document.seed === document.seed && run.row.part.endsWith(`/${of}`);
    const parts = new Set(runs.filter(isOfTheSame).map((run) => run.row.part));
    const settings = Object.entries(row.settings)
      .map(([name, value]) => `${name}=${value} `)
      .join('');
    const part = parts.size === of ? '' : ` --part ${row.part}`;
    const what = `--level ${document.level} --row '${row.fault}' --seed ${document.seed}${part}`;
    commands.add(`${settings}node dist/test/torture/main.js ${what}`);
  }
  return [...commands];
}

const HEAD = [
  'fault',
  'trials',
  ...TERMS,
  'positive control, caught',
  'rate below (95 %)',
  'seeds',
  'commit',
  'date',
  'took',
  'again with',
];

/** Markdown, and under it on what it was run. */
export function reliabilityTable(rows: readonly Evidence[], results: readonly NamedResult[]): string {
  const lines = rows.map((row) => [
    row.fault,
    count(row.trials),
    ...TERMS.map((term) => row[term]),
    row.control,
    boundOf(row.trials),
    seedsText(row.seeds),
    row.commits.join(', '),
    [...new Set(row.dates)].join(' … '),
    duration(row.seconds),
    row.commands.map((command) => `\`${command}\``).join('<br>'),
  ]);
  const table = [HEAD, HEAD.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  const machines = new Set(
    results.map(
      ({ document: { machine, node } }) => `${machine.cores} cores, ${machine.platform} ${machine.arch}, Node ${node}`,
    ),
  );
  const total = rows.reduce((sum, { seconds }) => sum + seconds, 0);
  return [...table, '', `Run on ${[...machines].join('; ')}. The times of all rows add up to ${duration(total)}.`].join(
    '\n',
  );
}

/** The document with the table between its marks. @throws Error when the marks are missing */
export function withResults(document: string, table: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('RELIABILITY.md has lost the marks of its results');
  return `${document.slice(0, begin + BEGIN.length)}\n${table}\n${document.slice(end)}`;
}

function seedsText(seeds: readonly Seeds[]): string {
  return seeds.map(({ first, last }) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}

function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
