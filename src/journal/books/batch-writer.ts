import { TillpostError } from '../../domain/errors.js';
import {
  type Batch,
  type BatchEvent,
  batchTransition,
  type Difference,
  type Total,
  totalsOf,
} from '../../domain/settlement.js';
import type { Database, Statement } from '../file/database.js';
import type { BatchQueries } from '../tables/batch-queries.js';
import { batchSubject, type ChainSubjects } from './chain-subjects.js';
import type { Entries } from './entries.js';

type TotalRow = [
  batch: number,
  side: 'terminal' | 'host',
  type: string,
  currency: string,
  count: number,
  amount: number,
];

type DifferenceRow = [
  batch: number,
  line: number,
  terminalId: string,
  epoch: string,
  mark: string,
  number: number,
  kind: string,
  type: string,
  terminalAmount: number | null,
  terminalCurrency: string | null,
  hostAmount: number | null,
  hostCurrency: string | null,
];

/** Batches as they are opened, closed and explained. Runs inside the store's SQLite transaction. */
export class BatchWriter {
  readonly #entries: Entries;
  readonly #subjects: ChainSubjects;
  readonly #queries: BatchQueries;
  readonly #open: Statement<[number, string, string | null, number]>;
  readonly #date: Statement<[string, number]>;
  readonly #move: Statement<[string, number]>;
  readonly #fix: Statement<[number, number, number]>;
  readonly #close: Statement<[number, number]>;
  readonly #total: Statement<TotalRow>;
  readonly #difference: Statement<DifferenceRow>;
  readonly #merchantId: string;

  /** @param merchantId of the batches that it opens */
  constructor(db: Database, entries: Entries, subjects: ChainSubjects, queries: BatchQueries, merchantId: string) {
    this.#merchantId = merchantId;
    this.#entries = entries;
    this.#subjects = subjects;
    this.#queries = queries;
    this.#open = db.prepare(
      `INSERT INTO batch (number, merchant_id, business_date, state, opened_at_ms, opened_entry)
       VALUES (?,?,?,'open',?,(SELECT coalesce(max(number), 0) FROM entry))`,
    );
    this.#date = db.prepare('UPDATE batch SET business_date = ? WHERE number = ?');
    this.#move = db.prepare('UPDATE batch SET state = ? WHERE number = ?');
    this.#fix = db.prepare("UPDATE batch SET state = 'reconciling', sequence = ?, fixed_at_ms = ? WHERE number = ?");
    this.#close = db.prepare("UPDATE batch SET state = 'closed', closed_at_ms = ? WHERE number = ?");
    // The host may split a sum: it is still one.
    this.#total = db.prepare(`
      INSERT INTO batch_total (batch, side, type, currency, count, amount) VALUES (?,?,?,?,?,?)
      ON CONFLICT DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount`);
    this.#difference = db.prepare(`
      INSERT INTO batch_difference (batch, line, terminal_id, epoch, mark, number, kind, type, terminal_amount,
                                    terminal_currency, host_amount, host_currency) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`);
  }

  /** Opens batch 1 unless there is one. @returns the batch that takes sales */
  current(atMs: number): Batch {
    if (this.#queries.newest() === null) this.#openBatch(1, null, atMs);
    return this.#read(this.#queries.newest() ?? 1);
  }

  /** A sale of a date enters. One batch holds sales of one (payment rules, Days and clocks). @returns the batch's number */
  enter(date: string, atMs: number): number {
    if (this.#queries.newest() === null) this.#openBatch(1, date, atMs);
    const open = this.current(atMs);
    if (open.businessDate === date) return open.number;
    const { number } = this.#queries.holds(open.number) ? this.#seal(open.number, date, atMs) : open;
    this.#date.run(date, number);
    this.#subjects.record(batchSubject(number), 'dateBatch', atMs);
    return number;
  }

  /** Batches that were sealed before their date was known. */
  dateSealed(dateOf: (batch: number) => string, atMs: number): void {
    for (let batch = this.#queries.unclosed(); batch !== null; batch = this.#queries.batch(batch.number + 1)) {
      if (batch.businessDate !== null || batch.state === 'open') continue;
      this.#date.run(dateOf(batch.number), batch.number);
      this.#subjects.record(batchSubject(batch.number), 'dateBatch', atMs);
    }
  }

  /**
   * @param date of the day on which a batch without sales is sealed; null: not known yet
   * @throws NOT_FOUND, ILLEGAL_EVENT, AMOUNT_INVALID when a total is no longer exact
   */
  apply(number: number, event: BatchEvent, date: string | null, atMs: number): Batch {
    if (number === 1) this.current(atMs);
    const before = this.#read(number);
    const state = batchTransition(before.state, event.name);
    let postings: number | undefined;
    switch (event.name) {
      case 'seal':
        if (!this.#queries.holds(number) && date !== null) this.#date.run(date, number);
        this.#move.run(state, number);
        break;
      case 'fixTotals':
        postings = this.#entries.tail.postings + 1;
        this.#fix.run(postings, atMs, number);
        this.#addTotals(number, 'terminal', ownTotals(this.#queries, number));
        break;
      case 'matched':
      case 'differs':
        this.#addTotals(number, 'host', event.hostTotals);
        if (state === 'closed') this.#close.run(atMs, number);
        else this.#move.run(state, number);
        break;
      case 'explained':
        this.#addDifferences(number, event.differences);
        this.#close.run(atMs, number);
        break;
    }
    const change = event.name === 'explained' ? { differences: this.#queries.differences(number) } : null;
    this.#subjects.record(batchSubject(number), event.name, atMs, change, postings);
    if (event.name === 'seal') this.#openBatch(number + 1, null, atMs);
    return this.#read(number);
  }

  /** @returns the next one, which is open now */
  #seal(number: number, date: string, atMs: number): Batch {
    this.apply(number, { name: 'seal' }, date, atMs);
    return this.#read(number + 1);
  }

  #openBatch(number: number, date: string | null, atMs: number): void {
    this.#open.run(number, this.#merchantId, date, atMs);
    this.#subjects.record(batchSubject(number), 'openBatch', atMs);
  }

  #addTotals(batch: number, side: 'terminal' | 'host', totals: readonly Total[]): void {
    for (const { type, currency, count, amount } of totals) this.#total.run(batch, side, type, currency, count, amount);
  }

  #addDifferences(batch: number, differences: readonly Difference[]): void {
    for (const [index, { key, kind, type, terminal, host }] of differences.entries()) {
      this.#difference.run(
        batch,
        index + 1,
        key.terminalId,
        key.epoch,
        key.mark,
        key.number,
        kind,
        type,
        terminal?.amount ?? null,
        terminal?.currency.code ?? null,
        host?.amount ?? null,
        host?.currency.code ?? null,
      );
    }
  }

  #read(number: number): Batch {
    const batch = this.#queries.batch(number);
    if (batch !== null) return batch;
    throw new TillpostError('NOT_FOUND', `there is no batch ${number}`, {
      operation: 'journal.applyBatch',
      hint: '`tillpost batch list` shows those there are.',
    });
  }
}

function ownTotals(queries: BatchQueries, number: number): readonly Total[] {
  return totalsOf(
    queries.allRows(number).map(({ type, money }) => ({ type, currency: money.currency.code, amount: money.amount })),
  );
}
