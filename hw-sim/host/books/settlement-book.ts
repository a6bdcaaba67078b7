import type Database from 'better-sqlite3';
import { keyText, parseKey } from '../../../src/domain/key.js';
import { money } from '../../../src/domain/money.js';
import {
  type BatchRow,
  compareRows,
  type Difference,
  sameTotals,
  type Total,
  totalsOf,
} from '../../../src/domain/settlement.js';
import type { TransactionType } from '../../../src/domain/transaction.js';
import { type DetailsMessage, DIFFERENCES_MAX, type Ids, type TotalsMessage } from '../../../src/protocol/envelope.js';

/** What the host says of a batch: to its totals, or to a page of its details. */
export interface SettlementWord {
  readonly matched: boolean;
  readonly totals: readonly Total[];
  /** Of the last page, at most DIFFERENCES_MAX. */
  readonly differences: readonly Difference[];
}

/** What a story orders to go wrong: other totals than the book holds, and what is claimed of them. */
export interface WrongTotals {
  readonly claimsMatch: boolean;
}

interface BatchName {
  readonly merchant: string;
  readonly terminal: string;
  readonly epoch: string;
  readonly batch: number;
}

interface StoredSettlement extends BatchName {
  readonly state: 'matched' | 'detailing' | 'explained';
  readonly business_date: string;
  readonly sequence: number;
  readonly terminal_totals: string;
  readonly host_totals: string;
  readonly differences: string;
  readonly repeats: number;
  readonly at_ms: number;
}

interface CountedRow {
  readonly key: string;
  readonly type: TransactionType;
  readonly amount: number;
  readonly currency: string;
  readonly isVoid: 0 | 1;
}

const LISTED_MAX = 100;

/**
 * The host's side of reconciliation (payment rules, Settlement). Totals close the batch here, whatever they say:
 * its rows stand still from then on, so every step may come again and is answered like the first time.
 * All calls belong inside the ledger's commit.
 */
export class SettlementBook {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** @param misdeed asked only when the totals are compared, not when an answer is repeated */
  takeTotals(
    { merchantId: merchant, terminalId: terminal }: Ids,
    message: TotalsMessage,
    misdeed: () => WrongTotals | null,
    atMs: number,
  ): SettlementWord {
    const name = { merchant, terminal, epoch: message.epoch, batch: message.batch };
    const known = this.#find(name);
    if (known !== null && known.sequence !== 0 && sameTotals(totalsIn(known.terminal_totals), message.totals)) {
      this.#database.prepare(`UPDATE settlement SET repeats = repeats + 1 WHERE ${WHICH}`).run(name);
      return { matched: known.state === 'matched', totals: totalsIn(known.host_totals), differences: [] };
    }
    const wrong = misdeed();
    const totals = wrong === null ? this.#totals(name) : spoilt(this.#totals(name));
    const matched = wrong === null ? sameTotals(totals, message.totals) : wrong.claimsMatch;
    this.#store({ ...name, message, totals, state: matched ? 'matched' : 'detailing', atMs });
    return { matched, totals, differences: [] };
  }

  /**
   * Keeps a page; the last one is answered with what differs.
   * @returns null when earlier pages are missing: nothing can be said before they came
   */
  takeDetails(
    { merchantId: merchant, terminalId: terminal }: Ids,
    message: DetailsMessage,
    atMs: number,
  ): SettlementWord | null {
    const { epoch, batch, page, last } = message;
    const name = { merchant, terminal, epoch, batch };
    const known = this.#find(name) ?? this.#withoutTotals(name, atMs);
    this.#database
      .prepare(`INSERT OR REPLACE INTO settlement_page VALUES (@merchant, @terminal, @epoch, @batch, @page, @rows)`)
      .run({ ...name, page, rows: JSON.stringify(message.rows) });
    const word = { matched: false, totals: totalsIn(known.host_totals), differences: [] };
    if (!last) return word;
    this.#database.prepare(`DELETE FROM settlement_page WHERE ${WHICH} AND page > @page`).run({ ...name, page });
    const pages = this.#database
      .prepare<[BatchName], string>(`SELECT rows FROM settlement_page WHERE ${WHICH} ORDER BY page`)
      .pluck()
      .all(name);
    if (pages.length !== page) return null;
    const theirs = pages.flatMap((rows) => JSON.parse(rows) as BatchRow[]);
    const differences = compareRows(theirs, this.rows(name), keyText);
    this.#database
      .prepare(`UPDATE settlement SET state = 'explained', differences = @differences WHERE ${WHICH}`)
      .run({ ...name, differences: JSON.stringify(differences) });
    return { ...word, differences: differences.slice(0, DIFFERENCES_MAX) };
  }

