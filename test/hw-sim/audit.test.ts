import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit, compare } from '../../hw-sim/audit/audit.js';
import { type Entered, readDisplay, readTill, type Shown, type Told } from '../../hw-sim/audit/audit-evidence.js';
import { auditLines, verdict } from '../../hw-sim/audit/audit-report.js';
import { APPROVED } from '../../hw-sim/host/books/contract.js';
import { Ledger, type LedgerEntry } from '../../hw-sim/host/books/ledger.js';
import { advice, EPOCH, IDS, request, reversal, scratchFolder } from './terminal.js';

const shown = (number: number, amount = 1000): Shown => ({
  key: `${EPOCH}-b41c72de-${number}`,
  start: `start ${number}`,
  shown: 'approved',
  type: 'sale',
  amount,
  currency: 'EUR',
  atMs: 1000 * number,
});
const posted = (number: number, amount = 1000, delayMs = 0): Entered => ({
  key: `${EPOCH}-b41c72de-${number}`,
  state: 'posted',
  type: 'sale',
  firstMessage: 'advice',
  amount,
  currency: 'EUR',
  postedAtMs: 1000 * number + delayMs,
});
const names = (list: readonly { readonly key: string }[]): string[] => list.map(({ key }) => key);

describe('the comparison', () => {
  it('finds nothing where nothing differs, and counts', () => {
    const request: Entered = { ...posted(2), firstMessage: 'request', postedAtMs: 1500 };
    const result = compare([shown(1), shown(2), shown(3)], [posted(1, 1000, 40), request, posted(3, 1000, 700)]);
    expect(result).toMatchObject({
      approved: 3,
      offline: 2,
      posted: 3,
      delayP50Ms: 40,
      delayMaxMs: 700,
      ok: true,
      sums: [{ type: 'sale', currency: 'EUR', shown: 3000, posted: 3000 }],
    });
    expect(verdict(result)).toBe('PASS: 3 approved, 0 lost, 0 double, 0 unexpected, 0 amounts differ');
  });

  it('finds a lost approval: not in the ledger, or reversed there', () => {
    const result = compare([shown(1), shown(2), shown(3)], [posted(1), { ...posted(3), state: 'reversed' }]);
    expect(names(result.lost)).toEqual([`${EPOCH}-b41c72de-2`, `${EPOCH}-b41c72de-3`]);
    expect(result.lost[1]!.what).toContain('reversed');
    expect(result.ok).toBe(false);
  });

  it('finds a double posting, and none in one that was reversed', () => {
    expect(names(compare([shown(1)], [posted(1), posted(1)]).double)).toEqual([`${EPOCH}-b41c72de-1`]);
    expect(compare([shown(1)], [posted(1), { ...posted(1), state: 'reversed' }]).ok).toBe(true);
  });

  it('finds what was posted and never shown, or shown as declined', () => {
    const declined: Shown = { ...shown(2), shown: 'declined' };
    const result = compare([shown(1), declined], [posted(1), posted(2), posted(3)]);
    expect(names(result.unexpected)).toEqual([`${EPOCH}-b41c72de-2`, `${EPOCH}-b41c72de-3`]);
  });

  it('finds another amount and another currency', () => {
    const dollars: Entered = { ...posted(2), currency: 'USD' };
    const result = compare([shown(1), shown(2), shown(3)], [posted(1, 1001), dollars, posted(3)]);
    expect(names(result.amounts)).toEqual([`${EPOCH}-b41c72de-1`, `${EPOCH}-b41c72de-2`]);
    expect(result.ok).toBe(false);
  });

  it('counts a key once that was shown twice, from the first time', () => {
    const result = compare([shown(1), { ...shown(1), atMs: 9000 }], [posted(1, 1000, 50)]);
    expect(result).toMatchObject({ approved: 1, delayMaxMs: 50, ok: true });
  });

  it('compares refunds by themselves, and a refund with a sale not at all', () => {
    const refund = { type: 'refund' };
    const result = compare([shown(1), { ...shown(2, 300), ...refund }], [posted(1), { ...posted(2, 300), ...refund }]);
    expect(result).toMatchObject({
      ok: true,
      sums: [
        { type: 'refund', currency: 'EUR', shown: 300, posted: 300 },
        { type: 'sale', currency: 'EUR', shown: 1000, posted: 1000 },
      ],
    });
    const turned = compare([{ ...shown(1), ...refund }], [posted(1)]);
    expect(turned.amounts).toEqual([
      {
        key: `${EPOCH}-b41c72de-1`,
        what: 'shown refund of 1000 EUR (minor units), posted sale of 1000 EUR (minor units)',
      },
    ]);
    expect(turned.ok).toBe(false);
    expect(compare([shown(1), { ...shown(1), ...refund }], [posted(1)]).evidence).toHaveLength(1);
  });

  it('takes what is void for neither lost nor expected: reversed, a tombstone or nowhere', () => {
    const void_ = (...numbers: number[]): Told[] =>
      numbers.map((number) => ({ key: `${EPOCH}-b41c72de-${number}`, told: 'voided' }));
    const lines = [shown(1), shown(2), shown(3), shown(4)];
    const book = [
      { ...posted(1), state: 'reversed' },
      { ...posted(2), state: 'reversed', postedAtMs: null },
      posted(4),
    ];
    const result = compare(lines, book, [], void_(1, 2, 3));
    expect(result).toMatchObject({
      approved: 4,
      voided: 3,
      posted: 1,
      ok: true,
      sums: [{ type: 'sale', currency: 'EUR', shown: 1000, posted: 1000 }],
    });
    expect(auditLines(result).join('\n')).toMatch(/told as voided +3/);
    // Controls: a void that still stands, and the same book without the till's word.
    const standing = compare(lines, book, [], void_(1, 2, 3, 4));
    expect(standing.unexpected).toEqual([
      { key: `${EPOCH}-b41c72de-4`, what: 'sale of 1000 EUR (minor units) posted, told as voided' },
    ]);
    expect(standing).toMatchObject({ ok: false, lost: [], double: [] });
    expect(names(compare(lines, book).lost)).toEqual([1, 2, 3].map((number) => `${EPOCH}-b41c72de-${number}`));
    const told = void_(1).map((line) => ({ ...line, told: 'approved' }));
    expect(names(compare([shown(1)], [{ ...posted(1), state: 'reversed' }], [], told).lost)).toEqual([
      `${EPOCH}-b41c72de-1`,
    ]);
  });

  it('doubts a key shown with two amounts, or as approved and as declined', () => {
    expect(compare([shown(1), shown(1, 5)], [posted(1)]).evidence).toHaveLength(1);
    expect(compare([shown(1), { ...shown(1), shown: 'declined' }], [posted(1)]).ok).toBe(false);
  });

  it('counts displays, not keys: two STARTs of one key are two approvals, one shown again is one', () => {
    const again = { ...shown(1), start: 'another', atMs: 9000 };
    // A state that was put back gave the key again, and the host took the second sale for a repeat.
    const fork = compare([shown(1), again], [posted(1)]);
    expect(fork).toMatchObject({ approved: 2, posted: 1, double: [], unexpected: [], evidence: [], ok: false });
    expect(fork.lost).toEqual([
      {
        key: shown(1).key,
        what: 'sale of 1000 EUR (minor units) shown as approved, its key stands for 1 posted already',
      },
    ]);
    expect(fork.sums).toEqual([{ type: 'sale', currency: 'EUR', shown: 2000, posted: 1000 }]);
    // Another amount, and each its own posting: of whatever order.
    const other = { ...again, amount: 7 };
    expect(compare([shown(1), other], [posted(1)])).toMatchObject({ lost: [{ key: other.key }], amounts: [] });
    expect(compare([shown(1), other], [posted(1, 7), posted(1)])).toMatchObject({ approved: 2, posted: 2, ok: true });
    expect(compare([shown(1), again], [posted(1), posted(1), posted(1)]).double).toHaveLength(1);
    // A till takes one of them back.
    const told: Told[] = [{ key: shown(1).key, told: 'voided' }];
    expect(compare([shown(1), again], [posted(1)], [], told)).toMatchObject({ ok: true });
    expect(compare([shown(1), again], [], [], told).lost).toHaveLength(1);
    expect(compare([shown(1), again], [posted(1), posted(1)], [], told).unexpected).toHaveLength(1);
    // What one START showed counts once, whenever; another one may have been declined.
    expect(compare([shown(1), { ...shown(1), atMs: 9000 }], [posted(1)])).toMatchObject({ approved: 1, ok: true });
    expect(compare([shown(1), { ...again, shown: 'declined' }], [posted(1)]).ok).toBe(true);
  });

  it('doubts a key that was shown twice by a reader that names no STARTs, and counts each', () => {
    const line = { ...shown(1), start: null };
    const result = compare([line, { ...line, atMs: 9000 }], [posted(1)]);
    expect(result).toMatchObject({ approved: 2, ok: false });
    expect([result.lost, result.evidence].map(names)).toEqual([[line.key], [line.key]]);
    expect(compare([line], [posted(1)]).ok).toBe(true);
  });

  it('finds exactly the discrepancies that were put in (property)', () => {
    const fate = fc.constantFrom('fine', 'lost', 'reversed', 'double', 'unexpected', 'amount', 'declined');
    const fates = fc.array(fate, { maxLength: 60 });
    fc.assert(
      fc.property(fates, (list) => {
        const lines: Shown[] = [];
        const rows: Entered[] = [];
        list.forEach((fate, at) => {
          const number = at + 1;
          if (fate === 'declined') lines.push({ ...shown(number), shown: 'declined' });
          else if (fate !== 'unexpected') lines.push(shown(number));
          if (fate === 'amount') rows.push(posted(number, 7));
          else if (fate === 'reversed') rows.push({ ...posted(number), state: 'reversed' });
          else if (fate !== 'lost' && fate !== 'declined') rows.push(posted(number));
          if (fate === 'double') rows.push(posted(number));
        });
        const of = (...wanted: string[]): string[] =>
          list.flatMap((fate, at) => (wanted.includes(fate) ? [`${EPOCH}-b41c72de-${at + 1}`] : []));
        const result = compare(lines, rows);
        expect(names(result.lost)).toEqual(of('lost', 'reversed'));
        expect(names(result.double)).toEqual(of('double'));
        expect(names(result.unexpected)).toEqual(of('unexpected'));
        expect(names(result.amounts)).toEqual(of('amount'));
        expect(result.ok).toBe(list.every((fate) => fate === 'fine' || fate === 'declined'));
      }),
    );
  });
});

