import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { comeToRest } from '../../hw-sim/world/rest.js';
import { IDS, keysOf, World } from '../../hw-sim/world/world.js';
import { asTillpostError } from '../../src/domain/errors.js';
import { money } from '../../src/domain/money.js';
import type { Transaction } from '../../src/domain/transaction.js';

/** Payment rules, Identity: merchant and terminal belong to the record and to the batch. */
describe('a terminal whose merchant is changed', () => {
  let world: World;

  beforeEach(async () => {
    world = new World(7, {}, keysOf('M0001', 'M0002'));
    await world.kernel.run(5_000);
  });

  afterEach(() => world.close());

  const merchants = (): readonly string[] =>
    world.host.ledger.database.prepare<[], string>('SELECT merchant FROM ledger ORDER BY id').pluck().all();

  async function sell(amount: number): Promise<Transaction> {
    const ask = { type: 'sale', money: money(amount, 'EUR'), idempotencyKey: `ring-${amount}`, allowDuplicate: true };
    const told = world.till.ring({ ...ask, type: 'sale' }, 'contactless-tc', 'asks once');
    return (await world.kernel.until(told, 120_000))!;
  }

  async function refusal(work: Promise<unknown>): Promise<string> {
    const ended = work.then(
      () => 'done',
      (error: unknown) => asTillpostError(error, 'test').code,
    );
    return world.kernel.until(ended, 120_000);
  }

  async function restart(merchantId: string): Promise<void> {
    world.killAgent(true);
    world.configure({ ids: { ...IDS, merchantId } });
    world.bootAgent();
    await world.kernel.run(5_000);
  }

  const alerts = (): readonly string[] =>
    world.agent!.alerts.active().flatMap(({ code, text }) => (code === 'MERCHANT_CHANGED' ? [text] : []));

  const ring = { type: 'sale', money: money(100, 'EUR'), idempotencyKey: null, allowDuplicate: true } as const;

  it('delivers what the old one is owed to the old one, sells nothing until then, and then goes over by itself', async () => {
    world.orderHost({ do: 'silent', on: true, commits: false });
    await world.kernel.run(10_000);
    const first = await sell(1_100);
    await sell(1_200);
    await restart('M0002');

    expect(await refusal(world.agent!.core.desk.sell(ring))).toBe('MERCHANT_CHANGED');
    expect(await refusal(world.agent!.core.desk.void({ key: first.key, idempotencyKey: null }))).toBe('VOID_REFUSED');
    expect(await comeToRest(world)).toBe(null);
    expect(world.agent!.core.uplink.status().state).toBe('online');
    expect(merchants()).toEqual(['M0001', 'M0001']);
    const [, closed] = await world.kernel.until(world.agent!.journal.batches(2));
    expect(closed).toMatchObject({ merchantId: 'M0001', totals: [{ type: 'sale', count: 2, amount: 2_300 }] });

    await world.kernel.run(10_000);
    expect(alerts()).toEqual([]);
    await sell(1_300);
    expect(await comeToRest(world)).toBe(null);
    expect(merchants()).toEqual(['M0001', 'M0001', 'M0002']);
    expect(await world.kernel.until(world.agent!.journal.batch(closed!.number + 1))).toMatchObject({
      merchantId: 'M0002',
      totals: [{ count: 1, amount: 1_300 }],
    });
    expect(world.defects).toEqual([]);
  });

  it('closes the batch of the old one, however little is owed', async () => {
    const { key } = await sell(1_100);
    await world.kernel.run(5_000);
    await restart('M0002');
    expect(await refusal(world.agent!.core.desk.sell(ring))).toBe('MERCHANT_CHANGED');
    expect(await comeToRest(world)).toBe(null);
    await world.kernel.run(10_000);
    expect(await refusal(world.agent!.core.desk.void({ key, idempotencyKey: null }))).toBe('VOID_REFUSED');
    await sell(1_300);
    expect(await comeToRest(world)).toBe(null);
    expect(merchants()).toEqual(['M0001', 'M0002']);
    expect(world.host.ledger.database.prepare("SELECT count(*) FROM ledger WHERE state = 'posted'").pluck().get()).toBe(
      2,
    );
  });

  it('is the new one’s at once where nothing is held, and the old one’s again where the change is taken back', async () => {
    await restart('M0002');
    await sell(1_100);
    await restart('M0001');
    expect(await refusal(world.agent!.core.desk.sell(ring))).toBe('MERCHANT_CHANGED');
    await restart('M0002');
    await sell(1_200);
    expect(await comeToRest(world)).toBe(null);
    expect(merchants()).toEqual(['M0002', 'M0002']);
  });
});
