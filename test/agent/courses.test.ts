import { describe, expect, it } from 'vitest';
import { type AgentCourse, startCourses } from '../../src/agent/courses.js';
import type { Behind } from '../../src/domain/course/behind.js';
import { silentLog } from '../support/silent-log.js';

const BEHIND: Behind = { epoch: '9f1c2a0b7d3e4f55', witness: 'host', missing: 'entries 6–9 with postings 2–3' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Courses that say what is done to them; a sale runs until `saleEnds`. */
function courses() {
  const story: string[] = [];
  const told: ((behind: Behind) => void)[] = [];
  const drained: (() => void)[] = [];
  const sale = { ends: (): void => undefined };
  const start = async ({
    behind,
    onBehind,
    onDrained,
  }: Parameters<Parameters<typeof startCourses>[0]>[0]): Promise<AgentCourse> => {
    const number = told.push(onBehind);
    drained.push(onDrained);
    story.push(`start ${number} ${behind?.witness ?? 'as ever'}`);
    return Promise.resolve({
      hold: () => new Promise<void>((resolve) => (sale.ends = resolve)),
      stop: async () => void story.push(`stop ${number}`),
    });
  };
  return { story, told, drained, sale, start };
}

describe('the courses of an agent', () => {
  it('begin anew when the journal is behind, after the sale that runs', async () => {
    const { story, told, sale, start } = courses();
    const agent = await startCourses(start, silentLog);
    told[0]!(BEHIND);
    await turn();
    expect(story).toEqual(['start 1 as ever']);
    sale.ends();
    await turn();
    await agent.stop();
    expect(story).toEqual(['start 1 as ever', 'stop 1', 'start 2 host', 'stop 2']);
  });

  it('begin anew when the merchant of before holds nothing any more', async () => {
    const { story, drained, sale, start } = courses();
    const agent = await startCourses(start, silentLog);
    drained[0]!();
    await turn();
    sale.ends();
    await turn();
    await agent.stop();
    expect(story).toEqual(['start 1 as ever', 'stop 1', 'start 2 as ever', 'stop 2']);
  });

  it('end with the agent, also when it is stopped while a sale delays the next one', async () => {
    const { story, told, sale, start } = courses();
    const agent = await startCourses(start, silentLog);
    told[0]!(BEHIND);
    await turn();
    const stopping = agent.stop();
    sale.ends();
    await stopping;
    expect(story).toEqual(['start 1 as ever', 'stop 1']);
  });
});
