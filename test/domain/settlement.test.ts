import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import {
  BATCH_STATES,
  type BatchEvent,
  type BatchRow,
  batchTransition,
  compareRows,
  countsAs,
  sameTotals,
  totalsOf,
} from '../../src/domain/settlement.js';
import { sampleKey, sampleTransaction } from '../support/samples.js';

describe('batch', () => {
  it('walks one way only; every other step is refused with both names', () => {
    const allowed = new Map<string, string>([
      ['open seal', 'sealed'],
      ['sealed fixTotals', 'reconciling'],
      ['reconciling matched', 'closed'],
      ['reconciling differs', 'detailing'],
      ['detailing explained', 'closed'],
    ]);
    const events: BatchEvent['name'][] = ['seal', 'fixTotals', 'matched', 'differs', 'explained'];
    for (const state of BATCH_STATES) {
      for (const event of events) {
        const next = allowed.get(`${state} ${event}`);
        if (next !== undefined) expect(batchTransition(state, event)).toBe(next);
        else {
          const message = `${event} is not allowed in batch state ${state}`;
          const error = { code: 'ILLEGAL_EVENT', operation: 'settlement', message };
          expect(() => batchTransition(state, event)).toThrow(expect.objectContaining(error));
        }
      }
    }
  });

  it.each([
    ['sale', 3, null, 3, 'sale'],
    ['refund', 3, null, 3, 'refund'],
    ['sale', 3, null, 4, null],
    ['sale', null, null, 3, null],
    ['sale', 3, 3, 3, null],
    ['sale', 3, 4, 3, 'sale'],
    ['sale', 3, 4, 4, 'saleVoid'],
    ['refund', 3, 4, 4, 'refundVoid'],
    ['sale', 3, 4, 5, null],
    // Reversed in a batch before the one it was posted in, or never posted: a tombstone counts nowhere.
    ['sale', null, 4, 4, null],
    ['sale', 5, 4, 4, null],
    ['sale', 0, 4, 4, 'saleVoid'],
  ] as const)(
    'a %s posted in %s, voided in %s counts in %s as %s',
    (type, postedBatch, voidedBatch, batch, counted) => {
      expect(countsAs(sampleTransaction({ type, postedBatch, voidedBatch }), batch)).toBe(counted);
    },
  );

  it('counts what was approved and is parked where it entered, until the host has it somewhere', () => {
    const verdict = { outcome: 'approved', by: 'card', responseCode: 'Y1', reason: null } as const;
    const parked = sampleTransaction({ state: 'parked', batch: 2, postedBatch: null, verdict });
    expect([1, 2, 3].map((batch) => countsAs(parked, batch))).toEqual([null, 'sale', null]);
    expect([2, 3].map((batch) => countsAs({ ...parked, postedBatch: 3 }, batch))).toEqual([null, 'sale']);
    // Undecided, or on its way: not yet.
    expect(countsAs({ ...parked, verdict: null }, 2)).toBeNull();
    expect(countsAs({ ...parked, state: 'approved' }, 2)).toBeNull();
    const refused = { ...parked, verdict: { ...verdict, outcome: 'declined' as const } };
    expect(countsAs(refused, 2)).toBeNull();
  });
});

