import type { EntryMode } from '../domain/card.js';
import { currencyByCode } from '../domain/currency.js';
import { AMOUNT_MAX } from '../domain/money.js';
import type { OfflineLimits } from '../domain/offline-policy.js';

/** What a table `[offline.<entry mode>.<CURRENCY>]` may say; what it leaves out comes from above. */
interface OfflineOverride {
  readonly allowed?: boolean | undefined;
  readonly ceiling?: number | undefined;
  readonly storedCount?: number | undefined;
  readonly storedAmount?: number | undefined;
  readonly oldestAgeMs?: number | undefined;
  readonly cardCount?: number | undefined;
  readonly cardAmount?: number | undefined;
  readonly deferred?: boolean | undefined;
  readonly refunds?: boolean | undefined;
}

/** By entry mode, then by currency code or `default`. */
export type OfflineTables = Readonly<Partial<Record<EntryMode, Readonly<Record<string, OfflineOverride>>>>>;

export interface OfflineConfig {
  /** Of the whole terminal: there is one queue, whatever the card was read by. */
  readonly queueDepth: number;
  /** Approvals under an identity that the host has never answered. */
  readonly beforeFirstContact: boolean;
  readonly tables: OfflineTables;
}

/** Amounts of every `default` table are hundredths, as in EUR, and are scaled to the currency's exponent. */
const DEFAULT_EXPONENT = 2;

const SAFE: Omit<OfflineLimits, 'queueDepth'> = {
  allowed: true,
  ceiling: 5_000,
  storedCount: 50,
  storedAmount: 100_000,
  oldestAgeMs: 86_400_000,
  cardCount: 3,
  cardAmount: 15_000,
  deferred: false,
  refunds: false,
};

// Payment rules, Online and offline 5: without a chip nothing vouches for the card.
const SAFE_BY_MODE: Readonly<Record<EntryMode, Omit<OfflineLimits, 'queueDepth'>>> = {
  contactless: SAFE,
  chip: SAFE,
  magstripe: { ...SAFE, allowed: false },
  fallback: { ...SAFE, allowed: false },
  manual: { ...SAFE, allowed: false },
};

/**
 * Limits of one entry mode in one currency, minor units of that currency: the built-in ones, over them
 * `[offline.<mode>.default]`, over them `[offline.<mode>.<CURRENCY>]`. The queue's depth is the same for all. What the
 * host replaces comes on top of these, elsewhere.
 *
 * @throws CURRENCY_UNKNOWN
 */
export function offlineLimits(
  { offline }: { readonly offline: OfflineConfig },
  entryMode: EntryMode,
  currency: string,
): OfflineLimits {
  const { exponent } = currencyByCode(currency);
  const tables = offline.tables[entryMode] ?? {};
  const general = { ...SAFE_BY_MODE[entryMode], ...given(tables['default']) };
  return {
    ...general,
    ceiling: scaled(general.ceiling, exponent),
    storedAmount: scaled(general.storedAmount, exponent),
    cardAmount: scaled(general.cardAmount, exponent),
    queueDepth: offline.queueDepth,
    ...given(tables[currency]),
  };
}

/** Currencies that the configuration names, the terminal's own among them. */
export function configuredCurrencies({
  offline,
  terminal,
}: {
  readonly offline: OfflineConfig;
  readonly terminal: { readonly currency: string | null };
}): readonly string[] {
  const named = Object.values(offline.tables).flatMap((tables) => Object.keys(tables));
  const all = new Set([...(terminal.currency === null ? [] : [terminal.currency]), ...named]);
  all.delete('default');
  return [...all].sort();
}

function given(override: OfflineOverride | undefined): Partial<OfflineLimits> {
  return Object.fromEntries(Object.entries(override ?? {}).filter(([, value]) => value !== undefined));
}

/** Rounded down: a limit never grows by scaling. */
function scaled(amount: number, exponent: number): number {
  return Math.min(AMOUNT_MAX, Math.floor(amount * 10 ** (exponent - DEFAULT_EXPONENT)));
}
