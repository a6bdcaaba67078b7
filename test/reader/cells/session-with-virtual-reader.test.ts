import { afterEach, describe, expect, it } from 'vitest';
import { startVirtualReader, type VirtualReader } from '../../../hw-sim/reader/virtual-reader.js';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { SimSerialCable } from '../../../hw-sim/sim-serial.js';
import { TillpostError } from '../../../src/domain/errors.js';
import type { TransactionKey } from '../../../src/domain/key.js';
import type { CardReader, ReaderResult } from '../../../src/ports/index.js';
import { openReader } from '../../../src/reader/drivers.js';
import { scratchDirectories } from '../../support/scratch.js';
import { key, Notes, order } from './session-bench.js';

/** Two ends of one link, written apart: what one sends, the other must understand, also on a bad line. */
describe('reader session with the virtual reader', () => {
  const scratch = scratchDirectories();
  let clock: SimClock;
  let notes: Notes;
  let device: VirtualReader;
  let reader: CardReader;

  function begin(card: string | null, behaviours: readonly string[] = []): void {
    clock = new SimClock();
    notes = new Notes();
    const cable = new SimSerialCable();
    device = startVirtualReader({
      line: cable,
      storage: scratch(),
      clock,
      random: new SimRandom(5),
      autoCard: card,
      behaviours,
    });
    reader = openReader(
      { driver: 'cells', path: cable.path },
      {
        ports: cable.ports,
        clock,
        random: new SimRandom(3),
        log: notes.log,
        alerts: notes.alerts,
        counters: notes.counters,
        terminalId: key.terminalId,
      },
    );
    reader.open();
  }
  afterEach(async () => {
    await reader.close();
    device.stop();
    expect(clock.pending).toBe(0);
  });

  /** The call's outcome, with time moving on until it is there. */
  async function inTime<T>(call: Promise<T>): Promise<T | TillpostError> {
    let outcome: { value: T | TillpostError } | null = null;
    void call.then(
      (value) => (outcome = { value }),
      (error: unknown) => (outcome = { value: error as TillpostError }),
    );
    for (let turns = 0; turns < 2000; turns += 1) {
      if (outcome !== null) return (outcome as { value: T | TillpostError }).value;
      await clock.advance(100);
    }
    throw new Error('no outcome in 200 s');
  }

  async function ready(): Promise<void> {
    for (let turns = 0; reader.status().state !== 'ready'; turns += 1) {
      if (turns > 2000) throw new Error(`never ready: ${reader.status().problem}`);
      await clock.advance(100);
    }
  }

  /** Asks until there is an answer, as recovery does: what was lost is asked for with `again`, never repeated blindly. */
  async function insisted(
    call: () => Promise<ReaderResult>,
    again: () => Promise<ReaderResult>,
  ): Promise<ReaderResult> {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await ready();
      const outcome = await inTime(attempt === 0 ? call() : again());
      if (!(outcome instanceof TillpostError)) return outcome;
      expect(['READER_LOST', 'READER_NOT_READY']).toContain(outcome.code);
    }
    throw new Error('no answer in 20 attempts');
  }

  it.each([
    ['contactless-arqc', 'cardRead', 'ARQC'],
    ['contactless-tc', 'cardRead', 'TC'],
    ['chip-aac', 'cardRead', 'AAC'],
    ['magstripe', 'cardRead', 'none'],
    ['fallback', 'cardRead', 'none'],
  ])('reads a %s card', async (card, stage, cryptogram) => {
    begin(card);
    await ready();
    expect(await inTime(reader.start(order))).toMatchObject({ stage, card: { cryptogram }, signed: order.money });
  });

  it.each(['leaky', 'leaky-track'])('refuses the %s card', async (card) => {
    begin(card);
    await ready();
    expect(await inTime(reader.start(order))).toMatchObject({ code: 'CLEAR_CARD_DATA' });
    expect(await inTime(reader.cancel(key))).toMatchObject({ stage: 'cancelled' });
  });

  it.each([[[]], [['flip:rate=0.003']], [['drop:rate=0.003']], [['insert:rate=0.003', 'duplicate:rate=0.003']]])(
    'takes sales over a line with %j',
    async (behaviours) => {
      begin('chip-arqc-tc', behaviours);
      for (let number = 1; number <= 12; number += 1) {
        const own: TransactionKey = { ...key, number };
        const result = (): Promise<ReaderResult> => reader.result(own);
        const read = await insisted(() => reader.start({ ...order, key: own }), result);
        expect(['cardRead', 'unknownKey', 'waitingCard', 'timeout']).toContain(read.stage);
        if (read.stage === 'cardRead') {
          expect(read.card).not.toBeNull();
          const final = await insisted(() => reader.continueOnline(own, '00', ''), result);
          expect(['finalTc', 'cardRead']).toContain(final.stage);
        }
        const ended = await insisted(
          () => reader.cancel(own),
          () => reader.cancel(own),
        );
        if (ended.stage !== 'unknownKey') await inTime(reader.confirm(own));
      }
      const damaged = notes.count('reader.link.bytesDiscarded') > 0 || notes.count('reader.link.retransmissions') > 0;
      expect(damaged).toBe(behaviours.length > 0);
    },
  );
});
