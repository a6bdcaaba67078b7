import type { LimitView } from '../../api/limits.js';
import { waitingOf } from '../../domain/offline-policy.js';
import type { LimitGauge, QueueReads, QueueSummary } from '../../ports/index.js';
import type { HandlersOf } from './handlers.js';

export interface LimitParts {
  /** The offline limits that hold now: of each table that is configured, replaced by the host, or used. */
  readonly gauges: () => Promise<readonly LimitGauge[]>;
  readonly journal: QueueReads;
}

/** The offline limits as they hold now, with what is used of each. */
export function limitMethods({ gauges, journal }: LimitParts): HandlersOf<'limits'> {
  return {
    'limits.list': async () => {
      const [rows, queue] = await Promise.all([gauges(), journal.queue()]);
      return { limits: rows.map((row) => limitView(row, queue)) };
    },
  };
}

function limitView({ entryMode, currency, limits, used, overridden }: LimitGauge, queue: QueueSummary): LimitView {
  const { oldestWaitingMs, queueDepth } = waitingOf(queue);
  return {
    entry_mode: entryMode,
    currency,
    allowed: limits.allowed,
    deferred: limits.deferred,
    refunds: limits.refunds,
    by_host: overridden,
    ceiling: limits.ceiling,
    stored_count: { used: used.count, allowed: limits.storedCount },
    stored_amount: { used: used.amount, allowed: limits.storedAmount },
    oldest_age_ms: { used: Math.round(oldestWaitingMs), allowed: limits.oldestAgeMs },
    queue_depth: { used: queueDepth, allowed: limits.queueDepth },
    card_count: limits.cardCount,
    card_amount: limits.cardAmount,
  };
}
