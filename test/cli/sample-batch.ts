import type { BatchDetailView, BatchView } from '../../src/api/batches.js';

/** A day that ends well: two currencies, all posted in time. */
export function matchedBatch(change: Partial<BatchDetailView> = {}): BatchDetailView {
  const totals: BatchDetailView['totals'] = [
    { type: 'refund', currency: 'EUR', count: 1, amount: 500 },
    { type: 'sale', currency: 'BHD', count: 1, amount: 1250 },
    { type: 'sale', currency: 'EUR', count: 12, amount: 123_450 },
  ];
  return {
    merchant_id: 'M0001',
    terminal_id: 'T0000042',
    number: 17,
    business_date: '2027-01-15',
    state: 'closed',
    opened_at: '2027-01-15T05:58:01.250Z',
    closed_at: '2027-01-15T22:30:04.000Z',
    sequence: 41,
    totals,
    host_totals: totals,
    matched: true,
    waiting: 0,
    parked: 0,
    not_posted: [],
    totals_fixed: true,
    difference_count: 0,
    differences: [],
    mismatches: [],
    unposted: [],
    delays: {
      posted: 14,
      waiting: 0,
      p50_ms: 212,
      p95_ms: 1_750,
      max_ms: 61_000,
      late_after_ms: 3_600_000,
      late_count: 0,
      late: [],
    },
    ...change,
  };
}

const KEY = 'T0000042-9f1c2a0b7d3e4f55-b41c72de-';

/** A day on which everything differed that can. */
export function differingBatch(change: Partial<BatchDetailView> = {}): BatchDetailView {
  return matchedBatch({
    totals: [{ type: 'sale', currency: 'EUR', count: 2, amount: 3_000 }],
    host_totals: [
      { type: 'sale', currency: 'EUR', count: 3, amount: 5_750 },
      { type: 'saleVoid', currency: 'JPY', count: 1, amount: 700 },
    ],
    matched: false,
    waiting: 1,
    parked: 0,
    difference_count: 5,
    differences: [
      {
        key: `${KEY}3`,
        stan: 3,
        state: 'approved',
        kind: 'amountDiffers',
        type: 'sale',
        terminal: { amount: 1250, currency: 'EUR' },
        host: { amount: 2000, currency: 'EUR' },
        amount_mismatch_noted: false,
        sent_again_at: null,
        answered_at: null,
      },
      {
        key: `${KEY}4`,
        stan: 4,
        state: 'approved',
        kind: 'missingAtHost',
        type: 'sale',
        terminal: { amount: 1750, currency: 'EUR' },
        host: null,
        amount_mismatch_noted: false,
        sent_again_at: null,
        answered_at: null,
      },
      {
        key: `${KEY}5`,
        stan: 5,
        state: 'approved',
        kind: 'missingAtTerminal',
        type: 'sale',
        terminal: null,
        host: { amount: 3750, currency: 'EUR' },
        amount_mismatch_noted: true,
        sent_again_at: null,
        answered_at: null,
      },
      {
        key: `${KEY}4294967295`,
        stan: null,
        state: null,
        kind: 'missingAtTerminal',
        type: 'saleVoid',
        terminal: null,
        host: { amount: 700, currency: 'JPY' },
        amount_mismatch_noted: false,
        sent_again_at: null,
        answered_at: null,
      },
    ],
    mismatches: [
      {
        key: `${KEY}5`,
        stan: 5,
        state: 'approved',
        amount: 3_500,
        currency: 'EUR',
        host: { amount: 3_750, currency: 'EUR' },
        times: 2,
      },
    ],
    delays: {
      posted: 2,
      waiting: 1,
      p50_ms: 300,
      p95_ms: 7_260_000,
      max_ms: 7_260_000,
      late_after_ms: 3_600_000,
      late_count: 3,
      late: [
        { key: `${KEY}5`, stan: 5, amount: 3_500, currency: 'EUR', waited_ms: 50_400_000, posted: false },
        { key: `${KEY}4`, stan: 4, amount: 1_750, currency: 'EUR', waited_ms: 7_260_000, posted: true },
      ],
    },
    ...change,
  });
}

export function bare({
  number,
  business_date,
  state,
  opened_at,
  closed_at,
  sequence,
  totals,
  host_totals,
  matched,
  waiting,
  parked,
  not_posted,
}: BatchDetailView): BatchView {
  return {
    number,
    business_date,
    state,
    opened_at,
    closed_at,
    sequence,
    totals,
    host_totals,
    matched,
    waiting,
    parked,
    not_posted,
  };
}
