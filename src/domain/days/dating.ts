import { CLOCK_FLOOR_MS } from '../clock-quality.js';

/** Where runs of the agent lie in time, once one of them has heard the host (payment rules, Days and clocks 2). Pure. */

/** A run as the journal has it. */
export interface UndatedRun {
  /** Book time when it began, ms. */
  readonly fromMs: number;
  /** What the wall clock said then, ms. */
  readonly wallMs: number;
}

/**
 * How far each run's stamps are off, ms, oldest run first. Only of the last one is it known; the others lie where their
 * wall clock puts them against the last one's, after what came before and before what came after; as late as that allows
 * where one of the two was never set: the time between them counts as short rather than as decades.
 *
 * @param lastOffMs of the last run: what to add to its book time
 * @param isAnchored book time went on from a time that was confirmed: nothing lies before it
 */
export function offsetsOf(runs: readonly UndatedRun[], lastOffMs: number, isAnchored: boolean): readonly number[] {
  const last = runs.at(-1);
  if (last === undefined) return [];
  const wallErrorMs = last.fromMs + lastOffMs - last.wallMs;
  const lengthOf = (at: number): number => Math.max(0, (runs[at + 1]?.fromMs ?? last.fromMs) - runs[at]!.fromMs);
  const isSet = (wallMs: number): boolean => wallMs >= CLOCK_FLOOR_MS;
  const starts = runs.map(({ wallMs }) => (isSet(wallMs) === isSet(last.wallMs) ? wallMs + wallErrorMs : Infinity));
  let notBeforeMs = isAnchored ? runs[0]!.fromMs : -Infinity;
  for (const at of runs.keys()) {
    const start = Math.max(starts[at]!, notBeforeMs);
    notBeforeMs = (start === Infinity ? notBeforeMs : start) + lengthOf(at);
    starts[at] = start;
  }
  starts[runs.length - 1] = last.fromMs + lastOffMs;
  for (let at = runs.length - 2; at >= 0; at -= 1) starts[at] = Math.min(starts[at]!, starts[at + 1]! - lengthOf(at));
  return starts.map((start, at) => start - runs[at]!.fromMs);
}
