import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { ReaderStorage } from '../store/storage.js';
import { makeKsn, nextCounter, workingKey } from './dukpt.js';
import { encodeTlv } from './tlv.js';

/** Published demo key (X9.24-3 vectors). A real base key never leaves its hardware module. */
export const DEMO_BDK = Buffer.from('FEDCBA9876543210F1F1F1F1F1F1F1F1', 'hex');

const NO_IV = Buffer.alloc(16);

/**
 * The block that is encrypted: BER-TLV `5A` PAN (BCD, `F` filled on the right) and `5F24` expiry (YYMMDD),
 * then ISO/IEC 9797-1 padding method 2 (one byte 80, zeros) to whole AES blocks. AES-128-CBC, zero IV: each
 * KSN gives a key that is used once.
 */
function cardBlock(pan: string, expiry: string): Buffer {
  const clear = encodeTlv([
    { tag: '5A', value: pan.length % 2 === 0 ? pan : `${pan}F` },
    { tag: '5F24', value: `${expiry}31` },
  ]);
  return Buffer.concat([clear, Buffer.of(0x80), Buffer.alloc(15 - (clear.length % 16))]);
}

/** The host's side of it. @throws Error when the key does not fit the ciphertext */
export function openCardBlock(
  bdk: Uint8Array,
  ksn: Uint8Array,
  ciphertext: Uint8Array,
): { readonly pan: string; readonly expiry: string } {
  const key = workingKey(bdk, ksn, 'dataEncryption');
  const decipher = createDecipheriv('aes-128-cbc', key, NO_IV).setAutoPadding(false);
  const clear = Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('hex');
  const match = /^5a[01][0-9a-f](\d{12,19})f?5f2403(\d{4})31800*$/.exec(clear);
  if (match === null) throw new Error('the card block does not open under this key');
  return { pan: match[1]!, expiry: match[2]! };
}

/** Stable stand-in for a PAN under the reader's own key; 16 bytes. */
export function tokenOf(pan: string): Buffer {
  return createHmac('sha256', 'tillpost demo token key').update(pan).digest().subarray(0, 16);
}

/** Encrypts card data under DUKPT; the counter survives the reader, so that no KSN is ever used twice. */
export class CardEncryption {
  #counter: number;
  readonly #keyIdHex: string;

  /**
   * @param file where the counter is kept
   * @param keyId initial key id, 8 bytes
   * @throws Error when the stored counter belongs to another key or cannot be read: guessing could reuse a key
   */
  constructor(
    private readonly file: ReaderStorage['counter'],
    readonly keyId: Uint8Array,
  ) {
    this.#keyIdHex = Buffer.from(keyId).toString('hex');
    this.#counter = file.read(this.#keyIdHex);
  }

  /** Of the last KSN used; 0 before the first. */
  get counter(): number {
    return this.#counter;
  }

  /** Null when the keys are exhausted. The counter is on the disk before the key is used. */
  encrypt(pan: string, expiry: string): { readonly ciphertext: Buffer; readonly ksn: Buffer } | null {
    const counter = nextCounter(this.#counter);
    if (counter === null) return null;
    this.file.write(this.#keyIdHex, counter);
    this.#counter = counter;
    const ksn = makeKsn(this.keyId, counter);
    const key = workingKey(DEMO_BDK, ksn, 'dataEncryption');
    const cipher = createCipheriv('aes-128-cbc', key, NO_IV).setAutoPadding(false);
    return { ciphertext: Buffer.concat([cipher.update(cardBlock(pan, expiry)), cipher.final()]), ksn };
  }
}
