import type { Answer } from '../../domain/answer.js';
import type { Card } from '../../domain/card.js';
import { keyText, sameKey, type TransactionKey } from '../../domain/key.js';
import type { Transaction } from '../../domain/transaction.js';
import type {
  AuthorizationResult,
  Clock,
  Counters,
  Delivery,
  JournalStanding,
  Log,
  Timer,
  TransactionReads,
} from '../../ports/index.js';
import type { RequestMessage } from '../../protocol/envelope.js';
import { requestMessage } from './posting-message.js';

export interface RequestParts {
  readonly journal: Pick<TransactionReads, 'transaction'> & Pick<JournalStanding, 'openBatch'>;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly log: Log;
}

export interface RequestWire {
  /** The courier lets it go when no reversal is owed. */
  enqueue(id: number, token: string | undefined): void;
  acked(id: number): void;
  ended(id: number): void;
  /** Hands it over; resolves with the broker's word. */
  send(message: RequestMessage): Promise<Delivery>;
  suspect(): void;
  lateReply(answer: Answer): void;
}

interface Live {
  readonly id: number;
  readonly transaction: Transaction;
  readonly card: Card;
  readonly deadlineAtMs: number;
  readonly resolve: (result: AuthorizationResult) => void;
  readonly deadline: Timer;
  /** Waits in the courier; false once it was sent or while it rests before its retry. */
  queued: boolean;
  /** Handed to the socket at least once: the host may hold it. */
  left: boolean;
  badMac: boolean;
  retried: boolean;
  retry: Timer | null;
}

/** Less than this before the deadline, a retry can bring no answer in time. */
const RETRY_ROOM_MS = 500;
/** Answered keys kept to tell a repeated reply from a late one. */
const ANSWERED_MAX = 64;

/** Online requests in progress (payment rules, Online and offline). Each gets exactly one result, by its deadline. */
export class Requests {
  readonly #parts: RequestParts;
  readonly #wire: RequestWire;
  readonly #live = new Map<number, Live>();
  readonly #answered = new Set<string>();
  #nextId = 1;

  constructor(parts: RequestParts, wire: RequestWire) {
    this.#parts = parts;
    this.#wire = wire;
  }

  authorize(transaction: Transaction, card: Card, deadlineMs: number): Promise<AuthorizationResult> {
    return new Promise((resolve) => {
      const id = this.#nextId;
      this.#nextId += 1;
      const deadline = this.#parts.clock.after(deadlineMs, () => this.#expired(id));
      const deadlineAtMs = this.#parts.clock.monotonicMs() + deadlineMs;
      const fresh = { queued: true, left: false, badMac: false, retried: false, retry: null };
      this.#live.set(id, { id, transaction, card, deadlineAtMs, resolve, deadline, ...fresh });
      this.#wire.enqueue(id, card.token || undefined);
    });
  }

  /** The courier's word: nothing stands before it. */
  send(id: number): void {
    const live = this.#live.get(id);
    if (live === undefined) return;
    const remainingMs = live.deadlineAtMs - this.#parts.clock.monotonicMs();
    const sending = { repeat: live.left, openBatch: this.#parts.journal.openBatch() };
    const message = requestMessage(live.transaction, live.card, remainingMs, sending);
    live.queued = false;
    live.left = true;
    this.#parts.counters.add('request.sent');
    this.#wire.send(message).then(
      (delivery) => this.#acked(live, delivery),
      // The connection ended. The reply may still come over the next one, until the deadline.
      () => this.#parts.log.debug('request lost its connection', { key: keyText(live.transaction.key) }),
    );
  }

  /** The link is not online any more: what was not sent goes offline at once. */
  linkLost(): void {
    for (const live of [...this.#live.values()]) {
      if (live.queued || live.retry !== null)
        this.#end(live, { kind: 'unknown', mayHaveLeft: live.left, why: 'offline' });
    }
  }

  async reply(answer: Answer): Promise<void> {
    const live = this.#find(answer.key);
    if (live !== undefined) {
      if (answer.outcome === 'RETRY_LATER') this.#retryLater(live, answer.retryAfterMs);
      else this.#end(live, { kind: 'answer', answer });
      return;
    }
    const key = keyText(answer.key);
    if (this.#answered.has(key)) {
      this.#parts.counters.add('reply.repeated');
      return;
    }
    const stored = await this.#parts.journal.transaction(answer.key);
    this.#parts.counters.add(stored === null ? 'reply.unknownKey' : 'reply.late');
    this.#parts.log.warn(stored === null ? 'reply for an unknown key' : 'late reply', { key, outcome: answer.outcome });
    if (stored !== null) this.#wire.lateReply(answer);
  }

  /** A reply whose MAC does not hold names no key that could be believed; a good one may still come in time. */
  badReply(): void {
    for (const live of this.#live.values()) if (live.left) live.badMac = true;
  }

  /** Ends all: the agent stops. */
  stop(): void {
    for (const live of [...this.#live.values()])
      this.#end(live, { kind: 'unknown', mayHaveLeft: live.left, why: 'offline' });
  }

  #acked(live: Live, delivery: Delivery): void {
    this.#wire.acked(live.id);
    if (delivery.kind !== 'refused' || !this.#live.has(live.id)) return;
    this.#end(live, { kind: 'unknown', mayHaveLeft: true, why: 'offline' });
  }

  /** Once, if it still fits (uplink rules, 10); the request's key makes the repeat harmless. */
  #retryLater(live: Live, afterMs: number): void {
    this.#parts.counters.add('request.retryLater');
    const nowMs = this.#parts.clock.monotonicMs();
    if (live.retried || nowMs + afterMs + RETRY_ROOM_MS > live.deadlineAtMs) {
      this.#end(live, { kind: 'unknown', mayHaveLeft: true, why: 'retryLater' });
      return;
    }
    live.retried = true;
    live.retry = this.#parts.clock.after(afterMs, () => {
      live.retry = null;
      live.queued = true;
      this.#wire.enqueue(live.id, live.card.token || undefined);
    });
  }

  #expired(id: number): void {
    const live = this.#live.get(id);
    if (live === undefined) return;
    const why = live.badMac ? 'badMac' : live.left ? 'timeout' : 'offline';
    this.#parts.counters.add('request.timeout');
    this.#end(live, { kind: 'unknown', mayHaveLeft: live.left, why });
    // The next sale must not wait for the same silence.
    if (live.left) this.#wire.suspect();
  }

  #end(live: Live, result: AuthorizationResult): void {
    this.#live.delete(live.id);
    live.deadline.cancel();
    live.retry?.cancel();
    if (result.kind === 'answer') {
      this.#answered.add(keyText(live.transaction.key));
      const [oldest] = this.#answered;
      if (this.#answered.size > ANSWERED_MAX && oldest !== undefined) this.#answered.delete(oldest);
    }
    this.#wire.ended(live.id);
    live.resolve(result);
  }

  #find(key: TransactionKey): Live | undefined {
    for (const live of this.#live.values()) if (sameKey(live.transaction.key, key)) return live;
    return undefined;
  }
}
