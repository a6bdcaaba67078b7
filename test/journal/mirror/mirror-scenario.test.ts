import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLines } from '../../../hw-sim/audit/audit-report.js';
import { partEntry } from '../../../hw-sim/part.js';
import { Stage } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';

describe('a terminal whose journal is lost with sales in it', () => {
  let folder: string;
  let stage: Stage;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tillpost-mirror-'));
    stage = await Stage.open({ folder });
  });
  afterEach(async () => {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  });

  function verify(): { status: number | null; stdout: string } {
    const words = ['journal', 'verify', '--json', '--config', stage.configPath];
    return spawnSync(process.execPath, [partEntry('agent'), ...words], { encoding: 'utf8' });
  }

  it('delivers each to the host under its old key, exactly once', async () => {
    const terminal = new Terminal(stage);
    await terminal.seen('the link', 15_000, ({ link, reader }) => link.state === 'online' && reader.state === 'ready');
    await terminal.sell('chip-arqc-tc', 1100);
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', 15_000, ({ link }) => link.state !== 'online');
    for (const amount of [1201, 1202, 1203]) await terminal.sell('contactless-tc', amount);
    // Of a running agent, then of a stopped one.
    expect(verify()).toMatchObject({ status: 0 });
    await stage.kill('agent');
    expect(verify()).toMatchObject({ status: 0 });

    for (const name of ['journal.db', 'journal.db-wal']) rmSync(join(stage.stateFolder, name));
    await stage.start('agent');
    await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
    await terminal.seen(
      'the drain',
      30_000,
      ({ link, queue }) => link.state === 'online' && queue.advices + queue.reversals === 0,
    );
    await terminal.sell('contactless-tc', 1300);
    expect(await terminal.settle()).toMatchObject({ matched: true, totals: [{ count: 1, amount: 1300 }] });
    const result = stage.audit();
    expect(result.ok, auditLines(result).join('\n')).toBe(true);
    expect(result.approved).toBe(5);
    expect(verify()).toMatchObject({ status: 0 });
  }, 120_000);
});
