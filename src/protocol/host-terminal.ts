import { tillpost } from '#proto/host';
import type { ReaderState } from '../ports/index.js';
import type { EchoMessage, HeartbeatMessage, SentHead, StatusMessage } from './host-content.js';
import { bytesOf, enumeration, exact, hexOf, invalid, textOf } from './host-fields.js';
import { CLOCK, epochFromWire, SHORT_TEXT, UINT32_MAX } from './host-values.js';

/** What the terminal says of itself: presence, heartbeat, its journal's head. Used by the `host-*` codecs only. */
import v1 = tillpost.host.v1;

const READER = enumeration<ReaderState>({
  missing: v1.ReaderState.READER_MISSING,
  connecting: v1.ReaderState.READER_CONNECTING,
  ready: v1.ReaderState.READER_READY,
});
const PRESENCE = enumeration<StatusMessage['presence']>({ birth: v1.Presence.BIRTH, death: v1.Presence.DEATH });

/** Heads in one Echo. */
export const KNOWN_HEADS_MAX = 8;
/** Earlier journals in one Echo, and sequences of each. */
export const GAPS_MAX = 8;
export const MISSING_MAX = 20;
/** Earlier epochs in one birth. */
const CONTINUES_MAX = 16;

export const headToWire = (head: SentHead | null): v1.ChainHead.$Properties | null =>
  head && { entry: head.entry, mac: bytesOf(head.mac), epoch: bytesOf(head.epoch), sequence: head.sequence };

export function headFromWire(head: v1.ChainHead.$Properties | null | undefined): SentHead | null {
  if (head === null || head === undefined) return null;
  return {
    entry: exact(head.entry, 'head.entry'),
    mac: hexOf(head.mac, 'head.mac', 32),
    epoch: epochFromWire(head.epoch, 'head.epoch'),
    sequence: exact(head.sequence, 'head.sequence'),
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
    evictions: exact(wire.evictions, 'heartbeat.evictions', 0, UINT32_MAX),
    head: headFromWire(wire.head),
  };
}

export const statusToWire = (message: StatusMessage): v1.Status.$Properties => ({
  presence: PRESENCE.toWire(message.presence),
  session: bytesOf(message.session),
  sessionNumber: message.sessionNumber,
  agentVersion: message.agentVersion,
  head: headToWire(message.head),
  continues: message.continues.slice(-CONTINUES_MAX).map(bytesOf),
});

export function statusFromWire(wire: v1.Status.$Properties): StatusMessage {
  return {
    kind: 'status',
    presence: PRESENCE.fromWire(wire.presence, 'status.presence'),
    session: hexOf(wire.session, 'status.session', 8),
    sessionNumber: exact(wire.sessionNumber, 'status.session_number'),
    agentVersion: textOf(wire.agentVersion, 'status.agent_version', SHORT_TEXT),
    head: headFromWire(wire.head),
    continues: bounded(wire.continues, 'status.continues', CONTINUES_MAX).map((epoch) =>
      epochFromWire(epoch, 'status.continues'),
    ),
  };
}

function bounded<T>(list: readonly T[] | null | undefined, field: string, most: number): readonly T[] {
  if ((list?.length ?? 0) > most) invalid(field, `more than ${most}`);
  return list ?? [];
}

export const echoToWire = ({
  nonce,
  hostTimeMs,
  pauseMs,
  batchMax,
  known,
  gaps,
}: EchoMessage): v1.Echo.$Properties => ({
  nonce: bytesOf(nonce),
  hostTimeMs,
  pauseMs,
  batchMax,
  known: known.map((head) => headToWire(head)!),
  gaps: gaps.map((gap) => ({ ...gap, epoch: bytesOf(gap.epoch), missing: [...gap.missing] })),
});

export function echoFromWire(wire: v1.Echo.$Properties): EchoMessage {
  const known = bounded(wire.known, 'echo.known', KNOWN_HEADS_MAX);
  return {
    kind: 'echo',
    nonce: hexOf(wire.nonce, 'echo.nonce', 8),
    hostTimeMs: exact(wire.hostTimeMs, 'echo.host_time_ms'),
    pauseMs: exact(wire.pauseMs, 'echo.pause_ms'),
    batchMax: exact(wire.batchMax, 'echo.batch_max'),
    known: known.map((head) => headFromWire(head)!),
    gaps: bounded(wire.gaps, 'echo.gaps', GAPS_MAX).map((gap) => ({
      epoch: epochFromWire(gap.epoch, 'gap.epoch'),
      entry: exact(gap.entry, 'gap.entry'),
      sequence: exact(gap.sequence, 'gap.sequence'),
      missing: bounded(gap.missing, 'gap.missing', MISSING_MAX).map((it) => exact(it, 'gap.missing', 1)),
    })),
  };
}
