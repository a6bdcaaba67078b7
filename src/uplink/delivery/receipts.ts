import type { Answer } from '../../domain/answer.js';
import { asTillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import { refusalKind, type RefusalPolicy } from '../../domain/postings/refusal-kind.js';
import type { Alerts, Clock, Counters, Log, PostingQueue, ReceiptFate } from '../../ports/index.js';
import type { Lane, ReceiptResult } from './courier-state.js';

export interface RefusalOptions extends RefusalPolicy {
  /** A posting that is refused temporarily for so long is parked all the same, ms. */
  readonly parkTemporaryAfterMs: number;
}

export interface ReceiptParts {
  readonly journal: Pick<PostingQueue, 'receipts'>;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly log: Log;
  readonly clock: Clock;
  readonly refusals: RefusalOptions;
  /** Of a posting that is in flight. */
  readonly laneOf: (sequence: number) => Lane | undefined;
}

/** Longer than the longest distance between two tries. */
const STEADY_MS = 600_000;

/**
 * Brings the host's receipts into the journal and tells of them (uplink rules, 2 and 12). A receipt that fits no
 * pending posting is counted and logged and moves nothing. When the journal cannot take one, the posting stays
 * pending and is sent again later: the host answers "already posted".
 */
export class Receipts {
  readonly #parts: ReceiptParts;
  /** Of postings that are refused temporarily: since when without a pause, and when last; monotonic ms. */
  readonly #refused = new Map<number, { readonly sinceMs: number; readonly lastMs: number }>();

  constructor(parts: ReceiptParts) {
    this.#parts = parts;
  }

  /** Those of one message. What moved nothing is left out of the results. */
  async take(answers: readonly Answer[]): Promise<readonly ReceiptResult[]> {
    const { journal, refusals, laneOf } = this.#parts;
    const policy = { ...refusals, outOfPatience: this.#outOfPatience(answers) };
    let fates: readonly ReceiptFate[];
    try {
      fates = await journal.receipts(answers, policy);
    } catch (thrown) {
      // Nothing of the message is known to stand: as if each of them had failed.
      const error = asTillpostError(thrown, 'courier.receipt').toJSON();
      fates = answers.map(({ sequence }) => ({ kind: 'failed', posting: laneOf(sequence) ?? null, error }));
    }
    return fates.flatMap((fate, index) => this.#tell(fate, answers[index]!) ?? []);
  }

  /**
   * Refused again and again for a while. Since when in all is the journal's, over restarts; without this a host that is in
   * trouble for a moment at night and for another one in the morning would have everything parked.
   */
  #outOfPatience(answers: readonly Answer[]): readonly number[] {
    const { clock, refusals } = this.#parts;
    const nowMs = clock.monotonicMs();
    return answers.flatMap(({ sequence, outcome, responseCode }) => {
      if (outcome !== 'REJECTED' || refusalKind(responseCode, refusals) !== 'temporary') return [];
      const known = this.#refused.get(sequence);
      const goesOn = known !== undefined && nowMs - known.lastMs <= STEADY_MS;
      const sinceMs = goesOn ? known.sinceMs : nowMs;
      this.#refused.set(sequence, { sinceMs, lastMs: nowMs });
      return nowMs - sinceMs >= Math.min(STEADY_MS, refusals.parkTemporaryAfterMs) ? [sequence] : [];
    });
  }

  #tell(fate: ReceiptFate, { key: answered, sequence, outcome }: Answer): ReceiptResult | null {
    const { counters, log, alerts } = this.#parts;
    const key = keyText(answered);
    counters.add(`receipt.${fate.kind}`);
    switch (fate.kind) {
      case 'settled':
        this.#refused.delete(sequence);
        break;
      case 'refused':
        log.warn('host refused a posting', { key, sequence, reason: fate.reason });
        break;
      case 'parked':
        this.#refused.delete(sequence);
        alerts.raise('POSTING_PARKED', key, fate.reason);
        break;
      case 'mismatch':
        alerts.raise('AMOUNT_MISMATCH', key, fate.reason);
        break;
      case 'later':
        return { kind: 'later', sequence, lane: fate.posting, afterMs: fate.afterMs };
      case 'failed': {
        const { code, message } = fate.error;
        log.error('receipt not recorded', { key, sequence, code, message });
        // Of a posting that is not even in flight nothing is to be done: it is read and sent like any other.
        return fate.posting === null ? null : { kind: 'failed', sequence, lane: fate.posting };
      }
      case 'otherAmount':
        alerts.raise('AMOUNT_MISMATCH', key, fate.reason);
        log.warn('receipt changes nothing', { fate: fate.kind, key, sequence, outcome });
        return null;
      case 'unknownKey':
      case 'repeated':
        this.#refused.delete(sequence);
        log.warn('receipt changes nothing', { fate: fate.kind, key, sequence, outcome });
        return null;
    }
    return { kind: fate.kind, sequence, lane: fate.posting };
  }
}
