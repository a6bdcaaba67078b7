import { describe, expect, it } from 'vitest';
import { tillpost } from '#proto/host';
import { NUMBER_MAX } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { BatchRow } from '../../src/domain/settlement.js';
import {
  DETAILS_MAX,
  DIFFERENCES_MAX,
  type DownContent,
  openDown,
  openUp,
  PAYLOAD_MAX_BYTES,
  sealDown,
  sealUp,
} from '../../src/protocol/envelope.js';
import { thrownBy } from '../support/thrown.js';
import { IDS, KEY, keyring, wrapBody } from '../uplink/contents.js';

import v1 = tillpost.host.v1;

const epoch = Buffer.alloc(8, 1);
const key = { terminalId: IDS.terminalId, epoch, number: 7 };
const eur = { amount: 5, currency: 978, exponent: 2 };
const total = { type: 1, currency: 978, exponent: 2, count: 1, amount: 5 };
const detail = { key, type: 1, money: eur };
const upCode = (content: v1.Body.$Properties): string =>
  code(() => openUp(IDS, keyring, wrapBody(content, 'tillpost.v1.up')));
const downCode = (content: v1.Body.$Properties): string => code(() => openDown(IDS, keyring, wrapBody(content)));

function code(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('totals', () => {
  const good: v1.BatchTotals.$Properties = {
    batch: 3,
    businessDate: '2027-01-31',
    epoch,
    sequence: 9,
    totals: [total],
  };
  const opening = (change: v1.BatchTotals.$Properties): string =>
    upCode({ settlement: { totals: { ...good, ...change } } });

  it.each<[string, v1.BatchTotals.$Properties]>([
    ['batch of 0', { batch: 0 }],
    ['no date', { businessDate: '' }],
    ['a day that no calendar has', { businessDate: '2027-02-29' }],
    ['a month that no calendar has', { businessDate: '2027-13-01' }],
    ['a date with more behind it', { businessDate: '2027-01-31T00:00:00' }],
    ['short epoch', { epoch: Buffer.alloc(7) }],
    ['sequence of 0', { sequence: 0 }],
    ['sequence that no double holds', { sequence: 2 ** 53 + 2 }],
    ['type of 0', { totals: [{ ...total, type: 0 }] }],
    ['unknown type', { totals: [{ ...total, type: 9 as v1.TotalType }] }],
    ['unknown currency', { totals: [{ ...total, currency: 1 }] }],
    ['exponent of another currency', { totals: [{ ...total, exponent: 3 }] }],
    ['an amount that no double holds', { totals: [{ ...total, amount: 2 ** 53 + 2 }] }],
    ['a type and currency twice', { totals: [total, { ...total, amount: 6 }] }],
    ['more totals than there are currencies', { totals: Array.from({ length: 401 }, () => total) }],
  ])('with %s are refused', (_what, change) => {
    expect(opening({})).toBe('none');
    expect(opening(change)).toBe('MESSAGE_INVALID');
  });

  it('without a step are refused; of two in one message the last counts, as protobuf has it', () => {
    expect(upCode({ settlement: {} })).toBe('MESSAGE_INVALID');
    const details = { batch: 3, epoch, page: 1, last: true };
    expect(upCode({ settlement: { details } })).toBe('none');
    const both = wrapBody({ settlement: { totals: good, details } }, 'tillpost.v1.up');
    expect(openUp(IDS, keyring, both)).toMatchObject({ kind: 'details', page: 1 });
  });
});

describe('details', () => {
  const good: v1.BatchDetails.$Properties = { batch: 3, epoch, page: 1, last: true, details: [detail] };
  const opening = (change: v1.BatchDetails.$Properties): string =>
    upCode({ settlement: { details: { ...good, ...change } } });

  it.each<[string, v1.BatchDetails.$Properties]>([
    ['batch of 0', { batch: 0 }],
    ['page of 0', { page: 0 }],
    ['no epoch', { epoch: new Uint8Array() }],
    ['a row without a key', { details: [{ ...detail, key: null }] }],
    ['a row of type 0', { details: [{ ...detail, type: 0 }] }],
    ['a row without money', { details: [{ ...detail, money: null }] }],
    ['a row of nothing', { details: [{ ...detail, money: { ...eur, amount: 0 } }] }],
    ['a row over DE 4', { details: [{ ...detail, money: { ...eur, amount: 1_000_000_000_000 } }] }],
    ['too many rows', { details: Array.from({ length: DETAILS_MAX + 1 }, () => detail) }],
  ])('with %s are refused', (_what, change) => {
    expect(opening({})).toBe('none');
    expect(opening(change)).toBe('MESSAGE_INVALID');
  });

  it('may be an empty last page', () => {
    expect(opening({ details: [] })).toBe('none');
  });

  it('of another terminal are refused', () => {
    expect(opening({ details: [{ ...detail, key: { ...key, terminalId: 'T9' } }] })).toBe('MESSAGE_FOREIGN');
  });

  it('fill a page without coming near the payload limit, with the longest values', () => {
    const ids = { merchantId: 'M'.repeat(32), terminalId: 'T'.repeat(16) };
    const longest = { terminalId: ids.terminalId, epoch: 'ff'.repeat(8), mark: 'ffffffff', number: NUMBER_MAX };
    const row: BatchRow = { key: longest, type: 'refundVoid', money: money(999_999_999_999, 'EUR') };
    const rows = Array.from({ length: DETAILS_MAX }, () => row);
    const page = {
      kind: 'details',
      batch: 0xffff_ffff,
      epoch: longest.epoch,
      page: 0xffff_ffff,
      last: true,
      rows,
    } as const;
    expect(sealUp(ids, KEY, page).length).toBeLessThan(16 * 1024);
    const differences = rows.map(
      () => ({ ...row, kind: 'amountDiffers', terminal: row.money, host: row.money }) as const,
    );
    const answer: DownContent = {
      kind: 'settlementAnswer',
      batch: 1,
      epoch: longest.epoch,
      page: 1,
      matched: false,
      totals: [],
      hostTimeMs: 1,
      differences: Array.from({ length: DIFFERENCES_MAX }, () => differences[0]!),
    };
    expect(sealDown(ids, KEY, answer).length).toBeLessThan(PAYLOAD_MAX_BYTES);
  });
});

describe('settlement answer', () => {
  const differs: v1.Difference.$Properties = { key, kind: 3, type: 1, terminal: eur, host: { ...eur, amount: 6 } };
  const good: v1.SettlementAnswer.$Properties = {
    batch: 3,
    epoch,
    page: 2,
    totals: [total],
    differences: [differs],
    hostTimeMs: 5,
  };
  const opening = (change: v1.SettlementAnswer.$Properties): string =>
    downCode({ settlementAnswer: { ...good, ...change } });

  it.each<[string, v1.SettlementAnswer.$Properties]>([
    ['batch of 0', { batch: 0 }],
    ['no epoch', { epoch: new Uint8Array() }],
    ['differences in answer to totals', { page: 0 }],
    ['a total twice', { totals: [total, total] }],
    ['a difference of kind 0', { differences: [{ ...differs, kind: 0 }] }],
    ['a difference of an unknown kind', { differences: [{ ...differs, kind: 4 as v1.DifferenceKind }] }],
    ['a difference of type 0', { differences: [{ ...differs, type: 0 }] }],
    ['a difference without a key', { differences: [{ ...differs, key: null }] }],
    ['an amount that differs from none', { differences: [{ ...differs, host: null }] }],
    ['one missing at the host that the host has', { differences: [{ ...differs, kind: 2 }] }],
    ['one missing at the terminal that the terminal has', { differences: [{ ...differs, kind: 1 }] }],
    ['one missing at both', { differences: [{ ...differs, kind: 1, terminal: null, host: null }] }],
    ['too many differences', { differences: Array.from({ length: DIFFERENCES_MAX + 1 }, () => differs) }],
    ['a time that no double holds', { hostTimeMs: 2 ** 53 + 2 }],
  ])('with %s is refused', (_what, change) => {
    expect(opening({})).toBe('none');
    expect(opening(change)).toBe('MESSAGE_INVALID');
  });

  it('with a key of another terminal is refused', () => {
    expect(opening({ differences: [{ ...differs, key: { ...key, terminalId: 'T9' } }] })).toBe('MESSAGE_FOREIGN');
  });
});

describe('command', () => {
  const limits: v1.SetLimits.$Properties = { entryMode: 1, currency: 978, ceiling: 0 };
  const resend: v1.Resend.$Properties = { epoch, afterSequence: 4, afterTransaction: 2 };
  const opening = (change: v1.Command.$Properties): string => downCode({ command: { counter: 1, ...change } });

  it.each<[string, v1.Command.$Properties]>([
    ['no order', {}],
    ['counter of 0', { counter: 0, closeBatch: {} }],
    ['a counter that no double holds', { counter: 2 ** 53 + 2, closeBatch: {} }],
    ['limits of no entry mode', { setLimits: { ...limits, entryMode: 0 } }],
    ['limits of an unknown entry mode', { setLimits: { ...limits, entryMode: 9 as v1.EntryMode } }],
    ['limits in an unknown currency', { setLimits: { ...limits, currency: 1 } }],
    ['a ceiling that no double holds', { setLimits: { ...limits, ceiling: 2 ** 53 + 2 } }],
    ['a resend of no epoch', { resend: { ...resend, epoch: new Uint8Array() } }],
    ['a resend after a sequence that no double holds', { resend: { ...resend, afterSequence: 2 ** 53 + 2 } }],
    ['a stop without a reason', { stopSales: {} }],
    ['a reason of 101 characters', { stopSales: { reason: 'x'.repeat(101) } }],
    ['a reason in two lines', { stopSales: { reason: 'a\nb' } }],
  ])('with %s is refused', (_what, change) => {
    for (const honest of [{ setLimits: limits }, { resend }, { stopSales: { reason: 'x' } }, { closeBatch: {} }]) {
      expect(opening(honest)).toBe('none');
    }
    expect(opening(change)).toBe('MESSAGE_INVALID');
  });

  it('tells limits that are 0 from limits that are absent', () => {
    const opened = openDown(IDS, keyring, wrapBody({ command: { counter: 1, setLimits: limits } }));
    expect(opened).toEqual({
      kind: 'command',
      command: {
        counter: 1,
        epoch: '',
        issuedAtMs: 0,
        order: { kind: 'setLimits', entryMode: 'contactless', currency: 'EUR', limits: { ceiling: 0 } },
      },
    });
  });

  it('with a limit that the protocol cannot bear is not sent', async () => {
    const order = { kind: 'setLimits', entryMode: 'chip', currency: 'EUR', limits: { deferred: true } } as const;
    const error = await thrownBy(() =>
      sealDown(IDS, KEY, { kind: 'command', command: { counter: 1, epoch: '', issuedAtMs: 1, order } }),
    );
    expect(error).toMatchObject({ code: 'MESSAGE_INVALID', subject: 'set_limits.deferred' });
  });
});

describe('command result', () => {
  const good: v1.CommandResult.$Properties = { counter: 1, outcome: 1, text: 'x'.repeat(200) };
  const opening = (change: v1.CommandResult.$Properties): string => upCode({ commandResult: { ...good, ...change } });

  it.each<[string, v1.CommandResult.$Properties]>([
    ['counter of 0', { counter: 0 }],
    ['outcome of 0', { outcome: 0 }],
    ['an unknown outcome', { outcome: 4 as v1.CommandOutcome }],
    ['a text of 201 characters', { text: 'x'.repeat(201) }],
  ])('with %s is refused', (_what, change) => {
    expect(opening({})).toBe('none');
    expect(opening(change)).toBe('MESSAGE_INVALID');
  });
});

describe('sale fields', () => {
  const card = { entryMode: 1, maskedPan: '411111******1111', token: Buffer.alloc(16), cryptogram: 1 };
  const advice: v1.Posting.$Properties = {
    sequence: 1,
    kind: 1,
    key,
    type: 2,
    money: eur,
    stan: 1,
    clock: 1,
    card,
    response: 3,
  };
  const opened = (change: v1.Posting.$Properties) =>
    openUp(IDS, keyring, wrapBody({ postings: { postings: [{ ...advice, ...change }] } }, 'tillpost.v1.up'));

  it('of a terminal that knows no batches are of its first', () => {
    expect(opened({})).toMatchObject({
      postings: [{ batch: 1, deferred: false, type: 'refund', response: 'online', card: { secret: null } }],
    });
  });

  it('say of an advice without card data that they were erased', () => {
    const whole = { ...card, ciphertext: Buffer.alloc(32, 1), ksn: Buffer.alloc(12, 1) };
    expect(opened({ cardDataErased: true })).toMatchObject({ postings: [{ card: { secret: null } }] });
    expect(code(() => opened({ card: whole }))).toBe('none');
    expect(code(() => opened({ card: whole, cardDataErased: true }))).toBe('MESSAGE_INVALID');
    expect(code(() => opened({ kind: 2, reason: 1, card: null, response: 0, cardDataErased: true }))).toBe(
      'MESSAGE_INVALID',
    );
  });

  it('of a reversal are never deferred', () => {
    const reversal = { kind: 2, reason: 1, card: null, response: 0 } as const;
    expect(opened(reversal)).toMatchObject({ postings: [{ kind: 'reversal' }] });
    expect(code(() => opened({ ...reversal, deferred: true }))).toBe('MESSAGE_INVALID');
  });
});
