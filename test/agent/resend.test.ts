import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { World } from '../../hw-sim/world/world.js';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { Transaction } from '../../src/domain/transaction.js';
import type { ResendChoice, ResendItem } from '../../src/ports/index.js';
import { thrownBy } from '../support/thrown.js';

/** Payment rules, Sent again: a technician's remedy for what the host lost. */
describe('resend', () => {
  let world: World;
  beforeEach(async () => {
    world = new World(7);
    await world.kernel.run(5_000);
  });
  afterEach(() => world.close());

  const now = <T>(promise: Promise<T>): Promise<T> => world.kernel.until(promise, 120_000);
  const plans = (items: readonly ResendItem[]): unknown => items.map(({ plan }) => plan);
  const sendAgain = (choice: ResendChoice): Promise<readonly ResendItem[]> =>
    now(world.agent!.core.resend.start(choice, 'the host lost it'));

  async function sell(card: string, amount = 1_100): Promise<TransactionKey> {
    const ask = { type: 'sale', money: money(amount, 'EUR'), idempotencyKey: null, allowDuplicate: true } as const;
    const sale: Transaction = (await now(world.till.ring(ask, card, 'asks once')))!;
    return sale.key;
  }

  async function settled(): Promise<readonly string[]> {
    const { number } = await now(world.agent!.core.settlement.settle());
    return (await now(world.agent!.journal.differences(number))).map(({ kind, type }) => `${number} ${type} ${kind}`);
  }

  const rows = (key: TransactionKey): unknown[] =>
    world.host.ledger.database
      .prepare('SELECT state, amount, batch, pan_proof AS proof FROM ledger WHERE key = ?')
      .all(keyText(key));

  it.each([
    ['an online approval', 'contactless-arqc', 'request', false],
    ['an offline approval', 'contactless-tc', 'advice', true],
  ])('brings %s back that the host took and lost: once, however often it is said', async (_, card, kind, isAlone) => {
    if (isAlone) world.orderHost({ do: 'silent', on: true, commits: false });
    if (isAlone) await world.kernel.run(10_000);
    world.orderHost({ do: 'drop-posting', count: 1, kinds: [kind] });
    const key = await sell(card);
    world.orderHost({ do: 'silent', on: false });
    await world.kernel.run(60_000);
    const kept = await sell('contactless-arqc', 250);
    expect(await settled()).toEqual(['1 sale missingAtHost']);
    expect(rows(key)).toEqual([]);

    const missing = { by: 'missing', batch: 1 } as const;
    const erased = [{ kind: 'sends', sends: 'approval', isCardErased: true }];
    expect(plans(await now(world.agent!.core.resend.preview(missing)))).toEqual(erased);
    expect(plans(await sendAgain(missing))).toEqual(erased);
    const again = await thrownBy(() => sendAgain(missing));
    expect(again).toMatchObject({
      code: 'RESEND_REFUSED',
      message: expect.stringContaining('waits for the host already') as string,
    });
    await world.kernel.run(10_000);
    expect(rows(key)).toEqual([{ state: 'posted', amount: 1_100, batch: 1, proof: 'absent' }]);

    expect(plans(await sendAgain({ by: 'key', key }))).toEqual(erased);
    await world.kernel.run(10_000);
    expect(rows(key)).toHaveLength(1);
    expect(rows(kept)).toMatchObject([{ state: 'posted', batch: 1 }]);
    const { entries, postings } = (await now(world.agent!.journal.transaction(key)))!;
    expect(entries.filter(({ event }) => event === 'resend')).toHaveLength(2);
    expect(postings).toMatchObject([{ state: 'receipted' }]);
    const said = world.disk.db
      .prepare("SELECT payload ->> '$.fact.reason' AS reason FROM entry WHERE event = 'resend'")
      .pluck()
      .all();
    expect(said).toEqual(['the host lost it', 'the host lost it']);
    await now(world.agent!.journal.verify());
  });

  it('sends the reversal of what was taken back, and no money moves', async () => {
    const key = await sell('contactless-arqc');
    await now(world.agent!.core.desk.void({ key, idempotencyKey: null }));
    await world.kernel.run(10_000);
    expect(rows(key)).toMatchObject([{ state: 'reversed' }]);
    world.host.ledger.database.exec('DELETE FROM ledger');
    expect(plans(await sendAgain({ by: 'key', key }))).toEqual([
      { kind: 'sends', sends: 'reversal', isCardErased: false },
    ]);
    await world.kernel.run(10_000);
    expect(rows(key)).toMatchObject([{ state: 'reversed', batch: 0 }]);
  });

  it('is found by STAN, and refused for what never was', async () => {
    const key = await sell('contactless-arqc');
    expect(plans(await now(world.agent!.core.resend.preview({ by: 'stan', stan: 1, batch: 1 })))).toHaveLength(1);
    for (const choice of [
      { by: 'stan', stan: 1, batch: 2 },
      { by: 'stan', stan: 9, batch: null },
      { by: 'missing', batch: 9 },
      { by: 'key', key: { ...key, number: 9 } },
    ] as const)
      expect((await thrownBy(() => sendAgain(choice))).code).toBe('NOT_FOUND');
    expect(await now(world.agent!.core.resend.preview({ by: 'missing', batch: 1 }))).toEqual([]);
    const reasonless = await thrownBy(() => now(world.agent!.core.resend.start({ by: 'key', key }, ' ')));
    expect(reasonless.code).toBe('INVALID_REQUEST');
  });
});
