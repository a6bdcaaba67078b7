import { crc32 } from 'node:zlib';
import type { Range } from '../../domain/course/ranges.js';
import type { TransactionKey } from '../../domain/key.js';
import type { Transaction } from '../../domain/transaction.js';
import type { JournalMark, PendingPosting } from '../../ports/index.js';
import { postingRow, transactionRow } from '../tables/row-mapping.js';
import { type Kept, NOTHING_KEPT, type PostingRow, type Seen, type TransactionRow } from '../tables/rows.js';

/**
 * The mirror log on disk: frames one behind another, then zeros up to the end of what was preallocated.
 *
 *   "TPM1" | length of the body, u32 LE | CRC-32 of length and body, u32 LE | body, JSON
 *
 * Every frame can be found and read by itself, so damage costs what it hits and no more. The *begin* frame
 * stands twice, in sectors of its own, since it says what all the others are about.
 */
export type MirrorFrame =
  | {
      readonly kind: 'begin';
      readonly terminalId: string;
      /** Of the journal that this is the copy of; a transaction may bear an older one. */
      readonly epoch: string;
      /** Sequences owed when the file was written, as ranges; their frames follow. */
      readonly owed: readonly Range[];
      readonly at: JournalMark;
    }
  | {
      readonly kind: 'transaction';
      readonly key: TransactionKey;
      readonly row: PlainTransaction;
      readonly at: JournalMark;
    }
  | {
      readonly kind: 'posting';
      /** Of the journal, as in *begin*. */
      readonly epoch: string;
      readonly key: TransactionKey;
      readonly row: MirroredPosting;
      readonly at: JournalMark;
    }
  | { readonly kind: 'release'; readonly sequences: readonly number[]; readonly at: JournalMark }
  | { readonly kind: 'mark'; readonly at: JournalMark };

type Local =
  'number' | 'mark' | 'origin_epoch' | 'origin_number' | 'cancel_asked' | 'last_entry' | keyof Kept | keyof Seen;
/** A row of `sale_transaction` without what only its own journal knows. */
export type MirroredTransaction = Omit<TransactionRow, Local>;
export type MirroredPosting = Omit<PostingRow, 'transaction_number'>;

type Secret = 'ciphertext' | 'ksn' | 'emv';
/** The same as JSON: bytes as base64. */
type PlainTransaction = Omit<MirroredTransaction, Secret> & { readonly [Name in Secret]: string | null };

export interface Extent {
  readonly offset: number;
  readonly length: number;
}

export interface FoundFrame extends Extent {
  readonly frame: MirrorFrame;
}

export const SECTOR_BYTES = 512;
const MAGIC = Buffer.from('TPM1', 'latin1');
const HEADER_BYTES = 12;
/** Far above the longest transaction. */
const BODY_MAX_BYTES = 1_048_576;

export function encodeFrame(frame: MirrorFrame): Buffer {
  const body = Buffer.from(JSON.stringify(frame), 'utf8');
  const bytes = Buffer.alloc(HEADER_BYTES + body.length);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(body.length, 4);
  body.copy(bytes, HEADER_BYTES);
  bytes.writeUInt32LE(checksum(bytes), 8);
  return bytes;
}

/** Frames that can be read, in order, and whether there is anything else than frames and zeros. */
export function findFrames(bytes: Buffer): { readonly frames: readonly FoundFrame[]; readonly damaged: boolean } {
  const frames: FoundFrame[] = [];
  let damaged = false;
  let at = 0;
  while (at < bytes.length) {
    const found = bytes.indexOf(MAGIC, at);
    const next = found < 0 ? bytes.length : found;
    damaged ||= bytes.subarray(at, next).some((byte) => byte !== 0);
    if (next === bytes.length) break;
    const read = frameAt(bytes, next);
    if (read === null) damaged = true;
    else frames.push(read);
    at = next + (read?.length ?? 1);
  }
  return { frames, damaged };
}

/** Null when no whole frame begins there. */
export function frameAt(bytes: Buffer, offset: number): FoundFrame | null {
  if (bytes.length - offset < HEADER_BYTES || !bytes.subarray(offset, offset + 4).equals(MAGIC)) return null;
  const length = HEADER_BYTES + bytes.readUInt32LE(offset + 4);
  if (length > HEADER_BYTES + BODY_MAX_BYTES || length > bytes.length - offset) return null;
  const whole = bytes.subarray(offset, offset + length);
  if (checksum(whole) !== whole.readUInt32LE(8)) return null;
  return { offset, length, frame: JSON.parse(whole.toString('utf8', HEADER_BYTES)) as MirrorFrame };
}

function checksum(frame: Buffer): number {
  return crc32(Buffer.concat([frame.subarray(4, 8), frame.subarray(HEADER_BYTES)]));
}

export function transactionFrame(transaction: Transaction, at: JournalMark): MirrorFrame {
  const row = mirrored(transactionRow(transaction, { ...NOTHING_KEPT, begun_at_ms: 0 }));
  const text = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('base64');
  const plain = { ...row, ciphertext: text(row.ciphertext), ksn: text(row.ksn), emv: text(row.emv) };
  return { kind: 'transaction', key: transaction.key, row: plain, at };
}

export function postingFrame({ posting, transaction }: PendingPosting, epoch: string, at: JournalMark): MirrorFrame {
  return { kind: 'posting', epoch, key: transaction.key, row: mirroredPosting(postingRow(posting, 0)), at };
}

export function mirroredPosting({ transaction_number: _, ...row }: PostingRow): MirroredPosting {
  return row;
}

/** The columns that both copies hold, in one order. */
export function mirrored(row: MirroredTransaction): MirroredTransaction {
  const { merchant_id, type, state, amount, currency, stan, started_at_ms, clock, card } = row;
  const { till_id, idempotency_key, order_reference, vouched } = row;
  const { ciphertext, ksn, emv, verdict, answer, deferred, offline_room, batch, posted_batch, voided_batch } = row;
  return {
    merchant_id,
    type,
    state,
    amount,
    currency,
    stan,
    till_id,
    idempotency_key,
    order_reference,
    vouched,
    started_at_ms,
    clock,
    card,
    ciphertext,
    ksn,
    emv,
    verdict,
    answer,
    deferred,
    offline_room,
    batch,
    posted_batch,
    voided_batch,
  };
}

export function bytesOfRow(row: PlainTransaction): MirroredTransaction {
  const bytes = (text: string | null): Uint8Array | null => (text === null ? null : Buffer.from(text, 'base64'));
  return { ...row, ciphertext: bytes(row.ciphertext), ksn: bytes(row.ksn), emv: bytes(row.emv) };
}

/**
 * Two states are the same exactly when these are. Offline room may be given back, and batches given, for all at once,
 * unseen here.
 */
export function rowDigest({ offline_room: _, batch: __, ...row }: MirroredTransaction): string {
  return JSON.stringify(row, (_name, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
}
