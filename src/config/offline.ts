import type { EntryMode } from '../domain/card.js';
import { currencyByCode } from '../domain/currency.js';
import { AMOUNT_MAX } from '../domain/money.js';
import type { OfflineLimits } from '../domain/offline-policy.js';

/** What a table `[offline.<entry mode>.<CURRENCY>]` may say; what it leaves out comes from above. */
export interface OfflineOverride {
  readonly allowed?: boolean | undefined;
  readonly ceiling?: number | undefined;
  readonly storedCount?: number | undefined;
  readonly storedAmount?: number | undefined;
  readonly oldestAgeMs?: number | undefined;
}

/** By entry mode, then by currency code or `default`. */
export type OfflineTables = Readonly<Partial<Record<EntryMode, Readonly<Record<string, OfflineOverride>>>>>;

/** Amounts of every `default` table are hundredths, as in EUR, and are scaled to the currency's exponent. */
const DEFAULT_EXPONENT = 2;

const SAFE: OfflineLimits = {
  allowed: true,
  ceiling: 5_000,
  storedCount: 50,
  storedAmount: 100_000,
  oldestAgeMs: 86_400_000,
};

// Payment rules, Online and offline, 5: without a chip nothing vouches for the card.
const SAFE_BY_MODE: Readonly<Record<EntryMode, OfflineLimits>> = {
  contactless: SAFE,
  chip: SAFE,
  magstripe: { ...SAFE, allowed: false },
  fallback: { ...SAFE, allowed: false },
  manual: { ...SAFE, allowed: false },
};

/**
 * Limits of one entry mode in one currency, minor units of that currency: the built-in ones, over them
 * `[offline.<mode>.default]`, over them `[offline.<mode>.<CURRENCY>]`.
 *
 * @throws CURRENCY_UNKNOWN
 */
export function offlineLimits(
  config: { readonly offline: OfflineTables },
  entryMode: EntryMode,
  currency: string,
): OfflineLimits {
  const { exponent } = currencyByCode(currency);
  const tables = config.offline[entryMode] ?? {};
  const general = { ...SAFE_BY_MODE[entryMode], ...given(tables['default']) };
  return {
    ...general,
    ceiling: scaled(general.ceiling, exponent),
    storedAmount: scaled(general.storedAmount, exponent),
    ...given(tables[currency]),
  };
}

function given(override: OfflineOverride | undefined): Partial<OfflineLimits> {
  return Object.fromEntries(Object.entries(override ?? {}).filter(([, value]) => value !== undefined));
}

/** Rounded down: a limit never grows by scaling. */
function scaled(amount: number, exponent: number): number {
  return Math.min(AMOUNT_MAX, Math.floor(amount * 10 ** (exponent - DEFAULT_EXPONENT)));
}
