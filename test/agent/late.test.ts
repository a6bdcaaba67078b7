import { afterEach, describe, expect, it } from 'vitest';
import { LATE_AFTER_MS, World } from '../../hw-sim/world/world.js';
import { money } from '../../src/domain/money.js';
import type { Transaction } from '../../src/domain/transaction.js';

/** Payment rules, Late postings: the alert stands while something is late, and then until somebody has looked. */
describe('POSTING_LATE', () => {
  let world: World;
  afterEach(() => world.close());

  async function opened(): Promise<void> {
    world = new World(7);
    await world.kernel.run(5_000);
  }

  async function sell(amount: number, currency = 'EUR'): Promise<Transaction> {
    const ask = { type: 'sale', money: money(amount, currency), idempotencyKey: null, allowDuplicate: true } as const;
    return (await world.kernel.until(world.till.ring(ask, 'contactless-tc', 'asks once'), 120_000))!;
  }

  function silence(on: boolean): void {
    world.orderHost({ do: 'silent', on, commits: false });
  }

  async function restart(offMs = 0): Promise<void> {
    world.killAgent(true);
    await world.kernel.run(offMs);
    world.bootAgent();
    await world.kernel.run(1_000);
  }

  const text = (): string | undefined => world.agent!.alerts.active().find(({ code }) => code === 'POSTING_LATE')?.text;

  it('stands while postings wait, over restarts, and once they are posted until a person has looked', async () => {
    await opened();
    silence(true);
    await world.kernel.run(10_000);
    await sell(1_100);
    await sell(400, 'JPY');
    await sell(250);
    await world.kernel.run(LATE_AFTER_MS / 2);
    expect(text()).toBeUndefined();
    await world.kernel.run(LATE_AFTER_MS + 6_000);
    expect(text()).toMatch(/^3 postings \(13\.50 EUR \+ 400 JPY\) wait longer than 10 s, the oldest since 20/);
    await restart();
    // Book time of an undated run goes on from when it was found late.
    expect(text()).toMatch(/^1 posting .* waits longer/);
    await world.kernel.run(20_000);
    expect(text()).toMatch(/^3 postings .* wait longer/);
    silence(false);
    await world.kernel.run(60_000);
    expect(text()).toMatch(/^3 postings \(13\.50 EUR \+ 400 JPY\) waited longer .* posted now/);
    await restart();
    expect(text()).toMatch(/^3 postings .* waited longer/);
    expect(await world.kernel.until(world.agent!.core.late.seen())).toMatchObject({ posted: { count: 3 } });
    expect(text()).toBeUndefined();
    await restart(LATE_AFTER_MS);
    await world.kernel.run(60_000);
    expect(text()).toBeUndefined();
    await world.kernel.until(world.agent!.journal.verify());
  });

  it('stands for what left within a second of a start, after days without power', async () => {
    await opened();
    silence(true);
    await world.kernel.run(10_000);
    await sell(1_100);
    world.killAgent(true);
    silence(false);
    await restart(3 * 86_400_000);
    await world.kernel.run(20_000);
    expect(await world.kernel.until(world.agent!.journal.queue())).toMatchObject({ advices: 0 });
    expect(text()).toMatch(/^1 posting \(11\.00 EUR\) waited longer/);
    const { posted } = await world.kernel.until(world.agent!.core.late.late());
    expect(posted!.longestMs).toBeGreaterThan(3 * 86_400_000);
  });

  it('knows the totals of a batch, and what is sent again waits only since then', async () => {
    await opened();
    world.orderHost({ do: 'lose-receipts', of: 'settlement', count: 1_000 });
    await sell(1_100);
    const settled = world.agent!.core.settlement.settle();
    await world.kernel.run(LATE_AFTER_MS + 10_000);
    expect(text()).toMatch(/^1 posting waits longer/);
    world.orderHost({ do: 'lose-receipts', of: 'settlement', count: 0 });
    await world.kernel.until(settled, 120_000);
    await world.kernel.run(10_000);
    expect(text()).toMatch(/^1 posting waited longer .* posted now/);
    await world.kernel.until(world.agent!.core.late.seen());
    const { key } = (await world.kernel.until(world.agent!.journal.recent(1)))[0]!;
    silence(true);
    await world.kernel.until(world.agent!.journal.apply(key, { name: 'resend' }));
    world.agent!.core.uplink.postingsReopened();
    await world.kernel.run(6_000);
    expect(text()).toBeUndefined();
    await world.kernel.run(LATE_AFTER_MS);
    expect(text()).toMatch(/^1 posting \(11\.00 EUR\) waits/);
  });

  it('is no matter of a healthy day', async () => {
    await opened();
    for (const amount of [1_100, 1_300]) await sell(amount);
    await world.kernel.until(world.agent!.core.settlement.settle(), 120_000);
    await world.kernel.run(3_600_000);
    expect(text()).toBeUndefined();
  });
});
