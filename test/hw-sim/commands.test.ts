import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandOutcome, HostCommand } from '../../src/domain/host-command.js';
import { type HostBench, hostBench, NOW_MS } from './host-bench.js';
import { advice, batch, EPOCH, IDS, KEY_RECORDS } from './terminal.js';

let bench: HostBench;
beforeEach(() => (bench = hostBench()));
afterEach(() => bench.end());

const sent = (): HostCommand[] =>
  bench.sent.flatMap(({ content }) => (content.kind === 'command' ? [content.command] : []));
const counters = (): number[] => sent().map(({ counter }) => counter);
const order = (what: object, more: object = {}) =>
  bench.host.orders({ do: 'command', epoch: EPOCH, order: what, ...more }) as HostCommand;
const result = (counter: number, outcome: CommandOutcome = 'done', text = ''): void =>
  bench.give({ kind: 'commandResult', result: { counter, outcome, text } });
const commands = (): unknown => (bench.host.orders({ do: 'state' }) as { commands: unknown }).commands;
const presence = (what: 'birth' | 'death'): void =>
  bench.give({
    kind: 'status',
    presence: what,
    session: 'aa'.repeat(8),
    sessionNumber: 1,
    agentVersion: '1',
    continues: [],
    head: null,
  });

describe('host commands', () => {
  it.each([
    [
      {
        kind: 'setLimits',
        entryMode: 'contactless',
        currency: 'EUR',
        limits: { allowed: false, ceiling: 0, oldestAgeMs: 5000 },
      },
    ],
    [{ kind: 'closeBatch' }],
    [{ kind: 'resend', epoch: EPOCH, afterSequence: 0, afterTransaction: 40 }],
    [{ kind: 'stopSales', reason: 'stock-taking' }],
    [{ kind: 'resumeSales' }],
    [{ kind: 'resetOfflineCounters' }],
    [{ kind: 'announceKey', fingerprint: 'ab'.repeat(16) }],
  ])('go down as they were given: %j', (what) => {
    const given = order(what);
    expect(bench.sent).toMatchObject([{ leaf: 'down/command', qos: 1 }]);
    expect(sent()).toEqual([{ counter: given.counter, epoch: EPOCH, issuedAtMs: bench.now.ms, order: what }]);
  });

  it('count as given when they are sent for the first time, the same in every repeat', () => {
    presence('death');
    order({ kind: 'closeBatch' });
    bench.now.ms += 3 * 86_400_000;
    const sentAtMs = bench.now.ms;
    presence('birth');
    bench.tick();
    bench.now.ms += 5_000;
    bench.tick();
    const issued = sent().map(({ issuedAtMs }) => issuedAtMs);
    expect(issued.length).toBeGreaterThan(1);
    expect(new Set(issued).size).toBe(1);
    expect(issued[0]).toBeGreaterThanOrEqual(sentAtMs);
  });

  it('rise in their counter, go one after the other, each again until its result came', () => {
    const first = order({ kind: 'closeBatch' }).counter;
    const second = order({ kind: 'resumeSales' }).counter;
    expect(second).toBe(first + 1);
    expect(counters()).toEqual([first]);
    bench.tick();
    bench.tick();
    expect(counters()).toEqual([first, first, first]);
    result(first, 'done', 'batch 1 closed');
    expect(counters().at(-1)).toBe(second);
    result(second, 'refused', 'sales were not stopped');
    bench.tick();
    expect(counters()).toHaveLength(4);
    expect(bench.later).toEqual([]);
    expect(commands()).toMatchObject([
      { terminal: 'M0001/T0000042', counter: second, outcome: 'refused', text: 'sales were not stopped', sent: 1 },
      { counter: first, order: { kind: 'closeBatch' }, outcome: 'done', text: 'batch 1 closed', sent: 3 },
    ]);
  });

  it('can be replayed, and the answer to that is kept beside the first', () => {
    const { counter } = order({ kind: 'resumeSales' });
    result(counter);
    bench.host.orders({ do: 'replay-command' });
    expect(counters()).toEqual([counter, counter]);
    result(counter, 'replayed', 'not above the last');
    expect(commands()).toMatchObject([
      { outcome: 'done', results: [{ outcome: 'done' }, { outcome: 'replayed', text: 'not above the last' }] },
    ]);
    expect(bench.host.tally.counts()).toMatchObject({ 'command.done': 1, 'command.replayed': 1 });
  });

  it('are asked for again by a host that was killed', () => {
    const { counter } = order({ kind: 'closeBatch' });
    bench.restart();
    bench.tick();
    expect(counters()).toEqual([counter, counter]);
    result(counter);
    bench.restart();
    expect(bench.later).toEqual([]);
    expect(order({ kind: 'closeBatch' }).counter).toBeGreaterThan(counter);
  });

  it('wait for the broker, for a terminal that is away and for a host that is silent', () => {
    bench.now.connected = false;
    order({ kind: 'closeBatch' });
    bench.tick();
    bench.now.connected = true;
    presence('death');
    bench.tick();
    presence('birth');
    bench.host.orders({ do: 'silent', on: true });
    bench.tick();
    expect(counters()).toEqual([]);
    bench.host.orders({ do: 'silent', on: false });
    bench.tick();
    expect(counters()).toHaveLength(1);
  });

  it('rise above what the terminal has seen, also after the book is yesterday’s again', async () => {
    const file = join(bench.folder, 'yesterday.db');
    await bench.host.orders({ do: 'backup', file });
    const { counter } = order({ kind: 'stopSales', reason: 'x' });
    expect(counter).toBe(NOW_MS);
    bench.now.ms += 10;
    presence('birth');
    bench.give(batch(advice(7)));
    expect(bench.host.orders({ do: 'restore', file })).toEqual({ journals: [] });
    expect(commands()).toEqual([]);
    expect(bench.host.orders({ do: 'state' })).toMatchObject({ terminals: [{ presence: 'birth' }] }); // what is, not what was
    expect(order({ kind: 'resumeSales' }).counter).toBeGreaterThan(counter);
    result(counter); // of a command that this book does not know
    expect(bench.host.tally.get('unknownCommandResult')).toBe(1);
  });

  it('name for a resend the journal that was last seen, and what the restored book holds of it', async () => {
    const file = join(bench.folder, 'yesterday.db');
    bench.give(batch(advice(3, 100, 1), advice(4, 100, 2), advice(9, 100, 4)));
    const held = { journals: [{ terminal: IDS.terminalId, epoch: EPOCH, afterSequence: 2, afterTransaction: 9 }] };
    expect(await bench.host.orders({ do: 'backup', file })).toEqual(held);
    bench.give(batch(advice(5, 100, 3)));
    expect(bench.host.orders({ do: 'restore', file })).toEqual(held);
    order({ kind: 'resend', ...held.journals[0] });
    expect(sent()).toMatchObject([{ order: { kind: 'resend', epoch: EPOCH, afterSequence: 2, afterTransaction: 9 } }]);
    bench.give(batch(advice(4, 100, 2), advice(5, 100, 3)));
    expect(bench.outcomes().slice(-2)).toEqual(['ALREADY_POSTED', 'POSTED']);
    expect(bench.host.orders({ do: 'state' })).toMatchObject({ gaps: [] });
  });

  it.each([
    [{ order: { kind: 'dance' } }, 'no order to a terminal'],
    [{}, 'give "order"'],
    [{ terminal: 'M0001/T9', order: { kind: 'closeBatch' } }, 'no terminal'],
    [{ order: { kind: 'resend', afterSequence: 1, afterTransaction: 1 } }, 'never seen'],
    [{ order: { kind: 'resend', epoch: 'now', afterSequence: 1, afterTransaction: 1 } }, 'epoch'],
    [{ order: { kind: 'resend', epoch: EPOCH, afterSequence: -1, afterTransaction: 1 } }, 'afterSequence'],
    [{ order: { kind: 'stopSales' } }, 'reason'],
    [{ order: { kind: 'announceKey' } }, 'fingerprint'],
    [{ order: { kind: 'stopSales', reason: '' } }, 'reason'],
    [{ order: { kind: 'setLimits', entryMode: 'tap', currency: 'EUR', limits: {} } }, 'entryMode'],
    [{ order: { kind: 'setLimits', entryMode: 'chip', currency: 'XXQ', limits: {} } }, 'XXQ'],
    [{ order: { kind: 'setLimits', entryMode: 'chip', currency: 'EUR', limits: { queueDepth: 5 } } }, 'queueDepth'],
    [{ order: { kind: 'setLimits', entryMode: 'chip', currency: 'EUR', limits: { ceiling: 1.5 } } }, 'setLimits'],
    [{ order: { kind: 'setLimits', entryMode: 'chip', currency: 'EUR' } }, 'limits'],
  ])('that make no sense are refused and not kept: %j', (fields, why) => {
    expect(() => bench.host.orders({ do: 'command', ...fields })).toThrow(why);
    expect([commands(), sent()]).toEqual([[], []]);
  });

  it('must say to which of several terminals they go', () => {
    bench.end();
    bench = hostBench({ ...KEY_RECORDS, 'M0001/T0000043': KEY_RECORDS['M0001/T0000042'] });
    expect(() => order({ kind: 'closeBatch' })).toThrow('there are several');
    const one = order({ kind: 'closeBatch' }, { terminal: 'M0001/T0000042' }).counter;
    const other = order({ kind: 'closeBatch' }, { terminal: 'M0001/T0000043' }).counter;
    expect(counters()).toEqual([one, other]); // neither waits for the other
    expect(() => bench.host.orders({ do: 'replay-command', terminal: 'M0001/T9' })).toThrow('no terminal');
  });

  it('wait for a terminal whose journal was never seen, and name it then', () => {
    order({ kind: 'closeBatch' }, { epoch: undefined });
    bench.tick();
    expect(sent()).toEqual([]);
    bench.give(batch(advice(3, 100, 1)));
    bench.tick();
    expect(sent()).toMatchObject([{ epoch: EPOCH, issuedAtMs: NOW_MS, order: { kind: 'closeBatch' } }]);
    expect(() => order({ kind: 'closeBatch' }, { epoch: 'now' })).toThrow('16 hex digits');
  });

  it('cannot be replayed when there was none', () => {
    expect(() => bench.host.orders({ do: 'replay-command' })).toThrow('no command was given yet');
  });
});
