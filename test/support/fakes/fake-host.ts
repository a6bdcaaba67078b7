import type { Card } from '../../../src/domain/card.js';
import { sameKey } from '../../../src/domain/key.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import type { AuthorizationResult, DeliveryPause, HostLink, LinkState, LinkStatus } from '../../../src/ports/index.js';
import { sampleAnswer } from '../samples.js';

/** The host as the sale sees it: says yes unless a test says otherwise. */
export class FakeHost implements HostLink {
  answer: (transaction: Transaction, card: Card) => Promise<AuthorizationResult> = (transaction) =>
    Promise.resolve({ kind: 'answer', answer: sampleAnswer({ key: transaction.key, posted: transaction.money }) });
  readonly asked: Transaction[] = [];
  paused: readonly DeliveryPause[] = [];
  postings = 0;
  reopened = 0;
  #state: LinkState = 'online';
  readonly #listeners = new Set<(status: LinkStatus) => void>();

  get state(): LinkState {
    return this.#state;
  }

  set state(state: LinkState) {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(this.status());
  }

  status(): LinkStatus {
    const problem = this.#state === 'online' ? null : 'no network';
    return { state: this.#state, address: 'fake', protocolVersion: 5, problem, lastEchoAgoMs: 0 };
  }

  onStatus(listener: (status: LinkStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Like the uplink: asks nobody while it is not online, and takes no answer about another transaction for one. */
  async authorize(transaction: Transaction, card: Card): Promise<AuthorizationResult> {
    if (this.#state !== 'online') return { kind: 'unknown', mayHaveLeft: false, why: 'offline' };
    this.asked.push(transaction);
    const result = await this.answer(transaction, card);
    if (result.kind === 'unknown' || sameKey(result.answer.key, transaction.key)) return result;
    return { kind: 'unknown', mayHaveLeft: true, why: 'timeout' };
  }

  pauses(): readonly DeliveryPause[] {
    return this.paused;
  }

  postingAdded(): void {
    this.postings += 1;
  }

  postingsReopened(): void {
    this.reopened += 1;
  }
}
