import type { Outcome } from './course.js';

/** The table of points and ends, one line for each point, and its sum. */
export function crashTable(outcomes: readonly Outcome[]): readonly string[] {
  const points = [...new Set(outcomes.map(({ flow, point }) => `${flow}\n${point}`))];
  const rows = points.map((name) => {
    const [flow = '', point = ''] = name.split('\n');
    const both = outcomes.filter((one) => one.flow === flow && one.point === point);
    const cell = (side: Outcome['side']): string =>
      both
        .filter((one) => one.side === side)
        .map(cellOf)
        .join('; ');
    return [flow, point, cell('before'), cell('after'), both.every(({ same }) => same) ? 'same' : 'DIFFERS'];
  });
  const flows = [...new Map(outcomes.map(({ flow, wanted }) => [flow, wanted.text]))];
  return [
    ...flows.map(([flow, text]) => `${flow} ends with: ${text}`),
    '',
    ...aligned([['flow', 'point', 'killed before', 'killed after', 'end'], ...rows]),
    '',
    summary(outcomes),
  ];
}

function summary(outcomes: readonly Outcome[]): string {
  const points = new Set(outcomes.map(({ flow, point }) => `${flow}\n${point}`)).size;
  const differing = outcomes.filter(({ same }) => !same).length;
  const seconds = outcomes.reduce((sum, { tookMs }) => sum + tookMs, 0) / 1000;
  return `${points} points, ${outcomes.length} kills, ${differing} differing ends; ${seconds.toFixed(0)} s`;
}

/** The end when it differs, otherwise what was different on the way there. */
function cellOf({ end, wanted, same }: Outcome): string {
  if (!same) return end.text;
  const other = end.notes.filter((note) => !wanted.notes.includes(note));
  return other.length === 0 ? 'same' : `same (${other.join(', ')})`;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(' | ')
      .trimEnd(),
  );
}
