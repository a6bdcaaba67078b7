import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { IDS, KEY, World } from '../../hw-sim/world/world.js';
import { money } from '../../src/domain/money.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { Transaction } from '../../src/domain/transaction.js';
import { ContactFile } from '../../src/platform/contact-file.js';
import { fingerprintOf } from '../../src/protocol/envelope.js';
import { silentLog } from '../support/silent-log.js';

/** Payment rules, Online and offline 6: no offline approval under an identity that the host has never answered. */
describe('the first contact', () => {
  let world: World;
  afterEach(() => world.close());

  async function sell(amount: number): Promise<Transaction> {
    const ask = { type: 'sale', money: money(amount, 'EUR'), idempotencyKey: null, allowDuplicate: true } as const;
    return (await world.kernel.until(world.till.ring(ask, 'contactless-tc', 'asks once'), 120_000))!;
  }

  async function restart(change: Parameters<World['configure']>[0]): Promise<void> {
    world.killAgent(true);
    world.configure(change);
    world.bootAgent();
    await world.kernel.run(5_000);
  }

  const codes = (): readonly string[] => world.agent!.alerts.active().map(({ code }) => code);

  it.each([
    ['a mistyped merchant id', { ids: { ...IDS, merchantId: 'M0010' } }],
    ['a mistyped terminal key', { key: { ...KEY, secret: new Sealed(Buffer.alloc(32, 7)) } }],
  ])('never came to %s: nothing is approved offline, and an alert says so', async (_, change) => {
    world = new World(7);
    await restart(change);
    const { verdict } = await sell(1_100);
    expect(verdict).toMatchObject({ outcome: 'declined', by: 'policy' });
    expect(verdict!.reason).toContain('never answered');
    expect(codes()).toContain('HOST_NEVER_ANSWERED');
  });

  it('is not waited for where the configuration says so, and is told all the same until it came', async () => {
    world = new World(7);
    world.orderHost({ do: 'silent', on: true, commits: false });
    await restart({ beforeFirstContact: true });
    expect((await sell(1_100)).verdict).toMatchObject({ outcome: 'approved' });
    expect(codes()).toContain('HOST_NEVER_ANSWERED');
    world.orderHost({ do: 'silent', on: false });
    await world.kernel.run(60_000);
    expect(codes()).not.toContain('HOST_NEVER_ANSWERED');
    await restart({ beforeFirstContact: false });
    expect(codes()).not.toContain('HOST_NEVER_ANSWERED');
  });

  it('counts for good: a healthy terminal sells through an outage after a restart', async () => {
    world = new World(7);
    await world.kernel.run(5_000);
    expect(codes()).not.toContain('HOST_NEVER_ANSWERED');
    world.orderHost({ do: 'silent', on: true, commits: false });
    await restart({});
    expect((await sell(1_100)).verdict).toMatchObject({ outcome: 'approved' });
  });

  it('comes with a key that was announced under an answered one: a rotation in an outage stops no sale', async () => {
    world = new World(7);
    await world.kernel.run(5_000);
    const next = { keyId: 'k2', secret: new Sealed(Buffer.alloc(32, 9)) };
    world.orderHost({ do: 'command', order: { kind: 'announceKey', fingerprint: fingerprintOf(next) } });
    await world.kernel.run(5_000);
    world.orderHost({ do: 'silent', on: true, commits: false });
    await restart({ key: next });
    expect((await sell(1_100)).verdict).toMatchObject({ outcome: 'approved' });
    await restart({ key: { ...next, keyId: 'k3' } });
    expect((await sell(1_200)).verdict).toMatchObject({ outcome: 'declined' });
  });
});

describe('the file of contacts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillpost-contacts-'));
  const paths = [join(folder, 'state', 'contacts'), join(folder, 'mirror', 'contacts')];
  const open = (change: object = {}): ContactFile =>
    new ContactFile(paths, { ...IDS, fingerprint: 'aa'.repeat(16), ...change }, silentLog);
  afterEach(() => rmSync(join(folder, 'state'), { recursive: true, force: true }));

  it('knows merchant, terminal and key apart, and outlives one of its directories', () => {
    expect(open().answered()).toBe(false);
    open().heard();
    rmSync(join(folder, 'state'), { recursive: true });
    expect(open().answered()).toBe(true);
    expect(readFileSync(paths[0]!, 'utf8')).toBe(`M0001 T0000001 ${'aa'.repeat(16)}\n`);
    for (const change of [{ merchantId: 'M1' }, { terminalId: 'T1' }, { fingerprint: 'bb'.repeat(16) }])
      expect(open(change).answered()).toBe(false);
  });

  it('takes a key that was announced under an answered one, and none under another', () => {
    open({ merchantId: 'M2' }).announced('cc'.repeat(16));
    expect(open({ merchantId: 'M2', fingerprint: 'cc'.repeat(16) }).answered()).toBe(false);
    open().heard();
    open().announced('cc'.repeat(16));
    expect(open({ fingerprint: 'cc'.repeat(16) }).answered()).toBe(true);
  });
});
