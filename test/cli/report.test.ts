import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchDetailView, MoneyView, TotalView } from '../../src/api/batches.js';
import { REPORT_COLUMNS, settlementReport } from '../../src/cli/text/report.js';
import { BATCH_STATES, TOTAL_TYPES } from '../../src/domain/settlement.js';
import { differingBatch, matchedBatch } from './sample-batch.js';

describe('settlementReport', () => {
  it('says beside totals that match what was approved and is posted nowhere', () => {
    const key = 'T0000042-9f1c2a0b7d3e4f55-9';
    const report = settlementReport(
      matchedBatch({
        not_posted: [{ currency: 'EUR', count: 2, amount: 4_100 }],
        unposted: [{ key, stan: 9, state: 'parked', amount: 4_000, currency: 'EUR' }],
      }),
    );
    for (const part of ['*** MATCHED, 2 NOT POSTED ***', 'Approved and not posted', '41.00 EUR', key, '1 more'])
      expect(report).toContain(part);
  });

  it('of a batch that matched', () => {
    expect(settlementReport(matchedBatch())).toBe(`\
               SETTLEMENT REPORT
Terminal                                T0000042
Merchant                                   M0001
Batch                                         17
Business date                         2027-01-15
Opened                   2027-01-15 05:58:01 UTC
Closed                   2027-01-15 22:30:04 UTC
Totals sent as                        posting 41
------------------------------------------------
Refunds EUR
  terminal              1               5.00 EUR
  host                  1               5.00 EUR
Sales BHD
  terminal              1              1.250 BHD
  host                  1              1.250 BHD
Sales EUR
  terminal             12            1234.50 EUR
  host                 12            1234.50 EUR
------------------------------------------------
                *** MATCHED ***
Waiting for the host                           0
Parked                                         0
------------------------------------------------
Posting delay
  posted                                      14
  not posted yet                               0
  p50                                    0.212 s
  p95                                    1.750 s
  max                                  1 min 1 s
Later than 1 h 0 min                           0
`);
  });

  it('of a batch in which everything differed that can', () => {
    expect(settlementReport(differingBatch())).toBe(`\
               SETTLEMENT REPORT
Terminal                                T0000042
Merchant                                   M0001
Batch                                         17
Business date                         2027-01-15
Opened                   2027-01-15 05:58:01 UTC
Closed                   2027-01-15 22:30:04 UTC
Totals sent as                        posting 41
------------------------------------------------
Sales EUR
  terminal              2              30.00 EUR
  host                  3              57.50 EUR
Voids of earlier sales JPY
  terminal              0                  0 JPY
  host                  1                700 JPY
------------------------------------------------
                *** DIFFERS ***
Differences                                    5
1. Sales, STAN 3
   T0000042-9f1c2a0b7d3e4f55-b41c72de-3
   here 12.50 EUR, at the host 20.00 EUR: 7.50
   EUR more there
2. Sales, STAN 4
   T0000042-9f1c2a0b7d3e4f55-b41c72de-4
   counted here with 17.50 EUR, unknown to the
   host in this batch
3. Sales, STAN 5
   T0000042-9f1c2a0b7d3e4f55-b41c72de-5
   the host posted 37.50 EUR, another amount
   than was approved here, so it is not counted
   here
4. Voids of earlier sales
   T0000042-9f1c2a0b7d3e4f55-b41c72de-4294967295
   the host counts it with 700 JPY, this
   terminal does not
1 more are in the journal.
Other amount was named                         1
- STAN 5
   T0000042-9f1c2a0b7d3e4f55-b41c72de-5
   35.00 EUR here, the host named 37.50 EUR (2
   times); it is approved
Waiting for the host                           1
Parked                                         0
Shown otherwise than booked                    2
- STAN 6                               12.00 EUR
   T0000042-9f1c2a0b7d3e4f55-b41c72de-6
   shown as approved, but reversed: it cannot be
   booked, reader SIM-0001
- STAN 7                                9.00 EUR
   T0000042-9f1c2a0b7d3e4f55-b41c72de-7
   stands as posted, but nothing was shown
------------------------------------------------
Posting delay
  posted                                       2
  not posted yet                               1
  p50                                    0.300 s
  p95                                  2 h 1 min
  max                                  2 h 1 min
Later than 1 h 0 min                           3
- STAN 5                               35.00 EUR
   T0000042-9f1c2a0b7d3e4f55-b41c72de-5
   14 h 0 min, not posted yet
- STAN 4                               17.50 EUR
   T0000042-9f1c2a0b7d3e4f55-b41c72de-4
   2 h 1 min
1 more waited less long.
`);
  });

  it('of a batch that is open says what is not known yet', () => {
    const open = matchedBatch({
      state: 'open',
      closed_at: null,
      sequence: null,
      totals: [{ type: 'sale', currency: 'EUR', count: 1, amount: 100 }],
      host_totals: null,
      matched: null,
      totals_fixed: false,
      delays: { ...matchedBatch().delays, posted: 0, waiting: 1, p50_ms: null, p95_ms: null, max_ms: null },
    });
    const lines = settlementReport(open).split('\n');
    for (const line of [
      'Closed                                   not yet',
      'Totals sent as                           not yet',
      '  host                              not told yet',
      '                  *** OPEN ***',
      'The totals are not fixed: more may come.',
      '  p95                                          -',
    ])
      expect(lines).toContain(line);
  });

  it('breaks a key that is longer than the paper is wide, and keeps all of it', () => {
    const key = 'T123456789012345-9f1c2a0b7d3e4f55-b41c72de-4294967295';
    const [difference] = differingBatch().differences;
    const report = settlementReport(differingBatch({ differences: [{ ...difference!, key }] }));
    expect(key.length).toBeGreaterThan(REPORT_COLUMNS);
    expect(report.replaceAll('\n   ', '')).toContain(key);
  });

  it('says of a difference that it was sent again, and since when the host has it', () => {
    const [difference] = differingBatch().differences;
    const told = (change: Partial<typeof difference>): string =>
      settlementReport(differingBatch({ differences: [{ ...difference!, ...change }] })).replaceAll(/\n +/g, ' ');
    const sent = { state: 'posted', sent_again_at: '2027-01-16T09:00:00.000Z' } as const;
    expect(told(sent)).toContain('; sent again 2027-01-16T09:00:00.000Z, not posted yet');
    expect(told({ ...sent, answered_at: '2027-01-16T09:00:01.000Z' })).toContain(', posted 2027-01-16T09:00:01.000Z');
    expect(told({})).not.toContain('sent again');
  });

  it('shows the largest sums that stay exact', () => {
    const total: TotalView = { type: 'sale', currency: 'JPY', count: 1_000_000, amount: Number.MAX_SAFE_INTEGER };
    const report = settlementReport(matchedBatch({ totals: [total], host_totals: [{ ...total, currency: 'BHD' }] }));
    expect(report).toContain('  terminal        1000000   9007199254740991 JPY\n');
    expect(report).toContain('  host            1000000  9007199254740.991 BHD\n');
  });

  const currency = fc.constantFrom('EUR', 'JPY', 'BHD');
  const amount = fc.nat({ max: Number.MAX_SAFE_INTEGER });
  const money: fc.Arbitrary<MoneyView> = fc.record({ amount, currency });
  const total: fc.Arbitrary<TotalView> = fc.record({
    type: fc.constantFrom(...TOTAL_TYPES, 'other' as never),
    currency,
    count: amount,
    amount,
  });
  const words = fc.oneof(fc.string({ maxLength: 120 }), fc.string({ unit: 'grapheme', maxLength: 120 }));
  const perhaps = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value, { nil: null });
  const batch: fc.Arbitrary<BatchDetailView> = fc.record({
    merchant_id: words,
    terminal_id: words,
    number: amount,
    business_date: words,
    state: fc.constantFrom(...BATCH_STATES),
    opened_at: words,
    closed_at: perhaps(words),
    sequence: perhaps(amount),
    totals: fc.array(total, { maxLength: 4 }),
    host_totals: perhaps(fc.array(total, { maxLength: 4 })),
    matched: perhaps(fc.boolean()),
    waiting: amount,
    parked: amount,
    not_posted: fc.array(fc.record({ currency, count: amount, amount }), { maxLength: 2 }),
    unposted: fc.array(fc.record({ key: words, stan: amount, state: words as fc.Arbitrary<never>, amount, currency }), {
      maxLength: 3,
    }),
    shown_difference_count: amount,
    shown_differences: fc.array(
      fc.record({
        key: words,
        stan: amount,
        type: fc.constantFrom('sale' as const, 'refund' as const),
        state: words as fc.Arbitrary<never>,
        amount,
        currency,
        kind: fc.constantFrom('shownNotBooked', 'bookedNotShown', 'bookedAsShown', 'other' as never),
        shown: fc.constantFrom('approved' as const, 'declined' as const, 'nothing' as const),
        shown_at: perhaps(words),
        reader: perhaps(words),
      }),
      { maxLength: 3 },
    ),
    totals_fixed: fc.boolean(),
    difference_count: amount,
    differences: fc.array(
      fc.record({
        key: words,
        stan: perhaps(amount),
        kind: fc.constantFrom('amountDiffers', 'missingAtHost', 'missingAtTerminal', 'other' as never),
        type: words as fc.Arbitrary<never>,
        terminal: perhaps(money),
        host: perhaps(money),
        amount_mismatch_noted: fc.boolean(),
        sent_again_at: perhaps(words),
        answered_at: perhaps(words),
        state: fc.constantFrom(null, 'approved', 'posted', 'reversing', 'voided', 'resolved'),
      }),
      { maxLength: 3 },
    ),
    mismatches: fc.array(
      fc.record({
        key: words,
        stan: amount,
        state: words as fc.Arbitrary<never>,
        amount,
        currency,
        host: perhaps(money),
        times: amount,
      }),
      { maxLength: 3 },
    ),
    delays: fc.record({
      posted: amount,
      waiting: amount,
      p50_ms: perhaps(amount),
      p95_ms: perhaps(amount),
      max_ms: perhaps(amount),
      late_after_ms: amount,
      late_count: amount,
      late: fc.array(
        fc.record({ key: words, stan: amount, amount, currency, waited_ms: amount, posted: fc.boolean() }),
        { maxLength: 3 },
      ),
    }),
  });

  it('never has a line over 48 columns, nor a character that a receipt printer does not know', () => {
    fc.assert(
      fc.property(batch, (view) => {
        const report = settlementReport(view);
        expect(report).toMatch(/^[\x20-\x7e\n]*$/);
        for (const line of report.split('\n')) expect(line.length).toBeLessThanOrEqual(REPORT_COLUMNS);
      }),
      { numRuns: 300 },
    );
  });
});
