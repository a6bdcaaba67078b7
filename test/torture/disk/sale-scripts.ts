import type { TransactionKey } from '../../../src/domain/key.js';
import type { LifecycleEvent } from '../../../src/domain/lifecycle.js';
import type { PostingKind } from '../../../src/domain/posting.js';
import type { TransactionState } from '../../../src/domain/transaction.js';
import {
  approveOffline,
  approveOnline,
  cancel,
  card,
  reverse,
  settleAdvice,
  settleReversal,
  takeBack,
} from '../../support/journal.js';

/** One step of a sale: what is asked of the journal and where the sale then stands. The first is `begin`. */
export interface Step {
  readonly state: TransactionState;
  readonly posts: PostingKind | null;
  readonly event: (key: TransactionKey, batch: number) => LifecycleEvent | null;
}

const step = (
  state: TransactionState,
  event: (key: TransactionKey, batch: number) => LifecycleEvent | null,
  posts: PostingKind | null = null,
): Step => ({ state, posts, event });

const begin = step('started', () => null);
const goOnline = step('authorizing', () => ({ name: 'goOnline', card: card() }));
const offline = step('approved', () => approveOffline(), 'advice');
const adviceSettled = step('posted', (key, batch) => settleAdvice(key, { batch }));

const SCRIPTS: readonly (readonly Step[])[] = [
  [begin, offline, adviceSettled],
  [begin, goOnline, step('posted', (key, batch) => approveOnline(key, { batch }))],
  [
    begin,
    offline,
    adviceSettled,
    step('voiding', () => takeBack(), 'reversal'),
    step('voided', (key, batch) => settleReversal(key, { batch, reversedBatch: batch })),
  ],
  [begin, goOnline, step('reversing', () => reverse, 'reversal'), step('reversed', (key) => settleReversal(key))],
  [begin, step('cancelled', () => cancel)],
  [begin, offline],
];

/** What becomes of a sale, by its index. */
export function scriptOf(sale: number): readonly Step[] {
  return SCRIPTS[sale % SCRIPTS.length]!;
}

export const idempotencyKeyOf = (sale: number): string => `story-${sale}`;
export const amountOf = (sale: number): number => 1000 + sale;
/** The sale that a recovery sells at once: begun and approved offline. */
export const SALE_OF_RECOVERY = 600_005;
