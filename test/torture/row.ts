/**
 * One row of the torture programme: a kind of fault, tried many times, judged by independent checkers.
 * Jepsen's terms: *lost* was acknowledged and is gone, *duplicated* stands twice, *unexpected* stands without
 * having been promised; *unrecovered* is a trial after which the system did not work again by itself.
 */
export interface TortureRow {
  /** Short, as it stands in the table. */
  readonly name: string;
  run(options: RowOptions): Promise<RowResult>;
}

export type Level = 'ci' | 'release';

export interface RowOptions {
  readonly level: Level;
  /** The first seed; every trial draws from it, and a failure names its own. */
  readonly seed: number;
  /** For long work: a word now and then. */
  readonly progress: (text: string) => void;
}

export interface RowResult {
  readonly trials: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly unexpected: number;
  readonly unrecovered: number;
  /** What was broken on purpose in the same run, and whether the same checkers caught it. */
  readonly control: { readonly what: string; readonly caught: boolean };
  /** How to replay what failed; empty when nothing did. */
  readonly failures: readonly string[];
}

export function passed(result: RowResult): boolean {
  const { lost, duplicated, unexpected, unrecovered, control, trials, failures } = result;
  return lost + duplicated + unexpected + unrecovered + failures.length === 0 && control.caught && trials > 0;
}
