import { type ErrorCode, TillpostError } from '../../domain/errors.js';
import { Sealed } from '../../domain/redaction.js';
import type { JournalIdentity } from '../../ports/index.js';
import type { Call, Outcome, Status } from './calls.js';
import type { BootOptions, OpenReport } from './recovery.js';

/**
 * Messages between the thread of the agent and the thread of the database. Structured clone carries plain
 * data only: a Sealed would arrive empty and an error without its code, so both are put into plain words.
 */
export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly call: Call }
  | { readonly kind: 'maintain' }
  | { readonly kind: 'close' };

export type FromWorker =
  | {
      readonly kind: 'opened';
      readonly identity: JournalIdentity;
      readonly report: OpenReport;
      readonly status: Status;
    }
  | { readonly kind: 'refused'; readonly error: PlainError }
  | { readonly kind: 'replies'; readonly replies: readonly Reply[]; readonly status: Status }
  /** The database is closed and the thread ends: open another. */
  | { readonly kind: 'failed'; readonly error: PlainError };

export type WorkerOptions = BootOptions;

export interface Reply {
  readonly id: number;
  readonly outcome: PlainOutcome;
}

export type PlainOutcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: PlainError };

export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly operation: string;
  readonly subject: string | undefined;
  readonly retryable: boolean;
  readonly hint: string | undefined;
}

export function plainOutcome(outcome: Outcome): PlainOutcome {
  return outcome.ok ? { ok: true, value: pack(outcome.value) } : { ok: false, error: plainError(outcome.error) };
}

export function plainError({ code, message, operation, subject, retryable, hint }: TillpostError): PlainError {
  return { code, message, operation, subject, retryable, hint };
}

export function errorOf({ code, message, operation, subject, retryable, hint }: PlainError): TillpostError {
  return new TillpostError(code, message, {
    operation,
    retryable,
    ...(subject === undefined ? {} : { subject }),
    ...(hint === undefined ? {} : { hint }),
  });
}

const SEALED = '\u0000sealed';

/** Plain data with its Sealed values taken out of their covers. @throws INTERNAL for any other class instance */
export function pack(value: unknown): unknown {
  if (value instanceof Sealed) return { [SEALED]: Uint8Array.from(value.reveal()) };
  return mapped(value, pack);
}

/** The reverse of `pack`. */
export function unpack(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && SEALED in value) return new Sealed(value[SEALED] as Uint8Array);
  return mapped(value, unpack);
}

function mapped(value: unknown, each: (value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(each);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TillpostError('INTERNAL', 'a value of this class cannot cross to the journal', {
      operation: 'journal.wire',
      subject: value.constructor.name,
    });
  }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, each(field)]));
}
