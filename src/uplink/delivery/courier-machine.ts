import type { RefusalCause } from '../../ports/index.js';
import { adaptWindow } from '../link/link-window.js';
import {
  deferPosting,
  endPause,
  forgetDeferred,
  type Growth,
  laneReset,
  rememberOverdue,
  reopened,
} from './courier-deferred.js';
import { overdueAfterMs, planCourier, takeRows } from './courier-plan.js';
import type { CourierEffect, CourierInput, CourierState, InFlight, Lane, ReceiptResult } from './courier-state.js';

/**
 * The courier (uplink rules, 1–11): `(state, input) → [state, effects]`. Pure.
 *
 * The journal is the only queue. The machine holds sequences and sizes of what is in flight, and a short
 * memory of what was deferred; every connection starts reading at the oldest pending posting again, so
 * nothing can be forgotten here that the journal still has.
 */
type Step = readonly [CourierState, readonly CourierEffect[]];

/** After a refusal or a failure, for each posting. */
const RETRY: Growth = { baseMs: 1_000, capMs: 60_000 };
const INVALID: Growth = { baseMs: 60_000, capMs: 3_600_000 };
const TOO_LARGE: Growth = { baseMs: 3_600_000, capMs: 3_600_000 };
const MISMATCH: Growth = { baseMs: 60_000, capMs: 3_600_000 };
/** A host's wish beyond this is taken for a mistake of the host. */
const PAUSE_CAP_MS = 3_600_000;
const READ_RETRY_MS = 1_000;
/** Worn flash may stall an fsync for seconds, and several may follow each other. */
const COMMIT_PATIENCE_MS = 60_000;

export function courierStep(state: CourierState, input: CourierInput, nowMs: number): Step {
  const [next, effects] = react(state, input, nowMs);
  const [planned, more] = planCourier(next, nowMs);
  return [planned, [...effects, ...more]];
}

function react(state: CourierState, input: CourierInput, nowMs: number): Step {
  switch (input.kind) {
    case 'online':
      return [goOnline(state, input.messagesMax, input.payloadMaxBytes, nowMs), []];
    case 'hostSilent':
      return [{ ...state, online: false, suspectedAtMs: null }, []];
    case 'closed':
      return [closed(state, nowMs), []];
    case 'added': {
      const reading = state.reading === null ? null : { ...state.reading, stale: true };
      return [{ ...state, reading, views: { reversal: 'unread', advice: 'unread' } }, []];
    }
    case 'reopened':
      return [reopened(state), []];
    case 'rows':
      return takeRows(state, input.rows, input.end, nowMs);
    case 'readFailed':
      return [{ ...state, reading: null, unreadableUntilMs: nowMs + READ_RETRY_MS }, []];
    case 'acked':
      return acked(state, input.batch, input.refused, nowMs);
    case 'heard':
      return [heard(state, input.sequences, nowMs), []];
    case 'receipts':
      return [receiptsIn(state, input.results, nowMs), []];
    case 'flow':
      return [{ ...hostPause(state, input.pauseMs, nowMs), batchMax: input.batchMax }, []];
    case 'request':
      return [{ ...state, requestsWaiting: [...state.requestsWaiting, { id: input.id, token: input.token }] }, []];
    case 'requestAcked':
      return [{ ...state, requestsUnacked: state.requestsUnacked.filter(({ id }) => id !== input.id) }, []];
    case 'requestEnded':
      return [
        {
          ...state,
          requestsWaiting: state.requestsWaiting.filter(({ id }) => id !== input.id),
          // Its message still fills a place in the broker's window until the broker's word.
          requestsUnacked: state.requestsUnacked.map((sent) =>
            sent.id === input.id ? { ...sent, live: false } : sent,
          ),
        },
        [],
      ];
    case 'tick':
      return tick(state, nowMs);
  }
}

function goOnline(state: CourierState, messagesMax: number, payloadMaxBytes: number, nowMs: number): CourierState {
  // Postings of before the host's silence are in the hands of the broker or of the host: they get new time.
  const inFlight = new Map<number, InFlight>();
  for (const [sequence, flight] of state.inFlight) {
    inFlight.set(sequence, { ...flight, deadlineAtMs: nowMs + overdueAfterMs(state, sequence) });
  }
  return {
    ...state,
    online: true,
    windowMessages: Math.max(1, Math.min(state.limits.windowMessages, messagesMax)),
    payloadMaxBytes: Math.min(state.limits.payloadMaxBytes, payloadMaxBytes),
    inFlight,
    views: { reversal: 'unread', advice: 'unread' },
    suspectedAtMs: null,
  };
}

