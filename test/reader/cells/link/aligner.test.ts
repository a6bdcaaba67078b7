import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align, type AlignedItem, EMPTY_CARRY } from '../../../../src/reader/cells/link/aligner.js';
import { type Cell, cell, encodeCell, IDLE } from '../../../../src/reader/cells/link/cell.js';

/** The stream in chunks of the given sizes, over and over. */
function alignAll(stream: Uint8Array, sizes: readonly number[]): { items: AlignedItem[]; carry: Uint8Array } {
  const items: AlignedItem[] = [];
  let carry = EMPTY_CARRY;
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    const aligned = align(carry, stream.subarray(at, at + size));
    expect(aligned.carry.length).toBeLessThan(64);
    items.push(...aligned.items);
    carry = aligned.carry;
    at += size;
  }
  return { items, carry };
}

function cellsOf(items: readonly AlignedItem[]): Cell[] {
  return items.flatMap((item) => (item.kind === 'cell' ? [item.cell] : []));
}

const numbered = (number: number, payload: Uint8Array): Cell =>
  cell('DATA', { first: true, last: true, seq: number & 255, ack: number >> 8, session: 9, payload });

describe('aligner', () => {
  it('passes a clean stream through, whatever the chunks', () => {
    const cells = Array.from({ length: 40 }, (_, number) => numbered(number, new Uint8Array(number)));
    const stream = Buffer.concat(cells.map(encodeCell));
    for (const sizes of [[64], [1], [63], [65], [7, 200, 1], [stream.length]]) {
      const { items, carry } = alignAll(stream, sizes);
      expect(cellsOf(items)).toEqual(cells);
      expect(items).toHaveLength(cells.length);
      expect(carry).toHaveLength(0);
    }
  });

  it('tells IDLE apart from damage', () => {
    const one = numbered(1, Uint8Array.of(1));
    const { items } = align(EMPTY_CARRY, Buffer.concat([IDLE, encodeCell(one), IDLE.subarray(0, 10), encodeCell(one)]));
    expect(items).toEqual([
      { kind: 'idle', bytes: 64 },
      { kind: 'cell', cell: one },
      { kind: 'idle', bytes: 10 },
      { kind: 'cell', cell: one },
    ]);
  });

  it('counts every byte of what is no cell: text of another protocol, noise, false syncs', () => {
    const one = numbered(1, Uint8Array.of(1));
    const foreign = [
      Buffer.from('$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n'),
      Buffer.from('AT+CGMI\r\r\nOK\r\n'),
      Buffer.from('U-Boot 2023.01 (Jan 09 2023)\n'),
      Buffer.alloc(200, 'a55a', 'hex'),
      Buffer.alloc(100, 0xff),
    ];
    for (const bytes of foreign) {
      const { items } = alignAll(Buffer.concat([bytes, encodeCell(one), encodeCell(one)]), [64]);
      expect(cellsOf(items)).toEqual([one, one]);
      const skipped = items.reduce((sum, item) => sum + (item.kind === 'discarded' ? item.bytes : 0), 0);
      expect(skipped).toBe(bytes.length);
    }
  });

  it('keeps less than a cell of a stream that never holds one', () => {
    let carry = EMPTY_CARRY;
    for (let round = 0; round < 1000; round += 1) {
      carry = align(carry, Buffer.from('a55a13'.repeat(30), 'hex')).carry;
      expect(carry.length).toBeLessThan(64);
    }
    const one = numbered(1, Uint8Array.of(1));
    expect(cellsOf(align(carry, Buffer.concat([encodeCell(one), encodeCell(one)])).items)).toEqual([one, one]);
  });

  it('accepts no damaged cell and loses at most the hit one and a neighbour for each fault', () => {
    let faults = 0;
    let lost = 0;
    fc.assert(
      fc.property(damagedStream, ({ cells, stream, hits, sizes }) => {
        // Zeros behind it, as IDLE on the line: the last cells must not stay in the carry.
        const { items } = alignAll(Buffer.concat([stream, IDLE, IDLE]), sizes);
        const accepted = cellsOf(items);

        // Every accepted cell is an original one, and they stand in their order (a doubled one may come twice).
        const numbers = accepted.map((value) => value.seq | (value.ack << 8));
        numbers.forEach((number, index) => {
          expect(accepted[index]).toEqual(cells[number]);
          if (index > 0) expect(number).toBeGreaterThanOrEqual(numbers[index - 1]!);
        });
        const missing = cells.map((_, number) => number).filter((number) => !numbers.includes(number));
        expect(missing.length).toBeLessThanOrEqual(2 * hits.length);
        for (const number of missing) expect(hits.some((hit) => Math.abs(hit - number) <= 1)).toBe(true);
        faults += hits.length;
        lost += missing.length;
      }),
      { numRuns: 1500 },
    );
    expect(faults).toBeGreaterThanOrEqual(10_000);
    expect(lost).toBeGreaterThan(faults / 4);
  });
});

type Fault = {
  readonly kind: 'drop' | 'insert' | 'flip' | 'truncate' | 'double';
  readonly at: number;
  readonly bytes: Uint8Array;
};

const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom('drop', 'insert', 'flip', 'truncate', 'double' as const),
  at: fc.integer({ min: 0, max: 63 }),
  // Sync bytes among them, so that false starts are tried often.
  bytes: fc
    .array(fc.oneof(fc.constantFrom(0xa5, 0x5a, 0), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 })
    .map((list) => Uint8Array.from(list)),
});

/** Ten to thirty cells of which some are hit, each by one fault. */
const damagedStream = fc
  .record({
    payloads: fc.array(fc.uint8Array({ maxLength: 52 }), { minLength: 10, maxLength: 30 }),
    faults: fc.array(fc.option(fault, { freq: 2 }), { minLength: 10, maxLength: 30 }),
    sizes: fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ payloads, faults, sizes }) => {
    const cells = payloads.map((payload, number) => numbered(number, payload));
    const hits: number[] = [];
    const parts = cells.map((value, number) => {
      const bytes = Buffer.from(encodeCell(value));
      const hit = faults[number];
      if (hit === null || hit === undefined) return bytes;
      hits.push(number);
      return damage(bytes, hit);
    });
    return { cells, hits, sizes, stream: Buffer.concat(parts) };
  });

function damage(bytes: Buffer, { kind, at, bytes: noise }: Fault): Buffer {
  const before = bytes.subarray(0, at);
  switch (kind) {
    case 'drop':
      return Buffer.concat([before, bytes.subarray(at + Math.min(noise.length, 3))]);
    case 'insert':
      return Buffer.concat([before, noise, bytes.subarray(at)]);
    case 'flip': {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= (noise[0]! % 255) + 1;
      return flipped;
    }
    case 'truncate':
      return before;
    case 'double':
      return Buffer.concat([before, bytes.subarray(at, at + noise.length), bytes.subarray(at)]);
  }
}
