import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyBytes, keyFromBytes, keyText, parseKey } from '../../src/domain/key.js';

const anyKey = fc.record({
  terminalId: fc.stringMatching(/^[A-Za-z0-9_-]{1,16}$/),
  epoch: fc.stringMatching(/^[0-9a-f]{16}$/),
  number: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
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
    'T1-9f1c2a0b7d3e4f55-0',
    'T1-9f1c2a0b7d3e4f55-9007199254740993',
    'T 1-9f1c2a0b7d3e4f55-1',
  ])('refuses %j', (text) => {
    expect(() => parseKey(text)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });

  it('reads zeros, a wrong length and a number past 2^53 as no key', () => {
    expect(keyFromBytes(new Uint8Array(16), 'T1')).toBeNull();
    expect(keyFromBytes(new Uint8Array(15).fill(1), 'T1')).toBeNull();
    expect(keyFromBytes(new Uint8Array(16).fill(255), 'T1')).toBeNull();
  });
});
