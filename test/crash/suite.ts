import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLines } from '../../hw-sim/audit/audit-report.js';
import { type CourseOptions, CrashCourse, type Outcome } from './course.js';
import type { Flow } from './flows.js';

/** One stage, one flow after the other, all points of each; the table is printed whatever came of it. */
export function crashSuite(name: string, flows: readonly Flow[], options: CourseOptions = {}): void {
  describe(name, () => {
    let course: CrashCourse | null = null;

    beforeAll(async () => {
      course = await CrashCourse.open(options);
    });

    afterAll(async () => {
      if (course === null) return;
      process.stdout.write(`\n${crashTable(course.outcomes).join('\n')}\n`);
      await course.close();
    });

    const named = flows.map((flow) => [flow.name, flow] as const);
    it.each(named)(
      '%s: the same end after kill -9 at every step',
      async (_name, flow) => {
        const outcomes = await course!.everyPoint(flow);
        const differing = outcomes.filter(({ same }) => !same);
        const told = differing.map(
          ({ point, side, end, wanted }) => `${point}:${side} ${end.text}, not ${wanted.text}`,
        );
        expect(told).toEqual([]);
        expect(outcomes.length).toBeGreaterThanOrEqual(2 * flow.expects.length);
      },
      240_000,
    );

    it('and over all of it nothing is lost, double or unexpected', async () => {
      const { audit, lastBatch } = await course!.audit();
      process.stdout.write(`\n${auditLines(audit).join('\n')}\n`);
      expect(audit.ok, auditLines(audit).join('\n')).toBe(true);
      expect(audit.approved).toBeGreaterThan(flows.length);
      expect(lastBatch).toMatchObject({ state: 'closed', matched: true, waiting: 0 });
    }, 60_000);
  });
}

/** The table of points and ends, one line for each point, and its sum. */
function crashTable(outcomes: readonly Outcome[]): readonly string[] {
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
