import { luhnHolds } from '../../src/domain/text/digits.js';
import type { SentCard } from '../../src/protocol/envelope.js';
import { openCardBlock } from '../reader/cards/card-encryption.js';

/** Whether the ciphertext opened to a card number that fits the masked one. `absent`: there was none. */
export type PanProof = 'ok' | 'failed' | 'absent';
export type PanProver = (card: SentCard) => PanProof;

/**
 * Proves that the acquirer can read what the reader encrypted, without keeping it: the clear PAN lives in
 * this function only and is in no result, log or error.
 *
 * @param bdk 16 bytes, the base derivation key from which the readers' keys were made
 */
export function panProver(bdk: Uint8Array): PanProver {
  return ({ secret, maskedPan }) => {
    if (secret === null) return 'absent';
    try {
      const { pan } = openCardBlock(bdk, secret.ksn.reveal(), secret.ciphertext.reveal());
      return /^\d{12,19}$/.test(pan) && luhnHolds(pan) && fits(pan, maskedPan) ? 'ok' : 'failed';
    } catch {
      return 'failed'; // its message could quote what it tried to read
    }
  };
}

function fits(pan: string, maskedPan: string): boolean {
  return pan.length === maskedPan.length && [...maskedPan].every((mark, at) => mark === '*' || mark === pan[at]);
}
