import { createHash, createHmac, createSecretKey, type Hmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { CardSecret } from '../../domain/card.js';
import type { Sealed } from '../../domain/redaction.js';

/**
 * The HMAC-SHA256 chain over the entries (storage rules, Entries and states).
 *
 *   mac 0 = HMAC(key, 'origin', terminal id, epoch)
 *   mac n = HMAC(key, 'entry', mac n-1, n, SHA-256(payload n))
 *
 * The payload goes in by its digest, so that retention may blank it and the chain still be checked.
 * Origin binds the chain to its terminal and epoch: a piece of another journal does not fit in.
 */
export class EntryChain {
  /** Made once: from plain bytes each MAC would make it anew, which takes five times as long as the MAC. */
  readonly #key: KeyObject;
  /** MAC before the first entry, 32 bytes. */
  readonly origin: Uint8Array;

  constructor(key: Sealed, terminalId: string, epoch: string) {
    this.#key = createSecretKey(key.reveal());
    this.origin = this.#hmac('origin').update(`${terminalId}\0${epoch}`).digest();
  }

  /** @param digest of the entry's payload, 32 bytes */
  mac(previous: Uint8Array, number: number, digest: Uint8Array): Uint8Array {
    return this.#hmac('entry').update(previous).update(wide(number)).update(digest).digest();
  }

  /**
   * Stands in an entry for the card data that must be erasable: the entry vouches for the bytes while they
   * are there and says nothing of them afterwards. Hex.
   */
  secretMac({ ciphertext, ksn, emv }: CardSecret): string {
    const hmac = this.#hmac('secret');
    for (const part of [ciphertext, ksn, emv]) hmac.update(wide(part.length)).update(part.reveal());
    return hmac.digest('hex');
  }

  #hmac(purpose: 'origin' | 'entry' | 'secret'): Hmac {
    return createHmac('sha256', this.#key).update(`${purpose}\0`);
  }
}

export function payloadDigest(payload: string): Uint8Array {
  return createHash('sha256').update(payload, 'utf8').digest();
}

export function sameMac(a: Uint8Array, b: Uint8Array): boolean {
  return isBytes(a) && isBytes(b) && a.length === b.length && timingSafeEqual(a, b);
}

/** A damaged record may hold anything where bytes belong, whatever the schema says. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

function wide(number: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
}
