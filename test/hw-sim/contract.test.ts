import { describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.js';
import {
  APPROVED, type Decision, type LedgerRow, type MoneyMessageKind, applyContract, asksForDecision,
} from '../../hw-sim/host/contract.js';
import { DEMO_ISSUER, decideOnline, demoArpc, retrievalReference } from '../../hw-sim/host/issuer.js';
import { keyOf } from './terminal.js';

const MONEY = money(1250, 'EUR');
const OTHER = money(1251, 'EUR');
const KEY = keyOf(17);
const NEW_RRN = '000000000002';

const ROWS: Record<string, LedgerRow | null> = {
  none: null,
  posted: { key: KEY, state: 'posted', money: MONEY, responseCode: '00', rrn: '000000000001' },
  reversed: { key: KEY, state: 'reversed', money: MONEY, responseCode: '00', rrn: '000000000001' },
  tombstone: { key: KEY, state: 'reversed', money: MONEY, responseCode: '', rrn: '' },
};
const NO: Decision = { approved: false, responseCode: '51' };

// [row, message, amount, decision] → [outcome, response code, RRN, amount that stands, state afterwards]
type Line = [string, MoneyMessageKind, 'same' | 'other', 'yes' | 'no', string, string, string, number | null, string];
const TABLE: readonly Line[] = [
  ['none', 'request', 'same', 'yes', 'POSTED', '00', NEW_RRN, 1250, 'posted'],
  ['none', 'request', 'same', 'no', 'REJECTED', '51', '', null, 'none'],
  ['none', 'advice', 'same', 'yes', 'POSTED', '00', NEW_RRN, 1250, 'posted'],
  ['none', 'advice', 'same', 'no', 'REJECTED', '51', '', null, 'none'],
  ['none', 'reversal', 'same', 'yes', 'REVERSED', '00', '', null, 'reversed'],
  ['none', 'reversal', 'same', 'no', 'REJECTED', '51', '', null, 'none'],
  ['posted', 'request', 'same', 'yes', 'ALREADY_POSTED', '00', '000000000001', 1250, 'unchanged'],
  ['posted', 'request', 'same', 'no', 'ALREADY_POSTED', '00', '000000000001', 1250, 'unchanged'],
  ['posted', 'request', 'other', 'yes', 'CONFLICT', '94', '000000000001', 1250, 'unchanged'],
  ['posted', 'request', 'other', 'no', 'CONFLICT', '94', '000000000001', 1250, 'unchanged'],
  ['posted', 'advice', 'same', 'yes', 'ALREADY_POSTED', '00', '000000000001', 1250, 'unchanged'],
  ['posted', 'advice', 'same', 'no', 'ALREADY_POSTED', '00', '000000000001', 1250, 'unchanged'],
  ['posted', 'advice', 'other', 'yes', 'CONFLICT', '94', '000000000001', 1250, 'unchanged'],
  ['posted', 'advice', 'other', 'no', 'CONFLICT', '94', '000000000001', 1250, 'unchanged'],
  ['posted', 'reversal', 'same', 'yes', 'REVERSED', '00', '000000000001', null, 'reversed'],
  ['posted', 'reversal', 'other', 'yes', 'REVERSED', '00', '000000000001', null, 'reversed'],
  ['posted', 'reversal', 'same', 'no', 'REJECTED', '51', '', 1250, 'unchanged'],
  ['reversed', 'request', 'same', 'yes', 'REVERSED', '94', '000000000001', null, 'unchanged'],
  ['reversed', 'request', 'other', 'no', 'REVERSED', '94', '000000000001', null, 'unchanged'],
  ['reversed', 'advice', 'same', 'yes', 'REVERSED', '94', '000000000001', null, 'unchanged'],
  ['reversed', 'advice', 'other', 'no', 'REVERSED', '94', '000000000001', null, 'unchanged'],
  ['reversed', 'reversal', 'same', 'yes', 'ALREADY_REVERSED', '00', '000000000001', null, 'unchanged'],
  ['reversed', 'reversal', 'other', 'no', 'ALREADY_REVERSED', '00', '000000000001', null, 'unchanged'],
  ['tombstone', 'request', 'same', 'yes', 'REVERSED', '94', '', null, 'unchanged'],
  ['tombstone', 'request', 'other', 'no', 'REVERSED', '94', '', null, 'unchanged'],
  ['tombstone', 'advice', 'same', 'yes', 'REVERSED', '94', '', null, 'unchanged'],
  ['tombstone', 'advice', 'other', 'no', 'REVERSED', '94', '', null, 'unchanged'],
  ['tombstone', 'reversal', 'same', 'yes', 'ALREADY_REVERSED', '00', '', null, 'unchanged'],
  ['tombstone', 'reversal', 'other', 'no', 'ALREADY_REVERSED', '00', '', null, 'unchanged'],
];

describe("the host's contract", () => {
  it.each(TABLE)('%s × %s (%s amount, issuer %s) → %s', (rowName, kind, amount, decides, ...expected) => {
    const [outcome, responseCode, rrn, standing, after] = expected;
    const row = ROWS[rowName]!;
    const message = { kind, key: KEY, money: amount === 'same' ? MONEY : OTHER };
    const step = applyContract(row, message, decides === 'yes' ? APPROVED : NO, NEW_RRN);

    expect(step.answer).toEqual({
      outcome, responseCode, rrn, posted: standing === null ? null : money(standing, 'EUR'),
    });
    if (after === 'unchanged') expect(step.row).toBe(row);
    else expect(step.row?.state ?? 'none').toBe(after);
  });

  it('has a line for every cell', () => {
    const cells = new Set(TABLE.map(([row, kind]) => `${row} × ${kind}`));
    expect(cells.size).toBe(Object.keys(ROWS).length * 3);
  });

  it('takes another currency with the same digits for another amount', () => {
    const message = { kind: 'advice' as const, key: KEY, money: money(1250, 'USD') };
    expect(applyContract(ROWS['posted']!, message, APPROVED, NEW_RRN).answer.outcome).toBe('CONFLICT');
  });

  it('keeps what was first posted when it reverses', () => {
    const message = { kind: 'reversal' as const, key: KEY, money: OTHER };
    const { row } = applyContract(ROWS['posted']!, message, APPROVED, NEW_RRN);
    expect(row).toEqual({ ...ROWS['posted'], state: 'reversed' });
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
  it('declines by the last two digits of the amount', () => {
    expect(decideOnline(DEMO_ISSUER, money(1251, 'EUR'), '')).toEqual({ approved: false, responseCode: '51' });
    expect(decideOnline(DEMO_ISSUER, money(51, 'JPY'), '')).toEqual({ approved: false, responseCode: '51' });
    expect(decideOnline(DEMO_ISSUER, money(1205, 'EUR'), '')).toEqual({ approved: false, responseCode: '05' });
    expect(decideOnline(DEMO_ISSUER, money(1250, 'EUR'), '')).toEqual(APPROVED);
  });

  it('declines by card before it looks at the amount', () => {
    const profile = { ...DEMO_ISSUER, declineByCard: new Map([['0119', '41']]) };
    const stolen = decideOnline(profile, money(1251, 'EUR'), '476173******0119');
    expect(stolen).toEqual({ approved: false, responseCode: '41' });
    expect(decideOnline(profile, money(1250, 'EUR'), '476173******0127')).toEqual(APPROVED);
  });

  it('makes reference and cryptogram from the key alone', () => {
    expect(retrievalReference(KEY)).toMatch(/^\d{12}$/);
    expect(retrievalReference(KEY)).toBe(retrievalReference(keyOf(17)));
    expect(retrievalReference(KEY)).not.toBe(retrievalReference(keyOf(18)));
    expect(demoArpc(KEY, '00')).toMatch(/^[0-9a-f]{16}3030$/);
    expect(demoArpc(KEY, '00')).not.toBe(demoArpc(keyOf(18), '00'));
  });
});
