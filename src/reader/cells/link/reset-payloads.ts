/** Payloads of the link's own cells, the agent's half: RST out, RSTACK in, ERROR both ways (reader link, Cell). */

export const NONCE_LENGTH = 8;
const KEY_LENGTH = 16;
const SERIAL_LENGTH = 16;
const FIRMWARE_LENGTH = 8;
const RSTACK_LENGTH = NONCE_LENGTH + 3 + SERIAL_LENGTH + FIRMWARE_LENGTH + KEY_LENGTH;

/** By their number on the wire. */
export const RESET_CAUSES = ['requested', 'powerOn', 'watchdog', 'tamper', 'firmware'] as const;
export type ResetCause = (typeof RESET_CAUSES)[number];

/** By their number on the wire, from 1. */
const LINK_ERRORS = ['fragment', 'tooLong', 'malformedMessage', 'unsupported', 'internal'] as const;
export type LinkError = (typeof LINK_ERRORS)[number];

export interface Rst {
  readonly nonce: Uint8Array;
  readonly lowestVersion: number;
  readonly highestVersion: number;
}

export interface Rstack {
  readonly nonce: Uint8Array;
  readonly version: number;
  readonly session: number;
  readonly cause: ResetCause;
  /** Printable ASCII, at most 16 characters. */
  readonly serialNumber: string;
  /** Printable ASCII, at most 8 characters. */
  readonly firmware: string;
  /** Transaction key of the last stored result: epoch (8), start mark (4), number (4); 16 zeros when there is none. */
  readonly lastKey: Uint8Array;
}

/** @throws RangeError when the nonce is not 8 bytes: a defect */
export function encodeRst({ nonce, lowestVersion, highestVersion }: Rst): Uint8Array {
  if (nonce.length !== NONCE_LENGTH) throw new RangeError(`a nonce of ${nonce.length} bytes`);
  return Uint8Array.of(...nonce, lowestVersion, highestVersion);
}

/** What of an RSTACK is none: wrong length, unknown cause, text that is not printable ASCII. */
export type RstackFault = 'length' | 'cause' | 'serialNumber' | 'firmware';

export function readRstack(payload: Uint8Array): Rstack | RstackFault {
  if (payload.length !== RSTACK_LENGTH) return 'length';
  let offset = 0;
  const take = (count: number): Uint8Array => Uint8Array.from(payload.subarray(offset, (offset += count)));
  const nonce = take(NONCE_LENGTH);
  const [version, session, causeNumber] = take(3);
  const cause = RESET_CAUSES[causeNumber!];
  const serialNumber = unpadded(take(SERIAL_LENGTH));
  const firmware = unpadded(take(FIRMWARE_LENGTH));
  if (cause === undefined) return 'cause';
  if (serialNumber === null) return 'serialNumber';
  if (firmware === null) return 'firmware';
  return { nonce, version: version!, session: session!, cause, serialNumber, firmware, lastKey: take(KEY_LENGTH) };
}

/** Null when it is none. */
export function decodeRstack(payload: Uint8Array): Rstack | null {
  const read = readRstack(payload);
  return typeof read === 'string' ? null : read;
}

export function encodeLinkError(code: LinkError, seq: number): Uint8Array {
  return Uint8Array.of(LINK_ERRORS.indexOf(code) + 1, seq);
}

/** Null when it is none. */
export function decodeLinkError(payload: Uint8Array): { readonly code: LinkError; readonly seq: number } | null {
  const code = LINK_ERRORS[(payload[0] ?? 0) - 1];
  const seq = payload[1];
  return payload.length === 2 && code !== undefined && seq !== undefined ? { code, seq } : null;
}

function unpadded(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString('latin1').replace(/\0+$/, '');
  return /^[\x20-\x7e]*$/.test(text) ? text : null;
}
