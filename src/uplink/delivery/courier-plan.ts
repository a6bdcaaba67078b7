import { countDeferred, deferPosting, type Growth, isDeferred, wakeDeferred } from './courier-deferred.js';
import type {
  CourierEffect,
  CourierState,
  DeferReason,
  Deferred,
  InFlight,
  Lane,
  LaneView,
  Row,
  SendItem,
  WaitingRequest,
} from './courier-state.js';

/** What the courier does next: which lane, how much. Pure; `courier-machine.ts` calls it after every input. */
type Step = readonly [CourierState, readonly CourierEffect[]];

const TOO_LARGE_MS = 3_600_000;
const OVERDUE_CAP_MS = 600_000;

function unackedBytes(state: CourierState): number {
  let bytes = 0;
  for (const batch of state.unacked.values()) bytes += batch.bytes;
  return bytes;
}

/**
 * No reversal of this terminal is without a word of the host, as far as the journal was read. One that the host itself
 * defers holds back only what is of its card or key (payment rules, Reversals).
 */
function reversalsDone(state: CourierState): boolean {
  if (state.views.reversal !== 'empty' || state.reading?.lane === 'reversal') return false;
  for (const { lane } of state.inFlight.values()) if (lane === 'reversal') return false;
  for (const known of state.deferred.values()) if (waits(known) && !BY_HOST.has(known.why)) return false;
  return true;
}

const BY_HOST: ReadonlySet<DeferReason> = new Set(['later', 'refused', 'paused']);
const waits = ({ lane, untilMs }: Deferred): boolean => lane === 'reversal' && untilMs !== null;

/** A reversal of the same card is deferred; where no token is known, it may be any card's. */
export function isHeldBack(state: CourierState, { token }: WaitingRequest): boolean {
  for (const known of state.deferred.values()) {
    if (!waits(known)) continue;
    if (token === undefined || known.token === undefined || known.token === token) return true;
  }
  return false;
}

/** When the deferred reversal of the same key is due; null: there is none. */
function reversalDueMs(state: CourierState, { key }: Row): number | null {
  if (key === undefined) return null;
  for (const known of state.deferred.values()) if (waits(known) && known.key === key) return known.untilMs;
  return null;
}

export function planCourier(before: CourierState, nowMs: number): Step {
  let state = wakeDeferred(before, nowMs);
  if (!state.online) return [state, []];
  const effects: CourierEffect[] = [];
  for (const request of state.requestsWaiting) {
    if (!reversalsDone(state) || messagesOut(state) >= state.windowMessages) break;
    if (isHeldBack(state, request)) continue;
    const { id } = request;
    effects.push({ kind: 'sendRequest', id });
    state = {
      ...state,
      requestsWaiting: state.requestsWaiting.filter((other) => other !== request),
      requestsUnacked: [...state.requestsUnacked, { id, live: true }],
    };
  }
  const lane = state.reading === null ? laneToRead(state, nowMs) : null;
  if (lane !== null) {
    const after = state.cursors[lane];
    effects.push({ kind: 'read', lane, after, limit: state.limits.readLimit });
    state = { ...state, reading: { lane, after, stale: false, outdated: false, gone: new Set() } };
  }
  return [state, effects];
}

/** A lane is read to be sent; the reversals' lane also to learn that it is empty, which lets the others go. */
function laneToRead(state: CourierState, nowMs: number): Lane | null {
  if (nowMs < state.unreadableUntilMs) return null;
  const { reversal, advice } = state.views;
  if (reversal === 'unread' || (reversal === 'waiting' && maySend(state, 'reversal', nowMs))) return 'reversal';
  if ((advice === 'unread' || advice === 'waiting') && maySend(state, 'advice', nowMs)) return 'advice';
  return null;
}

const messagesOut = (state: CourierState): number => state.unacked.size + state.requestsUnacked.length;

function maySend(state: CourierState, lane: Lane, nowMs: number): boolean {
  // One place in the broker's window is kept for an online request.
  const messages = state.windowMessages > 1 ? state.windowMessages - 1 : 1;
  const room =
    messagesOut(state) < messages &&
    unackedBytes(state) < state.windowBytes &&
    state.inFlight.size < state.limits.windowPostings &&
    countDeferred(state) < state.limits.deferredMax;
  if (!state.online || nowMs < Math.max(state.hostPausedUntilMs, state.brokerPausedUntilMs) || !room) return false;
  return lane === 'reversal' || (reversalsDone(state) && !requestLive(state));
}

/** A live request waits or is on its way to the broker: no advice goes into the socket before it. */
const requestLive = (state: CourierState): boolean =>
  state.requestsWaiting.some((request) => !isHeldBack(state, request)) ||
  state.requestsUnacked.some((request) => request.live);

