import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { formatMoney, type Money, sameMoney } from '../../src/domain/money.js';
import type { Transaction, TransactionType } from '../../src/domain/transaction.js';

/** One row of the host's ledger, as far as the promise is about it. */
export interface HeldRow {
  readonly key: string;
  readonly state: 'posted' | 'reversed';
  readonly type: TransactionType;
  readonly money: Money;
}

interface Told {
  readonly key: TransactionKey;
  readonly type: TransactionType;
  readonly money: Money;
  readonly approved: boolean;
}

type Ask = Pick<Told, 'type' | 'money'>;

/**
 * What the host's ledger must hold, from what the till was told and nothing else: no queue, no retry, no state
 * machine. Whatever was approved stands there once, as it was told; whatever was not, or was taken back, does not.
 */
export class LedgerModel {
  /** By idempotency key. */
  readonly asks = new Map<string, Ask>();
  /** Idempotency keys that were not answered yet. */
  readonly unanswered = new Set<string>();
  /** By transaction key. */
  readonly told = new Map<string, Told>();
  /** Voids that were asked for and not answered yet. */
  readonly voidAsked = new Map<string, TransactionKey>();
  readonly voided = new Set<string>();
  /** A person said that these are settled by other means, and it was recorded: both ends are right. */
  readonly resolveAsked = new Set<string>();
  readonly resolved: Set<string>;
  voidsRefused = 0;
  readonly broken: string[] = [];

  constructor({ resolved }: { readonly resolved: Set<string> }) {
    this.resolved = resolved;
  }

  ask(sale: Ask): string {
    const idempotencyKey = `till-${this.asks.size + 1}`;
    this.asks.set(idempotencyKey, sale);
    this.unanswered.add(idempotencyKey);
    return idempotencyKey;
  }

  /** The till hears an outcome: the first time by its own key, and the same ever after. */
  tell({ key, idempotencyKey, type, money, verdict }: Transaction): void {
    const name = keyText(key);
    const asked = this.asks.get(idempotencyKey ?? '');
    this.unanswered.delete(idempotencyKey ?? '');
    if (asked !== undefined && (asked.type !== type || !sameMoney(asked.money, money))) {
      this.broken.push(`asked for a ${asked.type} of ${formatMoney(asked.money)}, told of another: ${name}`);
    }
    const approved = verdict?.outcome === 'approved';
    const before = this.told.get(name);
    if (before !== undefined && before.approved !== approved) this.broken.push(`told two outcomes: ${name}`);
    this.told.set(name, { key, type, money, approved });
  }

  /** Refused: the approval stands. */
  tellVoid(key: TransactionKey, accepted: boolean): void {
    const name = keyText(key);
    this.voidAsked.delete(name);
    if (accepted) this.voided.add(name);
    else this.voidsRefused += 1;
    if (!accepted && this.voided.has(name)) this.broken.push(`a void was accepted and then refused: ${name}`);
  }

  approvals(): readonly TransactionKey[] {
    return [...this.told.values()].filter(({ approved }) => approved).map(({ key }) => key);
  }

  /** What may never be, at no moment. @param shown keys that the cardholder saw as approved */
  unsafe(rows: readonly HeldRow[], shown: readonly string[]): readonly string[] {
    const found = [...this.broken];
    const seen = new Set<string>();
    for (const { key } of rows) {
      if (seen.has(key)) found.push(`stands twice: ${key}`);
      seen.add(key);
    }
    const wrong = shown.filter((key) => this.told.get(key)?.approved === false);
    found.push(...wrong.map((key) => `shown as approved, told as not: ${key}`));
    return found;
  }

  /** What must be once everything was delivered. */
  unsettled(rows: readonly HeldRow[]): readonly string[] {
    const found: string[] = [];
    const held = new Map(rows.map((row) => [row.key, row]));
    for (const [key, sale] of this.told) {
      const row = held.get(key);
      held.delete(key);
      if (this.resolved.has(key)) continue;
      const effective = sale.approved && !this.voided.has(key);
      if (effective && row?.state !== 'posted') found.push(`approved, but ${row?.state ?? 'missing'}: ${key}`);
      if (!effective && row?.state === 'posted')
        found.push(`${sale.approved ? 'voided' : 'declined'}, but posted: ${key}`);
      if (this.voided.has(key) && row === undefined) found.push(`voided, but the host does not know: ${key}`);
      if (row !== undefined && (row.type !== sale.type || !sameMoney(row.money, sale.money))) {
        found.push(`${sale.type} ${formatMoney(sale.money)} stands as ${row.type} ${formatMoney(row.money)}: ${key}`);
      }
    }
    for (const key of held.keys()) found.push(`nobody was told of it: ${key}`);
    return found;
  }
}
