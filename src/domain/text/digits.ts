/**
 * Where in a text a card number may stand, in whatever disguise: digits of any script, with anything between them that
 * people, printers or attackers put there, within a longer run, as hex or base64 of digits. Pure.
 *
 * Two judges of the same runs. `holdsPan` suspects everything: for texts in which long numbers have no business.
 * `looksLikePan` is for texts that bear honest numbers too, dates and references: a number counts as it stands, in groups
 * from where one begins to where one ends; within a longer one it counts where an issuer gives out such numbers, and
 * anywhere in a group that is longer than any card number.
 */

const LEAST = 13;
const MOST = 19;

/** Digits with what stands between them. */
export interface DigitRun {
  readonly start: number;
  readonly end: number;
  /** As ASCII; a group ends where something stands between. */
  readonly groups: readonly string[];
}

/** Luhn's check (ISO/IEC 7812-1 annex B). */
export function luhnHolds(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** What may stand between the digits of one number: all but letters and digits, and letters that nobody sees. */
export const anyGap = (char: string): boolean => !/[\p{L}\p{N}]/u.test(char) || /[\u115f\u1160\u3164\uffa0]/.test(char);

/** The same in texts that bear honest numbers: what groups a number, not what separates two (`,` `:` `–` `|`). */
export const plainGap = (char: string): boolean => /[\s\p{Zs}\p{Cf}\p{Cc}\p{M}._/\\·•\-‐‑‒−]/u.test(char);

/** Runs long enough to hold a card number. */
export function digitRuns(text: string, isGap: (char: string) => boolean): readonly DigitRun[] {
  if ((text.match(/\p{N}/gu)?.length ?? 0) < LEAST) return [];
  const runs: DigitRun[] = [];
  let groups: string[] = [];
  let start = 0;
  let end = 0;
  let group = '';
  const groupEnded = (): void => {
    if (group !== '') groups.push(group);
    group = '';
  };
  const runEnded = (): void => {
    groupEnded();
    if (groups.join('').length >= LEAST) runs.push({ start, end, groups });
    groups = [];
  };
  let at = 0;
  for (const char of text) {
    const digit = digitOf(char);
    if (digit !== null) {
      if (group === '' && groups.length === 0) start = at;
      group += digit;
      end = at + char.length;
    } else if (isGap(char)) groupEnded();
    else runEnded();
    at += char.length;
  }
  runEnded();
  return runs;
}

/** ASCII, Arabic-Indic, full width, superscript …: whatever a person reads as one digit. */
function digitOf(char: string): string | null {
  if (char >= '0' && char <= '9') return char;
  if (char < '\u0080' || !/\p{N}/u.test(char)) return null;
  const plain = char.normalize('NFKC');
  if (/^[0-9]$/.test(plain)) return plain;
  if (!/^\p{Nd}$/u.test(plain)) return null;
  // Unicode keeps each script's ten digits together, from its zero on.
  let zero = plain.codePointAt(0)!;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((plain.codePointAt(0)! - zero) % 10);
}

/** Whether 13 to 19 digits anywhere in it pass Luhn's check. */
export function holdsPan({ groups }: DigitRun): boolean {
  return everyWindow(groups.join(''), luhnHolds);
}

/** The same, where a card number is likely to begin and to end. */
export function looksLikePan({ groups }: DigitRun): boolean {
  if (groups.some((group) => group.length > MOST && everyWindow(group, luhnHolds))) return true;
  for (let first = 0; first < groups.length; first += 1) {
    let digits = '';
    for (let last = first; last < groups.length && digits.length <= MOST; last += 1) {
      digits += groups[last]!;
      if (digits.length >= LEAST && digits.length <= MOST && luhnHolds(digits)) return true;
    }
  }
  return issuedWithin(groups);
}

/** A number that an issuer gives out, where a group begins or ends, or within one. */
function issuedWithin(groups: readonly string[]): boolean {
  const isIssued = (digits: string): boolean => ISSUED.test(digits) && luhnHolds(digits);
  if (groups.some((group) => everyWindow(group, isIssued))) return true;
  return groups.some((_, at) => {
    // No more groups than digits: the text may be long.
    const after = groups
      .slice(at, at + MOST)
      .join('')
      .slice(0, MOST);
    const before = groups
      .slice(Math.max(0, at + 1 - MOST), at + 1)
      .join('')
      .slice(-MOST);
    for (let length = LEAST; length <= MOST; length += 1) {
      if (after.length >= length && isIssued(after.slice(0, length))) return true;
      if (before.length >= length && isIssued(before.slice(-length))) return true;
    }
    return false;
  });
}

function everyWindow(digits: string, isPan: (window: string) => boolean): boolean {
  for (let from = 0; from + LEAST <= digits.length; from += 1) {
    for (let to = from + LEAST; to <= Math.min(digits.length, from + MOST); to += 1) {
      if (isPan(digits.slice(from, to))) return true;
    }
  }
  return false;
}

/** Numbers that issuers give out, by their first digits and length. */
const ISSUED = new RegExp(
  [
    '4(?:\\d{12}|\\d{15}|\\d{18})', // Visa
    '(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}', // Mastercard
    '3[47]\\d{13}', // American Express
    '3(?:0[0-5]|[689]\\d)\\d{11,16}', // Diners Club
    '35(?:2[89]|[3-8]\\d)\\d{12,15}', // JCB
    '(?:60|62|64|65|81|82|50)\\d{14,17}', // Discover, UnionPay, RuPay, Maestro
    '(?:220[0-4]|9792)\\d{12,15}', // Mir, Troy
  ]
    .map((form) => `^${form}$`)
    .join('|'),
);

/** Text that is an encoding of digits: the ASCII codes in hex, however they are marked, and base64. */
export function encodedDigits(text: string): readonly string[] {
  const hexed = text.match(/(?:(?:\\x|\\u00|0x|%|&#x)?3\d(?:00)?[\s:;,_-]*){13,}/gi) ?? [];
  const coded = text.match(/[A-Za-z0-9+/_-]{18,}={0,2}/g) ?? [];
  return [
    ...hexed.map((found) => found.replace(/\\x|\\u00|0x|%|&#x|[^\da-f]/gi, '').replace(/3(\d)(?:00)?/g, '$1')),
    ...coded.flatMap((found) =>
      [0, 1, 2, 3].map((from) =>
        Buffer.from(found.slice(from), 'base64')
          .toString('latin1')
          .replace(/[^\x20-\x7e]/g, 'x'),
      ),
    ),
  ];
}
