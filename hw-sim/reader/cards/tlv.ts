/** BER-TLV as EMV uses it (EMV 4.3 Book 3, annex B): tags of one or two bytes, lengths below 128. */
export interface TlvField {
  /** Upper-case hex, `9F02`. */
  readonly tag: string;
  /** Hex. */
  readonly value: string;
}

export function encodeTlv(fields: readonly TlvField[]): Buffer {
  return Buffer.concat(
    fields.map(({ tag, value }) => {
      const bytes = Buffer.from(value, 'hex');
      if (bytes.length * 2 !== value.length) throw new RangeError(`tag ${tag}: ${value} is not hex`);
      if (bytes.length > 127) throw new RangeError(`tag ${tag} has ${bytes.length} bytes, at most 127 fit`);
      return Buffer.concat([Buffer.from(tag, 'hex'), Buffer.of(bytes.length), bytes]);
    }),
  );
}

/** EMV format n: digits in BCD, right aligned, zeros on the left. `bytes` is the length of the field. */
export function numeric(digits: string | number, bytes: number): string {
  const text = String(digits);
  if (!/^\d+$/.test(text) || text.length > bytes * 2) throw new RangeError(`${text} does not fit ${bytes} bytes BCD`);
  return text.padStart(bytes * 2, '0');
}
