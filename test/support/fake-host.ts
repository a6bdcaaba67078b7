import type { Card } from '../../src/domain/card.js';
import type { Transaction } from '../../src/domain/transaction.js';
import type { AuthorizationResult, HostLink, LinkState, LinkStatus } from '../../src/ports/index.js';
import { sampleAnswer } from './samples.js';

/** The host as the sale sees it: says yes unless a test says otherwise. */
export class FakeHost implements HostLink {
  state: LinkState = 'online';
  answer: (transaction: Transaction, card: Card) => Promise<AuthorizationResult> = (transaction) =>
    Promise.resolve({ kind: 'answer', answer: sampleAnswer({ key: transaction.key, posted: transaction.money }) });
  readonly asked: Transaction[] = [];
  postings = 0;
  reopened = 0;

  status(): LinkStatus {
    return { state: this.state, address: 'fake', protocolVersion: 5, problem: null, lastEchoAgoMs: 0 };
  }

  onStatus(): () => void {
    return () => undefined;
  }

  authorize(transaction: Transaction, card: Card): Promise<AuthorizationResult> {
    this.asked.push(transaction);
    return this.answer(transaction, card);
  }

  postingAdded(): void {
    this.postings += 1;
  }

  postingsReopened(): void {
    this.reopened += 1;
  }
}
