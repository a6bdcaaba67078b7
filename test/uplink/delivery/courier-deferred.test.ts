import { describe, expect, it } from 'vitest';
import { SIM_UPLINK } from '../../../hw-sim/sim-uplink.js';
import {
  countDeferred,
  deferPosting,
  endPause,
  forgetDeferred,
  isDeferred,
  laneReset,
  rememberOverdue,
  reopened,
  wakeDeferred,
} from '../../../src/uplink/delivery/courier-deferred.js';
import { pausesOf } from '../../../src/uplink/delivery/courier-pauses.js';
import {
  type CourierState,
  type DeferReason,
  type Deferred,
  type InFlight,
  newCourier,
} from '../../../src/uplink/delivery/courier-state.js';

const LIMITS = { ...SIM_UPLINK.courier, sequenceAtOpen: 0, deferredMax: 2, windowPostings: 1 };
const GROWTH = { baseMs: 100, capMs: 1_000 };
const FLYING: InFlight = { lane: 'advice', batch: 1, deadlineAtMs: 0, key: 'K7', token: 'T7' };
const held = (change: Partial<Deferred> = {}): Deferred => {
  return { lane: 'advice', why: 'failed', key: 'K7', token: 'T7', times: 0, overdue: 0, untilMs: 500, ...change };
};
const state = (
  deferred: Readonly<Record<number, Deferred>> = {},
  change: Partial<CourierState> = {},
): CourierState => ({
  ...newCourier(LIMITS),
  deferred: new Map(Object.entries(deferred).map(([sequence, known]) => [Number(sequence), known])),
  ...change,
});
const READING = { lane: 'advice', after: 0, outdated: false, stale: false, gone: new Set<number>() } as const;

