import type { Card, Cryptogram } from '../../../src/domain/card.js';
import type { Money } from '../../../src/domain/money.js';
import type { TransactionType } from '../../../src/domain/transaction.js';
import { sampleCard } from '../samples.js';

/** What the next presented card does. */
export interface FakeCard {
  readonly card: Card;
  readonly online: Cryptogram;
  readonly offline: Cryptogram;
  /** Null: what was ordered. */
  readonly signs: Money | null;
  readonly signsAs: TransactionType | null;
}

export function fakeCard(change: Partial<FakeCard> & { readonly first?: Partial<Card> } = {}): FakeCard {
  return { card: sampleCard(change.first), online: 'TC', offline: 'TC', signs: null, signsAs: null, ...change };
}
