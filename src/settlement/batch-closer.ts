import { asTillpostError, TillpostError } from '../domain/errors.js';
import type { Batch } from '../domain/settlement.js';
import type { Alerts, Log, SettlementDesk } from '../ports/index.js';
import { BatchWalk, type BatchWalkParts } from './batch-walk.js';
import { Waits } from './waits.js';

export interface BatchCloserParts extends BatchWalkParts {
  readonly log: Log;
  readonly alerts: Alerts;
}

/** Whoever waits for a batch to be closed. */
interface Waiter {
  readonly number: number;
  readonly resolve: (batch: Batch) => void;
  readonly reject: (error: unknown) => void;
}

const RETRY_FIRST_MS = 1_000;
const RETRY_MAX_MS = 60_000;

/**
 * Closes what is sealed, batch after batch and each to its end (payment rules, Settlement). Sealing does not wait for
 * it: several may be sealed while the host is away.
 */
export class BatchCloser implements SettlementDesk {
  readonly #parts: BatchCloserParts;
  readonly #waits: Waits;
  readonly #walk: BatchWalk;
  readonly #waiters = new Set<Waiter>();
  /** One question after the other: two must not seal two batches for one closing. */
  #sealing: Promise<unknown> = Promise.resolve();
  #work: Promise<void> | null = null;
  #stopping = false;

  constructor(parts: BatchCloserParts) {
    this.#parts = parts;
    this.#waits = new Waits(parts.clock);
    this.#walk = new BatchWalk(parts, this.#waits);
  }

  /** Takes up what is sealed: by a crash that interrupted its closing, or by the first sale of another date. */
  start(): void {
    this.#work ??= this.#closeAll()
      .catch((error: unknown) => this.#gaveUp(error))
      .finally(() => (this.#work = null));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#walk.stop();
    this.#waits.cut();
    await this.#work;
  }

  async settle(): Promise<Batch> {
    const { number } = await this.#sealed();
    return this.#closed(number);
  }

  async begin(): Promise<number> {
    const { number } = await this.#sealed();
    this.start();
    return number;
  }

  step(): string | null {
    return this.#work === null ? null : this.#walk.doing;
  }

  /** Seals the open batch; an empty one only when no other is on its way: then that closing is joined. */
  #sealed(): Promise<Batch> {
    const sealing = this.#sealing.then(() =>
      this.#persist(async () => {
        const { journal } = this.#parts;
        const open = await journal.currentBatch();
        const before = open.number > 1 ? await journal.batch(open.number - 1) : null;
        if (open.isEmpty && before !== null && before.state !== 'closed') return before;
        return this.#walk.step(open);
      }),
    );
    this.#sealing = sealing.catch(() => undefined);
    return sealing;
  }

  #closed(number: number): Promise<Batch> {
    return new Promise((resolve, reject) => {
      this.#waiters.add({ number, resolve, reject });
      this.start();
    });
  }

  async #closeAll(): Promise<void> {
    for (;;) {
      const next = await this.#persist(() => this.#parts.journal.unclosedBatch());
      if (next === null) {
        // Who came while it was asked waits for one that was closed meanwhile.
        if (!(await this.#tellClosed())) return;
        continue;
      }
      await this.#walkToEnd(next);
    }
  }

  /** @returns whether somebody still waits */
  async #tellClosed(): Promise<boolean> {
    for (const waiter of [...this.#waiters]) {
      const batch = await this.#persist(() => this.#parts.journal.batch(waiter.number));
      if (batch?.state !== 'closed') continue;
      this.#waiters.delete(waiter);
      waiter.resolve(batch);
    }
    return this.#waiters.size > 0;
  }

  /**
   * Reads the batch anew before each step: a commit that failed to say so may stand all the same, and then this
   * batch, and no later one, is further than it was thought.
   */
  async #walkToEnd({ number }: Batch): Promise<void> {
    for (;;) {
      const batch = await this.#persist(async () => {
        const known = await this.#parts.journal.batch(number);
        if (known === null)
          throw new TillpostError('NOT_FOUND', 'no such batch', { operation: 'settlement', subject: String(number) });
        return this.#walk.step(known);
      });
      if (batch.state !== 'closed') continue;
      await this.#persist(() => this.#finished(batch));
      await this.#tellClosed();
      return;
    }
  }

  async #finished(batch: Batch): Promise<void> {
    const { journal, log, alerts } = this.#parts;
    const differences = await journal.differences(batch.number);
    const { number, businessDate, parked } = batch;
    log.info('batch closed', { batch: number, businessDate, differences: differences.length, parked });
    if (differences.length > 0) {
      const text = `${differences.length} differences; see \`tillpost batch show ${batch.number}\``;
      alerts.raise('SETTLEMENT_DIFFERS', `batch ${batch.number}`, text);
    }
  }

  #gaveUp(error: unknown): void {
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
    this.#parts.log.warn('closing not finished', { error: asTillpostError(error, 'settlement').toJSON() });
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
}
