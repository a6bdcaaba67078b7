import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardReader, ReaderResult, ReaderStatus } from '../../src/ports/index.js';
import { AMOUNT, keyOf, order, ReaderBench, type ReaderStand } from './card-reader/bench.js';
import { readerDisagreements } from './card-reader/disagreements.js';
import { readerLosses } from './card-reader/losses.js';

/** What every CardReader must do, whatever reader stands behind it (ports/reader.ts). */
export function cardReaderContract(name: string, makeStand: () => ReaderStand): void {
  describe(`card reader: ${name}`, () => {
    let bench: ReaderBench;
    beforeEach(() => {
      bench = new ReaderBench(makeStand());
    });
    afterEach(async () => {
      await bench.stand.until(bench.reader.close());
      await bench.stand.dispose();
    });
    const current = (): ReaderBench => bench;

    opening(current);
    sales(current);
    ends(current);
    questions(current);
    readerLosses(current);
    readerDisagreements(current);
  });
}

function opening(current: () => ReaderBench): void {
  it('is missing until it is opened, and takes no call', async () => {
    const bench = current();
    const { reader } = bench;
    expect(reader.status()).toEqual({ state: 'missing', serialNumber: null, firmware: null, problem: null });
    expect(reader.lastKey()).toBeNull();
    expect(await bench.code(reader.start(order(1)))).toBe('READER_NOT_READY');
    expect(await bench.code(reader.confirm(keyOf(1)))).toBe('READER_NOT_READY');
  });

  it('says who it is once it is there, to those who listen', async () => {
    const { reader, stand } = current();
    const heard: ReaderStatus[] = [];
    const deaf: ReaderStatus[] = [];
    reader.onStatus((status) => heard.push(status));
    reader.onStatus((status) => deaf.push(status))();
    await current().opened();
    expect(heard.at(-1)).toEqual(reader.status());
    expect(reader.status()).toMatchObject({
      state: 'ready',
      serialNumber: expect.stringMatching(/./) as string,
      firmware: expect.stringMatching(/./) as string,
      problem: null,
    });
    expect(reader.lastKey()).toBeNull();
    await stand.until(reader.close());
    expect(heard.at(-1)).toEqual({ state: 'missing', serialNumber: null, firmware: null, problem: null });
    expect(deaf).toEqual([]);
  });

  it('is found when it is plugged in later', async () => {
    const bench = current();
    bench.stand.unplug();
    const told = new Promise<ReaderStatus>((resolve) =>
      bench.reader.onStatus((status) => status.problem !== null && resolve(status)),
    );
    bench.reader.open();
    // A fake has no line to find out by: for it unplugged is a reset of the link.
    bench.stand.unplug();
    expect(await bench.stand.until(told)).toMatchObject({ state: 'missing', serialNumber: null });
    await bench.back();
    await bench.sells(1);
  });

  it('takes no call after close, and loses those that wait', async () => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    stand.present('nobody');
    const waiting = bench.code(reader.start(order(1)));
    expect(await bench.stage(reader.result(keyOf(1)))).toBe('waitingCard');
    await Promise.all([stand.until(reader.close()), stand.until(reader.close())]);
    expect(await waiting).toBe('READER_LOST');
    for (const ask of CALLS) expect(await bench.code(ask(reader, 1))).toBe('READER_NOT_READY');
  });
}

/** The tags of the newest cryptogram, as hex. */
const tags = ({ card }: ReaderResult): string => Buffer.from(card!.secret!.emv.reveal()).toString('hex');

const CALLS: readonly ((reader: CardReader, number: number) => Promise<ReaderResult | void>)[] = [
  (reader) => reader.openStage().then(() => undefined),
  (reader, number) => reader.start(order(number)),
  (reader, number) => reader.continueOnline(keyOf(number), '00', ''),
  (reader, number) => reader.unableOnline(keyOf(number)),
  (reader, number) => reader.complete(keyOf(number), 'declined', '', false),
  (reader, number) => reader.confirm(keyOf(number)),
  (reader, number) => reader.cancel(keyOf(number)),
  (reader, number) => reader.result(keyOf(number)),
];

