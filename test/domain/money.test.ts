import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allCurrencies, currencyByCode, currencyByNumeric } from '../../src/domain/currency.js';
import { addAmounts, AMOUNT_MAX, formatMoney, money, parseMoney, sameMoney } from '../../src/domain/money.js';
import { currencyTable } from '../docs/currency-table.js';

describe('money', () => {
  it.each([
    [0, 'AMOUNT_INVALID'],
    [-1, 'AMOUNT_INVALID'],
    [12.5, 'AMOUNT_INVALID'],
    [Number.NaN, 'AMOUNT_INVALID'],
    [Number.POSITIVE_INFINITY, 'AMOUNT_INVALID'],
    [AMOUNT_MAX + 1, 'AMOUNT_INVALID'],
    [2 ** 53, 'AMOUNT_INVALID'],
  ])('refuses %s minor units', (amount, code) => {
    expect(() => money(amount, 'EUR')).toThrow(expect.objectContaining({ code, hint: expect.any(String) as string }));
  });

  it.each(['eur', 'EU', 'XXX', '978', '', 'EURO'])('refuses currency %j', (code) => {
    expect(() => money(1, code)).toThrow(expect.objectContaining({ code: 'CURRENCY_UNKNOWN' }));
  });

  it.each([
    ['12.50', 'EUR', 1250],
    ['12.5', 'EUR', 1250],
    ['12', 'EUR', 1200],
    ['1250', 'JPY', 1250],
    ['1.234', 'BHD', 1234],
    ['0.01', 'EUR', 1],
    ['9999999999.99', 'EUR', AMOUNT_MAX],
  ])('reads %s %s', (text, code, amount) => {
    expect(parseMoney(text, code).amount).toBe(amount);
  });

  it.each([
    ['12.505', 'EUR'],
    ['1.5', 'JPY'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['0', 'EUR'],
    ['0.00', 'EUR'],
    ['1,50', 'EUR'],
    ['.5', 'EUR'],
    ['10000000000.00', 'EUR'],
    ['12.', 'EUR'],
  ])('refuses %j %s', (text, code) => {
    expect(() => parseMoney(text, code)).toThrow(expect.objectContaining({ code: 'AMOUNT_INVALID' }));
  });

  it.each([
    [() => money(12.5, 'EUR'), 'amount 12.5 is not a whole number', 'Give minor units: 1 EUR is 100.'],
    [() => money(12.5, 'JPY'), 'amount 12.5 is not a whole number', 'JPY has no minor unit: give whole JPY.'],
    [() => money(0, 'EUR'), 'amount 0 is not positive', 'An amount starts at 1 minor unit.'],
    [() => parseMoney('1.5', 'JPY'), 'amount 1.5 has 1 decimals', 'JPY has no decimals.'],
    [() => parseMoney('1.2345', 'BHD'), 'amount 1.2345 has 4 decimals', 'BHD has 3 decimals at most.'],
    [
      () => parseMoney(`x${'1'.repeat(40)}`, 'EUR'),
      `amount "x${'1'.repeat(23)}" is not a decimal`,
      'For example 12.50',
    ],
    [() => currencyByCode(`EUR${'R'.repeat(20)}`), 'unknown currency "EURRRRRRRRRR"', 'Use the three capital letters'],
    [() => currencyByNumeric(999), 'unknown currency number 999', undefined],
  ])('says what was wrong and what to give: %o', (call, message, hint) => {
    const said = hint === undefined ? undefined : (expect.stringContaining(hint) as string);
    expect(call).toThrow(expect.objectContaining({ message: expect.stringContaining(message) as string, hint: said }));
  });

  it('is the same only in amount and currency; blanks around it are nothing', () => {
    expect(sameMoney(parseMoney(' 12.50\n', 'EUR'), money(1250, 'EUR'))).toBe(true);
    expect(sameMoney(money(1250, 'EUR'), money(1251, 'EUR'))).toBe(false);
    expect(sameMoney(money(1250, 'EUR'), money(1250, 'USD'))).toBe(false);
    const { amount, currency } = money(1250, 'EUR');
    expect(sameMoney({ amount, currency }, { amount, currency: { ...currency, exponent: 3 } })).toBe(false);
  });

  it('writes what it reads, in every currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: AMOUNT_MAX }), fc.constantFrom(...allCurrencies()), (amount, currency) => {
        const [text, code] = formatMoney({ amount, currency }).split(' ');
        expect(parseMoney(text!, code!)).toEqual({ amount, currency });
      }),
    );
  });

  it('refuses a sum that is not exact', () => {
    expect(addAmounts(1, 2)).toBe(3);
    expect(() => addAmounts(Number.MAX_SAFE_INTEGER, 1)).toThrow(expect.objectContaining({ code: 'AMOUNT_INVALID' }));
  });
});

describe('currency', () => {
  it('knows every currency of ISO 4217 list one that is money, as the list has it', () => {
    expect(readFileSync('src/domain/currency-table.ts', 'utf8')).toBe(currencyTable());
    // Of those that a table written by hand had left out.
    const forgotten = 'AFN AWG BIF BMD CDF GIP HTG KYD MRU SLE STN YER XCG ZWG';
    for (const code of forgotten.split(' ')) expect(currencyByCode(code).code).toBe(code);
    expect(new Set(allCurrencies().map(({ numeric }) => numeric)).size).toBe(allCurrencies().length);
  });

  it.each(['XAU', 'XTS', 'XXX', 'XDR', 'CLF', 'BOV'])('takes no %s: funds, metals and tests are no money', (code) => {
    expect(() => currencyByCode(code)).toThrow('unknown currency');
  });

  it('is found by code and number, each once', () => {
    expect(new Set(allCurrencies().map(({ numeric }) => numeric)).size).toBe(allCurrencies().length);
    for (const currency of allCurrencies()) {
      expect(currencyByCode(currency.code)).toBe(currency);
      expect(currencyByNumeric(currency.numeric)).toBe(currency);
    }
  });

  // A second opinion on the exponents. CLDR shows some currencies without their rarely used minor unit.
  it('agrees with ICU on the exponents, but for those where ICU follows custom instead of ISO 4217', () => {
    const custom = allCurrencies().filter(({ code, exponent }) => {
      const shown = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions();
      return shown.maximumFractionDigits !== exponent;
    });
    const known = [
      'AFN',
      'ALL',
      'COP',
      'HUF',
      'IDR',
      'IQD',
      'IRR',
      'KPW',
      'LAK',
      'LBP',
      'MGA',
      'MMK',
      'PKR',
      'SOS',
      'SYP',
      'YER',
    ];
    expect(custom.map(({ code }) => code).filter((code) => !known.includes(code))).toEqual([]);
  });
});
