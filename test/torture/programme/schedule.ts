import type { Level, TortureRow } from './row.js';

/**
 * The row to start now, or null to wait: long ones first, unlike loads beside each other where there is a choice,
 * and quiet rows by themselves at the end.
 *
 * @param running those that run, fewer than there are jobs
 */
export function nextRow(
  waiting: readonly TortureRow[],
  running: readonly TortureRow[],
  level: Level,
): TortureRow | null {
  if (running.some((row) => loadOf(row) === 'quiet')) return null;
  const seconds = (row: TortureRow): number => row.sizes?.[level].seconds ?? 0;
  const isTaken = (row: TortureRow): boolean => running.some((other) => loadOf(other) === loadOf(row));
  const loud = waiting.filter((row) => loadOf(row) !== 'quiet');
  const candidates = loud.length > 0 ? loud : running.length > 0 ? [] : waiting;
  // Sorting keeps the order of equals.
  return [...candidates].sort((a, b) => Number(isTaken(a)) - Number(isTaken(b)) || seconds(b) - seconds(a))[0] ?? null;
}

function loadOf(row: TortureRow): NonNullable<TortureRow['load']> {
  return row.load ?? 'processes';
}
