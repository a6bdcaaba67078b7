import Table from 'cli-table3';
import { TERMS } from '../../../hw-sim/audit/audit.js';
import type { Ran } from '../programme/programme.js';
import { type Level, passed, type RowResult, type TortureRow } from '../programme/row.js';

const HEAD = ['fault', 'trials', ...TERMS, 'positive control', 'caught', 'rate below (95 %)', 'seconds'];
/** Zero failures in n trials: the rate is below 3/n with 95 % confidence. */
const RULE_OF_THREE = 3;
const PLAIN = { style: { head: [], border: [] } };

/** The table, and a last line that begins with PASS or FAIL. */
export function tableOf(ran: readonly Ran[]): string {
  const table = new Table({ head: HEAD, ...PLAIN });
  for (const { name, result, seconds } of ran) {
    const { trials, control } = result;
    const caught = control.caught ? 'yes' : 'NO';
    const counts = TERMS.map((term) => result[term]);
    table.push([name, trials, ...counts, control.what, caught, rateBelow(result), seconds.toFixed(1)]);
  }
  const failed = ran.filter(({ result }) => !passed(result)).map(({ name }) => name);
  return `${table.toString()}\n${verdict(ran.length, failed)}`;
}

function verdict(rows: number, failed: readonly string[]): string {
  if (rows === 0) return 'FAIL: no row was run';
  return failed.length === 0 ? `PASS: ${rows} rows` : `FAIL: ${failed.join(', ')}`;
}

/** What there is, and how large: for `--list`. */
export function listOf(rows: readonly TortureRow[]): string {
  const levels = ['ci', 'release'] as const;
  const columns = levels.flatMap((level) => [`${level}: trials`, 'seconds', 'parts']);
  const table = new Table({ head: ['fault', 'load', ...columns, 'settings'], ...PLAIN });
  const size = (row: TortureRow, level: Level): (string | number)[] => {
    const told = row.sizes?.[level];
    return told === undefined ? ['?', '?', 1] : [told.trials, told.seconds, told.parts ?? 1];
  };
  for (const row of rows) {
    const sizes = levels.flatMap((level) => size(row, level));
    table.push([row.name, row.load ?? 'processes', ...sizes, row.settings?.join(' ') ?? '']);
  }
  return table.toString();
}

/** Of failures, with 95 % confidence, rounded up to two digits; none without a pass. */
export function rateBelow(result: RowResult): string {
  return passed(result) ? boundOf(result.trials) : 'none';
}

/** What zero failures in so many trials show. */
export function boundOf(trials: number): string {
  const bound = Math.min(1, RULE_OF_THREE / trials);
  const unit = 10 ** (Math.floor(Math.log10(bound)) - 1);
  // Up, so that no more is claimed than was shown; the subtraction is for quotients that are whole but for a last bit.
  return String(Number((Math.ceil(bound / unit - 1e-9) * unit).toPrecision(2)));
}
