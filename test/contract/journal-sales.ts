import type { TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { BatchEvent } from '../../src/domain/settlement.js';
import type { JournalCalls } from '../../src/journal/core/journal-calls.js';
import { approveOffline, approveOnline, card, order } from '../support/journal.js';

export const { token } = card();

/** Sales by the shortest way to their state. */
export class Sales {
  readonly #current: () => JournalCalls;

  constructor(current: () => JournalCalls) {
    this.#current = current;
  }

  async started(amount = 1250, type: 'sale' | 'refund' = 'sale'): Promise<TransactionKey> {
    return (await this.#current().begin(order({ amount, type }))).transaction.key;
  }

  async offline(amount = 1250, cardToken = token): Promise<TransactionKey> {
    const key = await this.started(amount);
    await this.#current().apply(key, approveOffline({ token: cardToken }));
    return key;
  }

  async online(amount = 1250, batch = 1, type: 'sale' | 'refund' = 'sale'): Promise<TransactionKey> {
    const key = await this.started(amount, type);
    await this.#current().apply(key, { name: 'goOnline', card: card() });
    await this.#current().apply(key, approveOnline(key, { batch, posted: money(amount, 'EUR') }));
    return key;
  }

  async state(key: TransactionKey): Promise<string | undefined> {
    return (await this.#current().transaction(key))?.transaction.state;
  }
}

/** Takes a batch from open to closed, matched. */
export async function closeBatch(journal: JournalCalls, number: number): Promise<void> {
  const events: readonly BatchEvent[] = [{ name: 'seal' }, { name: 'fixTotals' }, { name: 'matched', hostTotals: [] }];
  for (const event of events) await journal.applyBatch(number, event);
}

export const numbers = (rows: readonly { readonly number: number }[]): number[] => rows.map(({ number }) => number);
