import { z } from 'zod';
import { ENTRY_MODES } from '../domain/card.js';
import type { ErrorCode } from '../domain/errors.js';
import { KEY_PATTERN } from '../domain/key.js';
import { AMOUNT_MAX } from '../domain/money.js';
import { REASON_MAX } from '../domain/posting.js';
import { bearsPan } from '../domain/redaction.js';
import { TRANSACTION_STATES } from '../domain/transaction.js';

/**
 * Kinds of values. What a parameter must be is said in one phrase, which is the message of every way to miss it.
 *
 * Names are snake_case, units last; times ISO 8601 in UTC; amounts minor units.
 */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER): z.ZodInt {
  const error = `a whole number ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

export function flag(): z.ZodBoolean {
  return z.boolean({ error: 'true or false' });
}

export function oneOf<const Choices extends readonly string[]>(choices: Choices): z.ZodEnum<AsEnum<Choices>> {
  return z.enum(choices, { error: `one of ${choices.join(', ')}` });
}

type AsEnum<Choices extends readonly string[]> = { [Choice in Choices[number]]: Choice };

function text(expected: string, pattern: RegExp): z.ZodString {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

/** Refused with another code than INVALID_REQUEST. */
export const REFUSED_AS = 'x-error-code';

function refusedAs(code: ErrorCode, description: string): z.GlobalMeta {
  return { description, [REFUSED_AS]: code };
}

export const amountAsked = whole(1, AMOUNT_MAX).meta(
  refusedAs('AMOUNT_INVALID', 'Whole minor units as a JSON number: 1250 for 12.50 EUR.'),
);
export const currencyAsked = text('the three capital letters of a currency', /^[A-Z]{3}$/).meta(
  refusedAs('CURRENCY_UNKNOWN', 'ISO 4217, for example EUR.'),
);
export const keyAsked = text('the key of a transaction', KEY_PATTERN);
export const stanAsked = whole(1, 999_999);
/** Nothing that the journal could not hold or a receipt could not show. */
export const idempotencyKeyAsked = text('1 to 64 printable ASCII characters', /^[\x20-\x7e]{1,64}$/).nullish();

export const serialAsked = text('1 to 16 printable ASCII characters', /^[\x20-\x7e]{1,16}$/).describe(
  'As the alert READER_TAMPER names it.',
);

/** Null names the till that gives no name. */
export const tillIdAsked = text('1 to 32 of A-Z a-z 0-9 . _ -', /^[A-Za-z0-9._-]{1,32}$/).nullish();
export const orderReferenceAsked = text('1 to 64 printable ASCII characters', /^[\x20-\x7e]{1,64}$/).nullish();

/** DE 42. */
export const merchantAsked = text('1 to 16 of A-Z a-z 0-9 _ -', /^[A-Za-z0-9_-]{1,16}$/);

/** A person's words for the record: no control or format characters, since they are shown on terminals and printed. */
const PRINTABLE = new RegExp(`^[^\\p{C}\\u2028\\u2029]{1,${REASON_MAX}}$`, 'u');
const reasonError = `1 to ${REASON_MAX} printable characters on one line`;
export const wordsAsked = z.string({ error: reasonError }).trim().regex(PRINTABLE, { error: reasonError });
export const reasonAsked = wordsAsked.refine((said) => !bearsPan(said), {
  error: 'free of what looks like a card number',
});

export const NO_PARAMETERS = z.strictObject({});

// -- what is answered --

export const key = z.string().regex(KEY_PATTERN);
export const count = z.int().min(0);
/** A limit or a sum: no amount of a sale, and 0 is one. */
export const amount = z.int().min(0);
export const currency = z.string().regex(/^[A-Z]{3}$/);
export const durationMs = z.int();
/** A clock that was out of all bounds is told, and its time is none. */
export const time = z
  .string()
  .regex(/^(?:(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|invalid)$/)
  .meta({ id: 'Time', description: 'ISO 8601 in UTC; `invalid` when the clock was out of all bounds.' });

export const transactionState = z
  .enum(TRANSACTION_STATES)
  .meta({ id: 'TransactionState', description: 'Moves on after the sale.' });
export const entryMode = z.enum(ENTRY_MODES).meta({ id: 'EntryMode', description: 'How the card was read.' });

export const moneyView = z.strictObject({ amount, currency }).meta({ id: 'Money', description: 'Minor units.' });

/** Sums, one for each currency. */
export const amounts = z.array(z.strictObject({ currency, count, amount }));

/** What is held back on its way to the host. */
export const pauses = z.array(
  z
    .strictObject({ subject: z.string(), reason: z.string(), ends_in_ms: durationMs.nullable() })
    .meta({ id: 'Pause', description: 'Held back on its way to the host; null: until something else ends.' }),
);

/** Entry of the chain and its MAC. */
export const headView = z
  .strictObject({ entry: count, mac: z.string().regex(/^[0-9a-f]{64}$/) })
  .meta({ id: 'Head', description: 'The newest entry of the chain, and its MAC.' });
