import { isIP } from 'node:net';
import { z } from 'zod';
import { currencyByCode } from '../domain/currency.js';
import { TillpostError } from '../domain/errors.js';

/**
 * Kinds of values. Each says in one phrase what it expects; that phrase is the message of every way in which
 * a value can miss it.
 */
export function whole(min: number, max: number, unit: string): z.ZodNumber {
  const error = `a whole number ${min} to ${max} (${unit})`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

export function flag(): z.ZodBoolean {
  return z.boolean({ error: 'true or false' });
}

/** One of these words. */
export function oneOf<const Names extends readonly [string, ...string[]]>(
  names: Names,
): z.ZodEnum<{ [Name in Names[number]]: Name }> {
  const quoted = names.map((name) => JSON.stringify(name));
  const last = quoted.pop()!;
  return z.enum(names, { error: quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}` });
}

export function text(expected: string, pattern: RegExp): z.ZodString {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

/** Of a file or directory; `config.ts` makes it absolute, starting at the configuration's own directory. */
export function path(): z.ZodString {
  const error = 'a path';
  return z
    .string({ error })
    .min(1, { error })
    .max(1024, { error })
    .refine((value) => !value.includes('\0'), { error });
}

/** The same, or "" for none. */
export function pathOrNone(): z.ZodString {
  const error = 'a path, or "" for none';
  return z
    .string({ error })
    .max(1024, { error })
    .refine((value) => !value.includes('\0'), { error });
}

export function currencyCode(): z.ZodString {
  const error = 'a currency of ISO 4217 in capital letters, for example "EUR"';
  return z.string({ error }).refine(isCurrency, { error });
}

export function isCurrency(code: string): boolean {
  try {
    return currencyByCode(code).code === code;
  } catch (error) {
    if (error instanceof TillpostError) return false;
    throw error;
  }
}

const DAY_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DAY_TIMES_MAX = 24;
const DAY_TIMES = `a list of at most ${DAY_TIMES_MAX} times of the day, each once, for example ["23:30"]`;

/** Times of the machine's own day, HH:MM from 00:00 to 23:59, sorted. */
export function dayTime(): z.ZodType<string> {
  const error = 'a local time of day, "HH:MM"';
  return z.string({ error }).regex(DAY_TIME, { error });
}

export function dayTimes(): z.ZodType<readonly string[]> {
  const error = DAY_TIMES;
  return z
    .array(z.string({ error }).regex(DAY_TIME, { error }), { error })
    .max(DAY_TIMES_MAX, { error })
    .refine((times) => new Set(times).size === times.length, { error })
    .transform((times) => [...times].sort());
}

const CODES = 'a list of at most 100 response codes (DE 39), two of A-Z 0-9 each, for example ["96"]';

export function responseCodes(): z.ZodArray<z.ZodString> {
  const error = CODES;
  return z.array(z.string({ error }).regex(/^[A-Z0-9]{2}$/, { error }), { error }).max(100, { error });
}

const BROKER = 'mqtts://host[:port] without user, path or query; mqtt:// only to this machine';

/** Card ciphertext leaves the machine only under TLS (uplink rules, 14). Credentials stand in files. */
export function brokerUrl(): z.ZodString {
  return z.string({ error: BROKER }).refine(isBrokerUrl, { error: BROKER });
}

function isBrokerUrl(value: string): boolean {
  if (!/^mqtts?:\/\/[^/?#@\s]+\/?$/.test(value) || !URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.hostname === '' || url.port === '0') return false;
  return url.protocol === 'mqtts:' || isLoopback(url.hostname);
}

function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true;
  return isIP(hostname) === 4 && hostname.startsWith('127.');
}
