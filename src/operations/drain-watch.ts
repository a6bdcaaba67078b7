import { asTillpostError } from '../domain/errors.js';
import { own } from '../domain/redaction.js';
import type { Clock, JournalStanding, Log, Timer } from '../ports/index.js';

export interface DrainWatchParts {
  readonly journal: Pick<JournalStanding, 'identity' | 'merchantInForce'>;
  readonly clock: Clock;
  readonly log: Log;
  /** DE 42 as configured. */
  readonly merchantId: string;
  /** It is another merchant's turn; told once. */
  readonly onDrained: () => void;
}

const LOOK_EVERY_MS = 5_000;

/**
 * While the agent only drains, in the name of another merchant than the configured one (payment rules, Identity): looks
 * whether that one still holds anything. Whose turn it is the journal says, by the rule by which it opens.
 */
export class DrainWatch {
  readonly #parts: DrainWatchParts;
  #timer: Timer | null = null;
  #isStopped = false;

  constructor(parts: DrainWatchParts) {
    this.#parts = parts;
  }

  start(): void {
    const { journal, merchantId } = this.#parts;
    if (journal.identity().merchantId !== merchantId) this.#lookLater();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #lookLater(): void {
    this.#timer = this.#parts.clock.after(LOOK_EVERY_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    const { journal, merchantId, log, onDrained } = this.#parts;
    const before = journal.identity().merchantId;
    try {
      const now = await journal.merchantInForce(merchantId);
      if (this.#isStopped) return;
      if (now !== before) {
        log.info('nothing is held any more', { merchant: own(before), next: own(now) });
        return onDrained();
      }
    } catch (error) {
      log.debug('drain not looked at', { error: asTillpostError(error, 'drain').toJSON() });
    }
    if (!this.#isStopped) this.#lookLater();
  }
}
