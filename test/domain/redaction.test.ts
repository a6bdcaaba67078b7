import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearsPan, redactPans, Sealed } from '../../src/domain/redaction.js';
import { luhnHolds } from '../../src/domain/text/digits.js';
import { disguisesOf, readsPan } from '../support/disguises.js';

const PAN = '4111111111111111';

describe('Sealed', () => {
  it('shows its length and nothing else, however it is printed', () => {
    const sealed = new Sealed(Buffer.from(PAN));
    const holder = { sealed };
    const prints = [
      String(sealed),
      `${sealed.toString()}`,
      JSON.stringify(holder),
      inspect(holder, { depth: 9, showHidden: true }),
      JSON.stringify(Object.entries(sealed)),
    ];
    for (const print of prints) {
      expect(print).not.toContain(PAN);
      expect(print).not.toContain(Buffer.from(PAN).toString('hex'));
    }
    expect(String(sealed)).toBe('[sealed 16 bytes]');
    expect(JSON.stringify(holder)).toBe('{"sealed":"[sealed 16 bytes]"}');
    expect(inspect(sealed)).toBe('[sealed 16 bytes]');
    expect(sealed.length).toBe(16);
    expect(Buffer.from(sealed.reveal()).toString()).toBe(PAN);
  });
});

describe('Luhn’s check', () => {
  it.each([
    ['4111111111111111', true],
    ['4111111111111112', false],
    ['79927398713', true],
    ['79927398710', false],
    ['18', true],
    ['0', true],
    ['5', false],
    ['', false],
  ])('of %j: %s', (digits, holds) => {
    expect(luhnHolds(digits)).toBe(holds);
  });
});

describe('redactPans', () => {
  it.each([PAN, '4111 1111 1111 1111', '4111-1111-1111-1111', `x${PAN}y`, `;${PAN}=2512`, '378282246310005'])(
    'blanks %s',
    (text) => {
      expect(redactPans(text)).toContain('[redacted]');
      expect(redactPans(text).replace(/\D/g, '').length).toBeLessThan(13);
      expect(bearsPan(text)).toBe(true);
    },
  );

  it.each(['4111111111111112', '411111******1111', 'T0000001-9f1c2a0b7d3e4f55-b41c72de-17', '000000000007', ''])(
    'leaves %j',
    (text) => {
      expect(redactPans(text)).toBe(text);
    },
  );

  it('blanks every Luhn-valid number of 13 to 19 digits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 }),
        fc.string(),
        (digits, around) => {
          const body = digits.join('');
          const check = [...'0123456789'].find((digit) => luhnHolds(body + digit))!;
          const cloak = around.replace(/[\d -]/g, '');
          expect(redactPans(`${cloak}|${body}${check}|${cloak}`)).toBe(`${cloak}|[redacted]|${cloak}`);
        },
      ),
    );
  });

  it('finds them in the words of hosts, tills and technicians, in any disguise that people write', () => {
    for (const pan of [PAN, '378282246310005', '6304000000000000000']) {
      for (const [name, text] of disguisesOf(pan).filter(([it]) => it !== 'hex with marks')) {
        expect([name, readsPan(redactPans(text), pan)]).toEqual([name, false]);
      }
    }
  });

  it('takes its time from no text, however long', () => {
    // Quadratic it would not come back.
    expect(redactPans('1 '.repeat(300_000)).length).toBeGreaterThan(0);
    expect(redactPans('1'.repeat(300_000)).length).toBeGreaterThan(0);
  });
});
