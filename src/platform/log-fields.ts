import { TillpostError } from '../domain/errors.js';
import { luhnHolds, redactPans, Sealed } from '../domain/redaction.js';

const DEPTH_MAX = 6;
const ITEMS_MAX = 100;
const TEXT_MAX = 4_096;
const PAN_MIN = 13;
const PAN_MAX = 19;
/** Runs in which a card number may hide behind other digits: the tag and length of a TLV in hex, say. */
const LONG_RUN = /\d{14,}/g;

/**
 * A value as it may stand in the log. Fails closed: text loses whatever could be a card number, bytes and
 * sealed values show their length, depth and size are bounded, and what cannot be read is named, not printed.
 */
export function loggable(value: unknown, depth = 0): unknown {
  try {
    return shown(value, depth);
  } catch {
    return '[unprintable]';
  }
}

export function loggableText(text: string): string {
  const safe = redactPans(text).replace(LONG_RUN, (run) => (mayHidePan(run) ? '[redacted]' : run));
  return safe.length > TEXT_MAX ? `${safe.slice(0, TEXT_MAX)}… (${safe.length} characters)` : safe;
}

function mayHidePan(run: string): boolean {
  if (run.length > PAN_MAX) return true;
  for (let from = 0; from <= run.length - PAN_MIN; from += 1) {
    for (let to = from + PAN_MIN; to <= run.length; to += 1) {
      if (luhnHolds(run.slice(from, to))) return true;
    }
  }
  return false;
}

function shown(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return loggableText(value);
    case 'number':
      return loggableNumber(value);
    case 'bigint':
      return loggableText(String(value));
    case 'boolean':
    case 'undefined':
      return value;
    case 'symbol':
    case 'function':
      return `[${typeof value}]`;
    case 'object':
      return value === null ? null : shownObject(value, depth);
  }
}

/** Epoch milliseconds until 2065 have 13 digits too, but no card number of 13 digits begins with 1 or 2. */
function loggableNumber(value: number): unknown {
  const text = String(value);
  return /^[12]\d{12}$/.test(text) || loggableText(text) === text ? value : '[redacted]';
}

function shownObject(value: object, depth: number): unknown {
  if (value instanceof Sealed) return value.toString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (depth >= DEPTH_MAX) return '[deeper]';
  if (value instanceof Error) return shownError(value, depth);
  if (Array.isArray(value)) return shownItems(value, depth);
  if (value instanceof Set) return shownItems([...value], depth);
  if (value instanceof Map)
    return shownEntries(
      [...value].map(([key, item]) => [String(key), item]),
      depth,
    );
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return loggable(toJSON.call(value), depth + 1);
  return shownEntries(Object.entries(value), depth);
}

function shownItems(items: readonly unknown[], depth: number): unknown[] {
  const first = items.slice(0, ITEMS_MAX).map((item) => loggable(item, depth + 1));
  return items.length > ITEMS_MAX ? [...first, `… ${items.length} items`] : first;
}

function shownEntries(entries: readonly (readonly [string, unknown])[], depth: number): Record<string, unknown> {
  const first = entries.slice(0, ITEMS_MAX).map(([key, item]) => [loggableText(key), loggable(item, depth + 1)]);
  if (entries.length > ITEMS_MAX) first.push(['…', entries.length]);
  return Object.fromEntries(first) as Record<string, unknown>;
}

function shownError(error: Error, depth: number): Record<string, unknown> {
  const own = error instanceof TillpostError ? error.toJSON() : { name: error.name, message: error.message };
  const { code } = error as { code?: unknown };
  return {
    ...shownEntries(Object.entries(own), depth),
    ...(code === undefined ? {} : { code: loggable(code, depth + 1) }),
    ...(error.stack === undefined ? {} : { stack: loggableText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: loggable(error.cause, depth + 1) }),
  };
}
