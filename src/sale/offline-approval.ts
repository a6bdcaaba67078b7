import type { Card, EntryMode } from '../domain/card.js';
import type { Money } from '../domain/money.js';
import { type LimitName, type OfflineLimits, type PolicyDecision, decideOffline } from '../domain/offline-policy.js';
import type { Alerts, Clock, Journal } from '../ports.js';

export type LimitsFor = (entryMode: EntryMode, currency: string) => OfflineLimits;

export interface OfflineApprovalParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly alerts: Alerts;
  readonly limits: LimitsFor;
}

// These fill up and empty again; the others judge the one sale and alarm nobody.
const GAUGES: ReadonlySet<LimitName> = new Set(['storedCount', 'storedAmount', 'oldestAge']);

/** Whether this sale may be approved without the host, on what the journal holds now. Raises the limit alerts. */
export async function mayApproveOffline(
  { journal, clock, alerts, limits }: OfflineApprovalParts,
  card: Card,
  money: Money,
): Promise<PolicyDecision> {
  const currency = money.currency.code;
  const [usages, queue] = await Promise.all([journal.offlineUsage(), journal.queue()]);
  const usage = usages.find((row) => row.entryMode === card.entryMode && row.currency === currency);
  const oldestMs = queue.oldestCreatedAtMs === null ? 0 : Math.max(0, clock.wallMs() - queue.oldestCreatedAtMs);
  const decision = decideOffline(limits(card.entryMode, currency), usage ?? { count: 0, amount: 0 }, oldestMs, card, money);

  const subject = `${card.entryMode} ${currency}`;
  if (!decision.allowed) {
    if (GAUGES.has(decision.limit)) alerts.raise('OFFLINE_LIMIT', `${subject} ${decision.limit}`, decision.reason);
    return decision;
  }
  for (const { limit, used, allowed } of decision.warnings) {
    alerts.raise('OFFLINE_LIMIT_NEAR', `${subject} ${limit}`, `${used} of ${allowed} used`);
  }
  return decision;
}
