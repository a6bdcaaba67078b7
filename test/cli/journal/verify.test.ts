import { afterEach, describe, expect, it } from 'vitest';
import { TillpostError } from '../../../src/domain/errors.js';
import { scratchDirectories } from '../../support/scratch.js';
import { type Agent, agentIn } from '../agent.js';

describe('tillpost journal verify', () => {
  const scratch = scratchDirectories();
  const open: Agent[] = [];
  afterEach(async () => {
    for (const agent of open.splice(0)) await agent.close();
  });

  async function agent(answer: unknown): Promise<Agent> {
    const it = await agentIn(scratch(), { 'journal.verify': answer });
    open.push(it);
    return it;
  }

  it('asks the agent that runs', async () => {
    const it = await agent({ ok: true, entries: 12, transactions: 3, head: { entry: 40, mac: 'ab' } });
    expect(await it.run(['journal', 'verify'])).toMatchObject({
      status: 0,
      out: 'ok: 12 entries up to number 40, 3 transactions stand as they say\n',
    });
    expect(it.asked).toEqual([{ method: 'journal.verify', params: {} }]);
  });

  it('exits with 78 and says which entry is bad', async () => {
    const it = await agent(
      new TillpostError('JOURNAL_CHAIN_BROKEN', 'entry 7 was changed', { operation: 'x', subject: '7' }),
    );
    const ran = await it.run(['journal', 'verify', '--json']);
    expect(ran.status).toBe(78);
    expect(JSON.parse(ran.err)).toMatchObject({
      error: { code: 'JOURNAL_CHAIN_BROKEN', message: 'entry 7 was changed', subject: '7' },
    });
  });

  it('says so when no agent runs and nothing here can read the file', async () => {
    const it = await agent({});
    await it.close();
    open.length = 0;
    expect((await it.run(['journal', 'verify'])).status).toBe(69);
  });
});
