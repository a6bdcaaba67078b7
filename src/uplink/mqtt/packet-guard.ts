/**
 * Watches the bytes that come from a broker, beside the MQTT library: the CONNACK's form, which the library
 * does not tell, and packets too large to be let into memory (MQTT 3.1.1 has no limit to announce). Pure.
 */
export interface GuardState {
  /** Bytes of the present packet that are still to come. */
  readonly remaining: number;
  /** The fixed header so far, 5 bytes at most. */
  readonly header: readonly number[];
  /** The first packet so far, 5 bytes at most; null once it was told. */
  readonly first: readonly number[] | null;
}

export type GuardFinding =
  /** `v4Form`: written by a broker that speaks 3.1.1 only, whatever was asked. */
  | { readonly kind: 'connack'; readonly v4Form: boolean; readonly code: number }
  /** The first packet is no CONNACK: not a broker. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'tooLarge'; readonly bytes: number };

/** Well above what the protocol uses (64 KiB), far below what hurts. */
const PACKET_MAX_BYTES = 1024 * 1024;
const CONNACK = 0x20;
/** MQTT 5 has a property length after the code, 3.1.1 has not. */
const V4_CONNACK_LENGTH = 2;

export const NEW_GUARD: GuardState = { remaining: 0, header: [], first: [] };

export function guardBytes(before: GuardState, chunk: Uint8Array): readonly [GuardState, readonly GuardFinding[]] {
  const findings: GuardFinding[] = [];
  let { remaining, header, first } = before;
  let at = 0;
  while (at < chunk.length) {
    if (first !== null) {
      first = [...first, chunk[at]!];
      if (first.length === 1 && first[0] !== CONNACK) {
        findings.push({ kind: 'foreign' });
        first = null;
      } else if (first.length > 3 && first.length === ((first[1]! & 0x80) === 0 ? 4 : 5)) {
        // Flags and code stand behind a length of one byte, or two when properties are many.
        findings.push({ kind: 'connack', v4Form: first[1] === V4_CONNACK_LENGTH, code: first[first.length - 1]! });
        first = null;
      }
    }
    if (remaining > 0) {
      // Past the CONNACK's code, bodies are skipped in one step.
      const skip = first === null ? Math.min(remaining, chunk.length - at) : 1;
      remaining -= skip;
      at += skip;
      continue;
    }
    header = [...header, chunk[at]!];
    at += 1;
    const last = header[header.length - 1]!;
    if (header.length === 1 || ((last & 0x80) !== 0 && header.length < 5)) continue;
    // Remaining length: 7 bits a byte, least significant first (MQTT 5, 1.5.5).
    remaining = header.slice(1).reduce((sum, byte, index) => sum + (byte & 0x7f) * 128 ** index, 0);
    header = [];
    if (remaining > PACKET_MAX_BYTES) findings.push({ kind: 'tooLarge', bytes: remaining });
  }
  return [{ remaining, header, first }, findings];
}