  /** What counts in a batch: posted and not reversed in it, and what it reversed of earlier ones. */
  rows(name: BatchName): readonly BatchRow[] {
    return this.#database
      .prepare<[BatchName], CountedRow>(
        `SELECT key, type, amount, currency, 0 AS isVoid, number FROM ledger
           WHERE merchant = @merchant AND terminal = @terminal AND epoch = @epoch AND batch = @batch
             AND reversed_batch <> @batch
         UNION ALL
         SELECT key, type, amount, currency, 1 AS isVoid, number FROM ledger
           WHERE merchant = @merchant AND terminal = @terminal AND epoch = @epoch AND reversed_batch = @batch
             AND batch BETWEEN 1 AND @batch - 1
         ORDER BY number`,
      )
      .all(name)
      .map(({ key, type, amount, currency, isVoid }) => ({
        key: parseKey(key),
        type: isVoid === 0 ? type : type === 'sale' ? 'saleVoid' : 'refundVoid',
        money: money(amount, currency),
      }));
  }

  /** For people, newest first. */
  list(): readonly unknown[] {
    return this.#database
      .prepare<[], StoredSettlement>(`SELECT * FROM settlement ORDER BY at_ms DESC, batch DESC LIMIT ${LISTED_MAX}`)
      .all()
      .map(({ terminal, epoch, batch, state, business_date: businessDate, sequence, repeats, ...row }) => ({
        terminal,
        epoch,
        batch,
        state,
        businessDate,
        sequence,
        repeats,
        terminalTotals: totalsIn(row.terminal_totals),
        hostTotals: totalsIn(row.host_totals),
        differences: (JSON.parse(row.differences) as Difference[]).map((found) => ({
          ...found,
          key: keyText(found.key),
          terminal: found.terminal?.amount ?? null,
          host: found.host?.amount ?? null,
        })),
      }));
  }

  /** The host lost the totals (restored from a backup), the terminal is past them: the batch is closed all the same. */
  #withoutTotals(name: BatchName, atMs: number): StoredSettlement {
    const message = { businessDate: '', sequence: 0, totals: [] };
    this.#store({ ...name, message, totals: this.#totals(name), state: 'detailing', atMs });
    return this.#find(name)!;
  }

  #store(
    settlement: BatchName & {
      readonly message: Pick<TotalsMessage, 'businessDate' | 'sequence' | 'totals'>;
      readonly totals: readonly Total[];
      readonly state: StoredSettlement['state'];
      readonly atMs: number;
    },
  ): void {
    const { merchant, terminal, epoch, batch, message, totals, state, atMs } = settlement;
    this.#database.prepare(`DELETE FROM settlement_page WHERE ${WHICH}`).run({ merchant, terminal, epoch, batch });
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO settlement (merchant, terminal, epoch, batch, state, business_date, sequence, terminal_totals,
           host_totals, at_ms)
         VALUES (@merchant, @terminal, @epoch, @batch, @state, @businessDate, @sequence, @terminalTotals, @hostTotals, @atMs)`,
      )
      .run({
        merchant,
        terminal,
        epoch,
        batch,
        state,
        atMs,
        businessDate: message.businessDate,
        sequence: message.sequence,
        terminalTotals: JSON.stringify(message.totals),
        hostTotals: JSON.stringify(totals),
      });
  }

  #find(name: BatchName): StoredSettlement | null {
    const find = this.#database.prepare<[BatchName], StoredSettlement>(`SELECT * FROM settlement WHERE ${WHICH}`);
    return find.get(name) ?? null;
  }

  #totals(name: BatchName): readonly Total[] {
    const counted = this.rows(name).map(({ type, money: { amount, currency } }) => ({
      type,
      amount,
      currency: currency.code,
    }));
    return totalsOf(counted);
  }
}

const WHICH = 'merchant = @merchant AND terminal = @terminal AND epoch = @epoch AND batch = @batch';

const totalsIn = (text: string): readonly Total[] => JSON.parse(text) as Total[];

/** One minor unit more than the book holds; one sale where it holds none. */
function spoilt(totals: readonly Total[]): readonly Total[] {
  const [first, ...others] = totals;
  if (first === undefined) return [{ type: 'sale', currency: 'EUR', count: 1, amount: 1 }];
  return [{ ...first, amount: first.amount + 1 }, ...others];
}
