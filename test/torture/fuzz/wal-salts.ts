/**
 * The -wal with salts of ours in place of SQLite's random ones, so that the same seed makes the same file
 * (sqlite.org/fileformat2.html, The Write-Ahead Log).
 */
const HEADER = 32;
const FRAME_HEADER = 24;
const BIG_ENDIAN_SUMS = 0x377f0683;
const SALTS = Buffer.from('0102030405060708', 'hex');

type Sums = readonly [number, number];

/** @param wal whole, freshly begun: every frame in it is of this generation */
export function withFixedSalts(wal: Uint8Array): Buffer {
  const result = Buffer.from(wal);
  const big = result.readUInt32BE(0) === BIG_ENDIAN_SUMS;
  const page = result.readUInt32BE(8);
  SALTS.copy(result, 16);
  let sums = summed([0, 0], result.subarray(0, 24), big);
  writeSums(result, 24, sums);
  for (let at = HEADER; at + FRAME_HEADER + page <= result.length; at += FRAME_HEADER + page) {
    SALTS.copy(result, at + 8);
    sums = summed(sums, result.subarray(at, at + 8), big);
    sums = summed(sums, result.subarray(at + FRAME_HEADER, at + FRAME_HEADER + page), big);
    writeSums(result, at + 16, sums);
  }
  return result;
}

function summed([first, second]: Sums, bytes: Buffer, big: boolean): Sums {
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + (big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (big ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

function writeSums(bytes: Buffer, at: number, [first, second]: Sums): void {
  bytes.writeUInt32BE(first, at);
  bytes.writeUInt32BE(second, at + 4);
}
