import { afterEach, describe, expect, it } from 'vitest';
import { comeToRest } from '../../hw-sim/world/rest.js';
import { IDS, keysOf, World } from '../../hw-sim/world/world.js';
import { money } from '../../src/domain/money.js';
import type { Transaction } from '../../src/domain/transaction.js';
import { EntryChain } from '../../src/journal/chain/entry-chain.js';
import { endOf } from '../../src/journal/check/ends.js';
import { verifyAll } from '../../src/journal/check/verify.js';
import { traceOfAnswer } from '../../src/journal/merchant/answered.js';
import { moveHeld } from '../../src/journal/merchant/move.js';
import { readMeta } from '../../src/journal/tables/meta.js';

const WRONG = 'M0010';

/** Payment rules, Identity: what was sold under a wrong merchant id is delivered under the right one, exactly once. */
describe('a terminal that was set up with a wrong merchant id', () => {
  let world: World;
  afterEach(() => world.close());

  async function sell(amount: number): Promise<Transaction> {
    const ask = { type: 'sale', money: money(amount, 'EUR'), idempotencyKey: `ring-${amount}`, allowDuplicate: true };
    const told = world.till.ring({ ...ask, type: 'sale' }, 'contactless-tc', 'asks once');
    return (await world.kernel.until(told, 120_000))!;
  }

  async function restart(merchantId: string): Promise<void> {
    world.killAgent(true);
    world.configure({ ids: { ...IDS, merchantId }, beforeFirstContact: true });
    world.bootAgent();
    await world.kernel.run(5_000);
  }

  /** As `tillpost journal move` does it, while no agent runs, and without its look at what the host answered. */
  function move(): void {
    const { db, key } = world.disk;
    const meta = readMeta(db)!;
    const root = { terminalId: IDS.terminalId, epoch: meta.epoch };
    const chain = new EntryChain(key, root.terminalId, root.epoch);
    const atMs = db.prepare<[], number>('SELECT at_ms FROM entry ORDER BY number DESC').pluck().get()!;
    const journal = { db, root, chain, tail: endOf(db, meta), atMs };
    const moved = { from: WRONG, to: IDS.merchantId, reason: 'typing error', wallMs: 0 };
    db.transaction(() => moveHeld(journal, moved)).immediate();
    verifyAll(db, chain);
  }

  const ledger = (): readonly unknown[] =>
    world.host.ledger.database.prepare('SELECT merchant, amount, state FROM ledger ORDER BY id').raw().all();

  const alert = (): readonly string[] =>
    world.agent!.alerts.active().flatMap(({ code, text }) => (code === 'MERCHANT_CHANGED' ? [text] : []));

  it('drains for nobody until it is moved, then delivers all under the right one and sells', async () => {
    world = new World(7);
    await restart(WRONG);
    await sell(1_100);
    const second = await sell(1_200);
    await sell(1_300);
    await world.kernel.until(world.agent!.core.desk.void({ key: second.key, idempotencyKey: null }), 120_000);
    await restart(IDS.merchantId);
    await world.kernel.run(60_000);
    expect(alert()).toEqual([expect.stringContaining(`\`tillpost journal move --from ${WRONG}\``)]);
    expect(ledger()).toEqual([]);

    world.killAgent(true);
    expect(traceOfAnswer(world.disk.db, WRONG)).toBe(null);
    move();
    await restart(IDS.merchantId);
    expect(alert()).toEqual([]);
    await sell(1_400);
    expect(await comeToRest(world)).toBe(null);
    const posted = ledger().filter((row) => (row as unknown[])[2] === 'posted');
    expect(posted).toEqual([1_100, 1_300, 1_400].map((amount) => [IDS.merchantId, amount, 'posted']));
    expect(await world.kernel.until(world.agent!.journal.batch(1))).toMatchObject({
      merchantId: IDS.merchantId,
      state: 'closed',
      totals: [{ type: 'sale', count: 3, amount: 3_800 }],
    });
    expect(world.defects).toEqual([]);
  });

  it('doubles nothing where the host had it under the wrong one: each is parked', async () => {
    world = new World(7, {}, keysOf(IDS.merchantId, WRONG));
    await restart(WRONG);
    world.orderHost({ do: 'silent', on: true, commits: true });
    await sell(1_100);
    await sell(1_200);
    await world.kernel.run(5_000);
    world.killAgent(true);
    const before = ledger();
    expect(before.length).toBeGreaterThan(0);
    // The command would not come to it: the host's time, at the least, stands in the journal.
    expect(traceOfAnswer(world.disk.db, WRONG)).not.toBe(null);
    move();
    world.orderHost({ do: 'silent', on: false });
    await restart(IDS.merchantId);
    await world.kernel.run(120_000);
    expect(ledger()).toEqual(before);
    expect(await world.kernel.until(world.agent!.journal.queue())).toMatchObject({
      advices: 0,
      reversals: 0,
      parked: 2,
      parkedAmounts: [{ currency: 'EUR', count: 2, amount: 2_300 }],
    });
  });
});
