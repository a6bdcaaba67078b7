/**
 * The gate for every string and byte field of a reader, whatever its protocol: a driver names each field's kind once, and
 * nothing of a message is used, shown or kept that has not passed. A find takes away what was found, never the message:
 * TAMPER still bars the reader, ERROR still answers. What a card brings is judged by card-intake.ts, which refuses the card.
 */
import { blankedDigits, bytesHoldClearDigits, holdsClearDigits, maskedName } from '../../domain/text/clear-digits.js';
import { isBcdPan } from './pan-shapes.js';

export type FieldKind =
  /** For people: clear digits are blanked. */
  | 'words'
  /** What a device is known by; clear digits are masked, so that it stays known. */
  | 'name'
  /** Compared with keys of ours, and shown only when it is one of them. */
  | 'key'
  /** Judged by card-intake.ts, each by its own rule. */
  | 'mask'
  | 'label'
  | 'random'
  | 'tlv';

const EPOCH_BYTES = 8;

/** One message's way through. */
export class FieldGate<Field extends string> {
  readonly #kinds: Readonly<Record<Field, FieldKind>>;
  readonly #found: string[] = [];

  constructor(kinds: Readonly<Record<Field, FieldKind>>) {
    this.#kinds = kinds;
  }

  /** Fields that held clear digits. */
  get found(): readonly string[] {
    return this.#found;
  }

  /** Of fields that the agent does not know nothing is kept; that they held clear digits must be known all the same. */
  unknown(fields: readonly Uint8Array[]): void {
    if (fields.some(bytesHoldClearDigits)) this.#found.push('a field that the agent does not know');
  }

  /** What may be shown of a text. */
  text(field: Field, given: string): string {
    const kind = this.#kinds[field];
    if ((kind !== 'words' && kind !== 'name') || !holdsClearDigits(given)) return given;
    this.#found.push(field);
    return kind === 'name' ? maskedName(given) : blankedDigits(given);
  }

  /** A key that nobody asked for: null when it could be a card number. Ours cannot (domain/key.ts, drawEpoch). */
  key(field: Field, given: Uint8Array): Uint8Array | null {
    const isNone = given.every((byte) => byte === 0);
    const isClear = bytesHoldClearDigits(given) || isBcdPan(given.subarray(0, EPOCH_BYTES)) || isBcdPan(given);
    if (isNone || !isClear) return given;
    this.#found.push(field);
    return null;
  }
}
