import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLines } from '../../../hw-sim/audit/audit-report.js';
import { partEntry } from '../../../hw-sim/part.js';
import { Stage } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';

describe('a terminal that an installer gave a wrong id', () => {
  let folder: string;
  let stage: Stage;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tillpost-move-'));
    stage = await Stage.open({ folder });
  });
  afterEach(async () => {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  });

  const tillpost = (...words: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [partEntry('agent'), ...words, '--config', stage.configPath], { encoding: 'utf8' });

  async function stop(): Promise<void> {
    await stage.part('agent').stop(10_000);
  }

  function configure(from: string, to: string): void {
    writeFileSync(stage.configPath, readFileSync(stage.configPath, 'utf8').replace(`"${from}"`, `"${to}"`));
  }

  const ready = (terminal: Terminal): Promise<unknown> =>
    terminal.seen('the reader', 15_000, ({ reader }) => reader.state === 'ready');

  it('delivers what it sold under a wrong merchant id once a technician has moved it', async () => {
    const terminal = new Terminal(stage);
    // With offline.before_first_contact too it is written down that the host has answered.
    await terminal.seen('the link', 15_000, ({ link }) => link.state === 'online');
    expect(readFileSync(join(stage.stateFolder, 'contacts'), 'utf8')).toMatch(/^M0001 T0000042 [0-9a-f]{32}\n$/);
    await stop();
    configure('M0001', 'M0010');
    await stage.start('agent');
    await ready(terminal);
    for (const amount of [1201, 1202]) await terminal.sell('contactless-tc', amount);
    await stop();
    configure('M0010', 'M0001');
    await stage.start('agent');
    const { alerts } = await terminal.status();
    expect(alerts.map(({ code, subject }) => `${code} ${subject}`)).toContain('MERCHANT_CHANGED M0010');
    const words = ['journal', 'move', '--from', 'M0010', '--reason', 'typing error', '--yes'];
    expect(tillpost(...words)).toMatchObject({ status: 75 });
    await stop();

    const moved = tillpost(...words);
    expect(moved).toMatchObject({ status: 0, stderr: '' });
    expect(moved.stdout).toMatch(/^moved from M0010 to M0001: 2 advices of 24\.03 EUR; entry \d+ says why\n/);
    expect(tillpost('journal', 'verify')).toMatchObject({ status: 0 });
    await stage.start('agent');
    await terminal.seen('the drain', 30_000, ({ link, queue }) => link.state === 'online' && queue.advices === 0);
    await ready(terminal);
    await terminal.sell('contactless-tc', 1300);
    expect(await terminal.settle()).toMatchObject({ matched: true, totals: [{ count: 3, amount: 3703 }] });
    const result = stage.audit();
    expect(result.ok, auditLines(result).join('\n')).toBe(true);
    expect(result.approved).toBe(3);
    expect(tillpost('journal', 'verify')).toMatchObject({ status: 0 });
  }, 120_000);

  it('goes over by itself when all is delivered in the name of before, which the host knew', async () => {
    const keys = join(folder, 'host-keys.json');
    const known = JSON.parse(readFileSync(keys, 'utf8')) as Record<string, unknown>;
    writeFileSync(keys, JSON.stringify({ ...known, 'M0002/T0000042': known['M0001/T0000042'] }));
    await stage.kill('host');
    await stage.start('host');
    const terminal = new Terminal(stage);
    await ready(terminal);
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', 15_000, ({ link }) => link.state !== 'online');
    await terminal.sell('contactless-tc', 1201);
    await stop();
    configure('M0001', 'M0002');
    await stage.start('agent');
    await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
    await terminal.seen('the drain', 30_000, ({ link, queue }) => link.state === 'online' && queue.advices === 0);
    const { epoch } = await terminal.status();
    await terminal.settle();
    await terminal.seen('the other merchant', 30_000, ({ link, reader, merchant_id: merchant, alerts }) => {
      const isOver = merchant === 'M0002' && !alerts.some(({ code }) => code === 'MERCHANT_CHANGED');
      return isOver && link.state === 'online' && reader.state === 'ready';
    });
    expect(await terminal.sell('contactless-tc', 1300)).toMatchObject({ outcome: 'approved' });
    expect((await terminal.status()).epoch).toBe(epoch);
    expect(await terminal.settle()).toMatchObject({ matched: true, totals: [{ count: 1, amount: 1300 }] });
    const result = stage.audit();
    expect(result.ok, auditLines(result).join('\n')).toBe(true);
  }, 120_000);

  it('is told what to do with a terminal id that was changed, and does it', async () => {
    const terminal = new Terminal(stage);
    await ready(terminal);
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', 15_000, ({ link }) => link.state !== 'online');
    await terminal.sell('contactless-tc', 1201);
    await stop();
    configure('T0000042', 'T0000043');
    const refused = tillpost('run');
    expect(refused.status).toBe(78);
    expect(refused.stderr).toContain('the journal belongs to terminal T0000042, not T0000043');
    expect(refused.stderr).toContain('Set terminal.terminal_id back to T0000042 until');
    expect(tillpost('journal', 'verify').stderr).toContain('cannot be moved');

    configure('T0000043', 'T0000042');
    await stage.start('agent');
    await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
    await terminal.seen('the drain', 30_000, ({ link, queue }) => link.state === 'online' && queue.advices === 0);
    expect(await terminal.settle()).toMatchObject({ matched: true });
    await stop();
    configure('T0000042', 'T0000043');
    configure('agent', 'agent-of-43');
    await stage.start('agent');
    await ready(terminal);
    expect((await terminal.status()).alerts.map(({ code }) => code)).not.toContain('POSTINGS_LOST');
    expect(existsSync(join(folder, 'agent-of-43', 'journal.db'))).toBe(true);
  }, 120_000);
});
