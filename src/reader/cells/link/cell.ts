import { crc32 } from 'node:zlib';
/**
 * The 64-byte cell (reader link, Cell). Pure and symmetrical: the agent and the simulated reader use the
 * same codec, so a mistake here shows as a failing vector in test/reader/cells/link/cell.test.ts, not as agreement.
 */

export const CELL_LENGTH = 64;
export const PAYLOAD_MAX = 52;
/** The link version that this code speaks. */
export const LINK_VERSION = 1;
export const SYNC_FIRST = 0xa5;
export const SYNC_SECOND = 0x5a;

const HEADER_LENGTH = 8;
const CRC_OFFSET = 60;

/** Names by their number on the wire, low nibble of byte 2. */
const TYPES = ['RST', 'RSTACK', 'DATA', 'ACK', 'NAK', 'ERROR'] as const;
export type CellType = (typeof TYPES)[number];

const FLAG_FIRST = 1;
const FLAG_LAST = 2;
const FLAG_RETX = 4;
const FLAG_NOT_READY = 8;
const FLAGS_ALL = 15;

export interface Cell {
  /** High nibble of byte 2, 0–15; anything but LINK_VERSION is for the link to refuse. */
  readonly version: number;
  readonly type: CellType;
  readonly first: boolean;
  readonly last: boolean;
  readonly retransmitted: boolean;
  readonly notReady: boolean;
  /** Number of this DATA cell, 0–255; 0 in all other types. */
  readonly seq: number;
  /** Number of the next DATA cell expected, 0–255. */
  readonly ack: number;
  readonly session: number;
  /** 0–52 bytes. */
  readonly payload: Uint8Array;
}

export type CellFault = 'length' | 'sync' | 'crc' | 'malformed';

/** Pushes a peer's half-filled parser forward and carries nothing. */
export const IDLE: Uint8Array = new Uint8Array(CELL_LENGTH);

/** A cell with everything not named at rest: no flags, SEQ, ACK and SESSION 0, no payload. */
export function cell(type: CellType, fields: Partial<Omit<Cell, 'type'>> = {}): Cell {
  return {
    version: LINK_VERSION,
    first: false,
    last: false,
    retransmitted: false,
    notReady: false,
    seq: 0,
    ack: 0,
    session: 0,
    payload: new Uint8Array(0),
    ...fields,
    type,
  };
}

/** @throws RangeError when the payload is over 52 bytes or a number does not fit its byte: a defect */
export function encodeCell(value: Cell): Uint8Array {
  if (value.payload.length > PAYLOAD_MAX) throw new RangeError(`payload of ${value.payload.length} bytes in a cell`);
  for (const number of [value.seq, value.ack, value.session]) {
    if (!Number.isInteger(number) || number < 0 || number > 255) throw new RangeError(`${number} is no byte`);
  }
  const bytes = new Uint8Array(CELL_LENGTH);
  bytes[0] = SYNC_FIRST;
  bytes[1] = SYNC_SECOND;
  bytes[2] = ((value.version & 15) << 4) | (TYPES.indexOf(value.type) + 1);
  bytes[3] =
    (value.first ? FLAG_FIRST : 0) |
    (value.last ? FLAG_LAST : 0) |
    (value.retransmitted ? FLAG_RETX : 0) |
    (value.notReady ? FLAG_NOT_READY : 0);
  bytes[4] = value.seq;
  bytes[5] = value.ack;
  bytes[6] = value.payload.length;
  bytes[7] = value.session;
  bytes.set(value.payload, HEADER_LENGTH);
  new DataView(bytes.buffer).setUint32(CRC_OFFSET, crc32(bytes.subarray(0, CRC_OFFSET)), true);
  return bytes;
}

/**
 * Exactly 64 bytes as a cell, or why not. `malformed`: sync and CRC hold, but the type, the flags, the
 * length or the padding are none that the page knows; a peer that writes such a cell is no peer.
 */
export function decodeCell(bytes: Uint8Array): Cell | CellFault {
  if (bytes.length !== CELL_LENGTH) return 'length';
  if (bytes[0] !== SYNC_FIRST || bytes[1] !== SYNC_SECOND) return 'sync';
  const view = new DataView(bytes.buffer, bytes.byteOffset, CELL_LENGTH);
  if (view.getUint32(CRC_OFFSET, true) !== crc32(bytes.subarray(0, CRC_OFFSET))) return 'crc';

  const kind = view.getUint8(2);
  const flags = view.getUint8(3);
  const length = view.getUint8(6);
  const type = TYPES[(kind & 15) - 1];
  if (type === undefined || flags > FLAGS_ALL || length > PAYLOAD_MAX) return 'malformed';
  for (let offset = HEADER_LENGTH + length; offset < CRC_OFFSET; offset += 1) {
    if (bytes[offset] !== 0) return 'malformed';
  }
  return {
    version: kind >> 4,
    type,
    first: (flags & FLAG_FIRST) !== 0,
    last: (flags & FLAG_LAST) !== 0,
    retransmitted: (flags & FLAG_RETX) !== 0,
    notReady: (flags & FLAG_NOT_READY) !== 0,
    seq: view.getUint8(4),
    ack: view.getUint8(5),
    session: view.getUint8(7),
    // A copy: `slice` of a Buffer would be a window into the port's read buffer.
    payload: Uint8Array.from(bytes.subarray(HEADER_LENGTH, HEADER_LENGTH + length)),
  };
}
