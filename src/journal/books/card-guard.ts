import type { Card } from '../../domain/card.js';
import { TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import type { LifecycleEvent } from '../../domain/lifecycle.js';
import { bearsPan, redactPans } from '../../domain/redaction.js';

/**
 * Second line of defence behind the reader's own check (storage rules, Card data): the journal never takes the PAN, its
 * equivalents, the cardholder's name, the expiry date, track data or a PIN block, whoever hands them in.
 */
export const DENIED_TAGS: ReadonlySet<string> = new Set([
  '56',
  '57',
  '5a',
  '5f20',
  '5f24',
  '99',
  '9f0b',
  '9f1f',
  '9f20',
]);

const MAX_DEPTH = 4;

/** @throws CLEAR_CARD_DATA; nothing of the data is in the message */
export function guardCard(card: Card): void {
  if (bearsPan(card.maskedPan)) refuse('the masked PAN is not masked');
  if (card.secret !== null) guardTlv(card.secret.emv.reveal(), 0);
}

/**
 * The event as it may be stored: card data checked, and text from outside cleared of what looks like a
 * card number. Text is cleared, not refused: an approved sale must not fail on the host's choice of words.
 */
export function guardEvent(event: LifecycleEvent): LifecycleEvent {
  if ('card' in event && event.card !== null) guardCard(event.card);
  switch (event.name) {
    case 'askCancel':
    case 'decline':
    case 'cancel':
    case 'reverse':
      return { ...event, verdict: { ...event.verdict, reason: cleared(event.verdict.reason) } };
    case 'refuse':
    case 'park':
    case 'resolve':
    case 'amountMismatch':
      return { ...event, reason: redactPans(event.reason) };
    case 'resend':
      return event.reason === undefined ? event : { ...event, reason: redactPans(event.reason) };
    case 'shown':
      return { ...event, cause: cleared(event.cause) };
    case 'goOnline':
    case 'approveOnline':
    case 'approveOffline':
    case 'bookShown':
    case 'void':
    case 'settleAdvice':
    case 'settleReversal':
    case 'retryAdvice':
    case 'retryReversal':
    case 'retryVoid':
    case 'allowDuplicate':
    case 'lateReply':
      return event;
  }
}

function cleared(text: string | null): string | null {
  return text === null ? null : redactPans(text);
}

/** Walks BER-TLV (EMV book 3, annex B); what cannot be read to its end is refused as well. */
function guardTlv(bytes: Uint8Array, depth: number): void {
  if (depth > MAX_DEPTH) refuse('EMV data is nested too deeply');
  let at = 0;
  const next = (): number => {
    const byte = bytes[at];
    if (byte === undefined) refuse('EMV data ends within a field');
    at += 1;
    return byte;
  };
  while (at < bytes.length) {
    const first = next();
    // Padding is allowed between fields.
    if (first === 0) continue;
    const tagBytes = [first];
    if ((first & 0x1f) === 0x1f) {
      let byte: number;
      do {
        byte = next();
        tagBytes.push(byte);
      } while ((byte & 0x80) !== 0 && tagBytes.length < 4);
    }
    const tag = hex(Uint8Array.from(tagBytes));
    if (DENIED_TAGS.has(tag)) refuse(`EMV tag ${tag.toUpperCase()} may not be stored`);
    const length = fieldLength(next);
    if (at + length > bytes.length) refuse('EMV data ends within a field');
    if ((first & 0x20) !== 0) guardTlv(bytes.subarray(at, at + length), depth + 1);
    at += length;
  }
}

function fieldLength(next: () => number): number {
  const first = next();
  if (first < 0x80) return first;
  if (first > 0x82 || first === 0x80) refuse('EMV data has a length that cannot be read');
  return first === 0x81 ? next() : next() * 256 + next();
}

function refuse(message: string): never {
  throw new TillpostError('CLEAR_CARD_DATA', message, {
    operation: 'journal.guard',
    hint: 'The reader sends data that must not be stored. Take it out of service and tell its supplier.',
  });
}
