import type { Card, Cryptogram } from '../../../src/domain/card.js';
import type { Money } from '../../../src/domain/money.js';
import { Sealed } from '../../../src/domain/redaction.js';
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

/** The second GENERATE AC has tags of its own: 9F27 says what it is, and 9F26 is another cryptogram. */
export const FINAL_TAGS = {
  TC: new Sealed(Buffer.from('9f2701409f02060000000012509a032611249f2608f1f2f3f4f5f6f7f8', 'hex')),
  AAC: new Sealed(Buffer.from('9f2701009f02060000000012509a032611249f2608e1e2e3e4e5e6e7e8', 'hex')),
} as const;

/** As the reader tells it again once it has answered a second time. */
export function withFinalTags(card: Card, final: 'TC' | 'AAC' | null): Card {
  if (final === null || card.secret === null) return card;
  return { ...card, secret: { ...card.secret, emv: FINAL_TAGS[final] } };
}
