import type { z } from 'zod';
import type { ErrorCode } from '../domain/errors.js';

/** A row of the API table: one method of the control socket. */
export interface ApiMethod {
  /** What it does, for people: one or two sentences. */
  readonly sentence: string;
  /** By name. Each parameter is described; what the server refuses is told in these words. */
  readonly parameters: z.ZodObject;
  readonly result: z.ZodType;
  /** What it may answer beyond ANY_METHOD. */
  readonly errors: readonly ErrorCode[];
}

/** What any method may answer, before it has begun or when it goes wrong unforeseen. */
export const ANY_METHOD: readonly ErrorCode[] = [
  'INVALID_REQUEST',
  'METHOD_UNKNOWN',
  'BUSY',
  'STOPPING',
  'TIMEOUT',
  'FRAME_TOO_LARGE',
  'INTERNAL',
];

/** What a method may answer that asks the journal or writes to it. */
export const JOURNAL_ERRORS = [
  'JOURNAL_IO',
  'JOURNAL_CLOSED',
  'JOURNAL_FULL',
  'JOURNAL_READ_ONLY',
  'JOURNAL_LOCKED',
  'JOURNAL_NOT_A_DATABASE',
  'JOURNAL_NOT_DURABLE',
  'JOURNAL_CHAIN_BROKEN',
] as const satisfies readonly ErrorCode[];

/** Read only by whoever gets it: an answer is a fact. */
export type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;