/**
 * A broker may end the connection over a message it does not take, and say nothing that is heard. After some
 * connections that ended so, one after the other, batches get smaller; the one that is alone stands aside.
 */
const LOSSES_TO_SHRINK = 3;
const LOSSES_TO_STAND_ASIDE = 6;

function afterLoss(state: CourierState, nowMs: number): CourierState {
  if (state.unacked.size === 0) return state;
  const losses = state.losses + 1;
  const batches = [...state.unacked.keys()].map((batch) => postingsIn(state, batch));
  const largest = Math.max(...batches.map(({ length }) => length));
  if (largest > 1)
    return losses < LOSSES_TO_SHRINK
      ? { ...state, losses }
      : { ...state, losses: 0, postingsMax: Math.floor(largest / 2) };
  if (losses < LOSSES_TO_STAND_ASIDE) return { ...state, losses };
  return batches
    .flat()
    .reduce((before, [sequence, { lane }]) => deferPosting(before, sequence, lane, INVALID, nowMs, 'broker'), {
      ...state,
      losses: 0,
    });
}

const postingsIn = (state: CourierState, batch: number): (readonly [number, InFlight])[] =>
  [...state.inFlight].filter(([, flight]) => flight.batch === batch);

function closed(state: CourierState, nowMs: number): CourierState {
  const reset = laneReset(afterLoss(state, nowMs));
  return { ...reset, online: false, inFlight: new Map(), unacked: new Map(), requestsUnacked: [], suspectedAtMs: null };
}

/** The newest wish counts, and 0 ends the pause that an earlier one made. */
function hostPause(state: CourierState, forMs: number, nowMs: number): CourierState {
  if (forMs <= 0) return endPause(state, nowMs);
  // Reversals are looked at all the same: they hold back the requests of their cards.
  const views = {
    ...state.views,
    reversal: state.views.reversal === 'waiting' ? 'unread' : state.views.reversal,
  } as const;
  return { ...state, views, hostPausedUntilMs: nowMs + Math.min(PAUSE_CAP_MS, forMs) };
}

function brokerPause(state: CourierState, forMs: number, nowMs: number): CourierState {
  return { ...state, brokerPausedUntilMs: Math.max(state.brokerPausedUntilMs, nowMs + forMs) };
}

/** The broker's word: it has the batch, or refuses it. Only the host's receipt settles anything (uplink rules, 2). */
function acked(state: CourierState, batch: number, refused: RefusalCause | null, nowMs: number): Step {
  const sent = state.unacked.get(batch);
  if (sent === undefined) return [state, []];
  const unacked = new Map(state.unacked);
  unacked.delete(batch);
  const roomier = (lane: Lane) => (state.views[lane] === 'noRoom' ? 'unread' : state.views[lane]);
  const next: CourierState = {
    ...state,
    unacked,
    windowBytes: adaptWindow(state.windowBytes, sent.waitingBytes, nowMs - sent.sentAtMs),
    views: { reversal: roomier('reversal'), advice: roomier('advice') },
  };
  return refused === null ? [{ ...next, losses: 0 }, []] : refusedByBroker(next, batch, refused, nowMs);
}

/**
 * What follows a refusal (uplink rules, 9): a pause of the drain, and the batch again after a while, with the repeat
 * flag. What no retry cures is deferred for 1 minute to 1 hour, with an alert, and so stands out of the way of the
 * others: the lifecycle parks only by the host's word.
 */
const AFTER_REFUSAL: Readonly<Record<RefusalCause, { readonly pauseMs: number; readonly growth: Growth }>> = {
  noSubscriber: { pauseMs: 2_000, growth: RETRY },
  notAllowed: { pauseMs: 60_000, growth: RETRY },
  deferred: { pauseMs: 10_000, growth: RETRY },
  tooLarge: { pauseMs: 0, growth: TOO_LARGE },
  invalid: { pauseMs: 0, growth: INVALID },
};

