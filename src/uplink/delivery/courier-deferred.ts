import type { CourierState, DeferReason, Deferred, Lane, Subject } from './courier-state.js';

/** What the courier remembers of postings that did not go through at once. Pure, bounded, and only a hint. */
export interface Growth {
  readonly baseMs: number;
  readonly capMs: number;
}

/** It has an answer, or none will come by this message: out of flight, and not again before its time. */
export function deferPosting(
  state: CourierState,
  sequence: number,
  lane: Lane,
  growth: Growth,
  nowMs: number,
  why: DeferReason,
  subject?: Subject,
): CourierState {
  const known = state.deferred.get(sequence);
  const { key, token } = subject ?? state.inFlight.get(sequence) ?? known ?? {};
  const times = known?.times ?? 0;
  const untilMs = nowMs + Math.min(growth.capMs, growth.baseMs * 2 ** Math.min(times, 16));
  return keep(released(state, sequence), sequence, {
    lane,
    why,
    key,
    token,
    // Whoever waits for another's sake has done nothing to wait longer for.
    times: why === 'paused' || why === 'behindReversal' ? times : times + 1,
    overdue: known?.overdue ?? 0,
    untilMs,
  });
}

export function rememberOverdue(state: CourierState, sequence: number, lane: Lane): CourierState {
  const known = state.deferred.get(sequence);
  const { key, token } = known ?? state.inFlight.get(sequence) ?? {};
  return keep(state, sequence, {
    key,
    token,
    lane,
    why: known?.why ?? 'failed',
    times: known?.times ?? 0,
    overdue: (known?.overdue ?? 0) + 1,
    untilMs: null,
  });
}

/** Settled or parked: nothing more is owed. */
export function forgetDeferred(state: CourierState, sequence: number): CourierState {
  if (!state.deferred.has(sequence)) return released(state, sequence);
  const deferred = new Map(state.deferred);
  deferred.delete(sequence);
  return { ...released(state, sequence), deferred };
}

/** The host's pause is over: what waited for it alone may go. */
export function endPause(state: CourierState, nowMs: number): CourierState {
  const deferred = new Map(state.deferred);
  for (const [sequence, known] of deferred)
    if (known.why === 'paused' && known.untilMs !== null) deferred.set(sequence, { ...known, untilMs: nowMs });
  return { ...state, deferred, hostPausedUntilMs: -Infinity };
}

/** Postings whose time has come are read again, from the oldest of them on. */
export function wakeDeferred(state: CourierState, nowMs: number): CourierState {
  let deferred: Map<number, Deferred> | null = null;
  const cursors = { ...state.cursors };
  const views = { ...state.views };
  let { reading } = state;
  for (const [sequence, known] of state.deferred) {
    if (known.untilMs === null || known.untilMs > nowMs) continue;
    deferred ??= new Map(state.deferred);
    deferred.set(sequence, { ...known, untilMs: null });
    cursors[known.lane] = Math.min(cursors[known.lane], sequence - 1);
    views[known.lane] = 'unread';
    // Deferred and due again within one slow read: what that read finds of it counts.
    if (reading?.gone.has(sequence))
      reading = { ...reading, gone: new Set([...reading.gone].filter((gone) => gone !== sequence)) };
  }
  return deferred === null ? state : { ...state, deferred, cursors, views, reading };
}

export const isDeferred = (state: CourierState, sequence: number): boolean =>
  (state.deferred.get(sequence)?.untilMs ?? null) !== null;

export function countDeferred(state: CourierState): number {
  let count = 0;
  for (const { untilMs } of state.deferred.values()) if (untilMs !== null) count += 1;
  return count;
}

/**
 * Postings that had their receipts are pending again, somewhere behind the cursors. What is in flight stays
 * there, and what is deferred waits for its time: both are met while reading and stepped over.
 */
export function reopened(state: CourierState): CourierState {
  const { reading } = state;
  return { ...laneReset(state), reading: reading === null ? null : { ...reading, outdated: true } };
}

/** Read both lanes from their oldest pending posting again. */
export const laneReset = (state: CourierState): CourierState => ({
  ...state,
  cursors: { reversal: 0, advice: 0 },
  views: { reversal: 'unread', advice: 'unread' },
});

function released(state: CourierState, sequence: number): CourierState {
  const reading = state.reading === null ? null : { ...state.reading, gone: new Set(state.reading.gone).add(sequence) };
  if (!state.inFlight.has(sequence)) return { ...state, reading };
  const inFlight = new Map(state.inFlight);
  inFlight.delete(sequence);
  return { ...state, reading, inFlight };
}

function keep(state: CourierState, sequence: number, known: Deferred): CourierState {
  const deferred = new Map(state.deferred).set(sequence, known);
  if (deferred.size > state.limits.deferredMax + state.limits.windowPostings) {
    // Only backoff counts are lost: the journal still has the posting.
    for (const [old, { untilMs }] of deferred) {
      if (untilMs !== null || old === sequence) continue;
      deferred.delete(old);
      break;
    }
  }
  return { ...state, deferred };
}
