import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIM_UPLINK } from '../../../hw-sim/sim-uplink.js';
import { courierStep, courierWakeMs } from '../../../src/uplink/delivery/courier-machine.js';
import { pausesOf } from '../../../src/uplink/delivery/courier-pauses.js';
import {
  type CourierEffect,
  type CourierInput,
  type CourierState,
  newCourier,
  type Row,
} from '../../../src/uplink/delivery/courier-state.js';
import { CourierWorld } from '../courier-world.js';

const ONLINE: CourierInput = { kind: 'online', messagesMax: 20, payloadMaxBytes: 16_000 };
const fresh = (change = {}): CourierState => newCourier({ ...SIM_UPLINK.courier, sequenceAtOpen: 0, ...change });
const rows = (...sequences: number[]): Row[] => sequences.map((sequence) => ({ sequence, bytes: 500 }));
const took = (...sequences: number[]): CourierInput => ({ kind: 'rows', rows: rows(...sequences), end: true });
const NONE: CourierInput = { kind: 'rows', rows: [], end: true };

/** Feeds inputs, each with its time; returns the last effects and the state. */
function play(
  state: CourierState,
  ...course: readonly (readonly [number, CourierInput])[]
): [CourierState, readonly CourierEffect[]] {
  let effects: readonly CourierEffect[] = [];
  for (const [nowMs, input] of course) [state, effects] = courierStep(state, input, nowMs);
  return [state, effects];
}

/** Online, reversals' lane empty, advices 1–3 sent as batch 1. */
const draining = (): CourierState => play(fresh(), [0, ONLINE], [0, NONE], [0, took(1, 2, 3)])[0];

