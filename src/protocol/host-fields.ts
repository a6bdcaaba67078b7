import { TillpostError } from '../domain/errors.js';

/**
 * Reads single protobuf fields into exact values. proto3 has no required fields: what a message cannot do
 * without is checked here, and what is wrong refuses the whole message (host.proto, Compatibility rule 3).
 */

/** A 64-bit number as protobufjs gives it: a number, or a Long. */
export type Wide = number | Halves | null | undefined;
interface Halves {
  readonly low: number;
  readonly high: number;
  toNumber(): number;
}

export function invalid(field: string, problem: string): never {
  throw new TillpostError('MESSAGE_INVALID', `${field}: ${problem}`, { operation: 'envelope.open', subject: field });
}

export function present<T>(value: T | null | undefined, field: string): T {
  return value ?? invalid(field, 'missing');
}

/** An integer that a double holds exactly, at least `least`. */
export function exact(value: Wide, field: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
  const number = typeof value === 'object' && value !== null ? value.toNumber() : (value ?? 0);
  if (!Number.isSafeInteger(number) || number < least || number > most) {
    invalid(field, `not an integer of ${least} to ${most}`);
  }
  return number;
}

/** The upper and the lower 32 bits, both without sign: a double does not hold all 64. */
export function halvesOf(value: Wide): readonly [high: number, low: number] {
  if (typeof value === 'object' && value !== null) return [value.high >>> 0, value.low >>> 0];
  const number = value ?? 0;
  return [Math.floor(number / 2 ** 32), number >>> 0];
}

/** Lower-case hex of exactly one of the lengths, in bytes. */
export function hexOf(value: Uint8Array | null | undefined, field: string, ...lengths: readonly number[]): string {
  const bytes = value ?? new Uint8Array();
  if (!lengths.includes(bytes.length)) invalid(field, `${bytes.length} bytes instead of ${lengths.join(' or ')}`);
  return Buffer.from(bytes).toString('hex');
}

/** Text that fits the pattern; the text itself is never repeated in the error. */
export function textOf(value: string | null | undefined, field: string, pattern: RegExp): string {
  const text = value ?? '';
  if (!pattern.test(text)) invalid(field, `does not fit ${pattern.source}`);
  return text;
}

export interface Enumeration<T extends string> {
  toWire(value: T): number;
  fromWire(value: number | null | undefined, field: string): T;
}

/** Words of the domain for numbers of the wire. 0 and unknown numbers are refused. */
export function enumeration<T extends string>(numbers: Readonly<Record<T, number>>): Enumeration<T> {
  const words = new Map<number, T>();
  for (const word in numbers) words.set(numbers[word], word);
  return {
    toWire: (value) => numbers[value],
    fromWire: (value, field) => words.get(value ?? 0) ?? invalid(field, `unknown value ${value ?? 0}`),
  };
}

export const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
