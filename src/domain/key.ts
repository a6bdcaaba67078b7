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
  /** Drawn at each start on it, lower-case hex, 8 characters: a copy that was put back gives other keys. */
  readonly mark: string;
  /** 1 … 2^32-1 within the epoch. */
  readonly number: number;
}

/** Four bytes hold it. */
export const NUMBER_MAX = 0xffff_ffff;

/** `T0000042-9f1c2a0b7d3e4f55-b41c72de-17`: how a key is printed, logged and compared. */
export function keyText({ terminalId, epoch, mark, number }: TransactionKey): string {
  return `${terminalId}-${epoch}-${mark}-${number}`;
}

/** The key as a card reader shows it, who does not know the terminal: `9f1c2a0b7d3e4f55-b41c72de-17`. */
export function shortKey({ epoch, mark, number }: Omit<TransactionKey, 'terminalId'>): string {
  return `${epoch}-${mark}-${number}`;
}

/** `keyText` of some key, or nearly: `parseKey` also sees to it that the number fits. */
export const KEY_PATTERN = /^([A-Za-z0-9_-]{1,16})-([0-9a-f]{16})-([0-9a-f]{8})-([1-9]\d{0,9})$/;

/** @throws INVALID_REQUEST when the text is no key */
export function parseKey(text: string): TransactionKey {
  const match = KEY_PATTERN.exec(text);
  const number = Number(match?.[4]);
  if (match === null || number > NUMBER_MAX) {
    throw new TillpostError('INVALID_REQUEST', `${JSON.stringify(text.slice(0, 60))} is not a transaction key`, {
      operation: 'key',
      hint: 'A key looks like T0000042-9f1c2a0b7d3e4f55-b41c72de-17; `tillpost queue` lists them.',
    });
  }
  return { terminalId: match[1]!, epoch: match[2]!, mark: match[3]!, number };
}

export function sameKey(a: TransactionKey, b: TransactionKey): boolean {
  return a.number === b.number && a.mark === b.mark && a.epoch === b.epoch && a.terminalId === b.terminalId;
}

/** Lower-case, two digits a byte: how epochs, the reader's keys and MACs are written. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/**
 * Epochs and start marks are drawn so that no key of ours looks like a card number, to whatever searches for one: letters
 * begin them, end them and stand between digits that would be too many together.
 */
function drawn(bytes: Uint8Array, letters: readonly number[]): string {
  const letter = (digit: string): string => (10 + (Number.parseInt(digit, 16) % 6)).toString(16);
  return [...hex(bytes)].map((digit, at) => (letters.includes(at) ? letter(digit) : digit)).join('');
}

/** Of eight bytes of chance. */
export const drawEpoch = (bytes: Uint8Array): string => drawn(bytes.subarray(0, 8), [0, 8, 15]);

/** Of four bytes of chance. */
export const drawMark = (bytes: Uint8Array): string => drawn(bytes.subarray(0, 4), [0, 7]);

/** The 16 bytes by which the reader link names a transaction: epoch (8), start mark (4), number (4, big-endian). */
export function keyBytes({ epoch, mark, number }: TransactionKey): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.write(epoch + mark, 0, 12, 'hex');
  bytes.writeUInt32BE(number, 12);
  return bytes;
}

/** The key in the reader's 16 bytes; null when the number is zero, as when all are (no stored result). */
export function keyFromBytes(bytes: Uint8Array, terminalId: string): TransactionKey | null {
  if (bytes.length !== 16) return null;
  const buffer = Buffer.from(bytes);
  const number = buffer.readUInt32BE(12);
  if (number < 1) return null;
  return { terminalId, epoch: buffer.toString('hex', 0, 8), mark: buffer.toString('hex', 8, 12), number };
}
