import { CURRENCY_TABLE } from './currency-table.js';
import { TillpostError } from './errors.js';

/** ISO 4217: alphabetic code, numeric code, minor unit exponent. */
export interface Currency {
  readonly code: string;
  readonly numeric: number;
  readonly exponent: number;
}

const CURRENCIES: readonly Currency[] = CURRENCY_TABLE.trim()
  .split(/[|\n]/)
  .map((row) => {
    const [code, numeric, exponent] = row.trim().split(' ');
    return { code: code!, numeric: Number(numeric), exponent: Number(exponent) };
  });

const BY_CODE = new Map(CURRENCIES.map((currency) => [currency.code, currency]));
const BY_NUMERIC = new Map(CURRENCIES.map((currency) => [currency.numeric, currency]));

export const allCurrencies = (): readonly Currency[] => CURRENCIES;

/** By alphabetic code (`EUR`). Throws CURRENCY_UNKNOWN. */
export function currencyByCode(code: string): Currency {
  const found = BY_CODE.get(code);
  if (found !== undefined) return found;
  throw new TillpostError('CURRENCY_UNKNOWN', `unknown currency ${JSON.stringify(code.slice(0, 12))}`, {
    operation: 'currency',
    hint: 'Use the three capital letters of ISO 4217, for example EUR, JPY or BHD.',
  });
}

/** By ISO 4217 numeric code (978). Throws CURRENCY_UNKNOWN. */
export function currencyByNumeric(numeric: number): Currency {
  const found = BY_NUMERIC.get(numeric);
  if (found !== undefined) return found;
  throw new TillpostError('CURRENCY_UNKNOWN', `unknown currency number ${numeric}`, { operation: 'currency' });
}
