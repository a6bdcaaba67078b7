/**
 * Whether the reader is still there (reader link, Link 6). Pure. While it waits for a card it sends KEEPALIVE
 * every 500 ms; three missing ones bring a PING, and silence after that a reset. An idle reader is asked
 * now and then, so that `status` does not call a dead one ready until the next sale finds out.
 */
const KEEPALIVE_MS = 500;
/** Three periods, and half of one more for the line. */
const KEEPALIVE_PATIENCE_MS = 3.5 * KEEPALIVE_MS;
const PROBE_PATIENCE_MS = 1500;

export type Watch =
  | { readonly at: 'off' }
  /** `waitingCard`: KEEPALIVE is due without being asked for. */
  | { readonly at: 'listening'; readonly waitingCard: boolean }
  | { readonly at: 'probing'; readonly waitingCard: boolean };

export type WatchInput =
  | { readonly kind: 'up' }
  | { readonly kind: 'down' }
  /** Any message of the reader. `waitingCard` when it says so or denies it, null when it does not speak of it. */
  | { readonly kind: 'heard'; readonly waitingCard: boolean | null }
  | { readonly kind: 'timer' };

export type WatchEffect =
  | { readonly kind: 'setTimer'; readonly afterMs: number }
  | { readonly kind: 'clearTimer' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'reset'; readonly why: string };

export type WatchStep = readonly [Watch, readonly WatchEffect[]];

const SILENT = 'the reader does not answer PING';
const SILENT_AT_CARD = 'the reader went silent while it waited for a card';

export const OFF: Watch = { at: 'off' };

/** @param idleProbeMs how often an idle reader is asked */
export function watch(state: Watch, input: WatchInput, idleProbeMs: number): WatchStep {
  if (input.kind === 'down') return [OFF, state.at === 'off' ? [] : [{ kind: 'clearTimer' }]];
  if (input.kind === 'up') return listen(false, idleProbeMs);
  if (state.at === 'off') return [state, []];
  if (input.kind === 'heard') return listen(input.waitingCard ?? state.waitingCard, idleProbeMs);
  if (state.at === 'listening') {
    const { waitingCard } = state;
    return [{ at: 'probing', waitingCard }, [{ kind: 'ping' }, { kind: 'setTimer', afterMs: PROBE_PATIENCE_MS }]];
  }
  return [OFF, [{ kind: 'reset', why: state.waitingCard ? SILENT_AT_CARD : SILENT }]];
}

function listen(waitingCard: boolean, idleProbeMs: number): WatchStep {
  const afterMs = waitingCard ? KEEPALIVE_PATIENCE_MS : idleProbeMs;
  return [{ at: 'listening', waitingCard }, [{ kind: 'setTimer', afterMs }]];
}
