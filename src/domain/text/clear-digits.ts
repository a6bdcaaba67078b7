/**
 * The strictest question to a text or to bytes: could a card number stand in it in clear? Asked of whatever a reader says,
 * where no honest text has a number of 13 digits and more. Pure.
 */
import { anyGap, type DigitRun, digitRuns, encodedDigits, holdsPan } from './digits.js';

/** A date with its time has 14 digits; no card number begins with 19 or 20. */
const TIME =
  /(?<!\d)(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,6})?)?(?!\d)/g;

const clearRuns = (text: string): readonly DigitRun[] => digitRuns(text, anyGap).filter(holdsPan);

export function holdsClearDigits(text: string): boolean {
  const timeless = text.replace(TIME, 'time');
  return [timeless, ...encodedDigits(timeless)].some((form) => clearRuns(form).length > 0);
}

/** The bytes read as text: one byte a character, as UTF-8, and as UTF-16 of either order at either offset. */
export function bytesHoldClearDigits(bytes: Uint8Array): boolean {
  const given = Buffer.from(bytes);
  const wide = [given, given.subarray(1)].flatMap(wideTexts);
  return [given.toString('latin1'), given.toString('utf8'), ...wide].some(holdsClearDigits);
}

/** A copy of whole characters: of an odd number of bytes at an odd address Node writes one behind its buffer. */
function wideTexts(bytes: Buffer): readonly string[] {
  const whole = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return [whole.toString('utf16le'), whole.swap16().toString('utf16le')];
}

const BLANK = '[redacted]';
const SHOWN_FIRST = 6;
const SHOWN_LAST = 4;

/** What may be shown of a text: without the numbers, or without anything where they stand in no plain form. */
export const blankedDigits = (text: string): string => without(text, () => BLANK);

/** A name by which a device must stay known: of what could be a card number the digits that a mask may show. */
export const maskedName = (text: string): string =>
  without(text, (digits) => {
    const stars = '*'.repeat(digits.length - SHOWN_FIRST - SHOWN_LAST);
    return `${digits.slice(0, SHOWN_FIRST)}${stars}${digits.slice(-SHOWN_LAST)}`;
  });

function without(text: string, shown: (digits: string) => string): string {
  if (!holdsClearDigits(text)) return text;
  let safe = '';
  let from = 0;
  for (const { start, end, groups } of clearRuns(text)) {
    safe += `${text.slice(from, start)}${shown(groups.join(''))}`;
    from = end;
  }
  safe += text.slice(from);
  return holdsClearDigits(safe) ? BLANK : safe;
}
