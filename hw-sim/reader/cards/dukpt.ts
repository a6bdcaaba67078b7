import { createCipheriv } from 'node:crypto';

/**
 * AES-128 DUKPT (ANSI X9.24-3:2017, section 6): one key for each encryption, none of which leads back
 * to another. A KSN is the initial key id (8 bytes) and the transaction counter (4, big-endian).
 */

/** X9.24-3, table 2: what a derived key is for. */
const USAGE = { dataEncryption: 0x3000, macGeneration: 0x2000, keyDerivation: 0x8000, initialKey: 0x8001 } as const;

export type WorkingKeyUsage = 'dataEncryption' | 'macGeneration';

const ALGORITHM_AES_128 = 2;
const KEY_BITS = 128;
const COUNTER_BITS_MAX = 16;
/** X9.24-3, 6.5: the device is exhausted beyond this counter. */
export const COUNTER_MAX = 0xffff_0000;

/** The key that is injected into a reader. `bdk` 16 bytes, `initialKeyId` 8 bytes. */
export function initialKey(bdk: Uint8Array, initialKeyId: Uint8Array): Buffer {
  const data = derivationData(USAGE.initialKey);
  data.set(exactly(initialKeyId, 8, 'initial key id'), 8);
  return encryptBlock(bdk, data);
}

/** The intermediate derivation key of a KSN: one step for each bit set in the counter, highest first. */
export function derivationKey(bdk: Uint8Array, ksn: Uint8Array): Buffer {
  const { keyId, counter } = splitKsn(ksn);
  let key = initialKey(bdk, keyId);
  let reached = 0;
  for (let bit = 31; bit >= 0; bit -= 1) {
    const mask = 2 ** bit;
    if (Math.floor(counter / mask) % 2 === 0) continue;
    reached += mask;
    key = encryptBlock(key, counterData(USAGE.keyDerivation, keyId, reached));
  }
  return key;
}

/** The key that encrypts, or authenticates, under this KSN. */
export function workingKey(bdk: Uint8Array, ksn: Uint8Array, usage: WorkingKeyUsage): Buffer {
  const { keyId, counter } = splitKsn(ksn);
  return encryptBlock(derivationKey(bdk, ksn), counterData(USAGE[usage], keyId, counter));
}

export function makeKsn(initialKeyId: Uint8Array, counter: number): Buffer {
  const ksn = Buffer.alloc(12);
  ksn.set(exactly(initialKeyId, 8, 'initial key id'));
  ksn.writeUInt32BE(counter, 8);
  return ksn;
}

/**
 * The counter that follows. Counters with more than 16 bits set are skipped (X9.24-3, 6.5), so that no key
 * is more than 16 steps away. Null when the device is exhausted.
 */
export function nextCounter(counter: number): number | null {
  let next = counter + 1;
  // Adding the lowest bit set clears a run of bits at once instead of trying every counter between.
  while (next <= COUNTER_MAX && bitsSet(next) > COUNTER_BITS_MAX) next += lowestBit(next);
  return next <= COUNTER_MAX ? next : null;
}

function splitKsn(ksn: Uint8Array): { keyId: Uint8Array; counter: number } {
  exactly(ksn, 12, 'KSN');
  return { keyId: ksn.subarray(0, 8), counter: Buffer.from(ksn).readUInt32BE(8) };
}

/** X9.24-3, table 1: version, block number, usage, algorithm, length; the second half says whose key it is. */
function derivationData(usage: number): Buffer {
  const data = Buffer.alloc(16);
  data.writeUInt8(1, 0);
  data.writeUInt8(1, 1);
  data.writeUInt16BE(usage, 2);
  data.writeUInt16BE(ALGORITHM_AES_128, 4);
  data.writeUInt16BE(KEY_BITS, 6);
  return data;
}

function counterData(usage: number, keyId: Uint8Array, counter: number): Buffer {
  const data = derivationData(usage);
  data.set(keyId.subarray(4), 8);
  data.writeUInt32BE(counter, 12);
  return data;
}

function encryptBlock(key: Uint8Array, block: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-ecb', exactly(key, 16, 'key'), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

function exactly(bytes: Uint8Array, length: number, what: string): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${what} must have ${length} bytes, has ${bytes.length}`);
  return bytes;
}

function bitsSet(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

function lowestBit(value: number): number {
  let bit = 1;
  while (Math.floor(value / bit) % 2 === 0) bit *= 2;
  return bit;
}
