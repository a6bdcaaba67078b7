import type { Card, EntryMode } from './card.js';
import { type Money, addAmounts, formatMoney } from './money.js';

/** Limits of one entry mode in one currency (payment rules, Offline policy). Amounts in minor units. */
export interface OfflineLimits {
  /** Off: nothing by this entry mode is approved offline. */
  readonly allowed: boolean;
  readonly ceiling: number;
  readonly storedCount: number;
  readonly storedAmount: number;
  /** Longest time that the oldest unposted approval may wait while more are taken, ms. */
  readonly oldestAgeMs: number;
}

/** What is approved offline and not yet known to the host, for one entry mode and currency. */
export interface OfflineUsage {
  readonly entryMode: EntryMode;
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
}

export type LimitName = 'entryMode' | 'onlinePin' | 'ceiling' | 'storedCount' | 'storedAmount' | 'oldestAge';

export type PolicyDecision =
  | { readonly allowed: true; readonly warnings: readonly LimitWarning[] }
  | { readonly allowed: false; readonly limit: LimitName; readonly reason: string };

/** A limit of which 80 % is used once this sale is counted. */
export interface LimitWarning {
  readonly limit: LimitName;
  readonly used: number;
  readonly allowed: number;
}

const WARNING_SHARE = 0.8;

/**
 * Whether a sale may be approved without the host.
 *
 * @param usage counts and amounts before this sale, for its entry mode and currency
 * @param oldestWaitingMs age of the oldest unposted approval of the terminal, 0 when none
 */
export function decideOffline(
  limits: OfflineLimits,
  usage: Pick<OfflineUsage, 'count' | 'amount'>,
  oldestWaitingMs: number,
  card: Pick<Card, 'entryMode' | 'onlinePin'>,
  money: Money,
): PolicyDecision {
  const refuse = (limit: LimitName, reason: string): PolicyDecision => ({ allowed: false, limit, reason });
  const show = (amount: number): string => formatMoney({ amount, currency: money.currency });

  if (!limits.allowed) return refuse('entryMode', `${card.entryMode} may not go offline`);
  if (card.onlinePin) return refuse('onlinePin', 'verified by online PIN, may not go offline');
  if (money.amount > limits.ceiling) {
    return refuse('ceiling', `${formatMoney(money)} is over the offline ceiling ${show(limits.ceiling)}`);
  }
  if (usage.count + 1 > limits.storedCount) {
    return refuse('storedCount', `${usage.count} of ${limits.storedCount} offline sales are stored already`);
  }
  const total = addAmounts(usage.amount, money.amount);
  if (total > limits.storedAmount) {
    return refuse('storedAmount', `stored offline amount would be ${show(total)} of ${show(limits.storedAmount)}`);
  }
  if (oldestWaitingMs > limits.oldestAgeMs) {
    return refuse('oldestAge', `the oldest unposted sale waits ${Math.round(oldestWaitingMs / 1000)} s of ${limits.oldestAgeMs / 1000} s`);
  }
  const gauges: LimitWarning[] = [
    { limit: 'storedCount', used: usage.count + 1, allowed: limits.storedCount },
    { limit: 'storedAmount', used: total, allowed: limits.storedAmount },
    { limit: 'oldestAge', used: oldestWaitingMs, allowed: limits.oldestAgeMs },
  ];
  return { allowed: true, warnings: gauges.filter((gauge) => gauge.used >= WARNING_SHARE * gauge.allowed) };
}
