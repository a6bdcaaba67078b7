import { type Cell, cell, CELL_LENGTH, encodeCell, PAYLOAD_MAX } from '../../src/reader/cells/link/cell.js';
import type { SimRandom } from '../sim-random.js';
import { mutateBytes, noise, splice } from './bytes.js';

const TYPES = ['RST', 'RSTACK', 'DATA', 'ACK', 'NAK', 'ERROR'] as const;
const CRC_OFFSET = CELL_LENGTH - 4;

export interface CellSource {
  /** Of the link that is up; most cells bear it, so that they are not refused at the door. */
  readonly session: number;
  /** Number the receiver expects next, as far as is known. */
  readonly seq: number;
  /** Message payloads of which cells are made. */
  readonly messages: readonly Uint8Array[];
  /** What other devices say on a line: plain text, boot noise. */
  readonly foreign: readonly Uint8Array[];
}

/** A stretch of a serial line: noise, damaged cells, or whole cells that say what no reader should. */
export function serialInput(source: CellSource, random: SimRandom): Uint8Array {
  const kind = random.below(10);
  if (kind === 0) return noise(random, 1 + random.below(200));
  if (kind === 1) return mutateBytes(random.pick(source.foreign), random, 2).subarray(0, 400);
  const stream = Buffer.concat(cellsOf(source, random).map((value) => encodeCell(value)));
  // A line's damage: the CRC must find it.
  if (kind <= 4) return mutateBytes(stream, random);
  if (kind === 5) return splice(stream, noise(random, 80), random);
  // An enemy's: the CRC holds again over whatever the header and the payload have become.
  if (kind <= 7) return resealed(mutateBytes(stream.subarray(0, CELL_LENGTH), random, 2));
  return stream;
}

/** The cells of one message, mutated or not, some of them with fields of their own. */
function cellsOf(source: CellSource, random: SimRandom): readonly Cell[] {
  const whole = random.pick(source.messages);
  const message = random.chance(0.7) ? mutateBytes(whole, random, 3) : whole;
  const count = Math.max(1, Math.ceil(Math.min(message.length, 5000) / PAYLOAD_MAX));
  let seq = random.chance(0.8) ? source.seq : random.below(256);
  return Array.from({ length: count }, (_, index) => {
    const made = cell('DATA', {
      first: index === 0,
      last: index === count - 1,
      seq,
      session: source.session,
      payload: Uint8Array.from(message.subarray(index * PAYLOAD_MAX, (index + 1) * PAYLOAD_MAX)),
    });
    seq = (seq + 1) & 255;
    return random.chance(0.15) ? bent(made, random) : made;
  });
}

function bent(made: Cell, random: SimRandom): Cell {
  const bends: readonly Partial<Cell>[] = [
    { type: random.pick(TYPES) },
    { seq: random.below(256) },
    { ack: random.below(256) },
    { session: random.below(256) },
    { version: random.below(16) },
    { first: !made.first },
    { last: !made.last },
    { retransmitted: true },
    { notReady: true },
    { payload: new Uint8Array(0) },
  ];
  return { ...made, ...random.pick(bends) };
}

/** Bit by bit, in words of its own: a generator that shared the table would share its mistakes. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

function resealed(bytes: Uint8Array): Uint8Array {
  const sealed = Buffer.alloc(CELL_LENGTH);
  sealed.set(bytes.subarray(0, CELL_LENGTH));
  sealed[0] = 0xa5;
  sealed[1] = 0x5a;
  sealed.writeUInt32LE(crcOf(sealed.subarray(0, CRC_OFFSET)), CRC_OFFSET);
  return sealed;
}
