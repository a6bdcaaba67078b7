import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { restoreView } from '../../../src/api/stopped.js';
import { backedUp } from '../../journal/backup/backed-up.js';
import { MirroredCore } from '../../journal/mirror/mirrored.js';
import { compiled } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { agentIn } from '../agent.js';
import { tillpost, writeConfig } from '../till.js';

describe('tillpost journal restore', () => {
  const scratch = scratchDirectories();

  /** A stopped agent that owes two sales, of which its backup has one. */
  async function stopped(): Promise<{
    home: string;
    state: string;
    backup: string;
    run: (...words: string[]) => ReturnType<typeof ran>;
  }> {
    const home = scratch();
    const config = writeConfig(home);
    const state = join(home, 'state');
    mkdirSync(state, { mode: 0o700 });
    const mirrorPath = join(home, 'state.mirror', 'mirror.log');
    const core = await MirroredCore.open(state, { mirrorPath });
    await core.owe();
    const backup = backedUp(core.store, state, join(home, 'backups'));
    await core.owe(300);
    await core.close();
    return { home, state, backup, run: (...words) => ran([...words, '--config', config]) };
  }

  function ran(words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [compiled('src/main.js'), 'journal', 'restore', ...words], { encoding: 'utf8' });
  }

  it('says what came over, from where, and where the replaced journal is', async () => {
    const { state, backup, run } = await stopped();
    const first = run(backup);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /^.*journal\.db: restored, epoch [0-9a-f]{16}, from the backup of epoch 9f1c2a0b7d3e4f55 up to entry 3\nowed and carried over: 2 sales of the journal in place, 0 of the mirror log, 0 of the backup\nsettled and known again: 0\nset aside: .*journal\.db\.quarantine-1, .*mirror\.log\.quarantine-1\n$/,
    );
    const again = restoreView.parse(JSON.parse(run(backup, '--json').stdout));
    expect(again).toMatchObject({
      backup: { path: backup, entry: 3 },
      taken: { present: 2, mirror: 0, backup: 0 },
      given_up: [],
      unsure: null,
      running: [],
      set_aside: join(state, 'journal.db.quarantine-2'),
      mirror_set_aside: null,
    });
  });

  it('exits with 78 rather than lose something, unless told', async () => {
    const { home, state, backup, run } = await stopped();
    for (const path of ['state/journal.db', 'state.mirror/mirror.log']) rmSync(join(home, path));
    writeFileSync(join(state, 'journal.db'), Buffer.alloc(8192, 'no database '));
    const refused = run(backup, '--json');
    expect(refused).toMatchObject({ status: 78, stdout: '' });
    expect(JSON.parse(refused.stderr)).toMatchObject({
      error: { code: 'RESTORE_REFUSED', message: expect.stringContaining('cannot be read') as string },
    });
    const told = run(backup, '--give-up-unsettled');
    expect(told.status).toBe(0);
    expect(told.stdout).toContain('perhaps more: the journal in place cannot be read');
  });

  it('exits with 75 while an agent answers, with 65 without such a file', async () => {
    const { home, run } = await stopped();
    expect(run(join(home, 'none.db')).status).toBe(65);
    // It asks in this process and must be answered meanwhile: not as a child that is waited for.
    const agent = await agentIn(home, { 'agent.ping': { version: '1' } });
    const asked = await tillpost(['journal', 'restore', 'x.db', '--config', agent.config], {
      restoreJournal: async () => {
        throw new Error('it must not come to that');
      },
    });
    await agent.close();
    expect(asked).toMatchObject({
      status: 75,
      err: expect.stringContaining('an agent runs on this journal') as string,
    });
  });
});
