import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLines } from '../../hw-sim/audit/audit-report.js';
import { Stage } from '../../hw-sim/stage/stage.js';
import { type AgentStatus, Terminal } from '../../hw-sim/stage/terminal.js';

let folder: string;
let stage: Stage;
let terminal: Terminal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillpost-put-back-'));
  stage = await Stage.open({
    folder,
    readerArguments: ['--card-delay', '0'],
    // Beside the journal, so that it is put back with it and only the host can tell.
    config: { state: 'low_water_bytes = 1048576\nmirror_path = "agent/mirror.log"' },
  });
  terminal = new Terminal(stage);
});
afterEach(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

const isOnline = ({ link, reader }: AgentStatus): boolean => link.state === 'online' && reader.state === 'ready';
const isDrained = (status: AgentStatus): boolean =>
  isOnline(status) && status.queue.advices + status.queue.reversals === 0;

describe('a state directory that was put back', () => {
  it('is told by the host: a new epoch begins, sales go on, what is owed is delivered', async () => {
    await terminal.seen('the link', 20_000, isOnline);
    await terminal.sell('contactless-tc', 1200);
    await stage.part('agent').stop(5000);
    const copy = join(folder, 'copy');
    await cp(stage.stateFolder, copy, { recursive: true });
    await stage.start('agent');
    await terminal.seen('the link', 20_000, isOnline);
    for (const amount of [1300, 1400]) await terminal.sell('contactless-tc', amount);
    // Postings bear the head: the host knows how far the journal got.
    await terminal.seen('the drain', 20_000, isDrained);
    await stage.part('agent').stop(5000);

    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await rm(stage.stateFolder, { recursive: true });
    await cp(copy, stage.stateFolder, { recursive: true });
    await stage.start('agent');
    const before = await terminal.seen('the reader', 20_000, ({ reader }) => reader.state === 'ready');
    await terminal.sell('contactless-tc', 1300);
    await stage.order('network', { do: 'mode', mode: 'pass' });
    const after = await terminal.seen(
      'the renewal',
      30_000,
      (status) => isDrained(status) && status.epoch !== before.epoch,
    );
    expect(after.alerts.filter(({ code }) => code === 'JOURNAL_BEHIND')).toMatchObject([{ subject: before.epoch }]);
    await terminal.sell('contactless-tc', 1500);
    await stage.close();
    const result = stage.audit();
    expect(result.ok, auditLines(result).join('\n')).toBe(true);
  }, 120_000);
});
