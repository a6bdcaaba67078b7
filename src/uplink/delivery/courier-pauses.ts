import type { DeliveryPause } from '../../ports/index.js';
import { isHeldBack } from './courier-plan.js';
import type { CourierState, DeferReason } from './courier-state.js';

const WHY: Readonly<Record<DeferReason, string>> = {
  later: 'the host asked for time (RETRY_LATER)',
  refused: 'the host refused it',
  mismatch: 'the host named another amount',
  paused: 'the host asked for a pause',
  behindReversal: 'the reversal of its sale goes first and is deferred',
  failed: 'its receipt could not be written',
  broker: 'the broker refused it',
  tooLarge: 'no message that the broker takes can hold it',
};
/** Of what waits one by one, the first so many. */
const NAMED_MAX = 20;

/** What is held back now, and why, for people. Pure. */
export function pausesOf(state: CourierState, nowMs: number): readonly DeliveryPause[] {
  const whole = [
    { untilMs: state.hostPausedUntilMs, reason: 'the host asked for a pause' },
    { untilMs: state.brokerPausedUntilMs, reason: 'the broker refused a batch' },
  ].flatMap(({ untilMs, reason }) =>
    untilMs > nowMs ? [{ subject: 'all postings', reason, endsInMs: untilMs - nowMs }] : [],
  );
  const single = [...state.deferred].flatMap(([sequence, { untilMs, why }]) =>
    untilMs !== null && untilMs > nowMs
      ? [{ subject: `posting ${sequence}`, reason: WHY[why], endsInMs: untilMs - nowMs }]
      : [],
  );
  const held = state.requestsWaiting
    .filter((request) => isHeldBack(state, request))
    .map(() => ({ subject: 'online request', reason: 'a reversal of its card is deferred', endsInMs: null }));
  return [...whole, ...held, ...single.slice(0, NAMED_MAX)];
}
