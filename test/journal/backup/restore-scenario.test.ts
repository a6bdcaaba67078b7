import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLines } from '../../../hw-sim/audit/audit-report.js';
import { partEntry } from '../../../hw-sim/part.js';
import { Stage } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';
import type { BackupView } from '../../../src/api/journal.js';
import type { RestoreView } from '../../../src/api/stopped.js';

describe('a terminal that is restored from its backup', () => {
  let folder: string;
  let stage: Stage;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tillpost-restore-'));
    stage = await Stage.open({ folder });
  });
  afterEach(async () => {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  });

  function journal<View>(...words: string[]): View {
    const ran = spawnSync(
      process.execPath,
      [partEntry('agent'), 'journal', ...words, '--json', '--config', stage.configPath],
      { encoding: 'utf8' },
    );
    expect(ran, ran.stderr).toMatchObject({ status: 0 });
    return JSON.parse(ran.stdout) as View;
  }

  it('brings everything to the host exactly once: of before the backup, of after it, settled or not', async () => {
    const terminal = new Terminal(stage);
    await terminal.seen('the link', 15_000, ({ link, reader }) => link.state === 'online' && reader.state === 'ready');
    await terminal.sell('chip-arqc-tc', 1100);
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', 15_000, ({ link }) => link.state !== 'online');
    for (const amount of [1201, 1202]) await terminal.sell('contactless-tc', amount);
    const backup = journal<BackupView>('backup', '--dir', join(folder, 'backups'));
    // What the backup holds as owed is settled after it.
    await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
    await terminal.seen('the drain', 30_000, ({ link, queue }) => link.state === 'online' && queue.advices === 0);
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', 15_000, ({ link }) => link.state !== 'online');
    for (const amount of [1203, 1204]) await terminal.sell('contactless-tc', amount);
    await stage.kill('agent');

    rmSync(join(stage.stateFolder, 'journal.db-wal'));
    writeFileSync(join(stage.stateFolder, 'journal.db'), Buffer.alloc(16_384, 'no database '));
    const restored = journal<RestoreView>('restore', backup.path);
    expect(restored).toMatchObject({
      taken: { present: 0, mirror: 2, backup: 2 },
      given_up: [],
      unsure: null,
      running: [],
    });
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
    expect(result.approved).toBe(6);
    expect(journal('verify')).toMatchObject({ ok: true });
  }, 120_000);
});
