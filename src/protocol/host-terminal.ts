import { tillpost } from '#proto/host';
import type { ReaderState } from '../ports/index.js';
import type { HeartbeatMessage, SentHead, StatusMessage } from './host-content.js';
import { bytesOf, enumeration, exact, hexOf, textOf } from './host-fields.js';
import { CLOCK, epochFromWire, SHORT_TEXT } from './host-values.js';

/** What the terminal says of itself: presence, heartbeat, its journal's head. Used by the `host-*` codecs only. */
import v1 = tillpost.host.v1;

const READER = enumeration<ReaderState>({
  missing: v1.ReaderState.READER_MISSING,
  connecting: v1.ReaderState.READER_CONNECTING,
  ready: v1.ReaderState.READER_READY,
});
const PRESENCE = enumeration<StatusMessage['presence']>({ birth: v1.Presence.BIRTH, death: v1.Presence.DEATH });

export const headToWire = (head: SentHead | null): v1.ChainHead.$Properties | null =>
  head === null ? null : { entry: head.entry, mac: bytesOf(head.mac), epoch: bytesOf(head.epoch) };

export function headFromWire(head: v1.ChainHead.$Properties | null | undefined): SentHead | null {
  if (head === null || head === undefined) return null;
  return {
    entry: exact(head.entry, 'head.entry'),
    mac: hexOf(head.mac, 'head.mac', 32),
    epoch: epochFromWire(head.epoch, 'head.epoch'),
  };
}

export const heartbeatToWire = (message: HeartbeatMessage): v1.Heartbeat.$Properties => ({
  ...message,
  nonce: bytesOf(message.nonce),
  clock: CLOCK.toWire(message.clock),
  reader: READER.toWire(message.reader),
  head: headToWire(message.head),
});

export function heartbeatFromWire(wire: v1.Heartbeat.$Properties): HeartbeatMessage {
  return {
    kind: 'heartbeat',
    nonce: hexOf(wire.nonce, 'heartbeat.nonce', 8),
    terminalTimeMs: exact(wire.terminalTimeMs, 'heartbeat.terminal_time_ms'),
    clock: CLOCK.fromWire(wire.clock, 'heartbeat.clock'),
    queueDepth: exact(wire.queueDepth, 'heartbeat.queue_depth'),
    oldestAgeMs: exact(wire.oldestAgeMs, 'heartbeat.oldest_age_ms'),
    parked: exact(wire.parked, 'heartbeat.parked'),
    reader: READER.fromWire(wire.reader, 'heartbeat.reader'),
    diskFreeBytes: exact(wire.diskFreeBytes, 'heartbeat.disk_free_bytes'),
    agentVersion: textOf(wire.agentVersion, 'heartbeat.agent_version', SHORT_TEXT),
    head: headFromWire(wire.head),
  };
}

export const statusToWire = (message: StatusMessage): v1.Status.$Properties => ({
  presence: PRESENCE.toWire(message.presence),
  session: bytesOf(message.session),
  sessionNumber: message.sessionNumber,
  agentVersion: message.agentVersion,
});

export function statusFromWire(wire: v1.Status.$Properties): StatusMessage {
  return {
    kind: 'status',
    presence: PRESENCE.fromWire(wire.presence, 'status.presence'),
    session: hexOf(wire.session, 'status.session', 8),
    sessionNumber: exact(wire.sessionNumber, 'status.session_number'),
    agentVersion: textOf(wire.agentVersion, 'status.agent_version', SHORT_TEXT),
  };
}
