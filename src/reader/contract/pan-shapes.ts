/**
 * Whether bytes could hold a clear card number. Pure. Cryptograms and ciphertext are random, and random
 * nibbles look like a card number once in some thousand: a rule that fires on chance would refuse honest
 * sales. So BCD counts when the whole value is one number, when it looks like track 2, or when it agrees
 * with the digits that the mask shows; ASCII digits count always, chance does not write thirteen of them.
 */
import { hex } from '../../domain/key.js';
import { luhnHolds } from '../../domain/text/digits.js';

// Track 2 equivalent data (tag 57): number, separator D, expiry YYMM.
const TRACK_2 = /(?<!\d)(\d{13,19})d\d\d(?:0[1-9]|1[0-2])/g;

/** The value is one BCD number of 13–19 digits, but for zeros in front and F or zeros behind. */
export function isBcdPan(bytes: Uint8Array): boolean {
  // A serial number in ASCII digits is all decimal nibbles as well: 31 32 33 …
  if (bytes.every((byte) => byte >= 0x30 && byte <= 0x39)) return false;
  const digits = /^(?:00)*(\d+?)(?:f*|(?:00)*)$/.exec(hex(bytes))?.[1] ?? '';
  const given = /^(\d+?)f*$/.exec(hex(bytes))?.[1] ?? '';
  return [digits, given].some((run) => run.length >= 13 && run.length <= 19 && luhnHolds(run));
}

/** BCD of track 2: the number, D and a plausible expiry. */
export function holdsBcdTrack(bytes: Uint8Array): boolean {
  return [...hex(bytes).matchAll(TRACK_2)].some(([, digits]) => luhnHolds(digits!));
}

/**
 * BCD anywhere that the mask fits: first and last digits shown, Luhn's check holds.
 * @param maskedPan digits shown in front and behind, `*` between
 */
export function holdsBcdPanOf(bytes: Uint8Array, maskedPan: string): boolean {
  const [, first = '', stars = '', last = ''] = /^(\d*)(\**)(\d*)$/.exec(maskedPan) ?? [];
  if (first.length + last.length < 4) return false;
  const nibbles = hex(bytes);
  const length = first.length + stars.length + last.length;
  for (let at = 0; at + length <= nibbles.length; at += 1) {
    const run = nibbles.slice(at, at + length);
    if (run.startsWith(first) && run.endsWith(last) && /^\d+$/.test(run) && luhnHolds(run)) return true;
  }
  return false;
}
