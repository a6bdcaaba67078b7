import { type ErrorCode, TillpostError } from '../../domain/errors.js';

/** `SQLITE_IOERR_FSYNC` and its like, or null when the error is none of SQLite's. */
export function sqliteCode(thrown: unknown): string | null {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : null;
}

interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
}

const NOT_A_DATABASE: Meaning = {
  code: 'JOURNAL_NOT_A_DATABASE',
  message: 'the journal file is no SQLite database or is damaged',
  hint: 'Keep the file and its -wal for the salvage; at the next start it is set aside and a new journal begins.',
  retryable: false,
};
const READ_ONLY: Meaning = {
  code: 'JOURNAL_READ_ONLY',
  message: 'the journal cannot be written',
  hint: 'Check owner and mode of the directory and its files, and whether the file system is mounted read-only.',
  retryable: true,
};
const FULL: Meaning = {
  code: 'JOURNAL_FULL',
  message: 'no space left for the journal',
  hint: 'Free space on the file system of the journal. Nothing that was acknowledged is lost.',
  retryable: true,
};
const LOCKED: Meaning = {
  code: 'JOURNAL_LOCKED',
  message: 'another process has the journal open',
  hint: 'Only one agent may run on a journal: find the other one with `fuser` on the file.',
  retryable: true,
};
const IO: Meaning = {
  code: 'JOURNAL_IO',
  message: 'the disk under the journal reported an error',
  hint: 'Look at `dmesg` for errors of the disk. The journal is closed, opened again and checked before it goes on.',
  retryable: true,
};

// First match wins; extended codes share the prefix of their primary code.
const BY_PREFIX: readonly (readonly [string, Meaning])[] = [
  ['SQLITE_NOTADB', NOT_A_DATABASE],
  ['SQLITE_CORRUPT', NOT_A_DATABASE],
  ['SQLITE_READONLY', READ_ONLY],
  ['SQLITE_PERM', READ_ONLY],
  ['SQLITE_FULL', FULL],
  ['SQLITE_BUSY', LOCKED],
  ['SQLITE_LOCKED', LOCKED],
  ['SQLITE_PROTOCOL', LOCKED],
  ['SQLITE_IOERR', IO],
  ['SQLITE_CANTOPEN', IO],
];

const BY_ERRNO: ReadonlyMap<string, Meaning> = new Map([
  ['EACCES', READ_ONLY],
  ['EPERM', READ_ONLY],
  ['EROFS', READ_ONLY],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
]);

/**
 * What SQLite or the file system threw, in the words of a technician. A TillpostError passes unchanged;
 * what is neither (a constraint, a defect) becomes INTERNAL.
 *
 * @param subject the journal's path
 */
export function journalError(thrown: unknown, operation: string, subject: string): TillpostError {
  if (thrown instanceof TillpostError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const code = sqliteCode(thrown);
  const errno = (thrown as { code?: unknown } | null)?.code;
  const meaning =
    code !== null
      ? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1]
      : typeof errno === 'string' && 'syscall' in (thrown as object)
        ? (BY_ERRNO.get(errno) ?? IO)
        : undefined;
  if (meaning === undefined) {
    return new TillpostError('INTERNAL', code === null ? text : `${code}: ${text}`, {
      operation,
      subject,
      cause: thrown,
      hint: 'This is a defect. Keep the log and report it.',
    });
  }
  const detail = code ?? (typeof errno === 'string' ? errno : '');
  return new TillpostError(meaning.code, `${meaning.message} (${detail}: ${text})`, {
    operation,
    subject,
    retryable: meaning.retryable,
    hint: meaning.hint,
    cause: thrown,
  });
}

const FATAL: ReadonlySet<ErrorCode> = new Set([
  'JOURNAL_IO',
  'JOURNAL_READ_ONLY',
  'JOURNAL_NOT_A_DATABASE',
  'JOURNAL_CHAIN_BROKEN',
  'JOURNAL_LOCKED',
  'JOURNAL_NOT_DURABLE',
]);

/** After such an error the open database is not to be believed: close, reopen, check. */
export function isFatal(error: TillpostError): boolean {
  return FATAL.has(error.code);
}
