import { TillpostError } from '../../domain/errors.js';
import type { Batch, BatchRow } from '../../domain/settlement.js';
import type {
  Clock,
  Counters,
  Delivery,
  JournalStanding,
  Log,
  SettlementLink,
  SettlementReply,
  Timer,
} from '../../ports/index.js';
import {
  DETAILS_MAX,
  type DetailsMessage,
  type SettlementAnswerMessage,
  type TotalsMessage,
} from '../../protocol/envelope.js';

export interface SettlementParts {
  readonly journal: Pick<JournalStanding, 'identity'>;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
}

export interface SettlementWire {
  isOnline(): boolean;
  /** `wanted` is asked when its turn has come; `done` with the broker's word, null when it did not leave. */
  send(message: TotalsMessage | DetailsMessage, wanted: () => boolean, done: (delivery: Delivery | null) => void): void;
  suspect(): void;
}

interface Asked {
  readonly message: TotalsMessage | DetailsMessage;
  readonly resolve: (reply: SettlementReply | null) => void;
  readonly deadline: Timer;
  left: boolean;
}

/**
 * Reconciliation with the host (0500): each message has one answer, found by epoch, batch and page. Nothing is
 * sent again here: whoever settles asks again, and the host answers a repeat as it answered first. An answer
 * that nobody waits for any more is counted and changes nothing.
 */
export class SettlementExchange implements SettlementLink {
  readonly #parts: SettlementParts;
  readonly #wire: SettlementWire;
  readonly #asked = new Set<Asked>();

  constructor(parts: SettlementParts, wire: SettlementWire) {
    this.#parts = parts;
    this.#wire = wire;
  }

  /** Rejects with INTERNAL when the batch's totals are not fixed yet. */
  async sendTotals(batch: Batch, repeat: boolean, deadlineMs: number): Promise<SettlementReply | null> {
    const { number, businessDate, sequence, totals } = batch;
    if (sequence === null || businessDate === null)
      throw defect(`batch ${number} has no totals to send in state ${batch.state}`);
    return this.#ask(
      { kind: 'totals', batch: number, businessDate, epoch: this.#epoch(), sequence, totals, repeat },
      deadlineMs,
    );
  }

  /** Rejects with INTERNAL when the page has more than DETAILS_MAX rows. */
  async sendDetails(
    batch: Batch,
    page: number,
    last: boolean,
    rows: readonly BatchRow[],
    deadlineMs: number,
  ): Promise<SettlementReply | null> {
    if (rows.length > DETAILS_MAX) throw defect(`${rows.length} details in a page, at most ${DETAILS_MAX}`);
    return this.#ask({ kind: 'details', batch: batch.number, epoch: this.#epoch(), page, last, rows }, deadlineMs);
  }

  answer(answer: SettlementAnswerMessage): void {
    const { matched, totals, differences, batch, page } = answer;
    const mine = [...this.#asked].filter(({ message }) => answers(answer, message));
    if (mine.length === 0) {
      this.#parts.counters.add('settlement.unasked');
      this.#parts.log.warn('settlement answer changes nothing', { batch, page, matched });
      return;
    }
    this.#parts.counters.add('settlement.answered');
    for (const asked of mine) this.#end(asked, { matched, totals, differences });
  }

  /** The link is not online any more: whoever settles asks again when it is. */
  linkLost(): void {
    for (const asked of [...this.#asked]) this.#end(asked, null);
  }

  #ask(message: TotalsMessage | DetailsMessage, deadlineMs: number): Promise<SettlementReply | null> {
    if (!this.#wire.isOnline()) return Promise.resolve(null);
    return new Promise((resolve) => {
      const deadline = this.#parts.clock.after(deadlineMs, () => this.#expired(asked));
      const asked: Asked = { message, resolve, deadline, left: false };
      this.#asked.add(asked);
      const wanted = (): boolean => {
        asked.left = this.#asked.has(asked);
        if (asked.left) this.#parts.counters.add('settlement.sent');
        return asked.left;
      };
      this.#wire.send(message, wanted, (delivery) => this.#acked(asked, delivery));
    });
  }

  #acked(asked: Asked, delivery: Delivery | null): void {
    const isOnItsWay = delivery !== null && delivery.kind !== 'refused';
    if (!isOnItsWay && this.#asked.has(asked)) this.#end(asked, null);
  }

  #expired(asked: Asked): void {
    this.#parts.counters.add('settlement.timeout');
    this.#end(asked, null);
    if (asked.left) this.#wire.suspect();
  }

  #end(asked: Asked, reply: SettlementReply | null): void {
    this.#asked.delete(asked);
    asked.deadline.cancel();
    asked.resolve(reply);
  }

  #epoch(): string {
    return this.#parts.journal.identity().epoch;
  }
}

function answers({ epoch, batch, page }: SettlementAnswerMessage, asked: TotalsMessage | DetailsMessage): boolean {
  return asked.epoch === epoch && asked.batch === batch && page === (asked.kind === 'totals' ? 0 : asked.page);
}

const defect = (message: string): TillpostError =>
  new TillpostError('INTERNAL', message, { operation: 'settlement.send' });
