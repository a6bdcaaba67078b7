/**
 * Foreign text made visible and harmless, for every output: what a terminal obeys, what turns, hides or stacks characters
 * is shown as its code, `\x1b`, `\u202e`, `\u{e0041}`, and what is too long is cut. Pure.
 */

/** Controls, formats and directions, lone surrogates, private and unassigned characters, and letters nobody sees. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
/** More marks on one letter than any script needs. */
const STACKED = /(?<=\p{M}{3})\p{M}/gu;

const FIELD_MAX = 500;
const LINE_MAX = 4_000;

/** One line. */
export function harmless(text: string, most = FIELD_MAX): string {
  // Half a surrogate pair at the cut is shown like any other.
  const kept = text.length > most ? text.slice(0, most) : text;
  const seen = kept.replace(UNSEEN, code).replace(STACKED, code);
  if (seen === text) return text;
  return seen.length > most || kept !== text ? `${seen.slice(0, most)}… (${text.length} characters)` : seen;
}

/** Text with lines of its own. What stands in them has been made harmless before, or could pose as a line. */
export const harmlessLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => harmless(line, LINE_MAX))
    .join('\n');

/** For what prints ASCII only, and obeys the rest. */
export const plainAscii = (text: string): string => harmless(text).replace(/[^\x20-\x7e]/gu, '?');

/** A document as people may see it: all its texts made harmless. */
export function harmlessView<T>(document: T): T {
  return viewOf(document) as T;
}

function viewOf(value: unknown): unknown {
  if (typeof value === 'string') return harmless(value);
  if (Array.isArray(value)) return value.map(viewOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, it]: [string, unknown]) => [harmless(name), viewOf(it)]));
}

/** JSON that says the same and shows nothing but what can be seen. */
export const harmlessJson = (json: string): string =>
  json.replace(UNSEEN, (char) => (char === '\n' ? char : units(char))).replace(STACKED, units);

/** One line of JSON. */
export const jsonText = (document: unknown): string => harmlessJson(JSON.stringify(document));

function code(char: string): string {
  const point = char.codePointAt(0)!;
  if (point <= 0xff) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point <= 0xffff ? `\\u${point.toString(16).padStart(4, '0')}` : `\\u{${point.toString(16)}}`;
}

const units = (char: string): string =>
  Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
