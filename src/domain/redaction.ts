import { inspect } from 'node:util';

/**
 * A value that must not be printed: card ciphertext, KSN, keys.
 *
 * Fails closed: text, JSON, template strings, inspection and errors show only the length. The bytes
 * come out by `reveal`, whose callers are few and can be found by name.
 */
export class Sealed {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  reveal(): Uint8Array {
    return this.#bytes;
  }

  toString(): string {
    return `[sealed ${this.#bytes.length} bytes]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

// 13 to 19 digits, with single blanks or dashes between them as people and receipts write them.
const PAN_SHAPED = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;

/** Luhn's check (ISO/IEC 7812-1 annex B). */
export function luhnHolds(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** Text with every run that could be a card number blanked: 13–19 digits for which Luhn's check holds. */
export function redactPans(text: string): string {
  return text.replace(PAN_SHAPED, (run) => (luhnHolds(run.replace(/[ -]/g, '')) ? '[redacted]' : run));
}

/** Whether the text bears a run that could be a card number. */
export function bearsPan(text: string): boolean {
  return redactPans(text) !== text;
}
