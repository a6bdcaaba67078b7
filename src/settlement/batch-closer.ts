import { asTillpostError, TillpostError } from '../domain/errors.js';
import type { Batch } from '../domain/settlement.js';
import type { Alerts, Log, SettlementDesk } from '../ports/index.js';
import { BatchWalk, type BatchWalkParts } from './batch-walk.js';
import { Waits } from './waits.js';

export interface BatchCloserParts extends BatchWalkParts {
  readonly log: Log;
  readonly alerts: Alerts;
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
export class BatchCloser implements SettlementDesk {
  readonly #parts: BatchCloserParts;
  readonly #waits: Waits;
  readonly #walk: BatchWalk;
  #closing: Closing | null = null;
  #stopping = false;

  constructor(parts: BatchCloserParts) {
    this.#parts = parts;
    this.#waits = new Waits(parts.clock);
    this.#walk = new BatchWalk(parts, this.#waits);
  }

  /** Takes up a closing that a crash interrupted. */
  start(): void {
    this.#persist(() => this.#interrupted())
      .then((batch) => (batch === null ? undefined : this.#joined().end.then(() => undefined)))
      .catch((error: unknown) => this.#warn('closing not taken up', error));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#walk.stop();
    this.#waits.cut();
    await this.#closing?.end.catch(() => undefined);
  }

  settle(): Promise<Batch> {
    return this.#joined().end;
  }

  async begin(): Promise<number> {
    const { begun, end } = this.#joined();
    end.catch((error: unknown) => this.#warn('closing not finished', error));
    return (await begun).number;
  }

  step(): string | null {
    return this.#closing === null ? null : this.#walk.doing;
  }

  /** The closing that runs, or a new one: whoever asks meanwhile joins it. */
  #joined(): Closing {
    if (this.#closing !== null) return this.#closing;
    const begun = this.#persist(() => this.#takeUp());
    const end = begun
      .then((batch) => this.#walkToEnd(batch))
      .finally(() => {
        this.#closing = null;
      });
    this.#closing = { begun, end };
    return this.#closing;
  }

  /** An interrupted one, or the open one, which is then draining. */
  async #takeUp(): Promise<Batch> {
    const batch = (await this.#interrupted()) ?? (await this.#parts.journal.currentBatch());
    return batch.state === 'open' ? this.#walk.step(batch) : batch;
  }

  async #interrupted(): Promise<Batch | null> {
    const batches = await this.#parts.journal.batches(LOOK_BACK);
    return batches.find(({ state }) => state !== 'open' && state !== 'closed') ?? null;
  }

  /**
   * Reads the batch anew before each step: a commit that failed to say so may stand all the same, and then this
   * batch, and no later one, is further than it was thought.
   */
  async #walkToEnd({ number }: Batch): Promise<Batch> {
    for (;;) {
      const batch = await this.#persist(async () => {
        const known = await this.#parts.journal.batch(number);
        if (known === null)
          throw new TillpostError('NOT_FOUND', 'no such batch', { operation: 'settlement', subject: String(number) });
        return this.#walk.step(known);
      });
      if (batch.state === 'closed') return this.#persist(() => this.#finished(batch));
    }
  }

  async #finished(batch: Batch): Promise<Batch> {
    const { journal, log, alerts } = this.#parts;
    const differences = await journal.differences(batch.number);
    log.info('batch closed', { batch: batch.number, differences: differences.length, carried: batch.carried });
    if (differences.length > 0) {
      const text = `${differences.length} differences; see \`tillpost batch show ${batch.number}\``;
      alerts.raise('SETTLEMENT_DIFFERS', `batch ${batch.number}`, text);
    }
    return batch;
  }

  /** An answer that does not come and a journal that fails are waited for. */
  async #persist<T>(work: () => Promise<T>): Promise<T> {
    for (let retryMs = RETRY_FIRST_MS; ; retryMs = Math.min(RETRY_MAX_MS, retryMs * 2)) {
      if (this.#stopping)
        throw new TillpostError('STOPPING', 'the agent is stopping; the closing goes on at the next start', {
          operation: 'settlement',
        });
      try {
        return await work();
      } catch (error) {
        const known = asTillpostError(error, 'settlement');
        if (!known.retryable) throw known;
        if (this.#stopping) continue;
        this.#parts.log.info('closing waits', { code: known.code, problem: known.message, retryMs });
        await this.#waits.pause(retryMs);
      }
    }
  }

  #warn(message: string, error: unknown): void {
    this.#parts.log.warn(message, { error: asTillpostError(error, 'settlement').toJSON() });
  }
}
