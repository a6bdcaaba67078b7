import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { openSimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { ENTRY_MODES } from '../../src/domain/card.js';
import { money } from '../../src/domain/money.js';
import { limitGauges } from '../../src/operations/limit-gauges.js';
import { GENEROUS } from '../sale/bench.js';
import { sampleCard } from '../support/samples.js';

async function opened() {
  const clock = new SimClock();
  const journal = await openSimJournal({ terminalId: 'T0000001', clock, random: new SimRandom(1) });
  const owe = async (amount: number, currency: string): Promise<void> => {
    const { transaction } = await journal.begin({
      type: 'sale',
      money: money(amount, currency),
      idempotencyKey: null,
      startedAtMs: 1,
      clock: 'unchecked',
    });
    await journal.apply(transaction.key, {
      name: 'approveOffline',
      card: sampleCard(),
      response: 'Y1',
      deferred: false,
    });
  };
  return {
    journal,
    owe,
    gauges: () => limitGauges({ journal, configured: () => GENEROUS, currencies: ['EUR', 'CHF'] }),
  };
}

describe('the offline limits as people see them', () => {
  it('stand for each entry mode and configured currency, unused at first', async () => {
    const { gauges } = await opened();
    const all = await gauges();
    expect(all.map(({ entryMode, currency }) => `${entryMode} ${currency}`)).toEqual(
      ENTRY_MODES.flatMap((mode) => [`${mode} CHF`, `${mode} EUR`]),
    );
    expect(all.every(({ used, overridden }) => used.count === 0 && used.amount === 0 && !overridden)).toBe(true);
  });

  it('show what is used, currencies in use included, each with its own sum', async () => {
    const { gauges, owe } = await opened();
    await owe(1250, 'EUR');
    await owe(750, 'EUR');
    await owe(1000, 'JPY');
    const used = (await gauges()).filter((gauge) => gauge.used.count > 0);
    expect(
      used.map(({ entryMode, currency, used: { count, amount } }) => [entryMode, currency, count, amount]),
    ).toEqual([
      ['contactless', 'EUR', 2, 2000],
      ['contactless', 'JPY', 1, 1000],
    ]);
  });

  it('show what the host replaced on top of what is configured', async () => {
    const { gauges, journal } = await opened();
    await journal.changeSettings({ limits: [{ entryMode: 'chip', currency: 'USD', limits: { ceiling: 900 } }] });
    const found = (await gauges()).filter(({ overridden }) => overridden);
    expect(found).toMatchObject([{ entryMode: 'chip', currency: 'USD', limits: { ...GENEROUS, ceiling: 900 } }]);
  });
});