describe('what the courier remembers of a posting that did not go through', () => {
  it.each<[DeferReason, readonly number[], number]>([
    // Doubling from the base on to the cap.
    ['refused', [100, 200, 400, 800, 1_000, 1_000], 6],
    ['later', [100, 200, 400, 800, 1_000, 1_000], 6],
    ['mismatch', [100, 200], 2],
    ['failed', [100, 200], 2],
    ['broker', [100, 200], 2],
    ['tooLarge', [100, 200], 2],
    // Whoever waits for another's sake waits no longer for it.
    ['paused', [100, 100, 100], 0],
    ['behindReversal', [100, 100, 100], 0],
  ])('%s: it waits %j ms', (why, waits, times) => {
    let now = state();
    for (const waitMs of waits) {
      now = deferPosting(now, 7, 'advice', GROWTH, 10_000, why, { key: 'K7', token: 'T7' });
      expect(now.deferred.get(7)?.untilMs).toBe(10_000 + waitMs);
    }
    expect(now.deferred.get(7)).toEqual(held({ why, times, untilMs: 10_000 + waits.at(-1)! }));
  });

  it('knows whose it is: by what is said, by what flew, by what it knew', () => {
    const subjectOf = (from: CourierState, ...subject: { key: string; token: string }[]) => {
      const { key, token } = deferPosting(from, 7, 'advice', GROWTH, 0, 'refused', subject[0]).deferred.get(7)!;
      return [key, token];
    };
    const flying = state({ 7: held({ key: 'K8', token: 'T8' }) }, { inFlight: new Map([[7, FLYING]]) });
    expect(subjectOf(flying, { key: 'K9', token: 'T9' })).toEqual(['K9', 'T9']);
    expect(subjectOf(flying)).toEqual(['K7', 'T7']);
    expect(subjectOf(state({ 7: held({ key: 'K8', token: 'T8' }) }))).toEqual(['K8', 'T8']);
    expect(subjectOf(state())).toEqual([undefined, undefined]);
  });

  it('takes it out of flight, keeps how often it was overdue, and tells a running read', () => {
    const flying = new Map([
      [7, FLYING],
      [8, FLYING],
    ]);
    const before = state({ 7: held({ overdue: 2 }) }, { inFlight: flying, reading: READING });
    const after = deferPosting(before, 7, 'reversal', GROWTH, 0, 'refused');
    expect([...after.inFlight.keys()]).toEqual([8]);
    expect([...after.reading!.gone]).toEqual([7]);
    expect(after.deferred.get(7)).toMatchObject({ lane: 'reversal', overdue: 2 });
    // What was there is left as it was.
    expect([[...flying.keys()], [...READING.gone], before.deferred.get(7)?.untilMs]).toEqual([[7, 8], [], 500]);
  });

  it('counts what was overdue, which may go at once', () => {
    const flew = state({}, { inFlight: new Map([[7, FLYING]]) });
    const once = rememberOverdue(flew, 7, 'advice');
    expect(once.deferred.get(7)).toEqual(held({ overdue: 1, untilMs: null }));
    expect(rememberOverdue(once, 7, 'advice').deferred.get(7)).toMatchObject({ overdue: 2 });
    const refused = state({ 7: held({ why: 'refused', times: 3, key: 'K8', token: 'T8' }) });
    expect(rememberOverdue({ ...refused, inFlight: flew.inFlight }, 7, 'advice').deferred.get(7)).toEqual(
      held({ why: 'refused', times: 3, overdue: 1, untilMs: null, key: 'K8', token: 'T8' }),
    );
    expect(rememberOverdue(state(), 7, 'advice').deferred.get(7)).toMatchObject({ key: undefined, token: undefined });
  });

  it('forgets what is settled, whether it waited or flew', () => {
    const before = state({ 7: held(), 8: held() }, { inFlight: new Map([[7, FLYING]]), reading: READING });
    const after = forgetDeferred(before, 7);
    expect([[...after.deferred.keys()], [...after.inFlight.keys()], [...after.reading!.gone]]).toEqual([[8], [], [7]]);
    const flew = forgetDeferred(state({ 8: held() }, { inFlight: new Map([[7, FLYING]]) }), 7);
    expect([[...flew.deferred.keys()], [...flew.inFlight.keys()], flew.reading]).toEqual([[8], [], null]);
  });

  it('ends the host’s pause for what waited for it alone', () => {
    const paused = state(
      {
        1: held({ why: 'paused' }),
        2: held({ why: 'later' }),
        3: held({ why: 'paused', untilMs: null }),
      },
      { hostPausedUntilMs: 900 },
    );
    const after = endPause(paused, 40);
    expect([...after.deferred.values()].map(({ untilMs }) => untilMs)).toEqual([40, 500, null]);
    expect(after.hostPausedUntilMs).toBe(-Infinity);
  });

  it('reads what is due again from the oldest of it on, lane by lane', () => {
    const before = state(
      {
        4: held({ untilMs: 500 }),
        6: held({ untilMs: 499 }),
        5: held({ lane: 'reversal', untilMs: 501 }),
        2: held({ untilMs: null }),
      },
      { cursors: { advice: 9, reversal: 9 }, views: { advice: 'empty', reversal: 'empty' } },
    );
    const after = wakeDeferred(before, 500);
    expect(after.cursors).toEqual({ advice: 3, reversal: 9 });
    expect(after.views).toEqual({ advice: 'unread', reversal: 'empty' });
    expect([4, 6, 5, 2].map((sequence) => isDeferred(after, sequence))).toEqual([false, false, true, false]);
    expect([countDeferred(before), countDeferred(after)]).toEqual([3, 1]);
    expect(isDeferred(after, 99)).toBe(false);
    // Never further than it had read, and nothing at all when nothing is due.
    expect(wakeDeferred({ ...before, cursors: { advice: 2, reversal: 0 } }, 500).cursors.advice).toBe(2);
    expect(wakeDeferred(before, 498)).toBe(before);
  });

  it('believes a slow read again about what came due within it', () => {
    const reading = { ...READING, gone: new Set([4, 8]) };
    const after = wakeDeferred(state({ 4: held() }, { reading }), 500);
    expect([...after.reading!.gone]).toEqual([8]);
    expect(wakeDeferred(state({ 5: held() }, { reading }), 500).reading).toBe(reading);
    expect(wakeDeferred(state({ 5: held() }), 500).reading).toBeNull();
  });

  it('remembers so many: what has no time of its own goes first, and never the newest', () => {
    const full = state({ 1: held(), 2: held({ untilMs: null }), 3: held({ untilMs: null }) });
    expect([...rememberOverdue(full, 9, 'advice').deferred.keys()]).toEqual([1, 3, 9]);
    expect([...rememberOverdue(state({ 1: held(), 2: held() }), 9, 'advice').deferred.keys()]).toEqual([1, 2, 9]);
    const all = state({ 1: held(), 2: held(), 3: held() });
    expect([...rememberOverdue(all, 9, 'advice').deferred.keys()]).toEqual([1, 2, 3, 9]);
  });

  it('reads both lanes from their beginning after a reopening, once a running read is through', () => {
    const before = state({}, { cursors: { advice: 9, reversal: 8 }, views: { advice: 'empty', reversal: 'noRoom' } });
    const cleared = { cursors: { reversal: 0, advice: 0 }, views: { reversal: 'unread', advice: 'unread' } };
    expect(laneReset(before)).toEqual({ ...before, ...cleared });
    expect(reopened(before)).toEqual({ ...before, ...cleared });
    expect(reopened({ ...before, reading: READING }).reading).toEqual({ ...READING, outdated: true });
  });
});

describe('what people are told of it', () => {
  it('names what is held back, why, and for how long still', () => {
    const reasons: readonly DeferReason[] = [
      'later',
      'refused',
      'mismatch',
      'paused',
      'behindReversal',
      'failed',
      'broker',
      'tooLarge',
    ];
    const waiting = Object.fromEntries(reasons.map((why, index) => [index + 1, held({ why, untilMs: 1_001 })]));
    const told = pausesOf(
      state(
        { ...waiting, 90: held({ untilMs: null }), 91: held({ untilMs: 1_000 }) },
        { hostPausedUntilMs: 1_500, brokerPausedUntilMs: 1_200 },
      ),
      1_000,
    );
    expect(told.slice(0, 2)).toEqual([
      { subject: 'all postings', reason: 'the host asked for a pause', endsInMs: 500 },
      { subject: 'all postings', reason: 'the broker refused a batch', endsInMs: 200 },
    ]);
    expect(told.slice(2).map(({ subject, endsInMs }) => [subject, endsInMs])).toEqual(
      reasons.map((_, index) => [`posting ${index + 1}`, 1]),
    );
    expect(new Set(told.slice(2).map(({ reason }) => reason)).size).toBe(reasons.length);
    expect(pausesOf(state({}, { hostPausedUntilMs: 1_000, brokerPausedUntilMs: 999 }), 1_000)).toEqual([]);
  });

  it('names twenty of those that wait one by one', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [index + 1, held()]));
    expect(pausesOf(state(many), 0).map(({ subject }) => subject)).toEqual(
      Array.from({ length: 20 }, (_, index) => `posting ${index + 1}`),
    );
  });
});