describe('the comparison of files', () => {
  let folder: ReturnType<typeof scratchFolder>;
  let log: string;
  let book: string;

  beforeEach(() => {
    folder = scratchFolder();
    log = join(folder.path, 'display.jsonl');
    book = join(folder.path, 'ledger.db');
    writeFileSync(log, '');
  });
  afterEach(() => folder.remove());

  const show = (number: number, amount: number, more: object = {}): void => {
    const line = {
      at: 1_800_000_000_000,
      key: `${EPOCH}-b41c72de-${number}`,
      shown: 'approved',
      type: 'sale',
      amount,
      currency: 'EUR',
    };
    appendFileSync(log, `${JSON.stringify({ ...line, ...more })}\n`);
  };

  it('reads a real ledger, also while the host has it open', () => {
    const ledger = new Ledger(book);
    const common = { merchantId: IDS.merchantId, panProof: 'absent', atMs: 1_800_000_000_400 } as const;
    const take = (message: LedgerEntry['message']): unknown =>
      ledger.commit(() => ledger.take({ ...common, message }, () => APPROVED));
    take(request(1, 500));
    take(advice(2, 700));
    take(advice(3, 900));
    take(reversal(3, 900));
    take(reversal(4, 100));
    show(1, 500);
    show(2, 700, { currency: 978, at: '2027-01-15T08:00:00.100Z' });
    show(3, 900, { shown: 'declined' });
    const result = audit([log], book);
    expect(result).toMatchObject({ approved: 2, offline: 1, posted: 2, delayP50Ms: 300, delayMaxMs: 400, ok: true });
    expect(auditLines(result).at(-1)).toMatch(/^PASS/);

    show(3, 900);
    expect(names(audit([log], book).lost)).toEqual([`${EPOCH}-b41c72de-3`]);
    ledger.close();
    expect(names(audit([log], book).lost)).toEqual([`${EPOCH}-b41c72de-3`]);
  });

  it('names lines that it cannot believe', () => {
    appendFileSync(log, '{"at":1,"key":\nnull-ish\n');
    show(1, 1.5);
    show(2, 5, { currency: 'XXQ' });
    show(3, 5, { at: 'yesterday' });
    show(4, 5, { key: '17' });
    show(5, 5, { type: 'loan' });
    appendFileSync(log, 'null\n');
    const { shown: lines, doubts } = readDisplay(log);
    expect(lines).toHaveLength(0);
    expect(doubts.map(({ what }) => what)).toEqual([
      'not a line of JSON',
      'not a line of JSON',
      'no amount',
      'no currency',
      'no time',
      'no key',
      'no type',
      'not an object of JSON',
    ]);
    new Ledger(book).close();
    expect(audit([log], book).ok).toBe(false);
  });

  it('believes a till by the whole key or the reader’s part of it, and doubts the rest', () => {
    const ledger = new Ledger(book);
    const common = { merchantId: IDS.merchantId, panProof: 'absent', atMs: 1_800_000_000_400 } as const;
    const messages = [request(1, 500), request(2, 700), { ...reversal(2, 700), batch: 1 }, request(3, 900)];
    for (const message of messages) ledger.commit(() => ledger.take({ ...common, message }, () => APPROVED));
    ledger.close();
    const till = join(folder.path, 'till.jsonl');
    const tell = (...lines: object[]): void =>
      writeFileSync(till, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (const [number, amount] of [
      [1, 500],
      [2, 700],
      [3, 900],
    ] as const)
      show(number, amount);
    const key = `${IDS.terminalId}-${EPOCH}-b41c72de-2`;
    tell({ at: 1, key, told: 'approved' }, { at: 2, key, told: 'voided' });
    expect(audit([log], book, till)).toMatchObject({ ok: true, approved: 3, voided: 1, posted: 2 });
    tell({ at: 1, key: `${EPOCH}-b41c72de-3`, told: 'voided' }, { key, told: 'voided' });
    expect(names(audit([log], book, till).unexpected)).toEqual([`${EPOCH}-b41c72de-3`]);
    tell({ key: 'the last one', told: 'voided' }, { key });
    expect(readTill(till).doubts.map(({ what }) => what)).toEqual(['no key', 'nothing told']);
    expect(audit([log], book, till).ok).toBe(false);
  });

  it('takes a line without its end for one that nobody was shown', () => {
    show(1, 500);
    appendFileSync(log, '{"at":1800000000000,"key":"9f1c2a0b7d3e4f55-b41c72de-2","shown":"appr');
    expect(readDisplay(log)).toMatchObject({ shown: [{ amount: 500 }], doubts: [] });
  });

  it('refuses a ledger that is not there, rather than finding it empty', () => {
    expect(() => audit([log], book)).toThrow();
  });
});
