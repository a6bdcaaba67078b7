/**
 * The values in proto/reader.proto's fields: names of its enums, and checks that trust nothing. What does not
 * hold is READER_PROTOCOL; the error names the field but never quotes its value, which might be card data.
 */
import { tillpost } from '#proto/reader';
import type { Cryptogram, EntryMode } from '../../domain/card.js';
import { TillpostError } from '../../domain/errors.js';
import type { TransactionType } from '../../domain/transaction.js';
import type { ReaderStage } from '../../ports/index.js';
import type { ReaderErrorCode } from '../contract/refusals.js';
import type { CompleteOutcome, KeyBytes } from './message-shapes.js';

import wire = tillpost.reader.v1;

const KEY_LENGTH = 16;

/** Name ⇄ number of an enum; 0 (unspecified) and numbers of a newer proto have no name and are refused. */
class Names<Name extends string> {
  readonly #numbers: Readonly<Record<Name, number>>;
  readonly #names: ReadonlyMap<number, Name>;

  constructor(numbers: Readonly<Record<Name, number>>) {
    this.#numbers = numbers;
    this.#names = new Map(Object.entries(numbers).map(([name, number]) => [number as number, name as Name]));
  }

  number(name: Name): number {
    return this.#numbers[name];
  }

  name(number: number | null | undefined, field: string): Name {
    return this.#names.get(number ?? 0) ?? refuse(field, `unknown value ${number ?? 0}`);
  }
}

export const TYPE = new Names<TransactionType>({
  sale: wire.TransactionType.SALE,
  refund: wire.TransactionType.REFUND,
});
export const ENTRY_MODE = new Names<EntryMode>({
  contactless: wire.EntryMode.CONTACTLESS,
  chip: wire.EntryMode.CHIP,
  magstripe: wire.EntryMode.MAGSTRIPE,
  fallback: wire.EntryMode.FALLBACK,
  manual: wire.EntryMode.MANUAL,
});
export const CRYPTOGRAM = new Names<Cryptogram>({
  TC: wire.Cryptogram.TC,
  ARQC: wire.Cryptogram.ARQC,
  AAC: wire.Cryptogram.AAC,
  none: wire.Cryptogram.NONE,
});
export const FINAL_CRYPTOGRAM = new Names<'TC' | 'AAC'>({ TC: wire.Cryptogram.TC, AAC: wire.Cryptogram.AAC });
export const STAGE = new Names<ReaderStage>({
  unknownKey: wire.Stage.UNKNOWN_KEY,
  waitingCard: wire.Stage.WAITING_CARD,
  cardRead: wire.Stage.CARD_READ,
  finalTc: wire.Stage.FINAL_TC,
  finalAac: wire.Stage.FINAL_AAC,
  shownApproved: wire.Stage.SHOWN_APPROVED,
  shownDeclined: wire.Stage.SHOWN_DECLINED,
  cancelled: wire.Stage.ENDED_CANCELLED,
  timeout: wire.Stage.ENDED_TIMEOUT,
});
export const OUTCOME = new Names<CompleteOutcome>({
  approved: wire.CompleteOutcome.APPROVED,
  declined: wire.CompleteOutcome.DECLINED,
  cancelled: wire.CompleteOutcome.CANCELLED,
});
export const ERROR_CODE = new Names<ReaderErrorCode>({
  BUSY: wire.ErrorCode.BUSY,
  CARD_PULLED: wire.ErrorCode.CARD_PULLED,
  CARD_UNREADABLE: wire.ErrorCode.CARD_UNREADABLE,
  KEYS_EXHAUSTED: wire.ErrorCode.KEYS_EXHAUSTED,
  WRONG_KEY: wire.ErrorCode.WRONG_KEY,
  WRONG_STAGE: wire.ErrorCode.WRONG_STAGE,
  BAD_VALUE: wire.ErrorCode.BAD_VALUE,
});

export function refuse(field: string, why: string): never {
  throw new TillpostError('READER_PROTOCOL', `reader message: ${field}: ${why}`, {
    operation: 'reader.message',
    subject: field,
    hint: 'Reader and agent disagree about the protocol. Compare the reader firmware with proto/reader.proto.',
  });
}

export function bytes(value: Uint8Array | null | undefined, field: string, least: number, most: number): Uint8Array {
  const length = value?.length ?? 0;
  if (length < least || length > most) refuse(field, `${length} bytes, expected ${least}–${most}`);
  // A copy: what protobufjs gives is a window into the receive buffer.
  return Uint8Array.from(value ?? []);
}

export const key = (value: Uint8Array | null | undefined, field: string): KeyBytes =>
  bytes(value, field, KEY_LENGTH, KEY_LENGTH);

export function text(value: string | null | undefined, field: string, most: number): string {
  const given = value ?? '';
  if (given.length > most) refuse(field, `${given.length} characters, at most ${most}`);
  return given;
}

export function whole(value: unknown, field: string, most: number): number {
  const number = Number(value ?? 0);
  if (!Number.isSafeInteger(number) || number < 0 || number > most) refuse(field, `out of range 0–${most}`);
  return number;
}

export function present<T>(value: T | null | undefined, field: string): T {
  return value ?? refuse(field, 'missing');
}

export function decoded<T>(decode: (payload: Uint8Array) => T, payload: Uint8Array): T {
  try {
    return decode(payload);
  } catch {
    // protobufjs' own message may quote the buffer; it is left out on purpose.
    return refuse('envelope', 'not protobuf');
  }
}
