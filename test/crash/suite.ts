import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLines } from '../../hw-sim/audit-report.js';
import { type CourseOptions, CrashCourse } from './course.js';
import type { Flow } from './flows.js';
import { crashTable } from './table.js';

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
      expect(lastBatch).toMatchObject({ state: 'closed', matched: true, carried: 0 });
    }, 60_000);
  });
}
