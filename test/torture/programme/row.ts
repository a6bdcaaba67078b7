import { type Term, TERMS } from '../../../hw-sim/audit/audit.js';
import { missingShim, type ShimName } from '../../../hw-sim/power/library.js';

/** One row of the torture programme: a kind of fault, tried many times, judged by independent checkers. */
export interface TortureRow {
  /** Short, as it stands in the table. */
  readonly name: string;
  /** `processes` when left out. */
  readonly load?: Load;
  /** For the list and for the order in which rows start; a row without comes after those with. */
  readonly sizes?: Readonly<Record<Level, Size>>;
  /** Environment variables that change what the row does; they stand in its result. */
  readonly settings?: readonly string[];
  /** Shims that it cannot do without. */
  readonly needs?: readonly ShimName[];
  run(options: RowOptions): Promise<RowResult>;
}

export type Level = 'ci' | 'release';

/**
 * What a row asks of the machine. `processor`: computes all the time, on one core. `processes`: a stage of real
 * processes, which mostly wait. `quiet`: judges times so short that nothing may run beside it.
 */
export type Load = 'processor' | 'processes' | 'quiet';

export interface Size {
  /** About how many. */
  readonly trials: number;
  /** About how long by itself, on two cores. */
  readonly seconds: number;
  /** Into how many parts its trials can be shared out; 1, whole in the first part, when left out. */
  readonly parts?: number;
}

/** A part of a row's trials: number `index`, from 0, of so many. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

export interface RowOptions {
  readonly level: Level;
  /** The first seed; every trial draws from it, and a failure names its own. */
  readonly seed: number;
  /** Everything when left out. The range is computed by `rangeOf`, so that no two parts share a seed. */
  readonly share?: Share;
  /** For long work: a word now and then. */
  readonly progress: (text: string) => void;
}

/** Trials, or findings, of each kind. */
export type Counts = Readonly<Record<Term, number>>;
export const NONE: Counts = { lost: 0, duplicated: 0, unexpected: 0, unrecovered: 0 };

export interface RowResult extends Counts {
  readonly trials: number;
  /** What was broken on purpose in the same run, and whether the same checkers caught it. */
  readonly control: { readonly what: string; readonly caught: boolean };
  /** How to replay what failed; empty when nothing did. */
  readonly failures: readonly string[];
  /** What the trials drew from; one seed a trial, counted from the run's, when left out. */
  readonly seeds?: Seeds;
}

/** Both belong to it. */
export interface Seeds {
  readonly first: number;
  readonly last: number;
}

export function passed(result: RowResult): boolean {
  const { control, trials, failures } = result;
  return TERMS.every((term) => result[term] === 0) && failures.length === 0 && control.caught && trials > 0;
}

/** A row that broke off has shown nothing, and that is a failure. */
export function broken(name: string, why: string): RowResult {
  return { trials: 0, ...NONE, control: { what: 'none', caught: false }, failures: [`${name} broke off: ${why}`] };
}

/** Runs it. A row that lacks what it needs, or throws, has a failed result that says why. */
export async function runRow(row: TortureRow, options: RowOptions): Promise<RowResult> {
  const missing = (row.needs ?? []).map(missingShim).find((why) => why !== null);
  if (missing !== undefined) return broken(row.name, missing);
  try {
    return await row.run(options);
  } catch (error) {
    return broken(row.name, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
