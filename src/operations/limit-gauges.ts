import type { EntryMode } from '../domain/card.js';
import { ENTRY_MODES } from '../domain/card.js';
import type { OfflineLimits } from '../domain/offline-policy.js';
import { effectiveLimits } from '../domain/offline-policy.js';
import type { Journal, LimitGauge } from '../ports/index.js';

export interface LimitGaugeParts {
  readonly journal: Journal;
  readonly configured: (entryMode: EntryMode, currency: string) => OfflineLimits;
  /** Currencies the configuration names; those in use are added. */
  readonly currencies: readonly string[];
}

/** Every offline limit with what is used of it, for people; sorted as entry modes are listed, then by currency. */
export async function limitGauges({
  journal,
  configured,
  currencies,
}: LimitGaugeParts): Promise<readonly LimitGauge[]> {
  const [usages, settings] = await Promise.all([journal.offlineUsage(), journal.settings()]);
  const known = new Set([
    ...currencies,
    ...usages.map(({ currency }) => currency),
    ...settings.limits.map(({ currency }) => currency),
  ]);
  return ENTRY_MODES.flatMap((entryMode) =>
    [...known].sort().map((currency) => {
      const used = usages.find((row) => row.entryMode === entryMode && row.currency === currency);
      return {
        entryMode,
        currency,
        limits: effectiveLimits(configured(entryMode, currency), settings.limits, entryMode, currency),
        used: { count: used?.count ?? 0, amount: used?.amount ?? 0 },
        overridden: settings.limits.some((one) => one.entryMode === entryMode && one.currency === currency),
      };
    }),
  );
}
