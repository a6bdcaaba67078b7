import { describe, expect, it } from 'vitest';
import { TillpostError } from '../../../src/domain/errors.js';
import { fakeCard } from '../../support/fakes/fake-card.js';
import { sampleAnswer } from '../../support/samples.js';
import { type Bench, openBench, openedBench } from '../bench.js';

/** Reader link, Messages: TAMPER stops sales on that reader until it is released by its serial number. */

const REFUSED = { code: 'READER_TAMPERED', subject: 'SIM1', retryable: false };
const active = (bench: Bench): readonly string[] => bench.alerts.active().map(({ code }) => code);

describe('a reader that reports tampering', () => {
  it('takes no sale any more, not after a restart either, and sells again once it is released', async () => {
    const bench = await openedBench();
    bench.reader.tamper();
    await expect(bench.sell()).rejects.toMatchObject(REFUSED);
    expect(await bench.journal.recent(10)).toEqual([]);
    expect(bench.reader.calls).not.toContain('start');

    const after = await openBench(bench.journal, bench.reader);
    after.desk.start();
    await after.desk.idle();
    expect(active(after)).toEqual(['READER_TAMPER']);
    await expect(after.sell()).rejects.toMatchObject(REFUSED);

    await after.bar.release('SIM1');
    expect(active(after)).toEqual([]);
    expect((await after.sell()).transaction.state).toBe('posted');
    await expect(after.bar.release('SIM1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is one serial number: another reader sells, and the first does not when it is plugged in again', async () => {
    const bench = await openedBench();
    bench.reader.tamper();
    bench.reader.swap('SIM2');
    expect((await bench.sell()).transaction.state).toBe('posted');
    bench.reader.swap('SIM1');
    await expect(bench.sell()).rejects.toMatchObject(REFUSED);
  });

  it('ends the sale that runs on it: what the host approved meanwhile is reversed', async () => {
    const bench = await openedBench();
    bench.host.answer = (transaction) => {
      bench.reader.tamper();
      return Promise.resolve({
        kind: 'answer',
        answer: sampleAnswer({ key: transaction.key, posted: transaction.money }),
      });
    };
    expect((await bench.sell()).transaction).toMatchObject({ state: 'reversing', verdict: { outcome: 'cancelled' } });
    expect(bench.reader.shown.map(({ outcome }) => outcome)).not.toContain('approved');
  });

  it('gives a sale that boot finds no approval', async () => {
    const bench = await openedBench();
    bench.host.answer = () => new Promise(() => undefined);
    void bench.sell(1250, 'K1');
    await bench.clock.advance(0);
    bench.reader.tamper();
    const after = await openBench(bench.journal, bench.reader);
    after.desk.start();
    await after.desk.idle();
    expect(await after.journal.byIdempotencyKey('K1')).toMatchObject({ verdict: { outcome: 'cancelled' } });
  });

  it.each([
    [true, 'cancelled'],
    [false, 'approved'],
  ])('while boot decides a sale: %s, it is %s', async (tampers, outcome) => {
    const bench = await openedBench();
    const { reader } = bench;
    reader.card = fakeCard({ offline: 'TC' });
    bench.host.answer = () => new Promise(() => undefined);
    void bench.sell(1250, 'K1');
    await bench.clock.advance(0);
    reader.bend('unableOnline', (result) => {
      if (tampers) reader.tamper();
      return result;
    });
    const after = await openBench(bench.journal, reader);
    after.desk.start();
    await after.desk.idle();
    expect(await after.journal.byIdempotencyKey('K1')).toMatchObject({ verdict: { outcome } });
  });

  it('is barred although the disk fails, and on the disk as soon as that is well', async () => {
    const bench = await openedBench();
    const change = bench.journal.changeSettings.bind(bench.journal);
    bench.journal.changeSettings = () =>
      Promise.reject(new TillpostError('JOURNAL_IO', 'EIO', { operation: 'journal.commit', retryable: true }));
    bench.reader.tamper();
    await expect(bench.sell()).rejects.toMatchObject(REFUSED);
    bench.journal.changeSettings = change;
    await expect(bench.sell()).rejects.toMatchObject(REFUSED);
    expect((await bench.journal.settings()).tamperedReaders).toEqual(['SIM1']);
  });

  it('is an alert and no more where reader.on_tamper says so', async () => {
    const bench = await openedBench({ stopsOnTamper: false });
    bench.reader.tamper();
    expect((await bench.sell()).transaction.state).toBe('posted');
  });
});