function refusedByBroker(state: CourierState, batch: number, refused: RefusalCause, nowMs: number): Step {
  const mine = postingsIn(state, batch);
  const sequences = mine.map(([sequence]) => sequence);
  // Which of them it is shows in smaller messages; the others go on (uplink rules, 9).
  const isPermanent = refused === 'tooLarge' || refused === 'invalid';
  if (isPermanent && mine.length > 1) return [smaller(state, sequences), [{ kind: 'refusedBatch', sequences }]];
  const { pauseMs, growth } = AFTER_REFUSAL[refused];
  const deferred = mine.reduce(
    (before, [sequence, { lane }]) =>
      deferPosting(before, sequence, lane, growth, nowMs, refused === 'tooLarge' ? 'tooLarge' : 'broker'),
    brokerPause(state, pauseMs, nowMs),
  );
  const effects: CourierEffect[] = [{ kind: 'refusedBatch', sequences }];
  if (isPermanent) for (const sequence of sequences) effects.push({ kind: 'tooLarge', sequence });
  // What no broker reads was one of many: the others may travel together again.
  return [refused === 'invalid' ? { ...deferred, postingsMax: Infinity } : deferred, effects];
}

function smaller(state: CourierState, sequences: readonly number[]): CourierState {
  const inFlight = new Map(state.inFlight);
  for (const sequence of sequences) inFlight.delete(sequence);
  return { ...reopened({ ...state, inFlight }), postingsMax: Math.floor(sequences.length / 2) };
}

/** The host has answered: from here on a slow disk is to blame, and a new connection would not make it faster. */
function heard(state: CourierState, sequences: readonly number[], nowMs: number): CourierState {
  const inFlight = new Map(state.inFlight);
  for (const sequence of sequences) {
    const flight = inFlight.get(sequence);
    if (flight !== undefined) inFlight.set(sequence, { ...flight, deadlineAtMs: nowMs + COMMIT_PATIENCE_MS });
  }
  return { ...state, inFlight };
}

function receiptsIn(state: CourierState, results: readonly ReceiptResult[], nowMs: number): CourierState {
  let next: CourierState = { ...state, suspectedAtMs: null };
  for (const result of results) next = receipted(next, result, nowMs);
  return next;
}

function receipted(state: CourierState, result: ReceiptResult, nowMs: number): CourierState {
  const { sequence, lane } = result;
  switch (result.kind) {
    case 'settled':
    case 'parked':
      return forgetDeferred(state, sequence);
    case 'refused':
    case 'failed':
      return deferPosting(state, sequence, lane, RETRY, nowMs, result.kind);
    case 'mismatch':
      return deferPosting(state, sequence, lane, MISMATCH, nowMs, 'mismatch');
    case 'later': {
      // Only what was named waits; the whole drain slows by the flow hints (uplink rules, 10).
      const afterMs = Math.min(PAUSE_CAP_MS, Math.max(RETRY.baseMs, result.afterMs));
      return deferPosting(state, sequence, lane, { baseMs: afterMs, capMs: afterMs }, nowMs, 'later');
    }
  }
}

/** Overdue receipts: probe first; if the host answers and they still do not come, a new connection repeats them. */
function tick(state: CourierState, nowMs: number): Step {
  if (!state.online) return [state, []];
  const overdue = [...state.inFlight].filter(([, flight]) => flight.deadlineAtMs <= nowMs);
  if (overdue.length === 0) return [{ ...state, suspectedAtMs: null }, []];
  if (state.suspectedAtMs === null) return [{ ...state, suspectedAtMs: nowMs }, [{ kind: 'suspect' }]];
  if (nowMs < state.suspectedAtMs + state.limits.graceMs) return [state, []];
  const noted = overdue.reduce((before, [sequence, { lane }]) => rememberOverdue(before, sequence, lane), state);
  const why = `${overdue.length} receipts overdue although the host answers`;
  return [{ ...noted, online: false, suspectedAtMs: null }, [{ kind: 'drop', why }]];
}

/** When the next tick is due on the monotonic clock, ms; null: nothing waits for time. */
export function courierWakeMs(state: CourierState, nowMs: number): number | null {
  if (!state.online) return null;
  let wakeMs = Infinity;
  for (const untilMs of [state.hostPausedUntilMs, state.brokerPausedUntilMs])
    if (untilMs > nowMs) wakeMs = Math.min(wakeMs, untilMs);
  if (state.unreadableUntilMs > nowMs) wakeMs = Math.min(wakeMs, state.unreadableUntilMs);
  for (const { untilMs } of state.deferred.values()) wakeMs = Math.min(wakeMs, untilMs ?? Infinity);
  if (state.suspectedAtMs !== null) wakeMs = Math.min(wakeMs, state.suspectedAtMs + state.limits.graceMs);
  else for (const { deadlineAtMs } of state.inFlight.values()) wakeMs = Math.min(wakeMs, deadlineAtMs);
  return wakeMs === Infinity ? null : wakeMs;
}
