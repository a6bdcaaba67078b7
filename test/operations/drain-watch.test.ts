import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { DrainWatch } from '../../src/operations/drain-watch.js';
import type { JournalIdentity } from '../../src/ports/index.js';
import { silentLog } from '../support/silent-log.js';

/** Payment rules, Identity: whose turn it is the journal says; here it says what stands in `turns`, look by look. */
describe('the watch over a drain', () => {
  function watch(inForce: string, ...turns: readonly (string | Error | (() => string))[]) {
    const clock = new SimClock();
    const left = [...turns];
    const told: string[] = [];
    const journal = {
      identity: () => ({ merchantId: inForce }) as JournalIdentity,
      merchantInForce: async (configured: string) => {
        told.push(`asked for ${configured}`);
        const now = left.shift()!;
        if (now instanceof Error) throw now;
        return Promise.resolve(typeof now === 'string' ? now : now());
      },
    };
    const drain = new DrainWatch({
      journal,
      clock,
      log: silentLog,
      merchantId: 'M2',
      onDrained: () => told.push('drained'),
    });
    return { drain, told, look: () => clock.advance(5_000) };
  }

  it('asks nothing where the configured merchant is in force', async () => {
    const { drain, told, look } = watch('M2');
    drain.start();
    await look();
    expect(told).toEqual([]);
  });

  it('looks until nothing is held, also when the journal fails meanwhile, and tells it once', async () => {
    const { drain, told, look } = watch('M1', 'M1', new Error('disk'), 'M2');
    drain.start();
    for (let looks = 0; looks < 5; looks += 1) await look();
    expect(told).toEqual(['asked for M2', 'asked for M2', 'asked for M2', 'drained']);
  });

  it('tells it too when it is the turn of a third one', async () => {
    const { drain, told, look } = watch('M1', 'M3');
    drain.start();
    await look();
    expect(told).toEqual(['asked for M2', 'drained']);
  });

  it('tells nothing once it is stopped, be it before a look or during it', async () => {
    const before = watch('M1', 'M2');
    before.drain.start();
    before.drain.stop();
    await before.look();
    expect(before.told).toEqual([]);

    const during = watch('M1', () => {
      during.drain.stop();
      return 'M2';
    });
    during.drain.start();
    await during.look();
    await during.look();
    expect(during.told).toEqual(['asked for M2']);
  });
});
