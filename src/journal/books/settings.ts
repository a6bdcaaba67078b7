import { ENTRY_MODES } from '../../domain/card.js';
import { currencyByCode } from '../../domain/currency.js';
import { TillpostError } from '../../domain/errors.js';
import type { LimitOverride, OfflineLimits } from '../../domain/offline-policy.js';
import { type LateOne, type LateSum, withLate } from '../../domain/postings/lateness.js';
import { redactPans } from '../../domain/redaction.js';
import type { Settings } from '../../ports/index.js';
import type { Database, Statement } from '../file/database.js';
import { storedJson } from '../tables/stored-json.js';
import { type ChainSubjects, SETTINGS } from './chain-subjects.js';

export const SETTING_SQL = {
  setting: 'SELECT value FROM setting WHERE name = ?',
} as const;

/** What the host has changed, and which readers are barred; kept across restarts. */
export class StoredSettings {
  readonly #subjects: ChainSubjects;
  readonly #get: Statement<[string], string>;
  readonly #set: Statement<[string, string]>;

  constructor(db: Database, subjects: ChainSubjects) {
    this.#subjects = subjects;
    this.#get = db.prepare<[string], string>(SETTING_SQL.setting).pluck();
    this.#set = db.prepare(
      'INSERT INTO setting (name, value) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
  }

  read(): Settings {
    return {
      limits: this.#value('limits', []),
      salesStopped: this.#value('salesStopped', null),
      tamperedReaders: this.#value('tamperedReaders', []),
      unseenLate: this.#value('unseenLate', null),
    };
  }

  /** Replaces the settings that are named. @throws INVALID_REQUEST, CURRENCY_UNKNOWN */
  change(change: Partial<Settings>, atMs: number): Settings {
    const before = this.read();
    const after: Settings = {
      limits: change.limits === undefined ? before.limits : cleanLimits(change.limits),
      salesStopped: change.salesStopped === undefined ? before.salesStopped : cleanReason(change.salesStopped),
      tamperedReaders:
        change.tamperedReaders === undefined ? before.tamperedReaders : [...new Set(change.tamperedReaders)].sort(),
      unseenLate: change.unseenLate === undefined ? before.unseenLate : change.unseenLate,
    };
    if (JSON.stringify(after) === JSON.stringify(before)) return before;
    this.#set.run('limits', JSON.stringify(after.limits));
    this.#set.run('salesStopped', JSON.stringify(after.salesStopped));
    this.#set.run('tamperedReaders', JSON.stringify(after.tamperedReaders));
    this.#set.run('unseenLate', JSON.stringify(after.unseenLate));
    this.#subjects.record(SETTINGS, 'changeSettings', atMs);
    return this.read();
  }

  /** They waited too long and are posted now: kept until a person has looked. */
  noteLate(late: readonly LateOne[], atMs: number): void {
    if (late.length > 0)
      this.change({ unseenLate: late.reduce<LateSum | null>(withLate, this.read().unseenLate) }, atMs);
  }

  /** Something waits too long now: book time of the next run goes on from here, and finds it late again. */
  lateFound(atMs: number): void {
    this.#set.run('unseenLate', JSON.stringify(this.read().unseenLate));
    this.#subjects.record(SETTINGS, 'lateFound', atMs);
  }

  /** @returns what nobody had looked at until now */
  lateSeen(atMs: number): LateSum | null {
    const { unseenLate } = this.read();
    this.change({ unseenLate: null }, atMs);
    return unseenLate;
  }

  #value<T>(name: keyof Settings, otherwise: T): T {
    const value = this.#get.get(name);
    return value === undefined ? otherwise : storedJson<T>(value);
  }
}

function cleanReason(reason: string | null): string | null {
  return reason === null ? null : redactPans(reason);
}

function cleanLimits(overrides: readonly LimitOverride[]): readonly LimitOverride[] {
  const seen = new Set<string>();
  return overrides.map(({ entryMode, currency, limits }) => {
    const name = `${entryMode} ${currencyByCode(currency).code}`;
    if (!ENTRY_MODES.includes(entryMode) || seen.has(name)) {
      throw new TillpostError('INVALID_REQUEST', `limits of ${name} are named twice or unknown`, {
        operation: 'journal.changeSettings',
      });
    }
    seen.add(name);
    return { entryMode, currency, limits: limitFields(limits) };
  });
}

/** A whitelist, in a fixed order: what is not set is left out. */
export function limitFields(limits: Partial<OfflineLimits>): Partial<OfflineLimits> {
  const { allowed, ceiling, storedCount, storedAmount, oldestAgeMs, cardCount, cardAmount, queueDepth } = limits;
  const { deferred, refunds } = limits;
  return Object.fromEntries(
    Object.entries({
      allowed,
      ceiling,
      storedCount,
      storedAmount,
      oldestAgeMs,
      cardCount,
      cardAmount,
      queueDepth,
      deferred,
      refunds,
    } satisfies Record<keyof OfflineLimits, unknown>).filter(([, value]) => value !== undefined),
  );
}
