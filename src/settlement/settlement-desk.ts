import { asTillpostError, TillpostError } from '../domain/errors.js';
import type { Batch } from '../domain/settlement.js';
import type { Alerts, Clock, Journal, Log, SettlementDesk, Timer } from '../ports/index.js';
import { type BatchWalkParts, createBatchWalk } from './batch-walk.js';

export interface SettlementDeskParts extends BatchWalkParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly alerts: Alerts;
}

export interface RunningSettlementDesk extends SettlementDesk {
  /** Takes up a closing that a crash interrupted. */
  start(): void;
  stop(): Promise<void>;
}

interface Closing {
  /** On disk. */
  readonly begun: Promise<Batch>;
  readonly end: Promise<Batch>;
}

const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 60_000;
/** A closing that was interrupted is among the newest: only one batch is ever between open and closed. */
const LOOK_BACK = 3;

/** Closes batches, one at a time and to the end: what is begun is carried on until the host has answered. */
export function createSettlementDesk(parts: SettlementDeskParts): RunningSettlementDesk {
  const { journal, clock, log, alerts } = parts;
  const walk = createBatchWalk(parts);
  let closing: Closing | null = null;
  let stopping = false;
  /** Ends each of the pauses. */
  const pauses = new Set<() => void>();

  async function interrupted(): Promise<Batch | null> {
    const batches = await journal.batches(LOOK_BACK);
    return batches.find(({ state }) => state !== 'open' && state !== 'closed') ?? null;
  }

  /** An interrupted one, or the open one, which is then draining. */
  async function takeUp(): Promise<Batch> {
    const batch = (await interrupted()) ?? (await journal.currentBatch());
    return batch.state === 'open' ? walk.step(batch) : batch;
  }

  /**
   * Reads the batch anew before each step: a commit that failed to say so may stand all the same, and then this
   * batch, and no later one, is further than it was thought.
   */
  async function walkToEnd({ number }: Batch): Promise<Batch> {
    for (;;) {
      const batch = await persist(async () => {
        const known = await journal.batch(number);
        if (known === null)
          throw new TillpostError('NOT_FOUND', 'no such batch', { operation: 'settlement', subject: String(number) });
        return walk.step(known);
      });
      if (batch.state === 'closed') return persist(() => finished(batch));
    }
  }

  /** An answer that does not come and a journal that fails are waited for. */
  async function persist<T>(work: () => Promise<T>): Promise<T> {
    for (let retryMs = RETRY_FIRST_MS; ; retryMs = Math.min(RETRY_MAX_MS, retryMs * 2)) {
      if (stopping)
        throw new TillpostError('STOPPING', 'the agent is stopping; the closing goes on at the next start', {
          operation: 'settlement',
        });
      try {
        return await work();
      } catch (error) {
        const known = asTillpostError(error, 'settlement');
        if (!known.retryable) throw known;
        if (stopping) continue;
        log.info('closing waits', { code: known.code, problem: known.message, retryMs });
        await pause(retryMs);
      }
    }
  }

  async function finished(batch: Batch): Promise<Batch> {
    const differences = await journal.differences(batch.number);
    log.info('batch closed', { batch: batch.number, differences: differences.length, carried: batch.carried });
    if (differences.length > 0) {
      alerts.raise(
        'SETTLEMENT_DIFFERS',
        `batch ${batch.number}`,
        `${differences.length} differences; see \`tillpost batch show ${batch.number}\``,
      );
    }
    return batch;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        timer.cancel();
        pauses.delete(done);
        resolve();
      };
      const timer: Timer = clock.after(ms, done);
      pauses.add(done);
    });
  }

  /** The closing that runs, or a new one: whoever asks meanwhile joins it. */
  function joined(): Closing {
    if (closing !== null) return closing;
    const begun = persist(takeUp);
    const end = begun.then(walkToEnd).finally(() => {
      closing = null;
    });
    closing = { begun, end };
    return closing;
  }

  async function begin(): Promise<number> {
    const { begun, end } = joined();
    end.catch((error: unknown) =>
      log.warn('closing not finished', { error: asTillpostError(error, 'settlement').toJSON() }),
    );
    return (await begun).number;
  }

  return {
    settle: () => joined().end,
    begin,
    step: () => (closing === null ? null : walk.doing()),
    start: () => {
      persist(interrupted)
        .then((batch) => (batch === null ? undefined : joined().end.then(() => undefined)))
        .catch((error: unknown) =>
          log.warn('closing not taken up', { error: asTillpostError(error, 'settlement').toJSON() }),
        );
    },
    stop: async () => {
      stopping = true;
      walk.stop();
      for (const end of [...pauses]) end();
      await closing?.end.catch(() => undefined);
    },
  };
}