/** The journal's answer to a read: fills one batch, in order, and never waits to fill it (uplink rules, 4). */
export function takeRows(before: CourierState, rows: readonly Row[], end: boolean, nowMs: number): Step {
  const { reading } = before;
  if (reading === null) return [before, []];
  const { lane } = reading;
  let state: CourierState = { ...before, reading: null };
  // Told to start over meanwhile: what was read lies beyond the new cursor.
  if (reading.outdated || state.cursors[lane] !== reading.after) return [view(state, lane, 'unread'), []];

  const effects: CourierEffect[] = [];
  const batch: Row[] = [];
  const allowed = maySend(state, lane, nowMs);
  const waitingBytes = unackedBytes(state);
  const roomBytes = Math.min(state.payloadMaxBytes, state.windowBytes - waitingBytes);
  const batchMax = Math.min(state.batchMax || Infinity, state.postingsMax);
  const roomPostings = Math.min(batchMax, state.limits.windowPostings - state.inFlight.size);
  let bytes = 0;
  let next: LaneView = reading.stale || !end ? 'unread' : 'empty';
  let cursor = reading.after;
  for (const row of rows) {
    if (!state.inFlight.has(row.sequence) && !isDeferred(state, row.sequence) && !reading.gone.has(row.sequence)) {
      if (row.bytes > state.payloadMaxBytes) {
        state = deferPosting(state, row.sequence, lane, exactly(TOO_LARGE_MS), nowMs, 'tooLarge', row);
        effects.push({ kind: 'tooLarge', sequence: row.sequence });
      } else if (lane === 'reversal' && nowMs < state.hostPausedUntilMs && roomToDefer(state)) {
        state = deferPosting(state, row.sequence, lane, exactly(state.hostPausedUntilMs - nowMs), nowMs, 'paused', row);
      } else if (!allowed) {
        next = 'waiting';
        break;
      } else if (lane === 'advice' && (reversalDueMs(state, row) ?? nowMs) > nowMs && roomToDefer(state)) {
        // The host must hear the reversal first.
        const dueMs = reversalDueMs(state, row)! - nowMs;
        state = deferPosting(state, row.sequence, lane, exactly(dueMs), nowMs, 'behindReversal', row);
      } else if (batch.length >= roomPostings) {
        next = 'unread';
        break;
      } else if (bytes + row.bytes > roomBytes && (batch.length > 0 || waitingBytes > 0)) {
        next = batch.length > 0 ? 'unread' : 'noRoom';
        break;
      } else {
        batch.push(row);
        bytes += row.bytes;
      }
    }
    cursor = row.sequence;
  }
  state = view({ ...state, cursors: { ...state.cursors, [lane]: cursor } }, lane, next);
  return batch.length === 0 ? [state, effects] : send(state, lane, batch, bytes, effects, nowMs);
}

const exactly = (ms: number): Growth => ({ baseMs: ms, capMs: ms });
const roomToDefer = (state: CourierState): boolean => countDeferred(state) < state.limits.deferredMax;

function send(
  state: CourierState,
  lane: Lane,
  rows: readonly Row[],
  bytes: number,
  effects: readonly CourierEffect[],
  nowMs: number,
): Step {
  const batch = state.nextBatch;
  const inFlight = new Map<number, InFlight>(state.inFlight);
  const items: SendItem[] = [];
  for (const { sequence, key, token } of rows) {
    inFlight.set(sequence, { key, token, lane, batch, deadlineAtMs: nowMs + overdueAfterMs(state, sequence) });
    items.push({ sequence, repeat: sequence <= Math.max(state.limits.sequenceAtOpen, state.sentUpTo[lane]) });
  }
  const last = rows[rows.length - 1]?.sequence ?? 0;
  const waitingBytes = unackedBytes(state) + bytes;
  const next: CourierState = {
    ...state,
    inFlight,
    unacked: new Map(state.unacked).set(batch, { bytes, waitingBytes, sentAtMs: nowMs }),
    sentUpTo: { ...state.sentUpTo, [lane]: Math.max(state.sentUpTo[lane], last) },
    nextBatch: batch + 1,
  };
  return [next, [...effects, { kind: 'send', batch, items }]];
}

/** When a receipt counts as overdue; longer for a posting whose receipt did not come before. */
export function overdueAfterMs(state: CourierState, sequence: number): number {
  const overdue = state.deferred.get(sequence)?.overdue ?? 0;
  return Math.min(OVERDUE_CAP_MS, state.limits.overdueMs * 2 ** Math.min(overdue, 16));
}

const view = (state: CourierState, lane: Lane, next: LaneView): CourierState => ({
  ...state,
  views: { ...state.views, [lane]: next },
});