describe('courier machine', () => {
  it('does not take a slow disk for a lost receipt: what was heard is not overdue while it is committed', () => {
    const { overdueMs, graceMs } = SIM_UPLINK.courier;
    const heard: CourierInput = { kind: 'heard', sequences: [1, 2, 3] };
    const [waiting, none] = play(draining(), [overdueMs - 1, heard], [overdueMs + graceMs, { kind: 'tick' }]);
    expect(none).toEqual([]);
    // Positive control: without having been heard, the same time ends in suspicion.
    expect(play(draining(), [overdueMs + graceMs, { kind: 'tick' }])[1]).toEqual([{ kind: 'suspect' }]);
    // A commit that never comes must not hold the postings for ever.
    expect(play(waiting, [overdueMs + 60_000, { kind: 'tick' }])[1]).toEqual([{ kind: 'suspect' }]);
  });

  it.each<[string, readonly (readonly [number, CourierInput])[], readonly unknown[]]>([
    ['does nothing while offline', [[0, { kind: 'added' }]], []],
    ['looks for reversals first', [[0, ONLINE]], [{ kind: 'read', lane: 'reversal', after: 0, limit: 64 }]],
    [
      'then for advices',
      [
        [0, ONLINE],
        [0, NONE],
      ],
      [{ kind: 'read', lane: 'advice', after: 0, limit: 64 }],
    ],
    [
      'sends the first at once',
      [
        [0, ONLINE],
        [0, NONE],
        [0, took(1)],
      ],
      [{ kind: 'send', batch: 1, items: [{ sequence: 1, repeat: false }] }],
    ],
    [
      'sends a reversal, and looks no further until its receipt is in',
      [
        [0, ONLINE],
        [0, took(9)],
      ],
      [{ kind: 'send', batch: 1, items: [{ sequence: 9, repeat: false }] }],
    ],
    [
      'goes on to advices with the reversal’s receipt',
      [
        [0, ONLINE],
        [0, took(9)],
        [10, { kind: 'receipts', results: [{ kind: 'settled', sequence: 9, lane: 'reversal' }] }],
      ],
      [{ kind: 'read', lane: 'advice', after: 0, limit: 64 }],
    ],
    [
      'holds a request until the reversals’ lane was read',
      [
        [0, ONLINE],
        [0, { kind: 'request', id: 1 }],
      ],
      [],
    ],
    [
      'lets a request go before advices',
      [
        [0, ONLINE],
        [0, { kind: 'request', id: 1 }],
        [0, NONE],
      ],
      [{ kind: 'sendRequest', id: 1 }],
    ],
    [
      'sends no advice while a request is on its way',
      [
        [0, ONLINE],
        [0, NONE],
        [0, { kind: 'request', id: 1 }],
        [0, took(1)],
      ],
      [],
    ],
    [
      'reads advices again once the request is at the broker',
      [
        [0, ONLINE],
        [0, NONE],
        [0, { kind: 'request', id: 1 }],
        [0, took(1)],
        [5, { kind: 'requestAcked', id: 1 }],
      ],
      [{ kind: 'read', lane: 'advice', after: 0, limit: 64 }],
    ],
    [
      'sets aside what no message can hold, and goes on',
      [
        [0, ONLINE],
        [0, NONE],
        [
          0,
          {
            kind: 'rows',
            rows: [
              { sequence: 1, bytes: 17_000 },
              { sequence: 2, bytes: 500 },
            ],
            end: true,
          },
        ],
      ],
      [
        { kind: 'tooLarge', sequence: 1 },
        { kind: 'send', batch: 1, items: [{ sequence: 2, repeat: false }] },
      ],
    ],
  ])('%s', (_what, course, expected) => {
    const [, effects] = play(fresh(), ...course);
    expect(effects.filter((effect) => expected.length > 0 || effect.kind !== 'read')).toEqual(expected);
  });

  it('reads a failing journal again after a second, and not before: not even to learn whether a reversal waits', () => {
    const [failed, atOnce] = play(fresh(), [0, ONLINE], [0, { kind: 'readFailed' }]);
    expect([atOnce, courierWakeMs(failed, 0)]).toEqual([[], 1_000]);
    const [waiting, meanwhile] = play(
      failed,
      [10, { kind: 'added' }],
      [20, { kind: 'request', id: 1 }],
      [999, { kind: 'tick' }],
    );
    expect(meanwhile).toEqual([]);
    expect(play(waiting, [1_000, { kind: 'tick' }])[1]).toEqual([
      { kind: 'read', lane: 'reversal', after: 0, limit: 64 },
    ]);
  });

  it('fills a batch up to the window, and the next when a PUBACK makes room', () => {
    const many = Array.from({ length: 20 }, (_, n) => n + 1);
    const [full, effects] = play(fresh(), [0, ONLINE], [0, NONE], [0, took(...many)]);
    const first = effects.find((effect) => effect.kind === 'send');
    expect(first?.items).toHaveLength(8); // 4 KiB of 500-byte postings
    const [, more] = play(full, [100, took(...many.slice(8))], [300, { kind: 'acked', batch: 1, refused: null }]);
    expect(more).toContainEqual({ kind: 'read', lane: 'advice', after: 8, limit: 64 });
  });

  it('suspects the link when a receipt is overdue, and drops it only when the host answered meanwhile', () => {
    const sent = draining();
    const wakeMs = courierWakeMs(sent, 0);
    expect(wakeMs).toBe(10_000);
    const [suspicious, probe] = play(sent, [10_000, { kind: 'tick' }]);
    expect(probe).toContainEqual({ kind: 'suspect' });
    expect(play(suspicious, [14_999, { kind: 'tick' }])[1]).toEqual([]);
    expect(play(suspicious, [15_000, { kind: 'tick' }])[1]).toContainEqual({
      kind: 'drop',
      why: '3 receipts overdue although the host answers',
    });
    // The host turned out to be silent: that is not the courier's to cure.
    expect(play(suspicious, [11_500, { kind: 'hostSilent' }], [15_000, { kind: 'tick' }])[1]).toEqual([]);
  });

  it('repeats over a new connection only, waits longer for what was overdue, and says repeat', () => {
    const dropped = play(
      draining(),
      [10_000, { kind: 'tick' }],
      [15_000, { kind: 'tick' }],
      [15_001, { kind: 'closed' }],
    )[0];
    const [again, effects] = play(dropped, [16_000, ONLINE], [16_000, NONE], [16_000, took(1, 2, 3)]);
    expect(effects).toContainEqual({
      kind: 'send',
      batch: 2,
      items: [1, 2, 3].map((sequence) => ({ sequence, repeat: true })),
    });
    expect(courierWakeMs(again, 16_000)).toBe(36_000);
  });

  it('doubles the wait after each mismatch, to an hour at most', () => {
    let state = draining();
    let nowMs = 0;
    const waits: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      [state] = play(state, [
        nowMs,
        { kind: 'receipts', results: [{ kind: 'mismatch', sequence: 1, lane: 'advice' }] },
      ]);
      const untilMs = state.deferred.get(1)?.untilMs ?? 0;
      waits.push((untilMs - nowMs) / 60_000);
      nowMs = untilMs;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('does not step over a reversal that was deferred and due again within one slow read', () => {
    const refused: CourierInput = { kind: 'receipts', results: [{ kind: 'refused', sequence: 5, lane: 'reversal' }] };
    const [slow] = play(fresh(), [0, ONLINE], [0, took(5)], [10, { kind: 'added' }], [20, refused]);
    expect(slow.reading).toMatchObject({ lane: 'reversal', after: 5 });
    const [due] = play(
      slow,
      [20, NONE],
      [20, NONE],
      [30, { kind: 'added' }],
      [30, NONE],
      [30, NONE],
      [1_020, { kind: 'tick' }],
    );
    expect(due.reading).toMatchObject({ lane: 'reversal', after: 4 });
    const [, again] = play(due, [1_030, refused], [9_000, { kind: 'tick' }], [9_000, took(5)]);
    expect(again).toContainEqual({ kind: 'send', batch: 2, items: [{ sequence: 5, repeat: true }] });
  });

  it('looks from the beginning for what was reopened, and leaves alone what is in flight', () => {
    const receipts = { kind: 'receipts', results: [{ kind: 'settled', sequence: 1, lane: 'advice' }] } as const;
    const [, first] = play(draining(), [5, receipts], [10, { kind: 'reopened' }]);
    expect(first).toEqual([{ kind: 'read', lane: 'reversal', after: 0, limit: 64 }]);
    const [, then] = play(draining(), [5, receipts], [10, { kind: 'reopened' }], [10, NONE], [10, took(1, 2, 3)]);
    expect(then).toContainEqual({ kind: 'send', batch: 2, items: [{ sequence: 1, repeat: true }] });
  });

  it('does not trust a read that was under way when something was reopened', () => {
    const [reading] = play(draining(), [5, { kind: 'added' }], [5, NONE]);
    expect(reading.reading).toMatchObject({ lane: 'advice', after: 3 });
    const [, effects] = play(reading, [6, { kind: 'reopened' }], [7, took(4)]);
    expect(effects).toEqual([{ kind: 'read', lane: 'reversal', after: 0, limit: 64 }]);
    // Also when the read began at the very beginning.
    const [early] = play(fresh(), [0, ONLINE], [0, NONE]);
    expect(early.reading).toMatchObject({ lane: 'advice', after: 0 });
    expect(play(early, [6, { kind: 'reopened' }], [7, took(4)])[1]).toEqual([
      { kind: 'read', lane: 'reversal', after: 0, limit: 64 },
    ]);
  });

  const card = (sequence: number, token?: string): Row => ({ sequence, bytes: 500, key: `K${sequence}`, token });
  const taken = (...them: Row[]): CourierInput => ({ kind: 'rows', rows: them, end: true });
  const request = (id: number, token?: string): CourierInput => ({ kind: 'request', id, token });
  const later = (sequence: number): CourierInput => ({
    kind: 'receipts',
    results: [{ kind: 'later', sequence, lane: 'reversal', afterMs: 20_000 }],
  });
  /** A reversal of card A was answered RETRY_LATER. */
  const deferring = (token?: string): CourierState =>
    play(fresh(), [0, ONLINE], [0, taken(card(1, token))], [0, NONE], [1, later(1)], [1, NONE], [1, NONE])[0];
  const left = (effects: readonly CourierEffect[]): number[] =>
    effects.flatMap((effect) => (effect.kind === 'sendRequest' ? [effect.id] : []));

  it.each([
    ['another card', 'A', 'B', [7]],
    ['the same card', 'A', 'A', []],
    ['a card without token', 'A', undefined, []],
    ['any card, where the reversal has none', undefined, 'B', []],
  ] as const)('a reversal that the host defers: a request of %s', (_what, deferred, asks, ids) => {
    expect(left(play(deferring(deferred), [2, request(7, asks)])[1])).toEqual(ids);
  });

  it('lets a request that is held back hold back nobody else, nor an advice but that of the same key', () => {
    const [held] = play(
      deferring('A'),
      [2, request(7, 'A')],
      [2, request(8, 'B')],
      [3, { kind: 'requestAcked', id: 8 }],
    );
    expect(left(play(held, [4, request(9, 'C')])[1])).toEqual([9]);
    const [, sent] = play(held, [4, { kind: 'added' }], [4, NONE], [4, taken({ ...card(2), key: 'K1' }, card(3, 'A'))]);
    expect(sent).toContainEqual({ kind: 'send', batch: 2, items: [{ sequence: 3, repeat: false }] });
    expect(pausesOf(held, 4)).toMatchObject([
      { subject: 'online request', endsInMs: null },
      { subject: 'posting 1', reason: expect.stringContaining('RETRY_LATER') as string },
    ]);
    // Its time has come: it goes first again, before everything.
    expect(play(held, [20_001, { kind: 'tick' }])[1]).toContainEqual({
      kind: 'read',
      lane: 'reversal',
      after: 0,
      limit: 64,
    });
  });

  it('a pause of the host: reversals hold back their cards only, and 0 ends it', () => {
    const pause = (pauseMs: number): CourierInput => ({ kind: 'flow', pauseMs, batchMax: 0 });
    const [paused] = play(fresh(), [0, ONLINE], [0, pause(60_000)], [0, taken(card(1, 'A'))]);
    expect(left(play(paused, [1, request(7, 'A')])[1])).toEqual([]);
    expect(left(play(paused, [1, request(8, 'B')])[1])).toEqual([8]);
    expect(pausesOf(paused, 1)[0]).toEqual({
      subject: 'all postings',
      reason: 'the host asked for a pause',
      endsInMs: 59_999,
    });
    const [ended, effects] = play(paused, [10, pause(0)]);
    expect(effects).toContainEqual({ kind: 'read', lane: 'reversal', after: 0, limit: 64 });
    expect(pausesOf(ended, 10)).toEqual([]);
    expect(play(ended, [10, taken(card(1, 'A'))])[1]).toContainEqual({
      kind: 'send',
      batch: 1,
      items: [{ sequence: 1, repeat: false }],
    });
  });

  it.each(['tooLarge', 'invalid'] as const)(
    'a batch refused for good (%s): smaller ones, then one stands aside',
    (refused) => {
      const sizes: number[] = [];
      const owed = new Set(Array.from({ length: 8 }, (_, index) => index + 1));
      const aside: number[] = [];
      let [state, effects] = play(fresh(), [0, ONLINE]);
      for (let round = 0; round < 200 && owed.size > 1; round += 1) {
        const [effect, ...rest] = effects;
        effects = rest;
        if (effect === undefined) break;
        if (effect.kind === 'tooLarge') aside.push(effect.sequence);
        let input: CourierInput | null = null;
        if (effect.kind === 'read')
          input = effect.lane === 'reversal' ? NONE : took(...[...owed].filter((sequence) => sequence > effect.after));
        if (effect.kind === 'send') {
          const sequences = effect.items.map(({ sequence }) => sequence);
          sizes.push(sequences.length);
          const bad = sequences.includes(3);
          input = { kind: 'acked', batch: effect.batch, refused: bad ? refused : null };
          if (!bad) {
            for (const sequence of sequences) owed.delete(sequence);
            const results = sequences.map((sequence) => ({ kind: 'settled', sequence, lane: 'advice' }) as const);
            const [next, more] = play(state, [0, input]);
            state = next;
            effects = [...effects, ...more];
            input = { kind: 'receipts', results };
          }
        }
        if (input === null) continue;
        const [next, more] = play(state, [0, input]);
        state = next;
        effects = [...effects, ...more];
      }
      expect(sizes[0]).toBe(8);
      expect([[...owed], aside]).toEqual([[3], [3]]);
    },
  );

  it('a broker that ends connections over a batch and says nothing: batches get smaller', () => {
    let state = fresh();
    const sizes: number[] = [];
    for (let times = 0; times < 7; times += 1) {
      const [next, effects] = play(state, [times, ONLINE], [times, NONE], [times, took(1, 2, 3, 4)]);
      for (const effect of effects) if (effect.kind === 'send') sizes.push(effect.items.length);
      [state] = play(next, [times, { kind: 'closed' }]);
    }
    expect(sizes).toEqual([4, 4, 4, 2, 2, 2, 1]);
  });

  it('caps what a host may ask for', () => {
    const [state] = play(draining(), [0, { kind: 'flow', pauseMs: 4_000_000_000, batchMax: 0 }]);
    expect(state.hostPausedUntilMs).toBe(3_600_000);
  });

  it('never forgets, never breaks a rule, whatever happens', () => {
    let sends = 0;
    let repeats = 0;
    let requests = 0;
    let drops = 0;
    let reopens = 0;
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 20, max: 400 }), (seed, actions) => {
        const world = new CourierWorld(seed);
        for (let n = 0; n < actions; n += 1) world.act();
        const owed = world.journal.length;
        const healed = world.heal();
        expect(healed, `${world.journal.length} of ${owed} still owed`).toBe(true);
        sends += world.sends;
        repeats += world.repeats;
        requests += world.requestsSent;
        drops += world.drops;
        reopens += world.reopens;
      }),
      { numRuns: 2_000 },
    );
    // The worlds were eventful enough to mean something.
    expect(
      Math.min(sends, repeats, requests, drops, reopens),
      JSON.stringify({ sends, repeats, requests, drops, reopens }),
    ).toBeGreaterThan(100);
  }, 60_000);
});
