import type { Card, EntryMode } from './card.js';
import { addAmounts, formatMoney, type Money } from './money.js';
import type { TransactionType } from './transaction.js';

/** Limits of one entry mode in one currency (payment rules, Online and offline 6). Amounts in minor units. */
export interface OfflineLimits {
  /** Off: nothing by this entry mode is approved offline. */
  readonly allowed: boolean;
  readonly ceiling: number;
  readonly storedCount: number;
  readonly storedAmount: number;
  /** Longest time that the oldest unposted approval may wait while more are taken, ms. */
  readonly oldestAgeMs: number;
  /** Consecutive offline approvals of one card (by the reader's token) that the host has not yet seen. */
  readonly cardCount: number;
  readonly cardAmount: number;
  /** Postings owed in all: beyond it disk and queue are kept for reversals and receipts. */
  readonly queueDepth: number;
  /** An ARQC without TC may be forwarded later as a deferred authorization. Off by default. */
  readonly deferred: boolean;
  /** Refunds may be approved offline. Off by default. */
  readonly refunds: boolean;
}

/** The host's replacement for some limits of one entry mode in one currency. */
export interface LimitOverride {
  readonly entryMode: EntryMode;
  readonly currency: string;
  readonly limits: Partial<OfflineLimits>;
}

/** What is approved offline and not yet known to the host, for one entry mode and currency. */
export interface OfflineUsage {
  readonly entryMode: EntryMode;
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
}

export const LIMIT_NAMES = [
  'entryMode',
  'onlinePin',
  'refunds',
  'ceiling',
  'storedCount',
  'storedAmount',
  'cardCount',
  'cardAmount',
  'oldestAge',
  'queueDepth',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** What is used of the limits before this sale. */
export interface OfflineState {
  /** For the sale's entry mode and currency. */
  readonly stored: Used;
  /** For the sale's card and currency. */
  readonly card: Used;
  /** Age of the oldest unposted approval of the terminal, ms; 0 when none. */
  readonly oldestWaitingMs: number;
  readonly queueDepth: number;
}

export interface Used {
  readonly count: number;
  readonly amount: number;
}

/** What waits of the terminal's postings, as the journal counts it. */
interface Waiting {
  readonly advices: number;
  readonly reversals: number;
  readonly oldestAgeMs: number | null;
}

export function waitingOf({
  advices,
  reversals,
  oldestAgeMs,
}: Waiting): Pick<OfflineState, 'oldestWaitingMs' | 'queueDepth'> {
  return { oldestWaitingMs: oldestAgeMs ?? 0, queueDepth: advices + reversals };
}

export function usedOf(usages: readonly OfflineUsage[], entryMode: EntryMode, currency: string): Used {
  const { count, amount } = usages.find((one) => one.entryMode === entryMode && one.currency === currency) ?? NOTHING;
  return { count, amount };
}

const NOTHING: Used = { count: 0, amount: 0 };

/** The sale that asks. */
export interface OfflineSale {
  readonly card: Pick<Card, 'entryMode' | 'onlinePin'>;
  readonly money: Money;
  readonly type: TransactionType;
}

export type PolicyDecision =
  | { readonly allowed: true; readonly warnings: readonly LimitWarning[] }
  | { readonly allowed: false; readonly limit: LimitName; readonly reason: string };

/** A limit of which 80 % is used once this sale is counted. */
interface LimitWarning {
  readonly limit: LimitName;
  readonly used: number;
  readonly allowed: number;
}

const WARNING_SHARE = 0.8;

/** Whether a sale may be approved without the host. */
export function decideOffline(
  limits: OfflineLimits,
  used: OfflineState,
  { card, money, type }: OfflineSale,
): PolicyDecision {
  const refuse = (limit: LimitName, reason: string): PolicyDecision => ({ allowed: false, limit, reason });
  const show = (amount: number): string => formatMoney({ amount, currency: money.currency });

  if (!limits.allowed) return refuse('entryMode', `${card.entryMode} may not go offline`);
  if (card.onlinePin) return refuse('onlinePin', 'verified by online PIN, may not go offline');
  if (type === 'refund' && !limits.refunds) return refuse('refunds', 'a refund may not go offline');
  if (money.amount > limits.ceiling) {
    return refuse('ceiling', `${formatMoney(money)} is over the offline ceiling ${show(limits.ceiling)}`);
  }
  if (used.stored.count + 1 > limits.storedCount) {
    return refuse('storedCount', `${used.stored.count} of ${limits.storedCount} offline sales are stored already`);
  }
  const stored = addAmounts(used.stored.amount, money.amount);
  if (stored > limits.storedAmount) {
    return refuse('storedAmount', `stored offline amount would be ${show(stored)} of ${show(limits.storedAmount)}`);
  }
  if (used.card.count + 1 > limits.cardCount) {
    return refuse('cardCount', `this card was approved offline ${used.card.count} of ${limits.cardCount} times`);
  }
  const byCard = addAmounts(used.card.amount, money.amount);
  if (byCard > limits.cardAmount) {
    return refuse('cardAmount', `this card's offline amount would be ${show(byCard)} of ${show(limits.cardAmount)}`);
  }
  if (used.oldestWaitingMs > limits.oldestAgeMs) {
    return refuse(
      'oldestAge',
      `the oldest unposted sale waits ${Math.round(used.oldestWaitingMs / 1000)} s of ${limits.oldestAgeMs / 1000} s`,
    );
  }
  if (used.queueDepth + 1 > limits.queueDepth) {
    return refuse('queueDepth', `${used.queueDepth} of ${limits.queueDepth} postings wait already`);
  }
  const gauges: LimitWarning[] = [
    { limit: 'storedCount', used: used.stored.count + 1, allowed: limits.storedCount },
    { limit: 'storedAmount', used: stored, allowed: limits.storedAmount },
    { limit: 'cardCount', used: used.card.count + 1, allowed: limits.cardCount },
    { limit: 'cardAmount', used: byCard, allowed: limits.cardAmount },
    { limit: 'oldestAge', used: used.oldestWaitingMs, allowed: limits.oldestAgeMs },
    { limit: 'queueDepth', used: used.queueDepth + 1, allowed: limits.queueDepth },
  ];
  return { allowed: true, warnings: gauges.filter((gauge) => gauge.used >= WARNING_SHARE * gauge.allowed) };
}

/** What the host replaced on top of the configuration; what it left out stays as configured. */
export function effectiveLimits(
  configured: OfflineLimits,
  overrides: readonly LimitOverride[],
  entryMode: EntryMode,
  currency: string,
): OfflineLimits {
  const override = overrides.find((one) => one.entryMode === entryMode && one.currency === currency);
  return { ...configured, ...override?.limits };
}
