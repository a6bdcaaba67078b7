import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  COUNTER_MAX,
  derivationKey,
  initialKey,
  makeKsn,
  nextCounter,
  workingKey,
} from '../../../hw-sim/reader/cards/dukpt.js';

interface Vectors {
  readonly bdk: string;
  readonly initial_key_id: string;
  readonly initial_key: string;
  readonly transactions: readonly { ksn: string; derivation_key: string; data_key: string; mac_key: string }[];
}

// ANSI X9.24-3:2017 supplement, AES-128 BDK.
const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/dukpt-aes128.json', import.meta.url), 'utf8'),
) as Vectors;
const bdk = Buffer.from(vectors.bdk, 'hex');
const keyId = Buffer.from(vectors.initial_key_id, 'hex');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

describe('AES-128 DUKPT', () => {
  it('derives the published initial key', () => {
    expect(hex(initialKey(bdk, keyId))).toBe(vectors.initial_key);
  });

  it.each(vectors.transactions)('derives the published keys of $ksn', (row) => {
    const ksn = Buffer.from(row.ksn, 'hex');
    expect(hex(derivationKey(bdk, ksn))).toBe(row.derivation_key);
    expect(hex(workingKey(bdk, ksn, 'dataEncryption'))).toBe(row.data_key);
    expect(hex(workingKey(bdk, ksn, 'macGeneration'))).toBe(row.mac_key);
  });

  it('counts through the published KSNs', () => {
    let counter = 0;
    for (const row of vectors.transactions) {
      counter = nextCounter(counter)!;
      expect(hex(makeKsn(keyId, counter))).toBe(row.ksn);
    }
  });

  it('skips counters with more than 16 bits set, 1FFFF first', () => {
    expect(nextCounter(0xfffe)).toBe(0xffff);
    expect(nextCounter(0x1_fffd)).toBe(0x1_fffe);
    expect(nextCounter(0x1_fffe)).toBe(0x2_0000);
    expect(nextCounter(0xfffe_ffff)).toBe(COUNTER_MAX);
  });

  it('skips nothing else: the next counter is the least one that is allowed', () => {
    const bits = (value: number): number => value.toString(2).replaceAll('0', '').length;
    for (let from = 0x1_ff00; from < 0x4_0000; from += 61) {
      let expected = from + 1;
      while (bits(expected) > 16) expected += 1;
      expect(nextCounter(from)).toBe(expected);
    }
  });

  it('ends at the last counter', () => {
    expect(nextCounter(COUNTER_MAX)).toBeNull();
  });

  it('refuses keys and KSNs of a wrong length', () => {
    expect(() => workingKey(bdk, new Uint8Array(10), 'dataEncryption')).toThrow(/KSN must have 12 bytes/);
    expect(() => initialKey(new Uint8Array(8), keyId)).toThrow(/key must have 16 bytes/);
  });
});
