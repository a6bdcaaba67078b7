import type { CourierState, Lane, Past } from './courier-state.js';

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
): CourierState {
  const past = state.pasts.get(sequence);
  const times = past?.times ?? 0;
  const deferredUntilMs = nowMs + Math.min(growth.capMs, growth.baseMs * 2 ** Math.min(times, 16));
  return keep(landed(state, sequence), sequence, {
    lane,
    times: times + 1,
    overdue: past?.overdue ?? 0,
    deferredUntilMs,
  });
}

export function rememberOverdue(state: CourierState, sequence: number, lane: Lane): CourierState {
  const past = state.pasts.get(sequence);
  return keep(state, sequence, {
    lane,
    times: past?.times ?? 0,
    overdue: (past?.overdue ?? 0) + 1,
    deferredUntilMs: null,
  });
}

/** Settled or parked: nothing more is owed. */
export function forgetPast(state: CourierState, sequence: number): CourierState {
  if (!state.pasts.has(sequence)) return landed(state, sequence);
  const pasts = new Map(state.pasts);
  pasts.delete(sequence);
  return { ...landed(state, sequence), pasts };
}

/** Postings whose time has come are read again, from the oldest of them on. */
export function wakeDeferred(state: CourierState, nowMs: number): CourierState {
  let pasts: Map<number, Past> | null = null;
  const cursors = { ...state.cursors };
  const views = { ...state.views };
  let { reading } = state;
  for (const [sequence, past] of state.pasts) {
    if (past.deferredUntilMs === null || past.deferredUntilMs > nowMs) continue;
    pasts ??= new Map(state.pasts);
    pasts.set(sequence, { ...past, deferredUntilMs: null });
    cursors[past.lane] = Math.min(cursors[past.lane], sequence - 1);
    views[past.lane] = 'unread';
    // Deferred and due again within one slow read: what that read finds of it counts.
    if (reading?.gone.has(sequence))
      reading = { ...reading, gone: new Set([...reading.gone].filter((gone) => gone !== sequence)) };
  }
  return pasts === null ? state : { ...state, pasts, cursors, views, reading };
}

export const isDeferred = (state: CourierState, sequence: number): boolean =>
  (state.pasts.get(sequence)?.deferredUntilMs ?? null) !== null;

export function countDeferred(state: CourierState): number {
  let count = 0;
  for (const { deferredUntilMs } of state.pasts.values()) if (deferredUntilMs !== null) count += 1;
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

function landed(state: CourierState, sequence: number): CourierState {
  const reading = state.reading === null ? null : { ...state.reading, gone: new Set(state.reading.gone).add(sequence) };
  if (!state.flights.has(sequence)) return { ...state, reading };
  const flights = new Map(state.flights);
  flights.delete(sequence);
  return { ...state, reading, flights };
}

function keep(state: CourierState, sequence: number, past: Past): CourierState {
  const pasts = new Map(state.pasts).set(sequence, past);
  if (pasts.size > state.limits.deferredMax + state.limits.windowPostings) {
    // Only backoff counts are lost: the journal still has the posting.
    for (const [old, { deferredUntilMs }] of pasts) {
      if (deferredUntilMs !== null || old === sequence) continue;
      pasts.delete(old);
      break;
    }
  }
  return { ...state, pasts };
}
