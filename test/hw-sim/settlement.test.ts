import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.js';
import type { BatchRow } from '../../src/domain/settlement.js';
import type { SettlementAnswerMessage, TotalsMessage } from '../../src/protocol/envelope.js';
import { type HostBench, hostBench, NOW_MS } from './host-bench.js';
import { advice, batch, detail, details, EPOCH, keyOf, request, reversal, total, totalsOf } from './terminal.js';

let bench: HostBench;
beforeEach(() => (bench = hostBench()));
afterEach(() => bench.end());

const words = (): SettlementAnswerMessage[] =>
  bench.sent.flatMap(({ content }) => (content.kind === 'settlementAnswer' ? [content] : []));
const word = (): SettlementAnswerMessage => words().at(-1)!;
const batches = (): string[] =>
  bench.answers().map(({ outcome, batch, reversedBatch }) => `${outcome} ${batch}/${reversedBatch}`);
const settlements = (): unknown[] => (bench.host.orders({ do: 'state' }) as { settlements: unknown[] }).settlements;
const refund = (number: number, amount: number) => ({ ...request(number, amount), type: 'refund' as const });

describe('totals', () => {
  it('are counted by type and currency, and match', () => {
    bench.give(request(1, 1000));
    bench.give(batch(advice(2, 500, 1), { ...advice(3, 700, 2), money: money(700, 'JPY') }));
    bench.give(refund(4, 300));
    bench.give(totalsOf(1, 3, total('sale', 2, 1500), total('refund', 1, 300), total('sale', 1, 700, 'JPY')));
    expect(bench.sent.at(-1)).toMatchObject({ leaf: 'down/settlement', qos: 1 });
    expect(word()).toMatchObject({
      batch: 1,
      epoch: EPOCH,
      page: 0,
      matched: true,
      differences: [],
      hostTimeMs: NOW_MS,
    });
    expect(word().totals).toHaveLength(3);
    expect(bench.host.orders({ do: 'state' })).toMatchObject({
      gaps: [],
      settlements: [{ batch: 1, state: 'matched', sequence: 3, businessDate: '2027-01-15', repeats: 0 }],
    });
  });

  // What a key counts as in batch 1 and in batch 2, by where it was posted and where reversed.
  it('leave no trace of what the same batch reversed, and name what it reversed of earlier ones', () => {
    bench.give(request(1, 100));
    bench.give(request(2, 200));
    bench.give(request(3, 400));
    bench.give(refund(4, 800));
    bench.give(batch(reversal(1, 100, 1), reversal(9, 50, 2))); // 9: a tombstone
    bench.give(totalsOf(1, 3, total('sale', 2, 600), total('refund', 1, 800)));
    expect(word().matched).toBe(true);
    bench.give(
      batch(
        ...[reversal(2, 200, 4), { ...reversal(4, 800, 5), type: 'refund' as const }].map((posting) => ({
          ...posting,
          batch: 2,
        })),
      ),
    );
    bench.give({ ...request(5, 1600), batch: 2 });
    bench.give(totalsOf(2, 6, total('saleVoid', 1, 200), total('refundVoid', 1, 800), total('sale', 1, 1600)));
    expect(word()).toMatchObject({ batch: 2, matched: true });
  });

  it('match where nothing was taken, and a row of nothing is no row', () => {
    bench.give(totalsOf(1, 1));
    bench.give(totalsOf(2, 2, total('sale', 0, 0)));
    expect(words().map(({ matched }) => matched)).toEqual([true, true]);
  });

  it('differ by count, by amount, by currency and by type', () => {
    bench.give(request(1, 1000));
    const wrong = [
      total('sale', 2, 1000),
      total('sale', 1, 999),
      total('sale', 1, 1000, 'USD'),
      total('refund', 1, 1000),
    ];
    for (const row of wrong) {
      bench.give(totalsOf(1, 1, row));
      expect(word()).toMatchObject({ matched: false, totals: [total('sale', 1, 1000)] });
    }
    bench.give(totalsOf(1, 1, total('sale', 1, 1000))); // positive control
    expect(word().matched).toBe(true);
  });

  it('leave the batch what it holds: what is late stands in the one that it names, closed or not', () => {
    bench.give(request(1, 1000));
    bench.give(totalsOf(1, 1, total('sale', 1, 1000)));
    bench.give(batch(advice(2, 500, 2), reversal(1, 1000, 3)));
    expect(batches()).toEqual(['POSTED 1/0', 'POSTED 1/0', 'REVERSED 1/1']);
    bench.give({ ...totalsOf(1, 1, total('sale', 1, 1000)), repeat: true });
    expect(word().matched).toBe(true);
    bench.give(totalsOf(2, 4));
    expect(word().matched).toBe(true);
    bench.give(totalsOf(1, 1, total('sale', 1, 500)));
    expect(word().matched).toBe(true);
  });

  it('are answered again as at first, by a host that was killed meanwhile too', () => {
    bench.give(request(1, 1000));
    const asked: TotalsMessage = totalsOf(1, 1, total('sale', 1, 900));
    bench.give(asked);
    bench.restart();
    bench.give(batch(advice(2, 500, 2)));
    bench.give({ ...asked, repeat: true });
    expect(words()[1]).toEqual(words()[0]);
    expect(settlements()).toMatchObject([{ state: 'detailing', repeats: 1, hostTotals: [total('sale', 1, 1000)] }]);
  });

  it('die before the commit without a trace, and after it are known', () => {
    const asked = totalsOf(1, 1);
    bench.host.orders({ do: 'die', at: 'before-commit' });
    bench.give(asked);
    expect([words(), settlements()]).toEqual([[], []]);
    bench.host.orders({ do: 'die', at: 'after-commit' });
    bench.give(asked);
    expect([words().length, settlements().length]).toEqual([0, 1]);
    bench.restart();
    bench.give(asked);
    expect(word().matched).toBe(true);
    expect(settlements()).toMatchObject([{ repeats: 1 }]);
  });

  it('are answered wrongly on order, the same on a repeat; nothing differs in the details', () => {
    bench.give(request(1, 1000));
    bench.host.orders({ do: 'wrong-totals', count: 1 });
    const asked = totalsOf(1, 1, total('sale', 1, 1000));
    for (let times = 0; times < 2; times += 1) bench.give(asked);
    expect(words()).toMatchObject([
      { matched: false, totals: [total('sale', 1, 1001)] },
      { matched: false, totals: [total('sale', 1, 1001)] },
    ]);
    bench.give(details(1, 1, true, detail(1, 1000)));
    expect(word()).toMatchObject({ page: 1, differences: [] });
    bench.host.orders({ do: 'wrong-totals', claimsMatch: true });
    bench.give(totalsOf(2, 2));
    expect(word()).toMatchObject({ matched: true, totals: [total('sale', 1, 1)] });
    bench.give(totalsOf(3, 3)); // healthy again
    expect(word()).toMatchObject({ matched: true, totals: [] });
  });

  it('can be lost on the way like any answer', () => {
    bench.host.orders({ do: 'lose-receipts', of: 'settlement' });
    bench.give(request(1));
    bench.give(totalsOf(1, 1, total('sale', 1, 1250)));
    expect([bench.outcomes(), words()]).toEqual([['POSTED'], []]);
    bench.give(totalsOf(1, 1, total('sale', 1, 1250)));
    expect(word().matched).toBe(true);
  });
});

