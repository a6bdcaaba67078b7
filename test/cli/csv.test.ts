import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchCsv, batchListCsv, csvText } from '../../src/cli/text/csv.js';
import { differingBatch, matchedBatch } from './sample-batch.js';

/** RFC 4180, section 2, read strictly: what is no such text is an error. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < text.length;) {
    const row: string[] = [];
    for (;;) {
      const [all, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))/.exec(text.slice(at))!;
      row.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
      at += all.length;
      if (text[at] !== ',') break;
      at += 1;
    }
    if (!text.startsWith('\r\n', at)) throw new Error(`no CR LF at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
    at += 2;
    rows.push(row);
  }
  return rows;
}

describe('csvText', () => {
  it('gives back every field as it was', () => {
    const field = fc.oneof(fc.string(), fc.constantFrom('', '"', '""', ',', '\r\n', '\n', 'a"b,c'));
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        expect(parseCsv(csvText(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows]);
      }),
    );
  });

  it('would be refused by the reader above with a bare line feed', () => {
    expect(() => parseCsv('a,b\n')).toThrow('no CR LF');
    expect(() => parseCsv('a,b"\r\n')).toThrow('no CR LF');
  });
});

describe('batchCsv', () => {
  it('has a line for each total, difference, other amount and late posting', () => {
    expect(batchCsv(differingBatch()).split('\r\n')).toEqual([
      'record,batch,business_date,type,currency,terminal_count,terminal_amount,host_count,host_amount,key,stan,waited_ms,text',
      'total,17,2027-01-15,sale,EUR,2,30.00,3,57.50,,,,',
      'total,17,2027-01-15,saleVoid,JPY,,,1,700,,,,',
      'difference,17,2027-01-15,sale,EUR,,12.50,,20.00,T0000042-9f1c2a0b7d3e4f55-b41c72de-3,3,,"here 12.50 EUR, at the host 20.00 EUR: 7.50 EUR more there"',
      'difference,17,2027-01-15,sale,EUR,,17.50,,,T0000042-9f1c2a0b7d3e4f55-b41c72de-4,4,,"counted here with 17.50 EUR, unknown to the host in this batch"',
      'difference,17,2027-01-15,sale,EUR,,,,37.50,T0000042-9f1c2a0b7d3e4f55-b41c72de-5,5,,"the host posted 37.50 EUR, another amount than was approved here, so it is not counted here"',
      'difference,17,2027-01-15,saleVoid,JPY,,,,700,T0000042-9f1c2a0b7d3e4f55-b41c72de-4294967295,,,"the host counts it with 700 JPY, this terminal does not"',
      'mismatch,17,2027-01-15,,EUR,,35.00,,37.50,T0000042-9f1c2a0b7d3e4f55-b41c72de-5,5,,"35.00 EUR here, the host named 37.50 EUR (2 times); it is approved"',
      'shown,17,2027-01-15,sale,EUR,,12.00,,,T0000042-9f1c2a0b7d3e4f55-b41c72de-6,6,,"shown as approved, but reversed: it cannot be booked, reader SIM-0001"',
      'shown,17,2027-01-15,sale,EUR,,9.00,,,T0000042-9f1c2a0b7d3e4f55-b41c72de-7,7,,"stands as posted, but nothing was shown"',
      'late,17,2027-01-15,,EUR,,35.00,,,T0000042-9f1c2a0b7d3e4f55-b41c72de-5,5,50400000,not posted yet',
      'late,17,2027-01-15,,EUR,,17.50,,,T0000042-9f1c2a0b7d3e4f55-b41c72de-4,4,7260000,posted',
      '',
    ]);
  });

  it('has as many fields in each line as in the header', () => {
    for (const text of [
      batchCsv(differingBatch()),
      batchListCsv([differingBatch(), matchedBatch({ totals: [], host_totals: null })]),
    ]) {
      const [header, ...rows] = parseCsv(text);
      for (const row of rows) expect(row.length).toBe(header?.length);
    }
  });
});

describe('batchListCsv', () => {
  it('has a line for each total, and one for a batch without', () => {
    const open = matchedBatch({
      number: 18,
      state: 'open',
      closed_at: null,
      totals: [],
      host_totals: null,
      matched: null,
    });
    expect(batchListCsv([open, differingBatch()]).split('\r\n')).toEqual([
      'batch,business_date,state,opened_at,closed_at,matched,waiting,parked,type,currency,terminal_count,terminal_amount,host_count,host_amount',
      '18,2027-01-15,open,2027-01-15T05:58:01.250Z,,,0,0,,,,,,',
      '17,2027-01-15,closed,2027-01-15T05:58:01.250Z,2027-01-15T22:30:04.000Z,false,1,0,sale,EUR,2,30.00,3,57.50',
      '17,2027-01-15,closed,2027-01-15T05:58:01.250Z,2027-01-15T22:30:04.000Z,false,1,0,saleVoid,JPY,,,1,700',
      '',
    ]);
  });
});
