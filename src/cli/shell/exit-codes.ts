import type { ErrorCode } from '../../domain/errors.js';

/** Exit statuses: small ones are ours, the rest are those of sysexits.h. Scripts rely on them. */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  declined: 10,
  cancelled: 11,
  differs: 12,
  voided: 13,
  dataInvalid: 65,
  notRunning: 69,
  temporary: 75,
  config: 78,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** For --help and the manual. */
export const EXIT_MEANINGS: readonly (readonly [ExitStatus, string])[] = [
  [EXIT.ok, 'done; sale, refund: approved; settle: matched'],
  [EXIT.internal, 'a defect: keep the log and report it'],
  [EXIT.usage, 'the command line is wrong'],
  [EXIT.declined, 'sale, refund: declined'],
  [EXIT.cancelled, 'sale, refund: cancelled; resend, journal move: not confirmed'],
  [EXIT.differs, 'settle: closed, but the host counts otherwise; `tillpost batch show` tells what'],
  [EXIT.voided, 'sale, refund: approved under this key before, and taken back since'],
  [EXIT.dataInvalid, 'an amount, currency, key or other value is invalid or unknown; void, resend: refused'],
  [EXIT.notRunning, 'no agent answers'],
  [EXIT.temporary, 'not now (busy, settling, sales stopped, reader or disk not ready, no answer): may work later'],
  [EXIT.config, 'configuration, journal or reader needs a person: trying again changes nothing'],
];

export function exitHelp(): string {
  const rows = EXIT_MEANINGS.map(([status, meaning]) => `  ${String(status).padStart(2)}  ${meaning}`);
  return `\nExit status:\n${rows.join('\n')}\n`;
}

const BY_ERROR: Readonly<Record<ErrorCode, ExitStatus>> = {
  INVALID_REQUEST: EXIT.dataInvalid,
  AMOUNT_INVALID: EXIT.dataInvalid,
  CURRENCY_UNKNOWN: EXIT.dataInvalid,
  IDEMPOTENCY_MISMATCH: EXIT.dataInvalid,
  KEY_REUSED: EXIT.dataInvalid,
  NOT_FOUND: EXIT.dataInvalid,
  METHOD_UNKNOWN: EXIT.internal,
  BUSY: EXIT.temporary,
  NOTHING_TO_CANCEL: EXIT.temporary,
  NOTHING_TO_CONFIRM: EXIT.temporary,
  TILL_GONE: EXIT.temporary,
  SETTLING: EXIT.temporary,
  SALES_STOPPED: EXIT.temporary,
  MERCHANT_CHANGED: EXIT.config,
  RECOVERING: EXIT.temporary,
  STOPPING: EXIT.temporary,
  TIMEOUT: EXIT.temporary,
  CONFIG_MISSING: EXIT.config,
  CONFIG_INVALID: EXIT.config,
  CONFIG_PERMISSIONS: EXIT.config,
  ILLEGAL_EVENT: EXIT.internal,
  VOID_REFUSED: EXIT.dataInvalid,
  RESEND_REFUSED: EXIT.dataInvalid,
  AMOUNT_MISMATCH: EXIT.internal,
  CLEAR_CARD_DATA: EXIT.temporary,
  READER_LOST: EXIT.temporary,
  READER_NOT_READY: EXIT.temporary,
  READER_TAMPERED: EXIT.config,
  READER_ERROR: EXIT.temporary,
  READER_PROTOCOL: EXIT.temporary,
  PORT_MISSING: EXIT.temporary,
  PORT_BUSY: EXIT.temporary,
  JOURNAL_NOT_A_DATABASE: EXIT.config,
  JOURNAL_NEWER_SCHEMA: EXIT.config,
  JOURNAL_FOREIGN: EXIT.config,
  JOURNAL_READ_ONLY: EXIT.config,
  JOURNAL_FULL: EXIT.temporary,
  JOURNAL_IO: EXIT.temporary,
  JOURNAL_NOT_DURABLE: EXIT.config,
  JOURNAL_CHAIN_BROKEN: EXIT.config,
  JOURNAL_LOCKED: EXIT.temporary,
  JOURNAL_CLOSED: EXIT.temporary,
  BACKUP_FAILED: EXIT.temporary,
  RESTORE_REFUSED: EXIT.config,
  MOVE_REFUSED: EXIT.config,
  BROKER_UNREACHABLE: EXIT.temporary,
  BROKER_REFUSED: EXIT.temporary,
  LINK_CLOSED: EXIT.temporary,
  MESSAGE_INVALID: EXIT.internal,
  MESSAGE_FOREIGN: EXIT.internal,
  BAD_MAC: EXIT.internal,
  MESSAGE_TOO_LARGE: EXIT.internal,
  AGENT_NOT_RUNNING: EXIT.notRunning,
  SOCKET_IN_USE: EXIT.temporary,
  FRAME_TOO_LARGE: EXIT.dataInvalid,
  INTERNAL: EXIT.internal,
};

export function exitStatusOf(code: ErrorCode): ExitStatus {
  return BY_ERROR[code];
}
