import type { Card, EntryMode } from '../../domain/card.js';
import {
  decideOffline,
  effectiveLimits,
  type LimitName,
  type OfflineLimits,
  type PolicyDecision,
  usedOf,
  waitingOf,
} from '../../domain/offline-policy.js';
import type { Transaction } from '../../domain/transaction.js';
import type { Alerts, Contact, LimitReads, QueueReads } from '../../ports/index.js';

type LimitsFor = (entryMode: EntryMode, currency: string) => OfflineLimits;

export interface OfflineApprovalParts {
  readonly journal: LimitReads & QueueReads;
  readonly alerts: Alerts;
  readonly contact: Pick<Contact, 'answered'>;
  /** As configured; what the host replaced comes from the journal. */
  readonly limits: LimitsFor;
}

type NoContact = { readonly allowed: false; readonly limit: 'firstContact'; readonly reason: string };

export type OfflineApproval = (PolicyDecision | NoContact) & {
  /** An ARQC may be forwarded later instead of asking the card for TC. */
  readonly deferred: boolean;
};

// These fill up and empty again; the others judge the one sale and alarm nobody.
const GAUGES: ReadonlySet<LimitName> = new Set(['storedCount', 'storedAmount', 'oldestAge', 'queueDepth']);

/** Whether this sale may be approved without the host, on what the journal holds now. Raises the limit alerts. */
export async function mayApproveOffline(
  { journal, alerts, contact, limits }: OfflineApprovalParts,
  card: Card,
  { money, type }: Transaction,
): Promise<OfflineApproval> {
  // Nobody there may know this terminal: a typing error in its name or key would show when the money is missed.
  if (!contact.answered()) {
    const reason = 'the host has never answered this terminal';
    return { allowed: false, limit: 'firstContact', reason, deferred: false };
  }
  const currency = money.currency.code;
  const [usages, byCard, queue, settings] = await Promise.all([
    journal.offlineUsage(),
    journal.cardUsage(card.token, currency),
    journal.queue(),
    journal.settings(),
  ]);
  const effective = effectiveLimits(limits(card.entryMode, currency), settings.limits, card.entryMode, currency);
  const used = {
    stored: usedOf(usages, card.entryMode, currency),
    card: byCard,
    ...waitingOf(queue),
  };
  const decision = decideOffline(effective, used, { card, money, type });

  const subject = `${card.entryMode} ${currency}`;
  if (!decision.allowed) {
    if (GAUGES.has(decision.limit)) alerts.raise('OFFLINE_LIMIT', `${subject} ${decision.limit}`, decision.reason);
    return { ...decision, deferred: false };
  }
  for (const { limit, used: reached, allowed } of decision.warnings) {
    if (GAUGES.has(limit)) alerts.raise('OFFLINE_LIMIT_NEAR', `${subject} ${limit}`, `${reached} of ${allowed} used`);
  }
  return { ...decision, deferred: effective.deferred };
}
