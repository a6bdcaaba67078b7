import fc from 'fast-check';
import { ENTRY_MODES, type EntryMode } from '../../../src/domain/card.js';
import type { HostCommand, HostOrder } from '../../../src/domain/host-command.js';
import type { TransactionKey } from '../../../src/domain/key.js';
import { EVENT_NAMES, type EventName, type LifecycleEvent } from '../../../src/domain/lifecycle.js';
import { money } from '../../../src/domain/money.js';
import type { PostingKind } from '../../../src/domain/posting.js';
import type { BatchEvent } from '../../../src/domain/settlement.js';
import type { SaleOrder, Settings } from '../../../src/ports/index.js';
import { cancel, card, order, receipt, reverse } from '../../support/journal.js';

export interface Choice {
  readonly event: EventName;
  readonly posting: PostingKind;
  readonly entryMode: EntryMode;
  readonly token: string;
  readonly idempotencyKey: string | null;
  /** Batch in the host's answers. */
  readonly batch: number;
  readonly reversedBatch: number;
}

export type Move =
  | { readonly kind: 'begin'; readonly order: SaleOrder }
  | { readonly kind: 'apply'; readonly target: number; readonly choice: Choice }
  | { readonly kind: 'batch'; readonly back: number; readonly event: BatchEvent['name'] }
  | { readonly kind: 'settings'; readonly change: Partial<Settings> }
  | { readonly kind: 'accept'; readonly command: HostCommand }
  | { readonly kind: 'finish'; readonly counter: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'purge'; readonly limit: number }
  | { readonly kind: 'reopen' };

export const TOKENS = ['aa'.repeat(16), 'bb'.repeat(16)] as const;
const idempotencyKey = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { nil: null });

const begin = fc.record({
  kind: fc.constant('begin' as const),
  order: fc
    .record({
      amount: fc.integer({ min: 1, max: 3 }),
      currency: fc.constantFrom('EUR', 'JPY', 'BHD'),
      type: fc.constantFrom('sale' as const, 'refund' as const),
      idempotencyKey,
    })
    .map(({ amount, currency, ...rest }) => order({ money: money(amount, currency), ...rest })),
});
const apply = fc.record({
  kind: fc.constant('apply' as const),
  target: fc.nat(30),
  choice: fc.record({
    event: fc.constantFrom(...EVENT_NAMES),
    posting: fc.constantFrom('advice' as const, 'reversal' as const),
    entryMode: fc.constantFrom(...ENTRY_MODES),
    token: fc.constantFrom(...TOKENS),
    idempotencyKey,
    batch: fc.nat(3),
    reversedBatch: fc.nat(3),
  }),
});
/** What moves a sale on, so that the walks come far. */
const applyUseful = apply.map((it) => ({
  ...it,
  choice: { ...it.choice, event: USEFUL[(it.target + it.choice.batch) % USEFUL.length]! },
}));
const USEFUL = [
  'approveOffline',
  'settleAdvice',
  'void',
  'settleReversal',
  'goOnline',
  'approveOnline',
  'resend',
  'park',
  'reverse',
  'retryAdvice',
  'retryVoid',
  'retryReversal',
  'resolve',
  'decline',
  'shown',
  'bookShown',
] as const satisfies readonly EventName[];
const batch = fc.record({
  kind: fc.constant('batch' as const),
  back: fc.nat(1),
  event: fc.constantFrom('seal', 'fixTotals', 'matched', 'differs', 'explained'),
});
const hostOrder: fc.Arbitrary<HostOrder> = fc.constantFrom(
  { kind: 'closeBatch' },
  { kind: 'stopSales', reason: 'audit' },
  { kind: 'resend', epoch: '00'.repeat(8), afterSequence: 1, afterTransaction: 2 },
  { kind: 'setLimits', entryMode: 'chip', currency: 'EUR', limits: { ceiling: 5 } },
);
const single = fc.oneof(
  fc.record({
    kind: fc.constant('settings' as const),
    change: fc.constantFrom<Partial<Settings>>(
      { salesStopped: 'audit' },
      { salesStopped: null },
      { tamperedReaders: ['SIM-0001'] },
      { limits: [{ entryMode: 'chip', currency: 'EUR', limits: { ceiling: 7, refunds: true } }] },
      { limits: [] },
    ),
  }),
  fc.record({
    kind: fc.constant('accept' as const),
    command: fc.record({
      counter: fc.integer({ min: 1, max: 20 }),
      epoch: fc.constant('9f1c2a0b7d3e4f55'),
      issuedAtMs: fc.constant(1),
      order: hostOrder,
    }),
  }),
  fc.record({ kind: fc.constant('finish' as const), counter: fc.integer({ min: 1, max: 20 }) }),
  fc.constant({ kind: 'reset' as const }),
  fc.record({ kind: fc.constant('purge' as const), limit: fc.integer({ min: 1, max: 5 }) }),
  fc.constant({ kind: 'reopen' as const }),
);

export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: begin },
  { weight: 8, arbitrary: apply },
  { weight: 16, arbitrary: applyUseful },
  { weight: 6, arbitrary: batch },
  { weight: 6, arbitrary: single },
);

export function eventOf(choice: Choice, key: TransactionKey): LifecycleEvent {
  const { event: name, posting, entryMode, token } = choice;
  const answer = receipt(key, { batch: choice.batch, reversedBatch: choice.reversedBatch });
  switch (name) {
    case 'goOnline':
      return { name, card: card({ entryMode, token }) };
    case 'approveOnline':
      return { name, card: card({ entryMode, token }), answer };
    case 'approveOffline':
      return { name, card: card({ entryMode, token }), response: 'Y3', deferred: posting === 'reversal' };
    case 'decline':
      return {
        name,
        card: null,
        answer,
        verdict: { outcome: 'declined', by: 'host', responseCode: '05', reason: 'no' },
      };
    case 'askCancel':
      return { name, verdict: { outcome: 'cancelled', by: 'operator', responseCode: '17', reason: posting } };
    case 'cancel':
      return cancel;
    case 'reverse':
      return reverse;
    case 'void':
      return { name, idempotencyKey: choice.idempotencyKey };
    case 'settleAdvice':
    case 'settleReversal':
    case 'lateReply':
      return { name, answer };
    case 'refuse':
    case 'park':
      return { name, posting, answer, reason: 'because' };
    case 'amountMismatch':
      return { name, answer, reason: 'because' };
    case 'retryAdvice':
    case 'retryReversal':
    case 'retryVoid':
    case 'resend':
      return { name };
    case 'resolve':
      return { name, reason: 'paid in cash' };
    case 'shown':
      return { name, shown: posting === 'advice' ? 'approved' : 'nothing', cause: null };
    case 'bookShown':
      return { name, card: card({ entryMode, token }) };
    case 'allowDuplicate':
      return { name, earlier: 'another' };
  }
}
