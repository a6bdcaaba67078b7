import { ENTRY_MODES, type EntryMode } from '../domain/card.js';
import { effectiveLimits, type OfflineLimits, usedOf } from '../domain/offline-policy.js';
import type { LimitGauge, LimitReads } from '../ports/index.js';

export interface LimitGaugeParts {
  readonly journal: Pick<LimitReads, 'offlineUsage' | 'settings'>;
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
      return {
        entryMode,
        currency,
        limits: effectiveLimits(configured(entryMode, currency), settings.limits, entryMode, currency),
        used: usedOf(usages, entryMode, currency),
        overridden: settings.limits.some((one) => one.entryMode === entryMode && one.currency === currency),
      };
    }),
  );
}
