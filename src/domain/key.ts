import { TillpostError } from './errors.js';

/**
 * The transaction key (payment rules, Identity): made before the reader is asked, never changes; request,
 * repeat, advice and reversal bear it.
 */
export interface TransactionKey {
  /** DE 41, 1–16 of [A-Za-z0-9_-]. */
  readonly terminalId: string;
  /** Drawn when the journal was created, lower-case hex, 16 characters. */
  readonly epoch: string;
  /** 1 … 2^53-1 within the epoch. */
  readonly number: number;
}

/** `T0000042-9f1c2a0b7d3e4f55-17`: how a key is printed, logged and compared. */
export function keyText({ terminalId, epoch, number }: TransactionKey): string {
  return `${terminalId}-${epoch}-${number}`;
}

/** `keyText` of some key, or nearly: `parseKey` also sees to it that the number is exact. */
export const KEY_PATTERN = /^([A-Za-z0-9_-]{1,16})-([0-9a-f]{16})-([1-9]\d{0,15})$/;

/** @throws INVALID_REQUEST when the text is no key */
export function parseKey(text: string): TransactionKey {
  const match = KEY_PATTERN.exec(text);
  const number = Number(match?.[3]);
  if (match === null || !Number.isSafeInteger(number)) {
    throw new TillpostError('INVALID_REQUEST', `${JSON.stringify(text.slice(0, 60))} is not a transaction key`, {
      operation: 'key',
      hint: 'A key looks like T0000042-9f1c2a0b7d3e4f55-17; `tillpost queue` lists them.',
    });
  }
  return { terminalId: match[1]!, epoch: match[2]!, number };
}

export function sameKey(a: TransactionKey, b: TransactionKey): boolean {
  return a.number === b.number && a.epoch === b.epoch && a.terminalId === b.terminalId;
}

/** Lower-case, two digits a byte: how epochs, the reader's keys and MACs are written. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The 16 bytes by which the reader link names a transaction: epoch (8), number (8, big-endian). */
export function keyBytes({ epoch, number }: TransactionKey): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.write(epoch, 0, 8, 'hex');
  bytes.writeBigUInt64BE(BigInt(number), 8);
  return bytes;
}

/** The key in the reader's 16 bytes; null when all are zero (no stored result) or the number is not exact. */
export function keyFromBytes(bytes: Uint8Array, terminalId: string): TransactionKey | null {
  if (bytes.length !== 16 || bytes.every((byte) => byte === 0)) return null;
  const buffer = Buffer.from(bytes);
  const number = Number(buffer.readBigUInt64BE(8));
  if (!Number.isSafeInteger(number) || number < 1) return null;
  return { terminalId, epoch: buffer.toString('hex', 0, 8), number };
}
