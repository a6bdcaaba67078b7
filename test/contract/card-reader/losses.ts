import { expect, it } from 'vitest';
import type { CardReader, ReaderResult, ReaderStage } from '../../../src/ports/index.js';
import type { ReaderCall } from '../../support/fakes/fake-reader.js';
import { keyOf, order, type ReaderBench } from './bench.js';

interface Loss {
  readonly call: ReaderCall;
  /** Null: nothing was asked before. */
  readonly at: 'cardRead' | 'finalTc' | 'shownApproved' | null;
  readonly ask: (reader: CardReader) => Promise<ReaderResult | void>;
  /** The stage afterwards: when the call did not reach the reader, and when it did. */
  readonly before: ReaderStage;
  readonly after: ReaderStage | null;
}

const KEY = keyOf(1);
const LOSSES: readonly Loss[] = [
  { call: 'start', at: null, ask: (it) => it.start(order(1)), before: 'unknownKey', after: 'cardRead' },
  {
    call: 'continueOnline',
    at: 'cardRead',
    ask: (it) => it.continueOnline(KEY, '00', ''),
    before: 'cardRead',
    after: 'finalTc',
  },
  { call: 'unableOnline', at: 'cardRead', ask: (it) => it.unableOnline(KEY), before: 'cardRead', after: 'finalTc' },
  {
    call: 'complete',
    at: 'finalTc',
    ask: (it) => it.complete(KEY, 'approved', '', false),
    before: 'finalTc',
    after: 'shownApproved',
  },
  { call: 'cancel', at: 'cardRead', ask: (it) => it.cancel(KEY), before: 'cardRead', after: 'cancelled' },
  {
    call: 'openStage',
    at: 'cardRead',
    ask: (it) => it.openStage().then(() => undefined),
    before: 'cardRead',
    after: 'cardRead',
  },
  { call: 'result', at: 'cardRead', ask: (it) => it.result(KEY), before: 'cardRead', after: 'cardRead' },
  // It has no answer of its own: what the reader took of it is known.
  { call: 'confirm', at: 'shownApproved', ask: (it) => it.confirm(KEY), before: 'shownApproved', after: null },
];

const TRIALS = LOSSES.flatMap((loss) =>
  (['before', 'after'] as const).flatMap((when) => {
    const stage = loss[when];
    return stage === null ? [] : [{ ...loss, when, stage }];
  }),
);

/** The reader is lost and comes back: what happened is unknown until it is asked. */
export function readerLosses(current: () => ReaderBench): void {
  it.each(TRIALS)('lost at $call, $when it acted: unknown, then $stage', async ({ call, at, ask, when, stage }) => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    stand.present('asks');
    if (at !== null) await bench.bring(1, at);
    expect(await bench.code(stand.losing(call, when, () => ask(reader)))).toBe('READER_LOST');

    await bench.back();
    expect(reader.lastKey()).toEqual(stage === 'unknownKey' ? null : KEY);
    const told = await stand.until(reader.result(KEY));
    expect(told).toMatchObject({ key: KEY, stage });
    expect(told.card === null).toBe(stage === 'unknownKey');
    if (stage !== 'unknownKey') await stand.until(reader.cancel(KEY));
    await bench.sells(2);
  });

  it('lost while it waits for a card: every call ends at once, and the wait may be over afterwards', async () => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    stand.present('nobody');
    const started = bench.code(reader.start(order(1)));
    expect(await bench.stage(reader.result(KEY))).toBe('waitingCard');
    stand.unplug();
    expect(await started).toBe('READER_LOST');
    expect(reader.status()).toMatchObject({ state: 'missing', serialNumber: null });
    expect(await bench.code(reader.result(KEY))).toBe('READER_NOT_READY');

    await bench.back();
    expect(reader.lastKey()).toEqual(KEY);
    expect(['waitingCard', 'cancelled']).toContain(await bench.stage(reader.result(KEY)));
    expect(await bench.stage(reader.cancel(KEY))).toBe('cancelled');
    await bench.sells(2);
  });
}