describe('totals', () => {
  it('add up by type and currency, whatever the order', () => {
    const row = fc.record({
      type: fc.constantFrom('sale' as const, 'refund' as const, 'saleVoid' as const),
      currency: fc.constantFrom('EUR', 'JPY', 'BHD'),
      amount: fc.integer({ min: 1, max: 999_999_999_999 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const totals = totalsOf(rows);
        expect(sameTotals(totals, totalsOf([...rows].reverse()))).toBe(true);
        expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
        expect(totals.reduce((sum, { amount }) => sum + amount, 0)).toBe(
          rows.reduce((sum, { amount }) => sum + amount, 0),
        );
      }),
    );
  });

  it('differ by a cent, a count, a currency or a type', () => {
    const totals = totalsOf([{ type: 'sale', currency: 'EUR', amount: 100 }]);
    const [total] = totals;
    for (const change of [{ amount: 101 }, { count: 2 }, { currency: 'USD' }, { type: 'refund' as const }]) {
      expect(sameTotals(totals, [{ ...total!, ...change }])).toBe(false);
    }
    expect(sameTotals(totals, [...totals, { type: 'refund', currency: 'EUR', count: 0, amount: 0 }])).toBe(true);
  });

  it('stand by type and currency in one order, and add up each', () => {
    const rows = (['saleVoid', 'sale', 'refund'] as const).flatMap((type) =>
      ['JPY', 'EUR'].flatMap((currency) => [
        { type, currency, amount: 100 },
        { type, currency, amount: 7 },
      ]),
    );
    for (const order of [rows, [...rows].reverse(), [...rows.slice(3), ...rows.slice(0, 3)]]) {
      expect(totalsOf(order)).toEqual(
        ['refund EUR', 'refund JPY', 'sale EUR', 'sale JPY', 'saleVoid EUR', 'saleVoid JPY'].map((name) => {
          const [type, currency] = name.split(' ');
          return { type, currency, count: 2, amount: 107 };
        }),
      );
    }
  });

  it('are the same in any order', () => {
    const totals = totalsOf(['EUR', 'JPY', 'BHD'].map((currency) => ({ type: 'sale', currency, amount: 5 })));
    expect(sameTotals(totals, [totals[2]!, totals[0]!, totals[1]!])).toBe(true);
    expect(sameTotals(totals, totals.slice(1))).toBe(false);
  });

  it('refuse a sum that is not exact', () => {
    const row = { type: 'sale' as const, currency: 'EUR', amount: Number.MAX_SAFE_INTEGER };
    expect(() => totalsOf([row, row])).toThrow(expect.objectContaining({ code: 'AMOUNT_INVALID' }));
  });
});

describe('comparing rows', () => {
  const row = (number: number, amount: number, type: BatchRow['type'] = 'sale'): BatchRow => ({
    key: { ...sampleKey, number },
    type,
    money: money(amount, 'EUR'),
  });

  it('finds each kind of difference, and nothing else', () => {
    const differences = compareRows(
      [row(1, 100), row(2, 200), row(3, 300)],
      [row(1, 100), row(2, 201), row(4, 400)],
      keyText,
    );
    expect(
      differences.map(({ key, kind, terminal, host }) => [
        key.number,
        kind,
        terminal?.amount ?? null,
        host?.amount ?? null,
      ]),
    ).toEqual([
      [2, 'amountDiffers', 200, 201],
      [3, 'missingAtHost', 300, null],
      [4, 'missingAtTerminal', null, 400],
    ]);
    expect(compareRows([row(1, 1), row(2, 2, 'refund')], [row(2, 2, 'refund'), row(1, 1)], keyText)).toEqual([]);
    expect(compareRows([row(1, 1)], [row(1, 1, 'refund')], keyText)).toHaveLength(2);
  });

  it('explains exactly what the totals differ by', () => {
    const rows = fc.uniqueArray(
      fc.record({ number: fc.integer({ min: 1, max: 30 }), amount: fc.integer({ min: 1, max: 9 }) }),
      { selector: ({ number }) => number },
    );
    fc.assert(
      fc.property(rows, rows, (mine, theirs) => {
        const own = mine.map(({ number, amount }) => row(number, amount));
        const other = theirs.map(({ number, amount }) => row(number, amount));
        const sum = (list: readonly BatchRow[]): number =>
          list.reduce((total, { money: { amount } }) => total + amount, 0);
        const explained = compareRows(own, other, keyText).reduce(
          (total, { terminal, host }) => total + (terminal?.amount ?? 0) - (host?.amount ?? 0),
          0,
        );
        expect(explained).toBe(sum(own) - sum(other));
      }),
    );
  });
});
