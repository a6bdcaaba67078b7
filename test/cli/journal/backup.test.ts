import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backupListView } from '../../../src/api/stopped.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { compiled } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { type Agent, agentIn } from '../agent.js';
import { writeConfig } from '../till.js';

describe('tillpost journal backup', () => {
  const scratch = scratchDirectories();
  const open: Agent[] = [];
  afterEach(async () => {
    for (const agent of open.splice(0)) await agent.close();
  });

  async function agent(answer: unknown): Promise<Agent> {
    const it = await agentIn(scratch(), { 'journal.backup': answer });
    open.push(it);
    return it;
  }

  const VIEW = {
    path: '/b/x.db',
    bytes: 8192,
    entries: 12,
    transactions: 3,
    head: { entry: 40, mac: 'ab' },
    removed: ['/b/w.db'],
  };

  it('asks the agent and says what stands', async () => {
    const it = await agent(VIEW);
    expect(await it.run(['journal', 'backup'])).toMatchObject({
      status: 0,
      out: '/b/x.db: 8192 bytes, 12 entries up to number 40, 3 transactions, checked\n1 older removed\n',
    });
    expect(JSON.parse((await it.run(['journal', 'backup', '--dir', 'here', '--json'])).out)).toEqual(VIEW);
    expect(it.asked.map(({ params }) => params)).toEqual([{}, { dir: resolve('here') }]);
  });

  it('exits with 75 and the hint when none was made, with 69 when no agent runs', async () => {
    const it = await agent(
      new TillpostError('BACKUP_FAILED', 'no room', { operation: 'journal.backup', hint: 'Free some.' }),
    );
    expect(await it.run(['journal', 'backup'])).toMatchObject({
      status: 75,
      err: 'tillpost: no room [BACKUP_FAILED]\n  Free some.\n',
    });
    await it.close();
    open.length = 0;
    expect((await it.run(['journal', 'backup'])).status).toBe(69);
  });

  it('lists what is there without an agent', () => {
    const home = scratch();
    const config = writeConfig(home);
    const dir = join(home, 'backups');
    const run = (...words: string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(process.execPath, [compiled('src/main.js'), 'journal', 'backups', '--config', config, ...words], {
        encoding: 'utf8',
      });
    expect(run()).toMatchObject({ status: 65 });
    expect(run('--dir', dir)).toMatchObject({ status: 0, stdout: `no backups in ${dir}\n` });
    mkdirSync(dir);
    const name = (day: string, entry: number): string =>
      join(dir, `T0000001-202701${day}T080000Z-9f1c2a0b7d3e4f55-${entry}.db`);
    for (const [day, entry] of [
      ['15', 9],
      ['16', 12],
    ] as const)
      writeFileSync(name(day, entry), 'x');
    writeFileSync(`${name('17', 15)}.new`, 'x');
    expect(run('--dir', dir).stdout).toBe(
      `${name('16', 12)}  2027-01-16T08:00:00.000Z  1 bytes, up to entry 12\n${name('15', 9)}  2027-01-15T08:00:00.000Z  1 bytes, up to entry 9\n`,
    );
    expect(backupListView.parse(JSON.parse(run('--dir', dir, '--json').stdout))).toMatchObject({
      dir,
      backups: [{ entry: 12 }, { entry: 9 }],
    });
  });
});
