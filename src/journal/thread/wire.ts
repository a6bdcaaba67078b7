import type { Behind } from '../../domain/course/behind.js';
import { type ErrorJson, TillpostError } from '../../domain/errors.js';
import { Sealed } from '../../domain/redaction.js';
import type { JournalIdentity } from '../../ports/index.js';
import type { Call } from '../core/calls.js';
import type { Outcome } from '../core/core-parts.js';
import type { BootOptions, OpenReport } from '../core/recovery.js';
import type { Status } from '../core/status.js';
import type { Debts } from '../mirror/mirroring.js';

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
  | { readonly kind: 'refused'; readonly error: ErrorJson }
  | {
      readonly kind: 'replies';
      readonly replies: readonly Reply[];
      readonly status: Status;
      /** What the commit changed of what is owed, packed; null when nothing was committed or no mirror is kept. */
      readonly debts: Debts | null;
    }
  /** The database is closed and the thread ends: open another. */
  | { readonly kind: 'failed'; readonly error: ErrorJson };

export interface WorkerOptions extends BootOptions {
  /** See `JournalOptions`. */
  readonly behind: Behind | null;
  /** Whether each commit is told for the mirror. */
  readonly isMirrored: boolean;
}

interface Reply {
  readonly id: number;
  readonly outcome: PlainOutcome;
}

export type PlainOutcome = (
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorJson }
) &
  Pick<Outcome, 'carried'>;

export function packOutcome(outcome: Outcome): PlainOutcome {
  const carried = outcome.carried === true ? { carried: true } : {};
  return outcome.ok
    ? { ok: true, value: pack(outcome.value), ...carried }
    : { ok: false, error: outcome.error.toJSON(), ...carried };
}

export function unpackOutcome(outcome: PlainOutcome): Outcome {
  const carried = outcome.carried === true ? { carried: true } : {};
  return outcome.ok
    ? { ok: true, value: unpack(outcome.value), ...carried }
    : { ok: false, error: TillpostError.fromJSON(outcome.error, 'journal'), ...carried };
}

const SEALED = '\u0000sealed';

/** Plain data with its Sealed values taken out of their covers. @throws INTERNAL for any other class instance */
export function pack<T>(value: T): T {
  return packed(value) as T;
}

/** The reverse of `pack`. */
export function unpack<T>(value: T): T {
  return unpacked(value) as T;
}

function packed(value: unknown): unknown {
  if (value instanceof Sealed) return { [SEALED]: Uint8Array.from(value.reveal()) };
  return mapped(value, packed);
}

function unpacked(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && SEALED in value) return new Sealed(value[SEALED] as Uint8Array);
  return mapped(value, unpacked);
}

/** The value itself where nothing in it is sealed: most of what crosses, and the clone copies it anyway. */
function mapped(value: unknown, each: (value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return mappedList(value, each);
  assertPlain(value);
  const fields = value as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | null = null;
  for (const name of Object.keys(fields)) {
    const field = each(fields[name]);
    if (field !== fields[name]) (copy ??= { ...fields })[name] = field;
  }
  return copy ?? value;
}

function mappedList(list: readonly unknown[], each: (value: unknown) => unknown): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (const [index, item] of list.entries()) {
    const other = each(item);
    if (other !== item) (copy ??= [...list])[index] = other;
  }
  return copy ?? list;
}

function assertPlain(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return;
  throw new TillpostError('INTERNAL', 'a value of this class cannot cross to the journal', {
    operation: 'journal.wire',
    subject: value.constructor.name,
  });
}
