import { inspect } from 'node:util';
import { digitRuns, looksLikePan, plainGap } from './text/digits.js';

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

/** `keyText` of some key, within a text (key.ts has the same of a whole one). */
const KEY = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{1,16}-[0-9a-f]{16}-[0-9a-f]{8}-[1-9]\d{0,9}(?![A-Za-z0-9_-])/g;

/**
 * Text with every run that could be a card number blanked, in whatever disguise (text/digits.ts). Second line of defence:
 * what a reader says passes its own gate, which knows no exception. Transaction keys stand here, since errors, alerts and
 * the words of hosts and technicians name sales by them.
 */
export function redactPans(text: string): string {
  let safe = '';
  let from = 0;
  for (const { 0: key, index } of text.matchAll(KEY)) {
    safe += blanked(text.slice(from, index)) + key;
    from = index + key.length;
  }
  return safe + blanked(text.slice(from));
}

function blanked(text: string): string {
  let safe = '';
  let from = 0;
  for (const run of digitRuns(text, plainGap)) {
    if (!looksLikePan(run)) continue;
    safe += `${text.slice(from, run.start)}[redacted]`;
    from = run.end;
  }
  return safe + text.slice(from);
}

/** Whether the text bears a run that could be a card number. */
export function bearsPan(text: string): boolean {
  return redactPans(text) !== text;
}

/**
 * A text of our own: what this agent drew or counted, or what its configuration names it by (an epoch, an id, a path,
 * an address). It is never searched for card numbers; every other text is, for who knows whose it is.
 */
export class Own {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

export type Words = string | Own;

export const own = (text: string): Own => new Own(text);

/** As it may be printed. */
export const clean = (words: Words): string => (typeof words === 'string' ? redactPans(words) : words.toString());
