import Table from 'cli-table3';
import { type RowResult, passed } from './row.js';

/** A row that was run, for the table and the document. */
export interface Ran {
  readonly name: string;
  readonly result: RowResult;
  readonly seconds: number;
}

const HEAD = ['fault', 'trials', 'lost', 'duplicated', 'unexpected', 'unrecovered', 'positive control', 'caught', 'rate below (95 %)', 'seconds'];
/** Zero failures in n trials: the rate is below 3/n with 95 % confidence. */
const RULE_OF_THREE = 3;

/** The table, and a last line that begins with PASS or FAIL. */
export function tableOf(ran: readonly Ran[]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  for (const { name, result, seconds } of ran) {
    const { trials, lost, duplicated, unexpected, unrecovered, control } = result;
    table.push([name, trials, lost, duplicated, unexpected, unrecovered, control.what, control.caught ? 'yes' : 'NO', boundOf(result), seconds.toFixed(1)]);
  }
  const failed = ran.filter(({ result }) => !passed(result)).map(({ name }) => name);
  return `${table.toString()}\n${failed.length === 0 ? `PASS: ${ran.length} rows` : `FAIL: ${failed.join(', ')}`}`;
}

/** The same as plain JSON. */
export function plain({ name, result, seconds }: Ran): object {
  return { fault: name, ...result, passed: passed(result), rateBelow: boundOf(result), seconds: Number(seconds.toFixed(1)) };
}

function boundOf(result: RowResult): string {
  return passed(result) ? (RULE_OF_THREE / result.trials).toPrecision(1) : 'none';
}
