import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLines } from '../../hw-sim/audit/audit-report.js';
import { Stage } from '../../hw-sim/stage/stage.js';
import { Terminal } from '../../hw-sim/stage/terminal.js';
import { callAgent } from '../../hw-sim/stage/till.js';
import { until } from '../../hw-sim/stage/wait.js';

let folder: string;
let stage: Stage;
let terminal: Terminal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillpost-money-'));
  stage = await Stage.open({ folder, readerArguments: ['--card-delay', '0'] });
  terminal = new Terminal(stage);
  await online();
});

afterEach(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

function online(): Promise<unknown> {
  return terminal.seen('the link', 20_000, ({ link, reader }) => link.state === 'online' && reader.state === 'ready');
}

function drained(): Promise<unknown> {
  return terminal.seen(
    'the drain',
    30_000,
    ({ link, queue }) => link.state === 'online' && queue.advices + queue.reversals === 0,
  );
}

async function auditPasses(): Promise<void> {
  await stage.close();
  const result = stage.audit();
  expect(result.ok, auditLines(result).join('\n')).toBe(true);
}

type Used = { readonly used: number };
interface Gauges {
  readonly limits: readonly {
    readonly entry_mode: string;
    readonly currency: string;
    readonly stored_count: Used;
    readonly stored_amount: Used;
    readonly queue_depth: Used;
  }[];
}

interface Commands {
  readonly commands: readonly { readonly outcome: string | null; readonly text: string }[];
}

/** The host's order is carried out by the terminal; resolves with what the terminal answered last. */
async function command(order: object): Promise<{ readonly outcome: string | null; readonly text: string }> {
  const count = ((await stage.order('host', { do: 'state' })) as Commands).commands.length;
  await stage.order('host', { do: 'command', order });
  return until('the command’s result', 15_000, async () => {
    // Newest first.
    const { commands } = (await stage.order('host', { do: 'state' })) as Commands;
    const [last] = commands;
    return commands.length > count && last !== undefined && last.outcome !== null ? last : null;
  });
}

describe('offline counters', () => {
  it('are what they were after three kills, and zero once the host has everything', async () => {
    const gauges = async () => {
      const { limits } = (await callAgent(stage.agentSocket, 'limits.list', {})) as Gauges;
      return limits.map(({ entry_mode, currency, stored_count, stored_amount, queue_depth }) => [
        entry_mode,
        currency,
        stored_count.used,
        stored_amount.used,
        queue_depth.used,
      ]);
    };
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', 15_000, ({ link }) => link.state !== 'online');
    for (const amount of [100, 200, 300]) await terminal.sell('contactless-tc', amount);
    await terminal.sell('chip-tc', 400);
    const before = await gauges();
    expect(before).toEqual(
      expect.arrayContaining([
        ['contactless', 'EUR', 3, 600, 4],
        ['chip', 'EUR', 1, 400, 4],
      ]),
    );
    for (let restart = 0; restart < 3; restart += 1) {
      await stage.kill('agent');
      await stage.start('agent');
      expect(await gauges()).toEqual(before);
    }
    await stage.order('network', { do: 'mode', mode: 'pass' });
    await drained();
    for (const [, , ...used] of await gauges()) expect(used).toEqual([0, 0, 0]);
    await auditPasses();
  }, 60_000);
});

describe('a host restored from yesterday’s backup', () => {
  it('asks for what it lost and gets all of it once, online approvals too', async () => {
    await terminal.sell('contactless-arqc', 1000);
    await terminal.sell('contactless-tc', 1100);
    await drained();
    const { journals } = (await stage.order('host', { do: 'backup', file: join(folder, 'yesterday.db') })) as {
      readonly journals: readonly {
        readonly epoch: string;
        readonly afterSequence: number;
        readonly afterTransaction: number;
      }[];
    };
    await terminal.sell('contactless-arqc', 1200);
    await terminal.sell('contactless-tc', 1300);
    const { key } = await terminal.sell('chip-arqc-tc', 1400);
    await terminal.void(key);
    await terminal.sell('chip-arqc-tc', 500, 'EUR', { type: 'refund' });
    await drained();
    await stage.order('host', { do: 'restore', file: join(folder, 'yesterday.db') });
    // Positive control: without the resend the money would be gone.
    expect(stage.audit().lost).toHaveLength(3);
    const [{ epoch, afterSequence, afterTransaction }] = journals as [(typeof journals)[number]];
    expect(await command({ kind: 'resend', epoch, afterSequence, afterTransaction })).toMatchObject({
      outcome: 'done',
    });
    await drained();
    await until('the ledger to be whole', 15_000, () => Promise.resolve(stage.audit().ok ? true : null));
    await auditPasses();
  }, 60_000);
});

describe('the host’s commands', () => {
  it('change limits for the next sale, stop and resume sales, and do nothing when replayed', async () => {
    await command({ kind: 'setLimits', entryMode: 'contactless', currency: 'EUR', limits: { ceiling: 150 } });
    await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
    await terminal.seen('the cut', 15_000, ({ link }) => link.state !== 'online');
    expect(await terminal.sell('contactless-tc', 151)).toMatchObject({ outcome: 'declined', by: 'policy' });
    expect(await terminal.sell('contactless-tc', 150)).toMatchObject({ outcome: 'approved' });
    await stage.order('network', { do: 'mode', mode: 'pass' });
    await drained();

    await command({ kind: 'stopSales', reason: 'terminal reported stolen' });
    await expect(terminal.sell('contactless-arqc', 100)).rejects.toMatchObject({ code: 'SALES_STOPPED' });
    await stage.kill('agent');
    await stage.start('agent');
    await online();
    await expect(terminal.sell('contactless-arqc', 100)).rejects.toMatchObject({ code: 'SALES_STOPPED' });
    await command({ kind: 'resumeSales' });
    expect(await terminal.sell('contactless-arqc', 110)).toMatchObject({ outcome: 'approved' });

    await command({ kind: 'stopSales', reason: 'again' });
    await command({ kind: 'resumeSales' });
    await stage.order('host', { do: 'replay-command' });
    expect(await terminal.sell('contactless-arqc', 120)).toMatchObject({ outcome: 'approved' });
    await auditPasses();
  }, 60_000);

  it('close a batch, and the next one counts on', async () => {
    await terminal.sell('contactless-arqc', 100);
    await command({ kind: 'closeBatch' });
    await until('the batch to be closed', 15_000, async () => {
      const { batches } = (await callAgent(stage.agentSocket, 'batch.list', {})) as {
        batches: readonly { state: string }[];
      };
      return batches.some(({ state }) => state === 'closed') ? true : null;
    });
    await terminal.sell('contactless-arqc', 200);
    expect(await terminal.settle()).toMatchObject({ number: 2, state: 'closed' });
    await auditPasses();
  }, 60_000);
});
