import { describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { type ErrorCode, TillpostError } from '../../../src/domain/errors.js';
import type { ReaderResult } from '../../../src/ports/index.js';
import { createReaderDialog } from '../../../src/sale/verdict/reader-dialog.js';
import { fakeCard } from '../../support/fakes/fake-card.js';
import { FakeReader, type ReaderCall } from '../../support/fakes/fake-reader.js';
import { sampleKey, sampleTransaction } from '../../support/samples.js';

const WAIT_MS = 1_000;
const fails = (code: ErrorCode): TillpostError => new TillpostError(code, 'odd', { operation: 'reader' });

/** A reader that holds a sale at *cardRead*, and the dialog with it. */
function bench(stage: 'cardRead' | 'waitingCard' = 'cardRead') {
  const clock = new SimClock();
  const reader = new FakeReader();
  const { money, type } = sampleTransaction();
  reader.held = { order: { key: sampleKey, money, type, timeoutMs: 1 }, stage, card: fakeCard() };
  const count = (call: ReaderCall): number => reader.calls.filter((it) => it === call).length;
  return { clock, reader, count, dialog: createReaderDialog(reader, clock, WAIT_MS) };
}
const stageOf = (result: ReaderResult | null): string | null => result?.stage ?? null;

/** What it resolves with, and when; *waiting* while it has not. */
function watched<T>(clock: SimClock, work: Promise<T>): { value: T | 'waiting'; atMs: number | null } {
  const state: { value: T | 'waiting'; atMs: number | null } = { value: 'waiting', atMs: null };
  void work.then((value) => Object.assign(state, { value, atMs: clock.monotonicMs() }));
  return state;
}

describe('recalling what came of a key', () => {
  it('is answered at once by a reader that is there', async () => {
    const { dialog, count } = bench();
    expect(stageOf(await dialog.recall(sampleKey))).toBe('cardRead');
    expect(count('result')).toBe(1);
  });

  it('waits for a reader that is away, as long as it may and no longer', async () => {
    for (const [backAfterMs, expected] of [
      [WAIT_MS - 1, 'cardRead'],
      [WAIT_MS + 1, null],
    ] as const) {
      const { clock, reader, dialog } = bench();
      const fromMs = clock.monotonicMs();
      reader.setReady(false);
      clock.after(backAfterMs, () => reader.setReady(true));
      const recalled = watched(clock, dialog.recall(sampleKey).then(stageOf));
      // Another status is not its return.
      reader.setReady(false);
      await clock.advance(Math.min(backAfterMs, WAIT_MS) - 1);
      expect(recalled.value).toBe('waiting');
      await clock.advance(10);
      expect(recalled).toEqual({ value: expected, atMs: fromMs + Math.min(backAfterMs, WAIT_MS) });
      await clock.advance(10);
      expect(clock.pending).toBe(0);
    }
  });

  it('asks a reader that is ready and takes no call again ten times a second, and gives up in time', async () => {
    const { clock, reader, dialog, count } = bench();
    const fromMs = clock.monotonicMs();
    reader.failures.set('result', fails('READER_LOST'));
    const recalled = watched(clock, dialog.recall(sampleKey).then(stageOf));
    await clock.advance(850);
    expect([recalled.value, count('result')]).toEqual(['waiting', 9]);
    await clock.advance(1_000);
    expect([recalled, count('result')]).toEqual([{ value: null, atMs: fromMs + 900 }, 10]);
  });

  it('hears it as soon as it answers again', async () => {
    const { clock, reader, dialog } = bench();
    const fromMs = clock.monotonicMs();
    reader.failures.set('result', fails('READER_NOT_READY'));
    const recalled = watched(clock, dialog.recall(sampleKey).then(stageOf));
    await clock.advance(250);
    reader.failures.clear();
    await clock.advance(60);
    expect(recalled).toEqual({ value: 'cardRead', atMs: fromMs + 300 });
  });

  it('does not stumble over what is no loss: it is told', async () => {
    const { reader, dialog } = bench();
    reader.failures.set('result', fails('READER_PROTOCOL'));
    await expect(dialog.recall(sampleKey)).rejects.toMatchObject({ code: 'READER_PROTOCOL' });
  });
});

describe('asking', () => {
  it('repeats nothing: after a loss it recalls', async () => {
    const { reader, dialog, count, clock } = bench();
    reader.loseAt('continueOnline', 'after');
    reader.onStatus(({ state }) => {
      if (state !== 'ready') clock.after(10, () => reader.setReady(true));
    });
    const asked = watched(clock, dialog.ask(sampleKey, () => reader.continueOnline(sampleKey, '00')).then(stageOf));
    await clock.advance(20);
    expect([asked.value, count('continueOnline'), count('result')]).toEqual(['finalTc', 1, 1]);
  });
});

describe('ending the wait for a card', () => {
  it('is one CANCEL for a reader that follows', async () => {
    const { dialog, count, reader } = bench('waitingCard');
    expect(stageOf(await dialog.end(sampleKey))).toBe('cancelled');
    expect([count('cancel'), reader.calls.some((call) => call.startsWith('reset'))]).toEqual([1, false]);
  });

  /** Takes each CANCEL, and waits on. */
  function stubborn(follows: number) {
    const it = bench('waitingCard');
    const cancel = it.reader.cancel.bind(it.reader);
    let times = 0;
    it.reader.cancel = (key) => {
      times += 1;
      it.reader.calls.push('told to cancel');
      return times >= follows ? cancel(key) : it.reader.result(key);
    };
    const told = (): readonly string[] => it.reader.calls.filter((call) => call !== 'result' && call !== 'cancel');
    return { ...it, told };
  }
  const RESET = 'reset: the reader does not follow CANCEL';

  it.each([
    [2, 'cancelled', ['told to cancel', RESET, 'told to cancel']],
    [3, 'cancelled', ['told to cancel', RESET, 'told to cancel', RESET, 'told to cancel']],
    [4, 'waitingCard', ['told to cancel', RESET, 'told to cancel', RESET, 'told to cancel']],
  ])('resets one that waits on, and tells it again: it follows the %i. time', async (follows, stage, calls) => {
    const { dialog, told } = stubborn(follows);
    expect(stageOf(await dialog.end(sampleKey))).toBe(stage);
    expect(told()).toEqual(calls);
  });

  it('waits for it after the reset, as long as it may', async () => {
    for (const [backAfterMs, expected] of [
      [WAIT_MS - 1, 'cancelled'],
      [WAIT_MS + 1, null],
    ] as const) {
      const { clock, reader, dialog } = stubborn(2);
      const fromMs = clock.monotonicMs();
      reader.reset = () => {
        reader.setReady(false);
        clock.after(backAfterMs, () => reader.setReady(true));
      };
      const ended = watched(clock, dialog.end(sampleKey).then(stageOf));
      await clock.advance(WAIT_MS + 10);
      expect(ended).toEqual({ value: expected, atMs: fromMs + Math.min(backAfterMs, WAIT_MS) });
    }
  });

  it('has no reader to end it: null', async () => {
    const { clock, reader, dialog } = bench('waitingCard');
    reader.setReady(false);
    const ended = watched(clock, dialog.end(sampleKey));
    await clock.advance(WAIT_MS);
    expect(ended.value).toBeNull();
  });
});

describe('whether a reader is there', () => {
  it.each([
    [null, true],
    // What it disputes is about the sale before: it answers.
    ['READER_PROTOCOL', true],
  ] as const)('answering %s: %s, at once', async (code, alive) => {
    const { reader, dialog } = bench();
    if (code !== null) reader.failures.set('openStage', fails(code));
    expect(await dialog.alive()).toBe(alive);
  });

  it.each(['READER_ERROR', 'INTERNAL'] as const)('passes on what is no word about it: %s', async (code) => {
    const { reader, dialog } = bench();
    reader.failures.set('openStage', fails(code));
    await expect(dialog.alive()).rejects.toMatchObject({ code });
  });

  it.each([
    [WAIT_MS - 1, true],
    [WAIT_MS + 1, false],
  ])('back after %i ms: %s', async (backAfterMs, alive) => {
    for (const ask of ['alive', 'ready'] as const) {
      const { clock, reader, dialog } = bench();
      const fromMs = clock.monotonicMs();
      reader.setReady(false);
      clock.after(backAfterMs, () => reader.setReady(true));
      const answered = watched(clock, dialog[ask]());
      await clock.advance(WAIT_MS + 10);
      expect(answered).toEqual({ value: alive, atMs: fromMs + Math.min(backAfterMs, WAIT_MS) });
    }
  });

  it('is there when it is ready', async () => {
    const { dialog } = bench();
    expect(await dialog.ready()).toBe(true);
  });
});
