import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawEpoch,
  drawMark,
  hex,
  keyBytes,
  keyFromBytes,
  keyText,
  NUMBER_MAX,
  parseKey,
  sameKey,
  shortKey,
} from '../../src/domain/key.js';
import { bearsPan } from '../../src/domain/redaction.js';
import { anyGap, digitRuns } from '../../src/domain/text/digits.js';

const anyKey = fc.record({
  terminalId: fc.stringMatching(/^[A-Za-z0-9_-]{1,16}$/),
  epoch: fc.stringMatching(/^[0-9a-f]{16}$/),
  mark: fc.stringMatching(/^[0-9a-f]{8}$/),
  number: fc.integer({ min: 1, max: NUMBER_MAX }),
});

describe('transaction key', () => {
  it('survives text and bytes', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(parseKey(keyText(key))).toEqual(key);
        expect(keyFromBytes(keyBytes(key), key.terminalId)).toEqual(key);
      }),
    );
  });

  it.each([
    '',
    'T1',
    'T1-9f1c-1',
    'T1-9F1C2A0B7D3E4F55-1',
    'T1-9f1c2a0b7d3e4f55-17',
    'T1-9f1c2a0b7d3e4f55-b41c72-17',
    'T1-9f1c2a0b7d3e4f55-b41c72de-0',
    'T1-9f1c2a0b7d3e4f55-b41c72de-4294967296',
    'T 1-9f1c2a0b7d3e4f55-b41c72de-1',
    'T1-9f1c2a0b7d3e4f55-b41c72de-1x',
    ' T1-9f1c2a0b7d3e4f55-b41c72de-1',
    'T1-9f1c2a0b7d3e4f55-b41c72de-12345678901',
  ])('refuses %j', (text) => {
    expect(() => parseKey(text)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });

  it('is the same only in all of its parts', () => {
    const key = { terminalId: 'T1', epoch: '9f1c2a0b7d3e4f55', mark: 'b41c72de', number: 17 };
    expect(sameKey(key, { ...key })).toBe(true);
    for (const other of [{ terminalId: 'T2' }, { epoch: '0'.repeat(16) }, { mark: 'b41c72df' }, { number: 18 }]) {
      expect(sameKey(key, { ...key, ...other })).toBe(false);
    }
    expect(shortKey(key)).toBe('9f1c2a0b7d3e4f55-b41c72de-17');
  });

  it('keeps what is no key out of its error', () => {
    const long = `T1-${'x'.repeat(200)}`;
    const message = `"${long.slice(0, 60)}" is not a transaction key`;
    const hint = expect.stringContaining('A key looks like') as string;
    expect(() => parseKey(long)).toThrow(expect.objectContaining({ message, operation: 'key', hint }));
  });

  it('reads zeros, a wrong length and the number zero as no key', () => {
    expect(keyFromBytes(new Uint8Array(16), 'T1')).toBeNull();
    expect(keyFromBytes(new Uint8Array(15).fill(1), 'T1')).toBeNull();
    expect(keyFromBytes(new Uint8Array(16).fill(255, 0, 12), 'T1')).toBeNull();
    expect(keyFromBytes(new Uint8Array(16).fill(1, 15), 'T1')).toMatchObject({ epoch: '0'.repeat(16), number: 1 });
    expect(keyFromBytes(new Uint8Array(16).fill(255), 'T1')).toMatchObject({ number: NUMBER_MAX });
  });

  it('stands in eight bytes after the epoch: start mark, number, both big-endian', () => {
    const key = { terminalId: 'T1', epoch: '9f1c2a0b7d3e4f55', mark: 'b41c72de', number: 17 };
    expect(hex(keyBytes(key))).toBe('9f1c2a0b7d3e4f55b41c72de00000011');
  });

  it('draws epochs and marks that chance leaves apart, and that never join digits to a card number', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        fc.integer({ min: 1, max: NUMBER_MAX }),
        (bytes, number) => {
          const mark = drawMark(bytes);
          expect(mark).toMatch(/^[a-f][0-9a-f]{6}[a-f]$/);
          expect(mark.slice(1, 7)).toBe(hex(bytes).slice(1, 7));
          const epoch = drawEpoch(Uint8Array.from([...bytes, ...bytes]));
          expect(epoch).toMatch(/^[a-f][0-9a-f]{7}[a-f][0-9a-f]{6}[a-f]$/);
          expect(digitRuns(keyText({ terminalId: '12345678', epoch, mark, number }), anyGap)).toEqual([]);
          expect(bearsPan(keyText({ terminalId: 'T1', epoch: '123456789012', mark, number }))).toBe(false);
        },
      ),
    );
  });
});
