import type { Answer } from '../../domain/answer.js';
import { asTillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import { runMachine, type RunningMachine } from '../../machine/machine.js';
import type {
  Alerts,
  Clock,
  Counters,
  Delivery,
  DeliveryPause,
  JournalStanding,
  Log,
  PendingPosting,
  PostingQueue,
} from '../../ports/index.js';
import {
  type EncodedPosting,
  type EncodedPostingsMessage,
  encodePosting,
  type SentHead,
} from '../../protocol/envelope.js';
import { courierStep, courierWakeMs } from './courier-machine.js';
import { pausesOf } from './courier-pauses.js';
import {
  type CourierEffect,
  type CourierInput,
  type CourierLimits,
  type CourierState,
  type Lane,
  newCourier,
  type SendItem,
} from './courier-state.js';
import { postingMessage } from './posting-message.js';
import { Receipts, type RefusalOptions } from './receipts.js';

export interface CourierParts {
  readonly journal: JournalStanding & Pick<PostingQueue, 'pending' | 'receipts'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly refusals: RefusalOptions;
  readonly limits: Omit<CourierLimits, 'sequenceAtOpen'>;
}

/** The way out, as the courier sees it. */
export interface CourierWire {
  /** Resolves with the broker's word; rejects when the connection ended first. */
  sendPostings(content: EncodedPostingsMessage): Promise<Delivery>;
  sendRequest(id: number): void;
  /** What the host may be told of the journal now. */
  head(): SentHead | null;
  suspect(): void;
  drop(why: string): void;
}

/** Runs the courier's machine: journal reads, publishes and the clock around `courier-machine.ts`. */
export class Courier {
  readonly #parts: CourierParts;
  readonly #wire: CourierWire;
  readonly #receipts: Receipts;
  readonly #machine: RunningMachine<CourierState, CourierInput>;
  #reopenings = 0;
  /** Of the last read, encoded; a send takes from it in the same step. */
  #encoded = new Map<number, EncodedPosting>();

  constructor(parts: CourierParts, wire: CourierWire) {
    this.#parts = parts;
    this.#wire = wire;
    this.#receipts = new Receipts({
      ...parts,
      laneOf: (sequence) => this.#machine.state.inFlight.get(sequence)?.lane,
    });
    const limits = { ...parts.limits, sequenceAtOpen: parts.journal.identity().sequenceAtOpen };
    this.#machine = runMachine<CourierState, CourierInput, CourierEffect>(newCourier(limits), {
      step: (state, input) => courierStep(state, input, parts.clock.monotonicMs()),
      carryOut: (effect) => this.#carryOut(effect),
      wake: { clock: parts.clock, atMs: courierWakeMs, tick: { kind: 'tick' } },
    });
  }

  input(input: CourierInput): void {
    this.#machine.input(input);
  }

  async receipts(answers: readonly Answer[]): Promise<void> {
    const reopenings = this.#reopenings;
    this.input({ kind: 'heard', sequences: answers.map(({ sequence }) => sequence) });
    const results = await this.#receipts.take(answers);
    if (results.length > 0) this.input({ kind: 'receipts', results });
    // Committed before a reopening and told after it: the machine takes for settled what is pending again.
    if (reopenings !== this.#reopenings) this.input({ kind: 'reopened' });
  }

  /** Postings that had their receipts are pending again. */
  reopened(): void {
    this.#reopenings += 1;
    this.input({ kind: 'reopened' });
  }

  /** What is held back now, and why. */
  pauses(): readonly DeliveryPause[] {
    return pausesOf(this.#machine.state, this.#parts.clock.monotonicMs());
  }

  stop(): void {
    this.#machine.stop();
  }

  #carryOut(effect: CourierEffect): void {
    switch (effect.kind) {
      case 'read':
        void this.#read(effect.lane, effect.after, effect.limit);
        return;
      case 'send':
        void this.#send(effect.batch, effect.items);
        return;
      case 'sendRequest':
        this.#wire.sendRequest(effect.id);
        return;
      case 'suspect':
        this.#parts.counters.add('receipt.overdue');
        this.#wire.suspect();
        return;
      case 'drop':
        this.#wire.drop(effect.why);
        return;
      case 'tooLarge':
        this.#parts.counters.add('posting.tooLarge');
        this.#parts.alerts.raise(
          'BROKER_REFUSED',
          `posting ${effect.sequence}`,
          'the broker takes no message with it: it stands aside, the others go on',
        );
        return;
      case 'refusedBatch':
        this.#parts.counters.add('posting.refusedByBroker', effect.sequences.length);
        return;
    }
  }

  async #read(lane: Lane, after: number, limit: number): Promise<void> {
    let rows: readonly PendingPosting[];
    try {
      rows = await this.#parts.journal.pending(lane, after, limit);
    } catch (error) {
      const { code, message } = asTillpostError(error, 'courier.read');
      this.#parts.counters.add('courier.readFailed');
      this.#parts.log.warn('pending postings not read', { lane, code, message });
      this.input({ kind: 'readFailed' });
      return;
    }
    this.#encoded = new Map();
    const sized = rows.map((row) => ({
      sequence: row.posting.sequence,
      bytes: this.#sizeOf(row),
      key: keyText(row.posting.key),
      token: row.transaction.card?.token || undefined,
    }));
    this.input({ kind: 'rows', rows: sized, end: rows.length < limit });
  }

  /** Infinity for what cannot be put into a message: it stands aside with an alert instead of blocking the others. */
  #sizeOf(row: PendingPosting): number {
    try {
      const encoded = encodePosting(postingMessage(row, { repeat: true, openBatch: this.#parts.journal.openBatch() }));
      this.#encoded.set(row.posting.sequence, encoded);
      return encoded.bytes;
    } catch (error) {
      const { code, message } = asTillpostError(error, 'courier.posting');
      this.#parts.log.error('posting cannot be sent', { key: keyText(row.posting.key), code, message });
      return Infinity;
    }
  }

  async #send(batch: number, items: readonly SendItem[]): Promise<void> {
    const postings = items.map(({ sequence, repeat }) => {
      const encoded = this.#encoded.get(sequence);
      if (encoded === undefined) throw new Error(`posting ${sequence} was not read`);
      return { encoded, repeat };
    });
    this.#parts.counters.add('posting.sent', items.length);
    this.#parts.counters.add('posting.repeated', items.filter((item) => item.repeat).length);
    try {
      const delivery = await this.#wire.sendPostings({
        kind: 'encodedPostings',
        postings,
        head: this.#wire.head(),
      });
      this.input({ kind: 'acked', batch, refused: delivery.kind === 'refused' ? delivery.cause : null });
    } catch (error) {
      // The connection ended; `closed` puts everything in flight back, so there is nothing to do but say so.
      this.#parts.log.debug('batch lost with its connection', {
        batch,
        code: asTillpostError(error, 'courier.send').code,
      });
    }
  }
}
