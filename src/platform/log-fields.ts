import { TillpostError } from '../domain/errors.js';
import { Own, redactPans, Sealed } from '../domain/redaction.js';

const DEPTH_MAX = 6;
const ITEMS_MAX = 100;
const TEXT_MAX = 4_096;

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

/** Cut first: what is searched is bounded too. Digits at the cut could be the half of a number. */
export function loggableText(text: string): string {
  if (text.length <= TEXT_MAX) return redactPans(text);
  return `${redactPans(text.slice(0, TEXT_MAX).replace(/[^\p{L}]{0,200}$/u, ''))}… (${text.length} characters)`;
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
  if (value instanceof Sealed || value instanceof Own) return value.toString();
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

/** A TillpostError was searched when it was made, and what it says of ours must stay. */
function shownError(error: Error, depth: number): Record<string, unknown> {
  const isOurs = error instanceof TillpostError;
  const text = (given: string): unknown => (isOurs ? given : loggableText(given));
  const own = isOurs ? error.toJSON() : { name: error.name, message: error.message };
  const { code } = error as { code?: unknown };
  return {
    ...Object.fromEntries(
      Object.entries(own).map(([key, value]): [string, unknown] => [
        key,
        typeof value === 'string' ? text(value) : value,
      ]),
    ),
    ...(code === undefined ? {} : { code: loggable(code, depth + 1) }),
    ...(error.stack === undefined ? {} : { stack: text(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: loggable(error.cause, depth + 1) }),
  };
}
