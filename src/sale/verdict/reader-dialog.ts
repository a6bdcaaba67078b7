import { TillpostError } from '../../domain/errors.js';
import type { TransactionKey } from '../../domain/key.js';
import type { CardReader, Clock, ReaderResult } from '../../ports/index.js';

export interface ReaderDialog {
  /**
   * Asks, and after a link reset asks again for what came of it: START is never repeated (reader link,
   * Messages); the other calls may be, since the reader answers a repeat from its store.
   *
   * @returns the stage reached, or null when the reader did not come back in time
   * @throws READER_ERROR, READER_PROTOCOL, CLEAR_CARD_DATA
   */
  ask(key: TransactionKey, call: () => Promise<ReaderResult>): Promise<ReaderResult | null>;
  /** The stored result of a key once the reader is there, or null when it is not in time. */
  recall(key: TransactionKey): Promise<ReaderResult | null>;
  /**
   * Ends the wait for a card. A reader that waits on all the same is reset, and told again.
   * @returns stage *waitingCard* of one that does not follow
   */
  end(key: TransactionKey): Promise<ReaderResult | null>;
  /** Resolves true as soon as the reader is there, false when it is not in time. */
  ready(): Promise<boolean>;
  /**
   * Whether the reader answers right now, or after the reset that its silence led to. What it has open before a START is
   * a sale that is over here, and which one only a reset tells: then that comes first.
   */
  alive(): Promise<boolean>;
}

const CANCELS_MAX = 3;
/** Why a reader is reset that waits for a card after CANCEL. */
export const UNMOVED = 'the reader does not follow CANCEL';
const LEFT_OPEN = 'the reader still has a sale open that is over';

/** A reader that is ready and yet takes no call is asked again so much later. */
const PAUSE_MS = 100;

/** @param waitMs how long to wait for a lost reader, from each loss on */
export function createReaderDialog(reader: CardReader, clock: Clock, waitMs: number): ReaderDialog {
  const readyBefore = (untilMs: number): Promise<boolean> => readyUntil(reader, clock, untilMs);

  async function recall(key: TransactionKey): Promise<ReaderResult | null> {
    const untilMs = clock.monotonicMs() + waitMs;
    for (;;) {
      if (!(await readyBefore(untilMs))) return null;
      const result = await unlessLost(() => reader.result(key));
      if (result !== null) return result;
      if (clock.monotonicMs() + PAUSE_MS >= untilMs) return null;
      if (reader.status().state === 'ready') await new Promise<void>((resume) => clock.after(PAUSE_MS, resume));
    }
  }

  const ask = async (key: TransactionKey, call: () => Promise<ReaderResult>): Promise<ReaderResult | null> =>
    (await unlessLost(call)) ?? recall(key);

  async function end(key: TransactionKey): Promise<ReaderResult | null> {
    for (let attempt = 1; ; attempt += 1) {
      const result = await ask(key, () => reader.cancel(key));
      if (result?.stage !== 'waitingCard' || attempt === CANCELS_MAX) return result;
      reader.reset(UNMOVED);
      if (!(await readyBefore(clock.monotonicMs() + waitMs))) return null;
    }
  }

  async function alive(): Promise<boolean> {
    try {
      const answered = await unlessLost(async () => ({ stage: await reader.openStage() }));
      if (answered !== null && answered.stage === null) return true;
      if (answered !== null) reader.reset(LEFT_OPEN);
      return readyBefore(clock.monotonicMs() + waitMs);
    } catch (error) {
      // What it disputes is about the sale before: it answers, and the next one is not refused for that.
      if (error instanceof TillpostError && error.code === 'READER_PROTOCOL') return true;
      throw error;
    }
  }

  return {
    recall,
    end,
    ready: () => readyBefore(clock.monotonicMs() + waitMs),
    alive,
    ask,
  };
}

/** Resolves true as soon as the reader is ready, false when the time is over. */
function readyUntil(reader: CardReader, clock: Clock, untilMs: number): Promise<boolean> {
  if (reader.status().state === 'ready') return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (ready: boolean): void => {
      timer.cancel();
      unsubscribe();
      resolve(ready);
    };
    const timer = clock.after(untilMs - clock.monotonicMs(), () => finish(false));
    const unsubscribe = reader.onStatus(({ state }) => {
      if (state === 'ready') finish(true);
    });
  });
}

/** Null in place of READER_LOST: what happened is unknown, which is not an error here. */
export async function unlessLost<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TillpostError && (error.code === 'READER_LOST' || error.code === 'READER_NOT_READY'))
      return null;
    throw error;
  }
}
