import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.js';
import { withSale } from '../world-sale.js';

/** Bounded dialogs: a reader that does not follow is reset, then reported; nothing spins, cancel and stop go on. */
const ALWAYS = 'number=1,times=100000';

describe('a reader that does not follow', () => {
  it.each(['cancel', 'stop'] as const)('waits for a card whatever it is told: %s ends the sale', (how) =>
    withSale(async ({ world }) => {
      const { kernel, reader } = world;
      const { desk } = world.agent!.core;
      const ask = { type: 'sale' as const, money: money(1250, 'EUR'), idempotencyKey: 'a', allowDuplicate: true };
      const sold = desk.sell(ask);
      await kernel.run(1_000);
      reader.setBehaviours([`staged:kind=result,stage=waitingCard,${ALWAYS}`]);
      const before = kernel.events;
      const asked = how === 'cancel' ? desk.cancel() : desk.stop();
      const { transaction } = await kernel.until(sold);
      await kernel.until(asked);
      expect(transaction.state).toBe('cancelled');
      expect(kernel.events - before).toBeLessThan(5_000);
      if (how === 'cancel') {
        reader.auto('contactless-arqc');
        const next = await kernel.until(desk.sell({ ...ask, idempotencyKey: 'b' }));
        expect(next.transaction.verdict?.outcome).toBe('approved');
      }
    }),
  );

  it.each(['waitingCard', 'cardRead', 'finalTc', 'unknownKey', 'timeout'])('is always at %s: the sale ends', (stage) =>
    withSale(async (sale) => {
      sale.world.reader.setBehaviours([`staged:kind=result,stage=${stage},${ALWAYS}`]);
      await sale.sell('chip-arqc-tc');
      expect(await sale.sound()).toEqual([]);
    }),
  );
});
