import type { RefusalCause } from '../../ports/index.js';

/** MQTT reason codes (MQTT 5, 2.4) in words. CONNACK codes of 3.1.1 are translated to these before. */
const TEXTS: Readonly<Record<number, string>> = {
  0x10: 'no matching subscribers',
  0x80: 'unspecified error',
  0x81: 'malformed packet',
  0x82: 'protocol error',
  0x83: 'implementation specific error',
  0x84: 'protocol version not supported',
  0x85: 'client id not valid',
  0x86: 'bad user name or password',
  0x87: 'not authorized',
  0x88: 'server unavailable',
  0x89: 'server busy',
  0x8a: 'banned',
  0x8b: 'server shutting down',
  0x8c: 'bad authentication method',
  0x8d: 'keep alive timeout',
  0x8e: 'session taken over: another client came under this terminal’s client id',
  0x90: 'topic name not valid',
  0x95: 'packet too large',
  0x97: 'quota exceeded',
  0x99: 'payload format not valid',
  0x9c: 'use another server',
  0x9d: 'server moved',
  0x9f: 'connection rate exceeded',
};

/** The broker's own trouble, which passes. */
const PASSING: ReadonlySet<number> = new Set([0x80, 0x83, 0x88, 0x89, 0x97, 0x9f]);

/** PUBACK codes that say more than "not now" (uplink rules, 9). */
const CAUSES: Readonly<Record<number, RefusalCause>> = {
  0x10: 'noSubscriber',
  0x87: 'notAllowed',
  0x90: 'invalid',
  0x95: 'tooLarge',
  0x99: 'invalid',
};

/** What a PUBACK's code says of its message; null: the broker has taken it. */
export const refusalCause = (reasonCode: number): RefusalCause | null =>
  reasonCode === 0 ? null : (CAUSES[reasonCode] ?? 'deferred');

/** CONNACK return codes of MQTT 3.1.1 (3.2.2.3) as reason codes of MQTT 5. */
const FROM_V4: Readonly<Record<number, number>> = { 1: 0x84, 2: 0x85, 3: 0x88, 4: 0x86, 5: 0x87 };

export const reasonFromV4 = (returnCode: number): number => FROM_V4[returnCode] ?? returnCode;

/** @param cause of BROKER_REFUSED: a reason code, or the name of a certificate error */
export function reasonText(cause: unknown): string {
  if (typeof cause !== 'number') return typeof cause === 'string' ? cause : 'no reason given';
  return `0x${cause.toString(16)} ${TEXTS[cause] ?? 'unknown reason'}`;
}

/** Whether someone has to change something: credentials, certificates, permissions. */
export function needsPerson(cause: unknown): boolean {
  return typeof cause !== 'number' || !PASSING.has(cause);
}
