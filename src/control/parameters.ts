import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { TillpostError } from '../domain/errors.js';
import { type Money, money } from '../domain/money.js';
import { bearsPan } from '../domain/redaction.js';

export type Params = Readonly<Record<string, unknown>>;

/** @throws INVALID_REQUEST naming the parameter */
export function invalid(message: string, hint: string): TillpostError {
  return new TillpostError('INVALID_REQUEST', message, { operation: 'control', hint });
}

/** A misspelt parameter must not be ignored: `idempotency-key` would take the same sale twice. */
export function onlyKnown(params: Params, known: readonly string[]): void {
  const unknown = Object.keys(params).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const hint = known.length === 0 ? 'This method takes none.' : `Known are ${known.join(', ')}.`;
  throw invalid(`unknown parameter ${JSON.stringify(unknown.slice(0, 40))}`, hint);
}

/** @throws AMOUNT_INVALID, CURRENCY_UNKNOWN, INVALID_REQUEST when one is missing */
export function readMoney({ amount, currency }: Params): Money {
  if (amount === undefined || currency === undefined) {
    throw invalid('amount and currency are needed', 'For example {"amount":1250,"currency":"EUR"} for 12.50 EUR.');
  }
  if (typeof currency !== 'string') {
    throw new TillpostError('CURRENCY_UNKNOWN', `currency is ${kindOf(currency)}, not a text`, {
      operation: 'control',
      hint: 'Use the three capital letters of ISO 4217, for example "EUR".',
    });
  }
  if (typeof amount !== 'number') {
    throw new TillpostError('AMOUNT_INVALID', `amount is ${kindOf(amount)}, not a number`, {
      operation: 'control',
      hint: 'Give whole minor units as a JSON number: 1250 for 12.50 EUR.',
    });
  }
  return money(amount, currency);
}

/**
 * The till's own key for a sale, 1 to 64 printable ASCII characters, null when not given. One that looks like a card
 * number is replaced by its digest, the same each time: a till's receipt number may pass Luhn's check by chance and
 * must work, yet a card number that was put there by mistake must not reach the journal.
 */
export function readIdempotencyKey(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && /^[\x20-\x7e]{1,64}$/.test(value)) {
    return bearsPan(value) ? `digest-${createHash('sha256').update(value).digest('hex').slice(0, 32)}` : value;
  }
  throw invalid('idempotency_key must be 1 to 64 printable ASCII characters', 'A UUID or the receipt number will do.');
}

/** The text of a key; `parseKey` says whether it is one. */
export function readKey(value: unknown): string {
  if (typeof value === 'string') return value;
  throw invalid('key must be a text', 'For example T0000042-9f1c2a0b7d3e4f55-17.');
}

export function readStan(params: Params): number {
  return readWhole(params, 'stan', 1, 999_999, 1);
}

/** Absent: `absent`. */
export function readWhole(params: Params, name: string, min: number, max: number, absent: number): number {
  const value = params[name];
  if (value === undefined) return absent;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(`${name} must be a whole number ${min} to ${max}`, `Left out it is ${absent}.`);
}

/** @throws INVALID_REQUEST also when it is not there */
export function readSequence(params: Params): number {
  if (params['sequence'] !== undefined) return readWhole(params, 'sequence', 1, Number.MAX_SAFE_INTEGER, 1);
  throw invalid('sequence is needed', 'The posting sequence, as park.list shows it.');
}

export function readChoice<Choice extends string>(
  params: Params,
  name: string,
  choices: readonly Choice[],
  absent: Choice,
): Choice {
  const value = params[name];
  if (value === undefined) return absent;
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw invalid(`${name} must be one of ${choices.join(', ')}`, `Left out it is ${absent}.`);
}

/** Absent: false. */
export function readFlag(params: Params, name: string): boolean {
  const value = params[name];
  if (value === undefined) return false;
  if (typeof value === 'boolean') return value;
  throw invalid(`${name} must be true or false, it is ${kindOf(value)}`, 'Left out it is false.');
}

/** Absent: null. */
export function readDirectory(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string' && isAbsolute(value) && value.length <= 1024 && !value.includes('\0')) return value;
  throw invalid('dir must be an absolute path', 'For example /mnt/usb/tillpost. Left out it is backup.dir.');
}

/** A person's words for the record: one line, printable, without anything that could be a card number. */
export function readReason(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : '';
  // No control or format characters: it is shown on terminals and printed.
  if (!/^[^\p{C}\u2028\u2029]{1,200}$/u.test(text)) {
    throw invalid('reason must be 1 to 200 printable characters on one line', 'Say by what means it was settled.');
  }
  if (bearsPan(text)) throw invalid('reason holds what looks like a card number', 'Leave card numbers out.');
  return text;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
