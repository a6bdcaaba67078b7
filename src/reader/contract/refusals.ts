/** What a call on any reader rejects with, and what a technician should do about it. */
import { TillpostError } from '../../domain/errors.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import type { CallKind } from './calls.js';

/** `openStage` is about no transaction of the caller's. */
type Asked = CallKind | 'openStage';

/** Why a reader refuses a call; a driver names its reader's own codes by these. */
export type ReaderErrorCode =
  'BUSY' | 'CARD_PULLED' | 'CARD_UNREADABLE' | 'KEYS_EXHAUSTED' | 'WRONG_KEY' | 'WRONG_STAGE' | 'BAD_VALUE';

export function readerNotReady(kind: Asked, key: TransactionKey | null, problem: string | null): TillpostError {
  const why = problem === null ? '' : `: ${problem}`;
  return new TillpostError('READER_NOT_READY', `the card reader is not ready${why}`, {
    operation: `reader.${kind}`,
    ...about(key),
    retryable: true,
    hint: 'See `tillpost status`; check the cable and the configured port.',
  });
}

/** What happened at the reader is unknown until `result` says it. */
export function readerLost(kind: Asked, key: TransactionKey | null, problem: string): TillpostError {
  return new TillpostError('READER_LOST', `the card reader was lost during ${kind}: ${problem}`, {
    operation: `reader.${kind}`,
    ...about(key),
    retryable: true,
    hint: 'The agent asks the reader for its stored result as soon as it is back.',
  });
}

function about(key: TransactionKey | null): { readonly subject?: string } {
  return key === null ? {} : { subject: keyText(key) };
}

const HINTS: Readonly<Record<ReaderErrorCode, string>> = {
  BUSY: 'Another transaction is open at the reader. Cancel it first.',
  CARD_PULLED: 'Leave the card in until the reader says so.',
  CARD_UNREADABLE: 'Try another card, or the same one again.',
  KEYS_EXHAUSTED: 'The reader has used up its encryption keys. Exchange it.',
  WRONG_KEY: 'Reader and agent disagree about the transaction. Compare their versions.',
  WRONG_STAGE: 'Reader and agent disagree about the transaction. Compare their versions.',
  BAD_VALUE:
    'The reader does not accept a value. Is it of the kind that reader.driver names, and its firmware new enough?',
};

/** @param text the reader's words, without anything that could be a card number */
export function readerError(kind: CallKind, key: TransactionKey, code: ReaderErrorCode, text: string): TillpostError {
  return new TillpostError('READER_ERROR', `the reader refused ${kind} with ${code}${text === '' ? '' : `: ${text}`}`, {
    operation: `reader.${kind}`,
    subject: keyText(key),
    retryable: code === 'BUSY' || code === 'CARD_PULLED' || code === 'CARD_UNREADABLE',
    hint: HINTS[code],
  });
}
