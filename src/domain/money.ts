import { type Currency, currencyByCode } from './currency.js';
import { TillpostError } from './errors.js';

/** Integer minor units with their currency. `amount` is 1 … AMOUNT_MAX. */
export interface Money {
  readonly amount: number;
  readonly currency: Currency;
}

/** Twelve digits: what DE 4 and tag 9F02 can carry. Far below 2^53, so sums of thousands stay exact. */
export const AMOUNT_MAX = 999_999_999_999;

function refuse(message: string, hint: string): never {
  throw new TillpostError('AMOUNT_INVALID', message, { operation: 'money', hint });
}

/**
 * @param amount integer minor units, 1 … AMOUNT_MAX
 * @param code ISO 4217 alphabetic code
 * @throws AMOUNT_INVALID, CURRENCY_UNKNOWN
 */
export function money(amount: number, code: string): Money {
  const currency = currencyByCode(code);
  if (!Number.isInteger(amount)) refuse(`amount ${amount} is not a whole number`, minorUnits(currency));
  if (amount <= 0) refuse(`amount ${amount} is not positive`, 'An amount starts at 1 minor unit.');
  if (amount > AMOUNT_MAX) refuse(`amount ${amount} is over ${AMOUNT_MAX}`, 'DE 4 carries twelve digits.');
  return { amount, currency };
}

function minorUnits({ code, exponent }: Currency): string {
  return exponent === 0
    ? `${code} has no minor unit: give whole ${code}.`
    : `Give minor units: 1 ${code} is ${10 ** exponent}.`;
}

/**
 * A person's decimal text, exactly: "12.50" EUR is 1250. No floating point takes part.
 * @throws AMOUNT_INVALID, CURRENCY_UNKNOWN
 */
export function parseMoney(text: string, code: string): Money {
  const currency = currencyByCode(code);
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(text.trim());
  if (match === null)
    refuse(`amount ${JSON.stringify(text.slice(0, 24))} is not a decimal number`, 'For example 12.50');
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > currency.exponent) {
    const most = currency.exponent === 0 ? 'no decimals' : `${currency.exponent} decimals at most`;
    refuse(`amount ${text} has ${fraction.length} decimals`, `${code} has ${most}.`);
  }
  return money(Number(whole + fraction.padEnd(currency.exponent, '0')), code);
}

/** "12.50 EUR" */
export function formatMoney({ amount, currency }: Money): string {
  const digits = String(amount).padStart(currency.exponent + 1, '0');
  const cut = digits.length - currency.exponent;
  const fraction = digits.slice(cut);
  return `${digits.slice(0, cut)}${fraction === '' ? '' : `.${fraction}`} ${currency.code}`;
}

export function sameMoney(a: Money, b: Money): boolean {
  return (
    a.amount === b.amount && a.currency.numeric === b.currency.numeric && a.currency.exponent === b.currency.exponent
  );
}

/** Sum that refuses to leave the range in which a number is exact. */
export function addAmounts(a: number, b: number): number {
  const sum = a + b;
  if (!Number.isSafeInteger(sum))
    refuse(`the sum of ${a} and ${b} is not exact`, 'Totals end at 2^53 - 1 minor units.');
  return sum;
}
