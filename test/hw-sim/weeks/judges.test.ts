import { describe, expect, it } from 'vitest';
import { Calendar } from '../../../hw-sim/weeks/calendar.js';
import { judgeDays } from '../../../hw-sim/weeks/days-judge.js';
import type { Asked, Evidence, Row } from '../../../hw-sim/weeks/evidence.js';
import { judgeKeys } from '../../../hw-sim/weeks/keys-judge.js';
import { judgeMoney } from '../../../hw-sim/weeks/money-judge.js';

const at = (text: string): number => Date.parse(`2027-03-${text}:00Z`);
const EPOCH = 'aaaaaaaaaaaaaaaa';

function sale(number: number, time: string, batch: number): Asked {
  const key = `${EPOCH}-11111111-${number}`;
  const atMs = at(time);
  const told = { toldAtMs: atMs + 1_000, key, approved: true, fate: 'stands', isUnsure: false, batch } as const;
  return { till: 'A', type: 'sale', amount: 100 * number, currency: 'EUR', atMs, ...told, life: 0, isGuessed: false };
}

/** Monday's two sales and Tuesday's one, closed at 23:30 each: as it must be. */
function shop(): Evidence {
  const asked = [sale(1, '01T10:00', 1), sale(2, '01T15:00', 1), sale(3, '02T11:00', 2)];
  const of = (
    sales: readonly Asked[],
  ): readonly { type: string; currency: string; count: number; amount: number }[] => [
    { type: 'sale', currency: 'EUR', count: sales.length, amount: sales.reduce((sum, { amount }) => sum + amount, 0) },
  ];
  return {
    terms: { timeZone: 'UTC', dayStartsAt: '04:00', schedule: ['23:30'] },
    asked,
    repeats: [{ key: asked[0]!.key, atMs: at('01T11:00'), answer: asked[0]!.key, isCalm: true }],
    keyWindowMs: 72 * 3_600_000,
    displays: asked.map(({ key, amount, currency, toldAtMs }) => {
      return { key, start: key, shown: 'approved', type: 'sale', amount, currency, atMs: toldAtMs };
    }),
    ledger: asked.map(({ key, amount, currency, batch }): Row => {
      return {
        key,
        epoch: EPOCH,
        state: 'posted',
        type: 'sale',
        amount,
        currency,
        batch: batch ?? 0,
        reversedBatch: 0,
      };
    }),
    closings: [
      { epoch: EPOCH, batch: 1, businessDate: '2027-03-01', totals: of(asked.slice(0, 2)), atMs: at('01T23:30') },
      { epoch: EPOCH, batch: 2, businessDate: '2027-03-02', totals: of(asked.slice(2)), atMs: at('02T23:30') },
    ],
    byHand: [],
    calm: [{ fromMs: at('01T08:00'), untilMs: at('03T12:00') }],
    forkedFrom: null,
    endMs: at('03T12:00'),
    isSealed: true,
  };
}

const judged = (evidence: Evidence): readonly string[] => [
  ...judgeMoney(evidence),
  ...judgeDays(evidence),
  ...judgeKeys(evidence),
];

const put = <T>(list: readonly T[], index: number, change: Partial<T>): readonly T[] =>
  list.map((item, at) => (at === index ? { ...item, ...change } : item));

describe('judges of weeks', () => {
  it('find nothing where all is as the rules say', () => {
    expect(judged(shop())).toEqual([]);
  });

  it.each<[string, (given: Evidence) => Partial<Evidence>, RegExp]>([
    ['shown and not in the ledger', ({ ledger }) => ({ ledger: ledger.slice(1) }), /in the ledger: nothing/],
    [
      'twice in the ledger',
      ({ ledger }) => ({ ledger: [...ledger, ledger[0]!] }),
      /in the ledger: .*, sale of 100 EUR/,
    ],
    ['taken back and there', ({ asked }) => ({ asked: put(asked, 0, { fate: 'voided' }) }), /not taken back: nothing/],
    ['in the ledger and never shown', ({ displays }) => ({ displays: displays.slice(1) }), /never shown/],
    ['told to two tills', ({ asked }) => ({ asked: [...asked, { ...asked[0]!, till: 'B' }] }), /for two wishes/],
    ['another amount shown', ({ displays }) => ({ displays: put(displays, 0, { amount: 7 }) }), /shown a sale of 7/],
    ['totals of less', ({ closings }) => ({ closings: put(closings, 0, { totals: [] }) }), /totals nothing/],
    ['in no batch', ({ ledger }) => ({ ledger: put(ledger, 0, { batch: 0 }) }), /in no batch/],
    ['moved to another batch', ({ ledger }) => ({ ledger: put(ledger, 1, { batch: 2 }) }), /in the host's batch 2/],
    [
      'two days in one batch',
      ({ ledger, asked }) => ({ ledger: put(ledger, 2, { batch: 1 }), asked: put(asked, 2, { batch: 1 }) }),
      /batch 1 holds two dates/,
    ],
    [
      'two batches of one afternoon',
      ({ ledger, asked }) => ({ ledger: put(ledger, 0, { batch: 0 }), asked: put(asked, 1, { batch: 2 }) }),
      /in the host's batch 1/,
    ],
    [
      'the date of the closing',
      ({ closings }) => ({ closings: put(closings, 0, { businessDate: '2027-03-02' }) }),
      /closed as 2027-03-02, its sales are/,
    ],
    ['never closed', ({ closings }) => ({ closings: closings.slice(0, 1) }), /was never closed/],
    ['closed late', ({ closings }) => ({ closings: put(closings, 0, { atMs: at('02T10:00') }) }), /was due at/],
    ['closed before', ({ closings }) => ({ closings: put(closings, 0, { atMs: at('01T20:00') }) }), /nothing was due/],
    [
      'closed on a day without sales',
      ({ closings }) => ({
        closings: [...closings, { ...closings[0]!, batch: 3, businessDate: '2027-03-05', totals: [] }],
      }),
      /a day without any sale/,
    ],
    ['a second sale for a key', ({ repeats }) => ({ repeats: put(repeats, 0, { answer: 'x' }) }), /a second sale/],
    [
      'KEY_REUSED in an hour',
      ({ repeats }) => ({ repeats: put(repeats, 0, { answer: 'KEY_REUSED' }) }),
      /: KEY_REUSED/,
    ],
    ['a key of last week', ({ repeats }) => ({ repeats: put(repeats, 0, { atMs: at('09T11:00') }) }), /what stands/],
  ])('see: %s', (_, change, finding) => {
    const given = shop();
    expect(judged({ ...given, ...change(given) }).join('\n')).toMatch(finding);
  });
});

describe('a calendar', () => {
  it.each([
    ['Europe/Berlin', '2027-03-28', '02:30', '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-10-03', '02:15', '2027-10-02T15:30:00.000Z'],
    ['America/Santiago', '2027-09-05', '00:00', '2027-09-05T04:00:00.000Z'],
    ['Asia/Kolkata', '2027-02-22', '00:00', '2027-02-21T18:30:00.000Z'],
  ])('of %s: %s %s is first at %s', (timeZone, date, time, instant) => {
    const calendar = new Calendar({ timeZone, dayStartsAt: time, schedule: [] });
    expect(new Date(calendar.instantOf(date, time)).toISOString()).toBe(instant);
    expect(calendar.businessDate(Date.parse(instant))).toBe(date);
    expect(calendar.businessDate(Date.parse(instant) - 1)).not.toBe(date);
  });
});