function sales(current: () => ReaderBench): void {
  it.each(['continueOnline', 'unableOnline'] as const)('takes a sale by %s to CONFIRM', async (how) => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    stand.present('asks');
    const read = await stand.until(reader.start(order(1)));
    expect(read).toMatchObject({ key: keyOf(1), stage: 'cardRead', signed: AMOUNT, signedType: 'sale', final: null });
    expect(read.card).toMatchObject({
      cryptogram: 'ARQC',
      maskedPan: expect.stringMatching(/^\d{6}\*+\d{4}$/) as string,
    });

    const ask =
      how === 'unableOnline' ? reader.unableOnline(keyOf(1)) : reader.continueOnline(keyOf(1), '00', '98de7c7b');
    const final = await stand.until(ask);
    const same = { key: keyOf(1), signed: AMOUNT, signedType: 'sale', card: { token: read.card!.token } };
    expect(final).toMatchObject({ ...same, stage: 'finalTc', final: 'TC' });
    expect(tags(final)).not.toBe(tags(read));
    expect(await stand.until(reader.complete(keyOf(1), 'approved', 'THANK YOU', false))).toMatchObject({
      ...same,
      stage: 'shownApproved',
      final: 'TC',
    });
    const shown = await stand.until(reader.result(keyOf(1)));
    expect(shown).toMatchObject({ ...same, stage: 'shownApproved' });
    expect(tags(shown)).toBe(tags(final));
    await stand.until(reader.confirm(keyOf(1)));
    expect(await stand.until(reader.result(keyOf(1)))).toEqual({
      key: keyOf(1),
      stage: 'unknownKey',
      card: null,
      signed: null,
      signedType: null,
      final: null,
    });
    await bench.sells(2);
  });

  it.each([
    { what: 'a card that refuses what the host approved', card: 'refuses', code: '00', stage: 'finalAac' },
    { what: 'what the host declined', card: 'asks', code: '05', stage: 'finalAac' },
    { what: 'a card that declines at once', card: 'declines', code: null, stage: 'cardRead' },
  ] as const)('never shows approved after $what', async ({ card, code, stage }) => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    stand.present(card);
    expect(await bench.stage(reader.start(order(1)))).toBe('cardRead');
    if (code !== null) {
      expect(await stand.until(reader.continueOnline(keyOf(1), code, ''))).toMatchObject({ stage, final: 'AAC' });
    }
    expect(await bench.code(reader.complete(keyOf(1), 'approved', '', false))).toBe('READER_ERROR');
    expect(await bench.stage(reader.result(keyOf(1)))).toBe(stage);
    expect(await bench.stage(reader.complete(keyOf(1), 'declined', 'DECLINED', false))).toBe('shownDeclined');
    await stand.until(reader.confirm(keyOf(1)));
    await bench.sells(2);
  });

  it('shows approved on the first TC, which no second cryptogram follows', async () => {
    const bench = await current().opened();
    bench.stand.present('agrees');
    expect(await bench.stage(bench.reader.start(order(1)))).toBe('cardRead');
    expect(await bench.code(bench.reader.unableOnline(keyOf(1)))).toBe('READER_ERROR');
    expect(await bench.stage(bench.reader.complete(keyOf(1), 'approved', '', false))).toBe('shownApproved');
  });

  it.each([false, true])(
    'shows approved on the one cryptogram of a card that is gone, deferred %s',
    async (deferred) => {
      const bench = await current().opened();
      const { reader, stand } = bench;
      stand.present('waves');
      const read = await stand.until(reader.start(order(1)));
      expect(read).toMatchObject({ stage: 'cardRead', card: { cryptogram: 'ARQC', singleCryptogram: true } });
      expect(await bench.code(reader.continueOnline(keyOf(1), '00', ''))).toBe('READER_ERROR');
      expect(await bench.code(reader.unableOnline(keyOf(1)))).toBe('READER_ERROR');
      expect(await bench.stage(reader.complete(keyOf(1), 'approved', '', deferred))).toBe('shownApproved');
    },
  );

  it('shows approved on an ARQC only when it is deferred', async () => {
    const bench = await current().opened();
    await bench.bring(1, 'cardRead');
    expect(await bench.code(bench.reader.complete(keyOf(1), 'approved', '', false))).toBe('READER_ERROR');
    expect(await bench.stage(bench.reader.complete(keyOf(1), 'approved', '', true))).toBe('shownApproved');
  });
}

