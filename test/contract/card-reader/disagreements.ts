import { expect, it } from 'vitest';
import { money } from '../../../src/domain/money.js';
import { AMOUNT, keyOf, order, type ReaderBench } from './bench.js';

const KEY = keyOf(1);

/** The reader answers, and what it says does not fit. */
export function readerDisagreements(current: () => ReaderBench): void {
  it('tells what the card signed, not what was ordered: the sale judges it', async () => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    stand.present('asks');
    stand.disagree('otherType', 'start');
    expect(await stand.until(reader.start(order(1)))).toMatchObject({
      stage: 'cardRead',
      signed: AMOUNT,
      signedType: 'refund',
    });
    await stand.until(reader.cancel(KEY));
    stand.disagree('otherAmount', 'start');
    expect(await stand.until(reader.start(order(2)))).toMatchObject({ signed: money(1251, 'EUR'), signedType: 'sale' });
    await stand.until(reader.cancel(keyOf(2)));
    await bench.sells(3);
  });

  it.each([
    { how: 'otherKey', call: 'start', stage: 'cardRead' },
    { how: 'otherKind', call: 'start', stage: 'cardRead' },
    { how: 'otherKey', call: 'continueOnline', stage: 'finalTc' },
    { how: 'otherKey', call: 'complete', stage: 'shownApproved' },
    { how: 'late', call: 'start', stage: 'cardRead' },
    { how: 'late', call: 'complete', stage: 'shownApproved' },
  ] as const)('$how at $call answers nothing: unknown, then $stage', async ({ how, call, stage }) => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    stand.present('asks');
    if (call !== 'start') await bench.bring(1, call === 'complete' ? 'finalTc' : 'cardRead');
    stand.disagree(how, call);
    const asked = {
      start: () => reader.start(order(1)),
      continueOnline: () => reader.continueOnline(KEY, '00', ''),
      complete: () => reader.complete(KEY, 'approved', '', false),
    }[call]();
    expect(await bench.code(asked)).toBe('READER_LOST');
    await bench.back();
    expect(await bench.stage(reader.result(KEY))).toBe(stage);
    await stand.until(reader.cancel(KEY));
    // A late answer may come while this sale runs: it is none of its answers.
    await bench.sells(2);
  });

  it.each(['declined', 'cancelled'] as const)(
    'shows approved for %s, and tells the card that it did it with',
    async (said) => {
      const bench = await current().opened();
      const { reader, stand } = bench;
      await bench.bring(1, 'cardRead');
      stand.disagree('showsApproved', 'complete');
      const told = await stand.until(reader.complete(KEY, said, '', false));
      expect(told).toMatchObject({ stage: 'shownApproved', signed: AMOUNT });
      expect(told.card?.secret).not.toBeNull();
      // It stands by it, until it is confirmed.
      expect(await bench.stage(reader.result(KEY))).toBe('shownApproved');
      expect(await bench.code(reader.complete(KEY, said, '', false))).toBe('READER_ERROR');
      await stand.until(reader.confirm(KEY));
      expect(await bench.stage(reader.result(KEY))).toBe('unknownKey');
      await bench.sells(2);
    },
  );

  it.each(['otherCard', 'foreignCard'] as const)('refuses %s, and the sale can still be ended', async (how) => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    await bench.bring(1, 'cardRead');
    stand.disagree(how, 'result');
    expect(await bench.code(reader.result(KEY))).toBe('READER_PROTOCOL');
    expect(await bench.stage(reader.cancel(KEY))).toBe('cancelled');
    await stand.until(reader.confirm(KEY));
    await bench.sells(2);
  });

  it.each(['start', 'continueOnline', 'complete'] as const)(
    'takes an answer to %s that comes twice once',
    async (call) => {
      const bench = await current().opened();
      if (call !== 'start') await bench.bring(1, call === 'complete' ? 'finalTc' : 'cardRead');
      bench.stand.disagree('twice', call);
      if (call === 'start') return bench.sells(1);
      const asked =
        call === 'complete'
          ? bench.reader.complete(KEY, 'approved', '', false)
          : bench.reader.continueOnline(KEY, '00', '');
      const { card } = await bench.stand.until(asked);
      expect(card).not.toBeNull();
      expect(await bench.stage(bench.reader.cancel(KEY))).toBe(call === 'complete' ? 'shownApproved' : 'cancelled');
      await bench.sells(2);
    },
  );
}
