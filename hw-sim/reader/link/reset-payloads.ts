import { RESET_CAUSES, type Rst, type Rstack } from '../../../src/reader/cells/link/reset-payloads.js';

/** Payloads of RST and RSTACK, the reader's half (reader link, Cell): RST in, RSTACK out. */
const NONCE_LENGTH = 8;
const RST_LENGTH = NONCE_LENGTH + 2;

/** Null when it is none. */
export function decodeRst(payload: Uint8Array): Rst | null {
  if (payload.length !== RST_LENGTH) return null;
  return {
    nonce: Uint8Array.from(payload.subarray(0, NONCE_LENGTH)),
    lowestVersion: payload[NONCE_LENGTH]!,
    highestVersion: payload[NONCE_LENGTH + 1]!,
  };
}

/** @throws RangeError when a field does not fit: a defect */
export function encodeRstack(rstack: Rstack): Uint8Array {
  return Uint8Array.of(
    ...sized(rstack.nonce, NONCE_LENGTH),
    rstack.version,
    rstack.session,
    RESET_CAUSES.indexOf(rstack.cause),
    ...padded(rstack.serialNumber, 16),
    ...padded(rstack.firmware, 8),
    ...sized(rstack.lastKey, 16),
  );
}

function sized(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes where ${length} belong`);
  return bytes;
}

function padded(text: string, length: number): Uint8Array {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length > length) throw new RangeError(`text of ${bytes.length} characters where ${length} fit`);
  return Buffer.concat([bytes], length);
}
