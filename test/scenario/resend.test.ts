import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditLines } from '../../hw-sim/audit/audit-report.js';
import { Stage } from '../../hw-sim/stage/stage.js';
import { Terminal } from '../../hw-sim/stage/terminal.js';
import { callAgent } from '../../hw-sim/stage/till.js';

let folder: string;
let stage: Stage;
let terminal: Terminal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillpost-resend-'));
  stage = await Stage.open({ folder, readerArguments: ['--card-delay', '0'] });
  terminal = new Terminal(stage);
  await terminal.seen('the link', 20_000, ({ link, reader }) => link.state === 'online' && reader.state === 'ready');
});

afterEach(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

interface Shown {
  readonly matched: boolean;
  readonly differences: readonly {
    key: string;
    kind: string;
    sent_again_at: string | null;
    answered_at: string | null;
  }[];
}

/** Payment rules, Sent again: the whole way, with real processes. */
it('what the host took and lost differs at the settlement, and is in its ledger once after a resend', async () => {
  await stage.order('host', { do: 'drop-posting', count: 1 });
  const { key } = await terminal.sell('contactless-arqc', 1_100);
  await terminal.sell('contactless-arqc', 250);
  expect(await terminal.settle()).toMatchObject({ number: 1, matched: false });
  // Control: the audit sees what is lost.
  expect(stage.audit().ok).toBe(false);

  const choice = { batch: 1, missing: true, reason: 'the host lost it' };
  expect(await callAgent(stage.agentSocket, 'resend.start', choice)).toMatchObject({
    count: 1,
    items: [{ key, sends: 'approval', card_data_erased: true, refused: null }],
  });
  await terminal.seen('the posting to be taken', 20_000, ({ queue }) => queue.advices === 0);
  const shown = (await callAgent(stage.agentSocket, 'batch.show', { number: 1 })) as Shown;
  expect(shown.differences).toMatchObject([{ key, kind: 'missingAtHost' }]);
  expect(shown.differences[0]!.sent_again_at).toMatch(/^20/);
  expect(shown.differences[0]!.answered_at).toMatch(/^20/);
  await stage.close();
  const result = stage.audit();
  expect(result.ok, auditLines(result).join('\n')).toBe(true);
}, 60_000);
