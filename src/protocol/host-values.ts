import Long from 'long';
import { tillpost } from '#proto/host';
import type { EntryMode } from '../domain/card.js';
import { type Currency, currencyByCode, currencyByNumeric } from '../domain/currency.js';
import type { TransactionKey } from '../domain/key.js';
import { AMOUNT_MAX, type Money } from '../domain/money.js';
import type { ClockQuality } from '../domain/transaction.js';
import { bytesOf, enumeration, exact, halvesOf, hexOf, invalid, present, textOf } from './host-fields.js';

/** Values that several messages bear: keys, money, batch numbers. Used by the `host-*` codecs only. */
import v1 = tillpost.host.v1;

export const UINT32_MAX = 0xffff_ffff;
/** DE 41, as `TransactionKey` has it. */
const TERMINAL_ID = /^[A-Za-z0-9_-]{1,16}$/;
export const SHORT_TEXT = /^[\x20-\x7e]{0,40}$/;

export const ENTRY_MODE = enumeration<EntryMode>({
  contactless: v1.EntryMode.CONTACTLESS,
  chip: v1.EntryMode.CHIP,
  magstripe: v1.EntryMode.MAGSTRIPE,
  fallback: v1.EntryMode.FALLBACK,
  manual: v1.EntryMode.MANUAL,
});

export const CLOCK = enumeration<ClockQuality>({
  trusted: v1.ClockQuality.CLOCK_TRUSTED,
  unchecked: v1.ClockQuality.CLOCK_UNCHECKED,
  wrong: v1.ClockQuality.CLOCK_WRONG,
});

export const keyToWire = ({ terminalId, epoch, mark, number }: TransactionKey): v1.TransactionKey.$Properties => ({
  terminalId,
  epoch: bytesOf(epoch),
  number: Long.fromBits(number, Number.parseInt(mark, 16), true),
});

export function keyFromWire(wire: v1.TransactionKey.$Properties | null | undefined): TransactionKey {
  const key = present(wire, 'key');
  const [mark, number] = halvesOf(key.number);
  return {
    terminalId: textOf(key.terminalId, 'key.terminal_id', TERMINAL_ID),
    epoch: epochFromWire(key.epoch, 'key.epoch'),
    mark: mark.toString(16).padStart(8, '0'),
    number: exact(number, 'key.number', 1),
  };
}

export const epochFromWire = (wire: Uint8Array | null | undefined, field: string): string => hexOf(wire, field, 8);

export const moneyToWire = ({ amount, currency }: Money): v1.Money.$Properties => ({
  amount,
  currency: currency.numeric,
  exponent: currency.exponent,
});

export function moneyFromWire(wire: v1.Money.$Properties | null | undefined, field: string): Money {
  const { amount, currency, exponent } = present(wire, field);
  return { currency: pricedIn(currency, exponent, field), amount: exact(amount, `${field}.amount`, 1, AMOUNT_MAX) };
}

export const maybeMoney = (wire: v1.Money.$Properties | null | undefined, field: string): Money | null =>
  wire === null || wire === undefined ? null : moneyFromWire(wire, field);

/** A currency that is sent with its exponent: both must be those of ISO 4217. */
export function pricedIn(
  numeric: number | null | undefined,
  exponent: number | null | undefined,
  field: string,
): Currency {
  const currency = currencyFromWire(numeric, field);
  if (currency.exponent !== (exponent ?? 0)) invalid(`${field}.exponent`, `not that of ${currency.code}`);
  return currency;
}

export function currencyFromWire(numeric: number | null | undefined, field: string): Currency {
  try {
    return currencyByNumeric(exact(numeric, `${field}.currency`));
  } catch {
    return invalid(`${field}.currency`, 'not a currency of ISO 4217');
  }
}

/** @param code ISO 4217, alphabetic */
export const currencyToWire = (code: string): number => currencyByCode(code).numeric;
