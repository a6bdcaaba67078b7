import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRst, encodeRstack } from '../../../../hw-sim/reader/link/reset-payloads.js';
import { type Cell, cell, decodeCell, encodeCell, IDLE, PAYLOAD_MAX } from '../../../../src/reader/cells/link/cell.js';
import {
  decodeLinkError,
  decodeRstack,
  encodeLinkError,
  encodeRst,
} from '../../../../src/reader/cells/link/reset-payloads.js';

const byte = fc.integer({ min: 0, max: 255 });
const anyCell: fc.Arbitrary<Cell> = fc
  .record({
    version: fc.integer({ min: 0, max: 15 }),
    type: fc.constantFrom('RST', 'RSTACK', 'DATA', 'ACK', 'NAK', 'ERROR' as const),
    first: fc.boolean(),
    last: fc.boolean(),
    retransmitted: fc.boolean(),
    notReady: fc.boolean(),
    seq: byte,
    ack: byte,
    session: byte,
    payload: fc.uint8Array({ maxLength: PAYLOAD_MAX }),
  })
  .map((fields) => fields as Cell);

/** Byte `offset` set to `value`, CRC made right again: damage that only the fields can show. */
function patched(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[offset] = value;
  new DataView(copy.buffer).setUint32(60, crc32(copy.subarray(0, 60)), true);
  return copy;
}

describe('crc32', () => {
  it('gives the check value of the CRC catalogue for "123456789"', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  });
});

describe('cell', () => {
  it('lays a DATA cell out as the page says', () => {
    const bytes = encodeCell(
      cell('DATA', {
        first: true,
        last: true,
        retransmitted: true,
        seq: 3,
        ack: 9,
        session: 0x42,
        payload: Uint8Array.of(1, 2, 3),
      }),
    );
    expect(Buffer.from(bytes.subarray(0, 12)).toString('hex')).toBe('a55a1307030903420102' + '0300');
    expect(bytes.subarray(11, 60).every((value) => value === 0)).toBe(true);
    expect(new DataView(bytes.buffer).getUint32(60, true)).toBe(crc32(bytes.subarray(0, 60)));
    expect(bytes).toHaveLength(64);
  });

  it('comes back as it went, whatever it bears', () => {
    fc.assert(
      fc.property(anyCell, (value) => {
        expect(decodeCell(encodeCell(value))).toEqual(value);
      }),
    );
  });

  it('refuses every single flipped bit', () => {
    fc.assert(
      fc.property(anyCell, fc.integer({ min: 0, max: 511 }), (value, bit) => {
        const bytes = encodeCell(value);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        expect(decodeCell(bytes)).toBeTypeOf('string');
      }),
    );
  });

  const good = encodeCell(cell('DATA', { payload: Uint8Array.of(1) }));
  it.each([
    ['63 bytes', good.subarray(0, 63), 'length'],
    ['IDLE', IDLE, 'sync'],
    ['unknown type', patched(good, 2, 0x17), 'malformed'],
    ['type 0', patched(good, 2, 0x10), 'malformed'],
    ['unknown flag', patched(good, 3, 0x10), 'malformed'],
    ['length over 52', patched(good, 6, 53), 'malformed'],
    ['padding that is not zero', patched(good, 20, 1), 'malformed'],
  ])('refuses %s', (_name, bytes, fault) => {
    expect(decodeCell(bytes)).toBe(fault);
  });

  it('does not encode what does not fit', () => {
    expect(() => encodeCell(cell('DATA', { payload: new Uint8Array(53) }))).toThrow(RangeError);
    expect(() => encodeCell(cell('DATA', { seq: 256 }))).toThrow(RangeError);
  });
});

describe('payloads of the link', () => {
  const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const rstack = {
    nonce,
    version: 1,
    session: 77,
    cause: 'watchdog',
    serialNumber: 'TP-000123',
    firmware: '1.4.2',
    lastKey: new Uint8Array(16).fill(5),
  } as const;

  it('carries RST, RSTACK and ERROR there and back', () => {
    const rst = { nonce, lowestVersion: 1, highestVersion: 2 };
    expect(decodeRst(encodeRst(rst))).toEqual(rst);
    expect(decodeRstack(encodeRstack(rstack))).toEqual(rstack);
    expect(decodeLinkError(encodeLinkError('tooLong', 200))).toEqual({ code: 'tooLong', seq: 200 });
  });

  it('lays RSTACK out as the page says, 51 bytes', () => {
    expect(Buffer.from(encodeRstack(rstack)).toString('hex')).toBe(
      '0102030405060708' +
        '01' +
        '4d' +
        '02' +
        '54502d30303031323300000000000000' +
        '312e342e32000000' +
        '05'.repeat(16),
    );
  });

  it('refuses wrong lengths, unknown causes and codes, and text that is not ASCII', () => {
    const bytes = encodeRstack(rstack);
    expect(decodeRstack(bytes.subarray(1))).toBeNull();
    expect(decodeRstack(Uint8Array.from(bytes, (value, index) => (index === 10 ? 9 : value)))).toBeNull();
    expect(decodeRstack(Uint8Array.from(bytes, (value, index) => (index === 11 ? 0xe9 : value)))).toBeNull();
    expect(decodeRst(new Uint8Array(11))).toBeNull();
    expect(decodeLinkError(Uint8Array.of(6, 0))).toBeNull();
    expect(decodeLinkError(Uint8Array.of(1))).toBeNull();
    expect(() => encodeRstack({ ...rstack, firmware: '123456789' })).toThrow(RangeError);
  });
});
