/**
 * Stop-and-wait, the sending half (reader link, Link 2, 3, 6): one DATA cell unacknowledged. Pure.
 *
 *   enqueue ──► waiting ──► in flight ──ack──► next one; `sent` after a message's last cell
 *                             │ timeout 0.4 · 0.8 · 1.6 · 3.2 s: again with RETX; the fourth in a row: failed
 */
import { PAYLOAD_MAX } from './cell.js';

export const MESSAGE_MAX = 4096;
const ACK_TIMEOUT_FIRST_MS = 400;
const ACK_TIMEOUT_LAST_MS = 3200;
const TIMEOUTS_IN_A_ROW_MAX = 4;
/** A peer NAKs a damaged cell once; a line that damages every repetition is a failed link too. */
const NAKS_IN_A_ROW_MAX = 8;
const WAITING_MESSAGES_MAX = 16;

interface Fragment {
  readonly messageId: number;
  readonly payload: Uint8Array;
  readonly first: boolean;
  readonly last: boolean;
}

interface InFlight {
  readonly fragment: Fragment;
  readonly seq: number;
  /** In a row. */
  readonly timeouts: number;
  readonly naks: number;
}

export interface Sender {
  /** SEQ of the next new cell. */
  readonly nextSeq: number;
  /** Whole messages and the rest of the one that is going out, cut into cells. */
  readonly waiting: readonly Fragment[];
  readonly inFlight: InFlight | null;
  /** The peer's last cell bore NOT_READY. */
  readonly paused: boolean;
}

export type SenderEffect =
  | { readonly kind: 'transmit'; readonly fragment: Fragment; readonly seq: number; readonly retransmitted: boolean }
  | { readonly kind: 'setTimer'; readonly timer: 'ack'; readonly afterMs: number }
  | { readonly kind: 'clearTimer'; readonly timer: 'ack' }
  /** The peer acknowledged the message's last cell. */
  | { readonly kind: 'sent'; readonly messageId: number }
  | { readonly kind: 'refused'; readonly messageId: number; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'count'; readonly name: string; readonly by: number };

export type SenderStep = readonly [Sender, readonly SenderEffect[]];

export const NEW_SENDER: Sender = { nextSeq: 0, waiting: [], inFlight: null, paused: false };

const count = (name: string): SenderEffect => ({ kind: 'count', name: `reader.link.${name}`, by: 1 });
const setTimer = (afterMs: number): SenderEffect => ({ kind: 'setTimer', timer: 'ack', afterMs });

/** @param message 0–4096 bytes */
export function enqueue(sender: Sender, messageId: number, message: Uint8Array): SenderStep {
  const refused = (why: string): SenderStep => [sender, [{ kind: 'refused', messageId, why }]];
  if (message.length > MESSAGE_MAX) return refused(`message of ${message.length} bytes, at most ${MESSAGE_MAX}`);
  const waitingMessages = sender.waiting.filter((fragment) => fragment.last).length;
  if (waitingMessages >= WAITING_MESSAGES_MAX) return refused('too many messages wait');

  const cells = Math.max(1, Math.ceil(message.length / PAYLOAD_MAX));
  const fragments = Array.from({ length: cells }, (_, index) => ({
    messageId,
    payload: message.slice(index * PAYLOAD_MAX, (index + 1) * PAYLOAD_MAX),
    first: index === 0,
    last: index === cells - 1,
  }));
  return sendNext({ ...sender, waiting: [...sender.waiting, ...fragments] }, []);
}

/** Any cell of the session was heard: its ACK field and NOT_READY flag count, whatever its type. */
export function heard(sender: Sender, ack: number, notReady: boolean): SenderStep {
  const { inFlight } = sender;
  if (inFlight !== null && ack === ((inFlight.seq + 1) & 255)) {
    const { fragment } = inFlight;
    const done: SenderEffect[] = fragment.last ? [{ kind: 'sent', messageId: fragment.messageId }] : [];
    const effects: SenderEffect[] = [{ kind: 'clearTimer', timer: 'ack' }, ...done];
    return sendNext({ ...sender, inFlight: null, paused: notReady }, effects);
  }
  // Without a cell in flight the peer can only expect the next one; with one, that one.
  const plausible = ack === (inFlight?.seq ?? sender.nextSeq);
  const counted = plausible ? [] : [count('ackOutOfRange')];
  if (notReady) return pause(sender, counted);
  if (!sender.paused) return [sender, counted];
  const resumed = { ...sender, paused: false };
  if (inFlight === null) return sendNext(resumed, counted);
  return repeat({ ...resumed, inFlight: { ...inFlight, timeouts: 0 } }, counted);
}

/** NAK: the peer says which cell it expects; if that is ours in flight, it goes again at once. */
export function nakked(sender: Sender, ack: number): SenderStep {
  const { inFlight } = sender;
  const effects = [count('naksReceived')];
  if (inFlight === null || ack !== inFlight.seq || sender.paused) return [sender, effects];
  const naks = inFlight.naks + 1;
  if (naks >= NAKS_IN_A_ROW_MAX) {
    return [sender, [...effects, { kind: 'failed', why: `cell refused ${naks} times in a row` }]];
  }
  return repeat({ ...sender, inFlight: { ...inFlight, naks } }, effects);
}

export function ackTimeout(sender: Sender): SenderStep {
  const { inFlight } = sender;
  // Nothing in flight: the peer was not ready and may have said "ready" in a cell that was lost. Try it.
  if (inFlight === null) return sendNext({ ...sender, paused: false }, []);
  const timeouts = inFlight.timeouts + 1;
  const effects = [count('ackTimeouts')];
  if (timeouts >= TIMEOUTS_IN_A_ROW_MAX) {
    return [sender, [...effects, { kind: 'failed', why: `no acknowledgement after ${timeouts} timeouts` }]];
  }
  return repeat({ ...sender, inFlight: { ...inFlight, timeouts } }, effects);
}

function pause(sender: Sender, effects: readonly SenderEffect[]): SenderStep {
  if (sender.inFlight === null && sender.waiting.length === 0) return [{ ...sender, paused: true }, effects];
  const inFlight = sender.inFlight === null ? null : { ...sender.inFlight, timeouts: 0 };
  return [{ ...sender, inFlight, paused: true }, [...effects, setTimer(ACK_TIMEOUT_LAST_MS)]];
}

function sendNext(sender: Sender, effects: readonly SenderEffect[]): SenderStep {
  const [fragment, ...waiting] = sender.waiting;
  if (sender.inFlight !== null || fragment === undefined) return [sender, effects];
  if (sender.paused) return [sender, [...effects, setTimer(ACK_TIMEOUT_LAST_MS)]];
  const seq = sender.nextSeq;
  return [
    { ...sender, nextSeq: (seq + 1) & 255, waiting, inFlight: { fragment, seq, timeouts: 0, naks: 0 } },
    [...effects, { kind: 'transmit', fragment, seq, retransmitted: false }, setTimer(ACK_TIMEOUT_FIRST_MS)],
  ];
}

function repeat(sender: Sender, effects: readonly SenderEffect[]): SenderStep {
  const { fragment, seq, timeouts } = sender.inFlight!;
  const afterMs = Math.min(ACK_TIMEOUT_LAST_MS, ACK_TIMEOUT_FIRST_MS * 2 ** timeouts);
  const again: SenderEffect = { kind: 'transmit', fragment, seq, retransmitted: true };
  return [sender, [...effects, count('retransmissions'), again, setTimer(afterMs)]];
}