function ends(current: () => ReaderBench): void {
  it('ends START when nobody presents a card', async () => {
    const bench = await current().opened();
    bench.stand.present('nobody');
    expect(await bench.stand.until(bench.reader.start(order(1)))).toMatchObject({ stage: 'timeout', card: null });
    expect(await bench.stage(bench.reader.cancel(keyOf(1)))).toBe('timeout');
    await bench.sells(2);
  });

  it('cancels while START waits: both end', async () => {
    const bench = await current().opened();
    bench.stand.present('nobody');
    const started = bench.reader.start(order(1));
    expect(await bench.stage(bench.reader.result(keyOf(1)))).toBe('waitingCard');
    expect(await bench.stand.until(bench.reader.cancel(keyOf(1)))).toMatchObject({ stage: 'cancelled', card: null });
    expect(await bench.stage(started)).toBe('cancelled');
    await bench.sells(2);
  });

  it('cancels a card that was read, and then no second cryptogram comes', async () => {
    const bench = await current().opened();
    await bench.bring(1, 'cardRead');
    expect(await bench.stage(bench.reader.cancel(keyOf(1)))).toBe('cancelled');
    expect(await bench.code(bench.reader.continueOnline(keyOf(1), '00', ''))).toBe('READER_ERROR');
    expect(await bench.stage(bench.reader.complete(keyOf(1), 'cancelled', '', false))).toBe('cancelled');
    await bench.sells(2);
  });

  it('cancels nothing that was shown, and nothing that it does not know', async () => {
    const bench = await current().opened();
    await bench.bring(1, 'shownApproved');
    expect(await bench.stage(bench.reader.cancel(keyOf(1)))).toBe('shownApproved');
    expect(await bench.stage(bench.reader.cancel(keyOf(9)))).toBe('unknownKey');
    expect(await bench.stage(bench.reader.result(keyOf(1)))).toBe('shownApproved');
  });

  it('shows a verdict once, and no other after it', async () => {
    const bench = await current().opened();
    await bench.bring(1, 'shownApproved');
    expect(await bench.stage(bench.reader.complete(keyOf(1), 'approved', 'AGAIN', false))).toBe('shownApproved');
    expect(await bench.code(bench.reader.complete(keyOf(1), 'declined', '', false))).toBe('READER_ERROR');
    expect(await bench.stage(bench.reader.result(keyOf(1)))).toBe('shownApproved');
  });
}

function questions(current: () => ReaderBench): void {
  it('says by its serial number that it was tampered with, and goes on', async () => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    const told = new Promise<string>((resolve) => reader.onTamper(resolve));
    reader.onTamper(() => expect.fail('nobody listens any more'))();
    stand.tamper();
    expect(await stand.until(told)).toBe(reader.status().serialNumber);
    await bench.sells(1);
  });

  it('says at any time which stage is open, and that none is', async () => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    expect(await stand.until(reader.openStage())).toBeNull();
    await bench.bring(1, 'cardRead');
    expect(await stand.until(Promise.all([reader.openStage(), reader.openStage()]))).toEqual(['cardRead', 'cardRead']);
    await stand.until(reader.cancel(keyOf(1)));
    expect(await stand.until(reader.openStage())).toBeNull();
  });

  it('keeps what has ended until it is confirmed, and forgets nothing that is open', async () => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    await bench.bring(1, 'shownApproved');
    await bench.bring(2, 'cardRead');
    await stand.until(reader.confirm(keyOf(2)));
    await stand.until(reader.confirm(keyOf(9)));
    expect(await bench.stage(reader.result(keyOf(2)))).toBe('cardRead');
    expect(await bench.stage(reader.result(keyOf(1)))).toBe('shownApproved');
    expect(await bench.stage(reader.result(keyOf(9)))).toBe('unknownKey');
  });

  it('answers a repeated START from its store, and refuses another while one is open', async () => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    await bench.bring(1, 'cardRead');
    const first = await stand.until(reader.result(keyOf(1)));
    stand.present('agrees');
    const again = await stand.until(reader.start(order(1)));
    expect(again).toMatchObject({ stage: 'cardRead', card: { token: first.card!.token, cryptogram: 'ARQC' } });
    expect(await bench.code(reader.start(order(2)))).toBe('READER_ERROR');
    expect(await bench.stage(reader.result(keyOf(2)))).toBe('unknownKey');
    expect(await bench.stage(reader.continueOnline(keyOf(1), '00', ''))).toBe('finalTc');
    expect(await bench.stage(reader.continueOnline(keyOf(1), '00', ''))).toBe('finalTc');
  });

  it('refuses what is about no transaction of its', async () => {
    const bench = await current().opened();
    await bench.bring(1, 'cardRead');
    expect(await bench.code(bench.reader.continueOnline(keyOf(9), '00', ''))).toBe('READER_ERROR');
    expect(await bench.code(bench.reader.unableOnline(keyOf(9)))).toBe('READER_ERROR');
    expect(await bench.code(bench.reader.complete(keyOf(9), 'declined', '', false))).toBe('READER_ERROR');
    expect(await bench.stage(bench.reader.result(keyOf(1)))).toBe('cardRead');
  });

  it('takes one call of a kind at a time, and others beside it', async () => {
    const bench = await current().opened();
    const { reader, stand } = bench;
    stand.present('nobody');
    const started = reader.start(order(1));
    expect(await bench.code(reader.start(order(1)))).toBe('BUSY');
    expect(await bench.code(reader.start(order(2)))).toBe('BUSY');
    const both = [bench.stage(reader.result(keyOf(1))), bench.stage(reader.cancel(keyOf(1)))];
    expect(await Promise.all(both)).toEqual(['waitingCard', 'cancelled']);
    expect(await bench.stage(started)).toBe('cancelled');
    await bench.sells(2);
  });
}
