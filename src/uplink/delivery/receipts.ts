import type { Answer } from '../../domain/answer.js';
import { asTillpostError } from '../../domain/errors.js';
import { keyText, sameKey } from '../../domain/key.js';
import type { LifecycleEvent } from '../../domain/lifecycle.js';
import { judgeReceipt, type Posting } from '../../domain/posting.js';
import type { TransactionState } from '../../domain/transaction.js';
import type { Alerts, Counters, Journal, Log, PendingPosting } from '../../ports/index.js';
import type { ReceiptResult } from './courier-state.js';

export interface ReceiptParts {
  readonly journal: Pick<Journal, 'posting' | 'apply'>;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly log: Log;
  /** Host refusals after which a posting is parked, 1 or more. */
  readonly parkAfter: number;
}

/**
 * States in which a reversal of the key is owed, done, or with a person. An advice that is still pending then
 * was not what was parked or resolved: its sequence is owed, its money is not.
 */
const TAKEN_BACK: ReadonlySet<TransactionState> = new Set([
  'voiding',
  'voided',
  'reversing',
  'reversed',
  'parked',
  'resolved',
]);
const SETTLES = { advice: 'settleAdvice', reversal: 'settleReversal' } as const;

/**
 * Reads the host's receipts into the journal (uplink rules, 2 and 12). A receipt that fits no pending posting
 * is counted and logged and moves nothing. When the journal cannot take one, the posting stays pending and
 * is sent again later: the host answers "already posted".
 */
export class ReceiptDesk {
  readonly #parts: ReceiptParts;
  /** Sequences whose receipt is on its way into the journal. */
  readonly #open = new Set<number>();

  constructor(parts: ReceiptParts) {
    this.#parts = parts;
  }

  /** Applies them together, so that they share a commit. What moved nothing is left out of the results. */
  async take(answers: readonly Answer[]): Promise<readonly ReceiptResult[]> {
    const results = await Promise.all(answers.map((answer) => this.#takeOne(answer)));
    return results.filter((result) => result !== null);
  }

  async #takeOne(answer: Answer): Promise<ReceiptResult | null> {
    const { sequence } = answer;
    if (this.#open.has(sequence)) return this.#strange('receipt.repeated', answer);
    this.#open.add(sequence);
    try {
      const stored = await this.#parts.journal.posting(sequence);
      if (stored === null || !sameKey(stored.posting.key, answer.key))
        return this.#strange('receipt.unknownKey', answer);
      if (stored.posting.state !== 'pending') return this.#again(stored, answer);
      return await this.#judge(stored, answer);
    } catch (error) {
      // The journal could not even be read: nothing is known, nothing is changed; the overdue receipt is asked for again.
      const { code, message } = asTillpostError(error, 'courier.receipt');
      this.#parts.counters.add('receipt.failed');
      this.#parts.log.error('receipt not looked up', { sequence, code, message });
      return null;
    } finally {
      this.#open.delete(sequence);
    }
  }

  async #judge({ posting, transaction }: PendingPosting, answer: Answer): Promise<ReceiptResult> {
    const { sequence, key } = posting;
    const lane = posting.content.kind;
    const judgement = judgeReceipt(posting, answer, this.#parts.parkAfter, TAKEN_BACK.has(transaction.state));
    switch (judgement.kind) {
      case 'settled':
        return this.#apply(posting, { name: SETTLES[lane], answer }, { kind: 'settled', sequence, lane });
      case 'refused': {
        this.#parts.log.warn('host refused a posting', { key: keyText(key), sequence, reason: judgement.reason });
        const event = { name: 'refuse', posting: lane, answer, reason: judgement.reason } as const;
        return this.#apply(posting, event, { kind: 'refused', sequence, lane });
      }
      case 'park': {
        const event = { name: 'park', posting: lane, answer, reason: judgement.reason } as const;
        const result = await this.#apply(posting, event, { kind: 'parked', sequence, lane });
        if (result.kind === 'parked') this.#parts.alerts.raise('POSTING_PARKED', keyText(key), judgement.reason);
        return result;
      }
      case 'later':
        this.#parts.counters.add('receipt.later');
        return { kind: 'later', sequence, lane, afterMs: judgement.afterMs };
      case 'mismatch': {
        this.#parts.alerts.raise('AMOUNT_MISMATCH', keyText(key), judgement.reason);
        const event = { name: 'amountMismatch', answer, reason: judgement.reason } as const;
        return this.#apply(posting, event, { kind: 'mismatch', sequence, lane });
      }
    }
  }

  async #apply(posting: Posting, event: LifecycleEvent, result: ReceiptResult): Promise<ReceiptResult> {
    const { sequence } = posting;
    try {
      await this.#parts.journal.apply(posting.key, event);
      this.#parts.counters.add(`receipt.${result.kind}`);
      return result;
    } catch (error) {
      const { code, message } = asTillpostError(error, 'courier.receipt');
      this.#parts.counters.add('receipt.failed');
      this.#parts.log.error('receipt not recorded', {
        key: keyText(posting.key),
        sequence,
        event: event.name,
        code,
        message,
      });
      return { kind: 'failed', sequence, lane: posting.content.kind };
    }
  }

  /** A receipt for what is settled or parked already. */
  #again({ posting, transaction }: PendingPosting, answer: Answer): null {
    const judgement = judgeReceipt(posting, answer, Infinity, TAKEN_BACK.has(transaction.state));
    if (judgement.kind !== 'mismatch') return this.#strange('receipt.repeated', answer);
    this.#parts.alerts.raise('AMOUNT_MISMATCH', keyText(posting.key), judgement.reason);
    return this.#strange('receipt.otherAmount', answer);
  }

  #strange(counter: string, { key, sequence, outcome }: Answer): null {
    this.#parts.counters.add(counter);
    this.#parts.log.warn('receipt changes nothing', { counter, key: keyText(key), sequence, outcome });
    return null;
  }
}
