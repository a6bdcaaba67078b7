import type { TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import { formatMoney } from '../domain/money.js';
import type { Transaction } from '../domain/transaction.js';
import type { Alerts, Log } from '../ports/index.js';

/** So often recovery tries one sale before the others go on without it. */
const ATTEMPTS_MAX = 3;

/** What recovery could not decide, sale by sale: none of them keeps a terminal from selling for ever. */
export class UndecidedSales {
  readonly #alerts: Alerts;
  readonly #log: Log;
  readonly #attempts = new Map<string, number>();

  constructor(alerts: Alerts, log: Log) {
    this.#alerts = alerts;
    this.#log = log;
  }

  /** @returns whether sales wait until it was tried again; if not, the next recovery does */
  failed({ key, type, money }: Transaction, problem: TillpostError): boolean {
    const name = keyText(key);
    const attempts = (this.#attempts.get(name) ?? 0) + 1;
    this.#attempts.set(name, attempts);
    this.#log.error('sale cannot be decided', { key: name, attempts, error: problem.toJSON() });
    this.#alerts.raise('SALE_UNDECIDED', name, `${type} of ${formatMoney(money)}: ${problem.message}`);
    return attempts < ATTEMPTS_MAX;
  }

  decided({ key }: Transaction): void {
    if (this.#attempts.delete(keyText(key))) this.#alerts.clear('SALE_UNDECIDED', keyText(key));
  }
}
