import { describe, expect, it } from 'vitest';
import {
  applyContract,
  APPROVED,
  asksForDecision,
  type Decision,
  type LedgerRow,
  type MoneyMessageKind,
} from '../../hw-sim/host/books/contract.js';
import { decideByIssuer, DEMO_ISSUER, demoArpc, retrievalReference } from '../../hw-sim/host/issuer.js';
import { money } from '../../src/domain/money.js';
import { keyOf } from './terminal.js';

const MONEY = money(1250, 'EUR');
const OTHER = money(1251, 'EUR');
const KEY = keyOf(17);
const NEW_RRN = '000000000002';

// Posted in batch 3, reversed in batch 4; every message bears batch 5.
const SALE = { key: KEY, merchantId: 'M0001', type: 'sale', money: MONEY } as const;
const FIRST = { ...SALE, responseCode: '00', rrn: '000000000001', batch: 3 } as const;
const ROWS: Record<string, LedgerRow | null> = {
  none: null,
  posted: { ...FIRST, state: 'posted', reversedBatch: 0 },
  reversed: { ...FIRST, state: 'reversed', reversedBatch: 4 },
  tombstone: { ...SALE, state: 'reversed', responseCode: '', rrn: '', batch: 0, reversedBatch: 4 },
};
const NO: Decision = { approved: false, responseCode: '51' };

// [row, message, amount, decision] → [outcome, response code, RRN, amount that stands, state afterwards, batches]
type Line = [
  string,
  MoneyMessageKind,
  'same' | 'other',
  'yes' | 'no',
  string,
  string,
  string,
  number | null,
  string,
  string,
];
const TABLE: readonly Line[] = [
  ['none', 'request', 'same', 'yes', 'POSTED', '00', NEW_RRN, 1250, 'posted', '5 0'],
  ['none', 'request', 'same', 'no', 'REJECTED', '51', '', null, 'none', '0 0'],
  ['none', 'advice', 'same', 'yes', 'POSTED', '00', NEW_RRN, 1250, 'posted', '5 0'],
  ['none', 'advice', 'same', 'no', 'REJECTED', '51', '', null, 'none', '0 0'],
  ['none', 'reversal', 'same', 'yes', 'REVERSED', '00', '', null, 'reversed', '0 5'],
  ['none', 'reversal', 'same', 'no', 'REJECTED', '51', '', null, 'none', '0 0'],
  ['posted', 'request', 'same', 'yes', 'ALREADY_POSTED', '00', '000000000001', 1250, 'unchanged', '3 0'],
  ['posted', 'request', 'same', 'no', 'ALREADY_POSTED', '00', '000000000001', 1250, 'unchanged', '3 0'],
  ['posted', 'request', 'other', 'yes', 'CONFLICT', '94', '000000000001', 1250, 'unchanged', '3 0'],
  ['posted', 'request', 'other', 'no', 'CONFLICT', '94', '000000000001', 1250, 'unchanged', '3 0'],
  ['posted', 'advice', 'same', 'yes', 'ALREADY_POSTED', '00', '000000000001', 1250, 'unchanged', '3 0'],
  ['posted', 'advice', 'same', 'no', 'ALREADY_POSTED', '00', '000000000001', 1250, 'unchanged', '3 0'],
  ['posted', 'advice', 'other', 'yes', 'CONFLICT', '94', '000000000001', 1250, 'unchanged', '3 0'],
  ['posted', 'advice', 'other', 'no', 'CONFLICT', '94', '000000000001', 1250, 'unchanged', '3 0'],
  ['posted', 'reversal', 'same', 'yes', 'REVERSED', '00', '000000000001', null, 'reversed', '3 5'],
  ['posted', 'reversal', 'other', 'yes', 'REVERSED', '00', '000000000001', null, 'reversed', '3 5'],
  ['posted', 'reversal', 'same', 'no', 'REJECTED', '51', '', 1250, 'unchanged', '3 0'],
  ['reversed', 'request', 'same', 'yes', 'REVERSED', '94', '000000000001', null, 'unchanged', '3 4'],
  ['reversed', 'request', 'other', 'no', 'REVERSED', '94', '000000000001', null, 'unchanged', '3 4'],
  ['reversed', 'advice', 'same', 'yes', 'REVERSED', '94', '000000000001', null, 'unchanged', '3 4'],
  ['reversed', 'advice', 'other', 'no', 'REVERSED', '94', '000000000001', null, 'unchanged', '3 4'],
  ['reversed', 'reversal', 'same', 'yes', 'ALREADY_REVERSED', '00', '000000000001', null, 'unchanged', '3 4'],
  ['reversed', 'reversal', 'other', 'no', 'ALREADY_REVERSED', '00', '000000000001', null, 'unchanged', '3 4'],
  ['tombstone', 'request', 'same', 'yes', 'REVERSED', '94', '', null, 'unchanged', '0 4'],
  ['tombstone', 'request', 'other', 'no', 'REVERSED', '94', '', null, 'unchanged', '0 4'],
  ['tombstone', 'advice', 'same', 'yes', 'REVERSED', '94', '', null, 'unchanged', '0 4'],
  ['tombstone', 'advice', 'other', 'no', 'REVERSED', '94', '', null, 'unchanged', '0 4'],
  ['tombstone', 'reversal', 'same', 'yes', 'ALREADY_REVERSED', '00', '', null, 'unchanged', '0 4'],
  ['tombstone', 'reversal', 'other', 'no', 'ALREADY_REVERSED', '00', '', null, 'unchanged', '0 4'],
];

