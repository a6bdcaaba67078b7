/**
 * BER-TLV as EMV Book 3 annex B uses it: definite lengths, tags of up to three bytes. Pure; refuses what is
 * not whole.
 */

export interface TlvObject {
  /** Upper-case hex: `9F26`. */
  readonly tag: string;
  /** A primitive object's bytes; a constructed one's stand in `children`. */
  readonly value: Uint8Array;
  /** Null for a primitive object. */
  readonly children: readonly TlvObject[] | null;
}

const DEPTH_MAX = 4;
const CONSTRUCTED = 0x20;
const TAG_CONTINUES = 0x1f;

/** The objects in order, or null when the bytes are not whole TLV or nested deeper than four. */
export function parseTlv(bytes: Uint8Array, depth = 0): readonly TlvObject[] | null {
  if (depth > DEPTH_MAX) return null;
  const objects: TlvObject[] = [];
  let at = 0;
  while (at < bytes.length) {
    // Book 3 annex B1: 00 before, between or after objects is padding.
    if (bytes[at] === 0) {
      at += 1;
      continue;
    }
    const tagEnd = endOfTag(bytes, at);
    const length = tagEnd === null ? null : lengthAt(bytes, tagEnd);
    if (tagEnd === null || length === null || length.end + length.value > bytes.length) return null;
    const tag = Buffer.from(bytes.subarray(at, tagEnd)).toString('hex').toUpperCase();
    const value = Uint8Array.from(bytes.subarray(length.end, length.end + length.value));
    const constructed = (bytes[at]! & CONSTRUCTED) !== 0;
    const children = constructed ? parseTlv(value, depth + 1) : null;
    if (constructed && children === null) return null;
    objects.push({ tag, value, children });
    at = length.end + length.value;
  }
  return objects;
}

/** One primitive object. @param tag hex */
export function encodeTlv(tag: string, value: Uint8Array): Uint8Array {
  const { length } = value;
  const prefix = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(tag, 'hex'), Uint8Array.from(prefix), value]);
}

/** All primitive objects, those inside constructed ones included, in order. */
export function primitives(objects: readonly TlvObject[]): readonly TlvObject[] {
  return objects.flatMap((object) => (object.children === null ? [object] : primitives(object.children)));
}

/** All tags at any depth, constructed ones included. */
export function allTags(objects: readonly TlvObject[]): readonly string[] {
  return objects.flatMap((object) => [object.tag, ...allTags(object.children ?? [])]);
}

function endOfTag(bytes: Uint8Array, start: number): number | null {
  if ((bytes[start]! & TAG_CONTINUES) !== TAG_CONTINUES) return start + 1;
  for (let at = start + 1; at < start + 3; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return null;
    if ((byte & 0x80) === 0) return at + 1;
  }
  return null;
}

function lengthAt(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 0x80) return { value: first, end: at + 1 };
  const count = first & 0x7f;
  if (count < 1 || count > 2 || at + count >= bytes.length) return null;
  const value = count === 1 ? bytes[at + 1]! : (bytes[at + 1]! << 8) | bytes[at + 2]!;
  return { value, end: at + 1 + count };
}
