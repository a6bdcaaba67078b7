import { describe, expect, it } from 'vitest';
import type { AuditResult } from '../../../hw-sim/audit/audit.js';
import { compareBooks } from '../../../hw-sim/world/judge.js';
import { comeToRest } from '../../../hw-sim/world/rest.js';
import { type Broken, World } from '../../../hw-sim/world/world.js';
import { money } from '../../../src/domain/money.js';

const AMOUNTS = [1300, 1400, 1500];

/** Copy the state, sell three, put the copy back without a network, sell three of the same amounts. */
async function putBack(broken: Broken): Promise<{ readonly shown: number; readonly audit: AuditResult }> {
  const world = new World(7, broken);
  const sell = async (): Promise<void> => {
    for (const amount of AMOUNTS) {
      const ask = { type: 'sale', money: money(amount, 'EUR'), idempotencyKey: null, allowDuplicate: true } as const;
      await world.kernel.until(world.till.ring(ask, 'contactless-tc'));
      await world.kernel.run(2_000);
    }
  };
  try {
    await world.kernel.run(3_000);
    const image = world.disk.image();
    await sell();
    expect(world.isIdle()).toBe(true);
    for (const link of world.links.all) link.cut = true;
    world.putBack(image, 'state put back');
    await world.kernel.run(3_000);
    await sell();
    await comeToRest(world);
    return { shown: world.shown.length, audit: compareBooks(world) };
  } finally {
    world.close();
  }
}

describe('a state that is put back', () => {
  it('gives no key twice: the ledger holds what was shown, display by display', async () => {
    const { shown, audit } = await putBack({});
    expect([shown, audit.posted, audit.lost]).toEqual([6, 6, []]);
    expect(audit.ok).toBe(true);
  });

  it('is seen by the audit alone where the start mark is not drawn anew', async () => {
    const { shown, audit } = await putBack({ mark: 'aaaaaaaa' });
    expect([shown, audit.posted, audit.lost.length]).toEqual([6, 3, 3]);
    expect(audit.ok).toBe(false);
  });
});