describe('details', () => {
  /** Batch 1 of the host: 1 sale, 2 sale of another amount, 3 unknown to the terminal; 4 is unknown to the host. */
  function differing(): BatchRow[] {
    bench.give(request(1, 1000));
    bench.give(request(2, 2100));
    bench.give(request(3, 4000));
    bench.give(totalsOf(1, 1, total('sale', 3, 11_000)));
    expect(word().matched).toBe(false);
    return [detail(1, 1000), detail(2, 2000), detail(4, 8000)];
  }

  const found = [
    { key: keyOf(2), kind: 'amountDiffers', type: 'sale', terminal: money(2000, 'EUR'), host: money(2100, 'EUR') },
    { key: keyOf(4), kind: 'missingAtHost', type: 'sale', terminal: money(8000, 'EUR'), host: null },
    { key: keyOf(3), kind: 'missingAtTerminal', type: 'sale', terminal: null, host: money(4000, 'EUR') },
  ];

  it('page by page, the last answered with each kind of difference; a repeat with the same', () => {
    const [one, two, four] = differing();
    bench.give(details(1, 1, false, one!, two!));
    expect(word()).toMatchObject({ page: 1, matched: false, differences: [] });
    for (let times = 0; times < 2; times += 1) {
      bench.give(details(1, 2, true, four!));
      expect(word()).toMatchObject({ page: 2, totals: [total('sale', 3, 7100)], differences: found });
    }
    expect(settlements()).toMatchObject([
      {
        state: 'explained',
        differences: found.map(({ key, kind, ...rest }) => ({
          kind,
          key: `${key.terminalId}-${EPOCH}-b41c72de-${key.number}`,
          type: 'sale',
          terminal: rest.terminal?.amount ?? null,
          host: rest.host?.amount ?? null,
        })),
      },
    ]);
  });

  it('begin again from the first page, also with other pages, also at a host that was killed', () => {
    const rows = differing();
    rows.forEach((row, at) => bench.give(details(1, at + 1, false, row)));
    bench.restart();
    bench.give(details(1, 1, false, rows[0]!));
    bench.give(details(1, 2, true, rows[1]!, rows[2]!));
    expect(word().differences).toEqual(found);
  });

  it('are not answered while an earlier page is missing', () => {
    const rows = differing();
    bench.give(details(1, 2, true, rows[2]!));
    expect([word().page, bench.host.tally.get('detailsIncomplete')]).toEqual([0, 1]);
    bench.give(details(1, 1, false, rows[0]!, rows[1]!));
    bench.give(details(1, 2, true, rows[2]!));
    expect(word().differences).toEqual(found);
  });

  it('name a void of an earlier batch as one, and find what a story had forgotten', () => {
    bench.give(request(1, 1000));
    bench.give(totalsOf(1, 1, total('sale', 1, 1000)));
    bench.host.orders({ do: 'drop-posting' });
    bench.give({ ...request(2, 500), batch: 2 });
    bench.give(batch({ ...reversal(1, 1000, 2), batch: 2 }));
    bench.give(totalsOf(2, 3, total('sale', 1, 500)));
    bench.give(details(2, 1, true, detail(2, 500)));
    expect(word().differences).toMatchObject([
      { key: keyOf(2), kind: 'missingAtHost', type: 'sale' },
      { key: keyOf(1), kind: 'missingAtTerminal', type: 'saleVoid' },
    ]);
  });

  it('of totals that the host lost with its book are taken all the same', async () => {
    const file = join(bench.folder, 'yesterday.db');
    await bench.host.orders({ do: 'backup', file });
    const rows = differing();
    bench.host.orders({ do: 'restore', file });
    bench.give(details(1, 1, true, ...rows));
    expect(word().differences.map(({ kind }) => kind)).toEqual(['missingAtHost', 'missingAtHost', 'missingAtHost']);
    bench.give(totalsOf(1, 1, total('sale', 3, 11_000)));
    expect(word()).toMatchObject({ page: 0, matched: false, totals: [] });
  });

  it('of more differences than an answer holds name the first of them', () => {
    bench.give(totalsOf(1, 1, total('sale', 600, 600)));
    for (let page = 1; page <= 3; page += 1) {
      const rows = Array.from({ length: 200 }, (_, at) => detail(page * 200 + at, 1));
      bench.give(details(1, page, page === 3, ...rows));
    }
    expect(word().differences).toHaveLength(500);
    expect(bench.said.at(-1)).toContain('at least 500 differences');
  });
});
