import { type ErrorCode, TillpostError } from '../domain/errors.js';
import { bearsPan, redactPans } from '../domain/redaction.js';
import type { Table } from './document.js';

/** One thing that is wrong in a configuration. */
export interface Problem {
  readonly code: Extract<ErrorCode, 'CONFIG_INVALID' | 'CONFIG_MISSING' | 'CONFIG_PERMISSIONS'>;
  /** Dotted, as in the file: `uplink.window_messages`. */
  readonly key: string;
  /** "expected …, found …" or what else is wrong, for people; no secrets. */
  readonly text: string;
}

/** All problems as one error, so that a technician corrects the file once. */
export function configError(path: string, problems: readonly Problem[]): TillpostError {
  const lines = problems.map(({ key, text }) => `${key}: ${text}`);
  const [first] = problems;
  const alike = problems.every(({ code }) => code === first?.code);
  const message = lines.length === 1 ? lines[0] : `${lines.length} problems\n  ${lines.join('\n  ')}`;
  return new TillpostError(alike && first !== undefined ? first.code : 'CONFIG_INVALID', `${path}: ${message}`, {
    operation: 'config.check',
    subject: path,
    hint: 'Correct the file, then run `tillpost config check`.',
  });
}

/** The value at a path of keys; undefined when nothing is there. */
export function valueAt(tables: Table, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }, tables);
}

const SHOWN_MAX = 60;
// A key pasted where its path belongs, or anything else that is long and hexadecimal.
const LIKE_A_KEY = /[0-9a-fA-F]{32}/;

/** A text that must not be repeated: a pasted key or a card number. */
export function looksSecret(text: string): boolean {
  return LIKE_A_KEY.test(text) || bearsPan(text);
}

/** A value as it may be printed: short, without passwords in URLs, keys or card numbers. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (value instanceof Date) return 'a date';
  if (typeof value === 'object') return 'a table';
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') {
    return redactPans(String(value));
  }
  if (typeof value !== 'string') return `a ${typeof value}`;
  if (LIKE_A_KEY.test(value)) return `a text of ${value.length} characters that looks like a key`;
  const shown = JSON.stringify(redactPans(value).replace(/\/\/[^/]*@/, '//…@'));
  return shown.length > SHOWN_MAX ? `${shown.slice(0, SHOWN_MAX)}…"` : shown;
}
