import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { tillpost } from '#proto/host';
import { TillpostError } from '../domain/errors.js';
import type { TransactionKey } from '../domain/key.js';
import type { Sealed } from '../domain/redaction.js';
import { own } from '../domain/redaction.js';
import type { DownContent, Ids, UpContent } from './host-content.js';
import { invalid } from './host-fields.js';
import { downFromWire, encodeDown, encodeUp, upFromWire } from './host-messages.js';
import type { EncodedPostingsMessage } from './host-postings.js';

export { RESULT_TEXT_MAX } from './host-commands.js';
export type * from './host-content.js';
export { type EncodedPosting, type EncodedPostingsMessage, encodePosting } from './host-postings.js';
export { DETAILS_MAX, DIFFERENCES_MAX } from './host-settlement.js';
export { GAPS_MAX, KNOWN_HEADS_MAX, MISSING_MAX } from './host-terminal.js';

/**
 * The authenticated envelope (uplink rules, Topics; host.proto, Envelope). Pure; the agent and the simulated
 * host use the same code, each for its side.
 *
 * Order of checks on opening: size, envelope, MAC, body, ids. Nothing of a body is parsed before its MAC held.
 */
import v1 = tillpost.host.v1;

/** The largest payload either side sends or reads. */
export const PAYLOAD_MAX_BYTES = 64 * 1024;
/** What an envelope adds to a body at most: tags, lengths, MAC, ids, key id; for batch planning. */
export const ENVELOPE_OVERHEAD_BYTES = 320;

const MAC_BYTES = 32;
const UP = 'tillpost.v1.up';
const DOWN = 'tillpost.v1.down';
type Label = typeof UP | typeof DOWN;

export interface MessageKey {
  readonly keyId: string;
  readonly secret: Sealed;
}

/** Names the key and tells nothing of it: HMAC of its id under itself, 16 bytes, lower-case hex. */
export function fingerprintOf({ keyId, secret }: MessageKey): string {
  return createHmac('sha256', secret.reveal()).update(`tillpost.v1.fingerprint\0${keyId}`).digest('hex').slice(0, 32);
}

/** The key of that id, or null when there is none. */
export type Keyring = (keyId: string) => MessageKey | null;

/** @throws MESSAGE_TOO_LARGE */
export function sealUp(ids: Ids, key: MessageKey, content: UpContent | EncodedPostingsMessage): Uint8Array {
  return seal(UP, key, encodeUp(ids, content));
}

/** @throws MESSAGE_TOO_LARGE */
export function sealDown(ids: Ids, key: MessageKey, content: DownContent): Uint8Array {
  return seal(DOWN, key, encodeDown(ids, content));
}

/**
 * @param ids those of the topic it came by
 * @throws MESSAGE_TOO_LARGE, MESSAGE_INVALID, BAD_MAC, MESSAGE_FOREIGN
 */
export function openUp(ids: Ids, keyring: Keyring, payload: Uint8Array): UpContent {
  return open(UP, ids, keyring, payload, upFromWire, keysOfUp);
}

/**
 * @param ids those of the topic it came by
 * @throws MESSAGE_TOO_LARGE, MESSAGE_INVALID, BAD_MAC, MESSAGE_FOREIGN
 */
export function openDown(ids: Ids, keyring: Keyring, payload: Uint8Array): DownContent {
  return open(DOWN, ids, keyring, payload, downFromWire, keysOfDown);
}

function seal(label: Label, key: MessageKey, body: Uint8Array): Uint8Array {
  const payload = v1.Envelope.encode({ body, keyId: key.keyId, mac: macOf(label, key, body) }).finish();
  refuseOversize(payload, 'envelope.seal');
  return payload;
}

function open<Content>(
  label: Label,
  ids: Ids,
  keyring: Keyring,
  payload: Uint8Array,
  read: (body: v1.Body) => Content,
  keysOf: (content: Content) => readonly TransactionKey[],
): Content {
  refuseOversize(payload, 'envelope.open');
  const { body, keyId, mac } = decodeEnvelope(payload);
  const key = keyring(keyId);
  if (key === null) throw refusal('BAD_MAC', `no message key ${JSON.stringify(keyId.slice(0, 40))}`);
  const expected = macOf(label, key, body);
  if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, expected)) {
    throw refusal('BAD_MAC', `MAC by key ${JSON.stringify(key.keyId)} does not hold`);
  }
  const opened = decodeBody(body);
  const { merchantId, terminalId } = opened;
  const content = read(opened);
  const foreign = keysOf(content).find((named) => named.terminalId !== ids.terminalId);
  if (merchantId !== ids.merchantId || terminalId !== ids.terminalId || foreign !== undefined) {
    throw refusal('MESSAGE_FOREIGN', `the body is for ${merchantId}/${foreign?.terminalId ?? terminalId}`, ids);
  }
  return content;
}

function decodeEnvelope(payload: Uint8Array): v1.Envelope {
  try {
    return v1.Envelope.decode(payload);
  } catch {
    throw refusal('MESSAGE_INVALID', 'not a protobuf Envelope');
  }
}

function decodeBody(bytes: Uint8Array): v1.Body {
  try {
    return v1.Body.decode(bytes);
  } catch {
    return invalid('body', 'not a protobuf Body');
  }
}

/** HMAC-SHA256 over label, 0, key id, 0, body: neither direction's message can be played back as the other's. */
function macOf(label: Label, key: MessageKey, body: Uint8Array): Uint8Array {
  return createHmac('sha256', keyObjectOf(key.secret)).update(`${label}\0${key.keyId}\0`).update(body).digest();
}

/** Made once of each secret: from plain bytes each MAC would make it anew, which takes longer than the MAC. */
const KEY_OBJECTS = new WeakMap<Sealed, KeyObject>();

function keyObjectOf(secret: Sealed): KeyObject {
  const known = KEY_OBJECTS.get(secret) ?? createSecretKey(secret.reveal());
  KEY_OBJECTS.set(secret, known);
  return known;
}

function keysOfUp(content: UpContent): readonly TransactionKey[] {
  if (content.kind === 'request') return [content.key];
  if (content.kind === 'details') return content.rows.map((row) => row.key);
  return content.kind === 'postings' ? content.postings.map((posting) => posting.key) : [];
}

function keysOfDown(content: DownContent): readonly TransactionKey[] {
  if (content.kind === 'reply') return [content.answer.key];
  if (content.kind === 'settlementAnswer') return content.differences.map((difference) => difference.key);
  return content.kind === 'receipts' ? content.answers.map((answer) => answer.key) : [];
}

function refuseOversize(payload: Uint8Array, operation: string): void {
  if (payload.length <= PAYLOAD_MAX_BYTES) return;
  throw new TillpostError('MESSAGE_TOO_LARGE', `${payload.length} bytes, at most ${PAYLOAD_MAX_BYTES}`, { operation });
}

function refusal(code: 'BAD_MAC' | 'MESSAGE_INVALID' | 'MESSAGE_FOREIGN', message: string, ids?: Ids): TillpostError {
  return new TillpostError(code, message, {
    operation: 'envelope.open',
    ...(ids === undefined ? {} : { subject: own(`${ids.merchantId}/${ids.terminalId}`) }),
    ...(code === 'BAD_MAC' ? { hint: 'Compare the message key and its id on the terminal and on the host.' } : {}),
  });
}
