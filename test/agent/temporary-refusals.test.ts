import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { World } from '../../hw-sim/world/world.js';
import { money } from '../../src/domain/money.js';

const HOUR_MS = 3_600_000;

/** Payment rules, Parking: what is refused for a passing reason is parked once that lasts for hours, over restarts. */
describe('a posting that the host refuses with 96', () => {
  let world: World;
  beforeEach(async () => {
    world = new World(7);
    await world.kernel.run(5_000);
    world.orderHost({ do: 'silent', on: true, commits: false });
    await world.kernel.run(10_000);
    const ask = { type: 'sale', money: money(1_100, 'EUR'), idempotencyKey: null, allowDuplicate: true } as const;
    await world.kernel.until(world.till.ring(ask, 'contactless-tc', 'asks once'), 120_000);
    refuse(1_000_000);
    world.orderHost({ do: 'silent', on: false });
  });
  afterEach(() => world.close());

  function refuse(count: number): void {
    world.orderHost({ do: 'reject', code: '96', count, kinds: ['advice'] });
  }

  async function restart(offMs: number): Promise<void> {
    world.killAgent(true);
    await world.kernel.run(offMs);
    world.bootAgent();
  }

  async function parked(): Promise<number> {
    return (await world.kernel.until(world.agent!.journal.queue())).parked;
  }

  it('is parked six hours after the first refusal, however often the agent was restarted', async () => {
    for (const hours of [2, 2, 1.5]) {
      await world.kernel.run(hours * HOUR_MS);
      expect(await parked()).toBe(0);
      await restart(1_000);
    }
    await world.kernel.run(HOUR_MS);
    expect(await parked()).toBe(1);
    await world.kernel.until(world.agent!.journal.verify());
  });

  it('is not parked for a moment at night and another one in the morning', async () => {
    await world.kernel.run(60_000);
    await restart(12 * HOUR_MS);
    await world.kernel.run(5 * 60_000);
    expect(await parked()).toBe(0);
    refuse(0);
    await world.kernel.run(2 * 60_000);
    expect(await world.kernel.until(world.agent!.journal.queue())).toMatchObject({ parked: 0, advices: 0 });
  });
});