describe("the host's contract", () => {
  it.each(TABLE)('%s × %s (%s amount, issuer %s) → %s', (rowName, kind, amount, decides, ...expected) => {
    const [outcome, responseCode, rrn, standing, after, batches] = expected;
    const [batch, reversedBatch] = batches.split(' ').map(Number);
    const row = ROWS[rowName]!;
    const message = { kind, ...SALE, money: amount === 'same' ? MONEY : OTHER, batch: 5 };
    const step = applyContract(row, message, decides === 'yes' ? APPROVED : NO, NEW_RRN);

    expect(step.answer).toEqual({
      outcome,
      responseCode,
      rrn,
      posted: standing === null ? null : money(standing, 'EUR'),
      batch,
      reversedBatch,
    });
    if (after === 'unchanged') expect(step.row).toBe(row);
    else {
      expect(step.row?.state ?? 'none').toBe(after);
      expect([step.row?.batch ?? 0, step.row?.reversedBatch ?? 0]).toEqual([batch, reversedBatch]);
    }
  });

  it('has a line for every cell', () => {
    const cells = new Set(TABLE.map(([row, kind]) => `${row} × ${kind}`));
    expect(cells.size).toBe(Object.keys(ROWS).length * 3);
  });

  it.each(['request', 'advice', 'reversal'] as const)('moves nothing of one merchant by a %s of another', (kind) => {
    for (const row of Object.values(ROWS)) {
      if (row === null) continue;
      const message = { kind, ...SALE, merchantId: 'M0002', batch: 5 };
      const { row: after, answer } = applyContract(row, message, APPROVED, NEW_RRN);
      expect(after).toBe(row);
      const outcome = kind === 'reversal' ? 'REJECTED' : 'CONFLICT';
      expect(answer).toEqual({ outcome, responseCode: '03', rrn: '', posted: null, batch: 0, reversedBatch: 0 });
    }
  });

  it('takes another currency with the same digits for another amount', () => {
    const message = { kind: 'advice' as const, ...SALE, money: money(1250, 'USD'), batch: 5 };
    expect(applyContract(ROWS['posted']!, message, APPROVED, NEW_RRN).answer.outcome).toBe('CONFLICT');
  });

  it('keeps what was first posted when it reverses', () => {
    const message = { kind: 'reversal' as const, ...SALE, money: OTHER, batch: 5 };
    const { row } = applyContract(ROWS['posted']!, message, APPROVED, NEW_RRN);
    expect(row).toEqual({ ...ROWS['posted'], state: 'reversed', reversedBatch: 5 });
  });

  it('takes a refund under the key of a sale for a conflict', () => {
    const message = { kind: 'advice' as const, ...SALE, type: 'refund' as const, batch: 5 };
    expect(applyContract(ROWS['posted']!, message, APPROVED, NEW_RRN).answer.outcome).toBe('CONFLICT');
    expect(applyContract(null, message, APPROVED, NEW_RRN).row).toMatchObject({ type: 'refund', batch: 5 });
  });

  it('reverses nothing in an earlier batch than it was posted in', () => {
    const message = { kind: 'reversal' as const, ...SALE, batch: 2 };
    expect(applyContract(ROWS['posted']!, message, APPROVED, NEW_RRN).answer).toMatchObject({
      batch: 3,
      reversedBatch: 3,
    });
  });

  it('asks for a decision only where something would change', () => {
    const kinds: readonly MoneyMessageKind[] = ['request', 'advice', 'reversal'];
    const asked = Object.entries(ROWS).flatMap(([name, row]) =>
      kinds.filter((kind) => asksForDecision(row, kind)).map((kind) => `${name} ${kind}`),
    );
    expect(asked).toEqual(['none request', 'none advice', 'none reversal', 'posted reversal']);
  });
});

describe('the demonstration issuer', () => {
  const asked = (
    amount: number,
    currency: string,
    maskedPan = '',
    type: 'sale' | 'refund' = 'sale',
    profile = DEMO_ISSUER,
  ) => decideByIssuer(profile, { type, money: money(amount, currency), maskedPan });

  it('declines by the last two digits of the amount, but no refund', () => {
    expect(asked(1251, 'EUR')).toEqual({ approved: false, responseCode: '51' });
    expect(asked(51, 'JPY')).toEqual({ approved: false, responseCode: '51' });
    expect(asked(1205, 'EUR')).toEqual({ approved: false, responseCode: '05' });
    expect(asked(1250, 'EUR')).toEqual(APPROVED);
    expect(asked(1251, 'EUR', '', 'refund')).toEqual(APPROVED);
  });

  it('declines by card before it looks at the amount, refunds too', () => {
    const profile = { ...DEMO_ISSUER, declineByCard: new Map([['0119', '41']]) };
    expect(asked(1251, 'EUR', '476173******0119', 'sale', profile)).toEqual({ approved: false, responseCode: '41' });
    expect(asked(1250, 'EUR', '476173******0119', 'refund', profile)).toEqual({ approved: false, responseCode: '41' });
    expect(asked(1250, 'EUR', '476173******0127', 'sale', profile)).toEqual(APPROVED);
  });

  it('makes reference and cryptogram from the key alone', () => {
    expect(retrievalReference(KEY)).toMatch(/^\d{12}$/);
    expect(retrievalReference(KEY)).toBe(retrievalReference(keyOf(17)));
    expect(retrievalReference(KEY)).not.toBe(retrievalReference(keyOf(18)));
    expect(demoArpc(KEY, '00')).toMatch(/^[0-9a-f]{16}3030$/);
    expect(demoArpc(KEY, '00')).not.toBe(demoArpc(keyOf(18), '00'));
  });
});
