import { clean, type Words } from './redaction.js';

/**
 * Errors that tell a technician what to do next.
 *
 * A decline is data, never one of these. The code is stable: tills and scripts may match on it.
 */
export const ERROR_CODES = [
  // a request that cannot be honoured as it stands
  'INVALID_REQUEST',
  'AMOUNT_INVALID',
  'CURRENCY_UNKNOWN',
  'IDEMPOTENCY_MISMATCH',
  'KEY_REUSED',
  'NOT_FOUND',
  'METHOD_UNKNOWN',
  // not now
  'BUSY',
  'NOTHING_TO_CANCEL',
  'NOTHING_TO_CONFIRM',
  'TILL_GONE',
  'SETTLING',
  'SALES_STOPPED',
  'MERCHANT_CHANGED',
  'RECOVERING',
  'STOPPING',
  'TIMEOUT',
  // configuration
  'CONFIG_MISSING',
  'CONFIG_INVALID',
  'CONFIG_PERMISSIONS',
  // the money machine
  'ILLEGAL_EVENT',
  'VOID_REFUSED',
  'RESEND_REFUSED',
  'AMOUNT_MISMATCH',
  'CLEAR_CARD_DATA',
  // reader
  'READER_LOST',
  'READER_NOT_READY',
  'READER_TAMPERED',
  'READER_ERROR',
  'READER_PROTOCOL',
  'PORT_MISSING',
  'PORT_BUSY',
  // journal
  'JOURNAL_NOT_A_DATABASE',
  'JOURNAL_NEWER_SCHEMA',
  'JOURNAL_FOREIGN',
  'JOURNAL_READ_ONLY',
  'JOURNAL_FULL',
  'JOURNAL_IO',
  'JOURNAL_NOT_DURABLE',
  'JOURNAL_CHAIN_BROKEN',
  'JOURNAL_LOCKED',
  'JOURNAL_CLOSED',
  'BACKUP_FAILED',
  'RESTORE_REFUSED',
  'MOVE_REFUSED',
  // uplink
  'BROKER_UNREACHABLE',
  'BROKER_REFUSED',
  'LINK_CLOSED',
  'MESSAGE_INVALID',
  'MESSAGE_FOREIGN',
  'BAD_MAC',
  'MESSAGE_TOO_LARGE',
  // control socket
  'AGENT_NOT_RUNNING',
  'SOCKET_IN_USE',
  'FRAME_TOO_LARGE',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetails {
  /** What was being done, as a noun of the field: `journal.open`, `reader.start`. */
  readonly operation: string;
  /** On what: a path, a key, a topic. Never card data. */
  readonly subject?: Words;
  /** Whether the same call may succeed later without anyone changing anything. */
  readonly retryable?: boolean;
  /** What a person should do next. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A TillpostError in plain words. */
export interface ErrorJson {
  readonly code: ErrorCode;
  readonly message: string;
  readonly operation: string;
  readonly subject?: string;
  readonly retryable: boolean;
  readonly hint?: string;
}

/** What a person typed or a peer sent may be a card number: whatever looks like one is blanked, but for what is `Own`. */
export class TillpostError extends Error {
  override readonly name = 'TillpostError';
  readonly code: ErrorCode;
  readonly operation: string;
  readonly subject: string | undefined;
  readonly retryable: boolean;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: Words, details: ErrorDetails) {
    super(clean(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.operation = clean(details.operation);
    this.subject = details.subject === undefined ? undefined : clean(details.subject);
    this.retryable = details.retryable ?? false;
    this.hint = details.hint === undefined ? undefined : clean(details.hint);
  }

  /** How it crosses to another thread or over the control socket. The cause stays behind. */
  toJSON(): ErrorJson {
    return {
      code: this.code,
      message: this.message,
      operation: this.operation,
      ...(this.subject === undefined ? {} : { subject: this.subject }),
      retryable: this.retryable,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }

  /**
   * The reverse of `toJSON`, of whatever the other side said: the fields named here cross and nothing else, each
   * only as what it must be.
   *
   * @param operation stands in where none was named
   */
  static fromJSON(json: unknown, operation: string): TillpostError {
    const said: Readonly<Record<string, unknown>> = typeof json === 'object' && json !== null ? { ...json } : {};
    const text = (name: keyof ErrorJson): string | undefined => {
      const value = said[name];
      return typeof value === 'string' ? value : undefined;
    };
    const [subject, hint] = [text('subject'), text('hint')];
    const code = ERROR_CODES.find((known) => known === said['code']) ?? 'INTERNAL';
    return new TillpostError(code, text('message') ?? 'refused, without a reason', {
      operation: text('operation') ?? operation,
      retryable: said['retryable'] === true,
      ...(subject === undefined ? {} : { subject }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** Whatever was thrown, as a TillpostError; what is not one already becomes INTERNAL. */
export function asTillpostError(thrown: unknown, operation: string): TillpostError {
  if (thrown instanceof TillpostError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new TillpostError('INTERNAL', message, {
    operation,
    cause: thrown,
    hint: 'This is a defect. Keep the log and report it.',
  });
}
