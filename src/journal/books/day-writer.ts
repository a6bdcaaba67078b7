import { businessDate, type DayRules, dueClosings, minuteText, nextDueMs } from '../../domain/days/business-days.js';
import { offsetsOf } from '../../domain/days/dating.js';
import type { Batch, BatchEvent } from '../../domain/settlement.js';
import type { Applied, DaysKept } from '../../ports/index.js';
import type { Database, Statement } from '../file/database.js';
import type { BatchQueries } from '../tables/batch-queries.js';
import type { Queries } from '../tables/queries.js';
import type { PostingRow, TransactionRow } from '../tables/rows.js';
import type { BatchWriter } from './batch-writer.js';
import { type ChainSubjects, DAYS } from './chain-subjects.js';
import type { Pen } from './pen.js';
import type { RunBook } from './run-book.js';
import type { StoredSettings } from './settings.js';

/** A local date of so long ago asks for nothing any more. */
const KEPT_ROWS = 1_000;
/** Of these nothing moved: they date no batch. */
const GONE: ReadonlySet<string> = new Set(['declined', 'cancelled', 'reversing', 'reversed']);

export interface DayWriterParts {
  readonly db: Database;
  readonly runs: RunBook;
  readonly batches: BatchWriter;
  readonly batchQueries: BatchQueries;
  readonly subjects: ChainSubjects;
  readonly queries: Queries;
  readonly pen: Pen;
  readonly settings: StoredSettings;
  /** A transaction as it stands, as if an event had touched it. */
  readonly applied: (number: number) => Applied;
}

/** Business dates, due closings, and the dating of what was stamped before the host was heard. */
export class DayWriter {
  readonly #parts: DayWriterParts;
  readonly #kept: Statement<[], string>;
  readonly #record: Statement<[string, string, number | null]>;
  readonly #prune: Statement<[number]>;
  readonly #first: Statement<[number], number | null>;
  readonly #changedSince: Statement<[number], TransactionRow>;

  constructor(parts: DayWriterParts) {
    const { db } = parts;
    this.#parts = parts;
    this.#kept = db.prepare<[], string>("SELECT max(due) FROM due_closing WHERE due > ''").pluck();
    this.#record = db.prepare('INSERT OR IGNORE INTO due_closing (due, business_date, batch) VALUES (?,?,?)');
    this.#prune = db.prepare(
      `DELETE FROM due_closing WHERE due < (SELECT due FROM due_closing WHERE due > '' ORDER BY due DESC LIMIT 1 OFFSET ?)`,
    );
    this.#first = db
      .prepare<[number], number | null>(
        'SELECT min(begun_at_ms) FROM sale_transaction WHERE batch = ? AND origin_epoch IS NULL',
      )
      .pluck();
    this.#changedSince = db.prepare(
      'SELECT * FROM sale_transaction INDEXED BY transaction_last_entry WHERE last_entry > ? ORDER BY number',
    );
  }

  startRun(rules: DayRules, wallMs: number, atMs: number): DaysKept {
    const { runs } = this.#parts;
    runs.begin(rules, Math.round(wallMs), atMs - shiftOf(runs));
    return this.#standing(atMs);
  }

  /** A sale begins. @returns its batch; null while its date is not known */
  enter(atMs: number): number | null {
    const { runs, batches } = this.#parts;
    if (!runs.isDated()) {
      batches.current(atMs);
      return null;
    }
    this.#makeDue(atMs);
    return batches.enter(this.#dateOf(atMs), atMs);
  }

  keep(atMs: number): DaysKept {
    if (this.#parts.runs.isDated()) this.#makeDue(atMs);
    return this.#standing(atMs);
  }

  /** @param note told of each transaction that was dated: the mirror keeps its stamps */
  dateRun(hostTimeMs: number, atMs: number, note: (applied: Applied) => Applied): DaysKept {
    const { runs, batches } = this.#parts;
    const hostMs = Math.round(hostTimeMs);
    const steadyMs = atMs - shiftOf(runs);
    const undated = runs.undated();
    if (undated.length > 0) {
      const moved = mover(undated, hostMs - atMs);
      const rows = this.#changedSince.all(undated[0]!.from_entry);
      runs.date(hostMs, steadyMs);
      for (const row of rows) {
        this.#date(row, moved, hostMs);
        note(this.#parts.applied(row.number));
      }
      batches.dateSealed((number) => this.#dateOf(this.#firstIn(number) ?? hostMs), hostMs);
    } else if (runs.current() !== null) runs.date(hostMs, steadyMs);
    // The first time: what fell due before the terminal was there is nobody's.
    if (this.#lastDue() === null && runs.rules().schedule.length > 0) this.#note(minuteText(hostMs), hostMs, 0);
    this.#makeDue(hostMs);
    return this.#standing(hostMs);
  }

  /** Each due closing seals what was sold before it; without a sale it is only noted. */
  #makeDue(atMs: number): void {
    const { runs, batches, batchQueries } = this.#parts;
    const rules = runs.rules();
    const lastDue = this.#lastDue();
    if (lastDue === null || rules.schedule.length === 0) return;
    for (const { due, businessDate: ofDay } of dueClosings(lastDue, atMs, rules)) {
      const { number, businessDate: ofSales } = batches.current(atMs);
      const holds = batchQueries.holds(number);
      if (holds) batches.apply(number, { name: 'seal' }, null, atMs);
      this.#note(due, atMs, holds ? number : null, holds ? (ofSales ?? ofDay) : ofDay);
    }
  }

  #note(due: string, atMs: number, batch: number | null, date = due.slice(0, 10)): void {
    this.#record.run(due, date, batch);
    this.#prune.run(KEPT_ROWS);
    this.#parts.subjects.record(DAYS, 'dueClosing', atMs, { due, date, batch });
  }

  #lastDue(): string | null {
    return this.#kept.get() ?? null;
  }

  /** A person's, the host's, or the walk's event of a batch. What has no batch yet stays in the one that is sealed. */
  applyBatch(number: number, event: BatchEvent, atMs: number): Batch {
    const { runs, batches, batchQueries, queries, pen } = this.#parts;
    if (event.name !== 'seal') return this.#walked(batches.apply(number, event, null, atMs), atMs);
    if (runs.isDated()) {
      this.#makeDue(atMs);
      return batches.apply(number, event, this.#dateOf(atMs), atMs);
    }
    for (const row of number === batchQueries.newest() ? batchQueries.undated() : []) {
      const before = { row, postings: queries.postingRows(row.number) };
      pen.write({ event: 'enterBatch', atMs, before, row: { ...row, batch: number }, postings: [] });
    }
    return batches.apply(number, event, null, atMs);
  }

  /** Totals that waited too long are late postings too. */
  #walked(batch: Batch, atMs: number): Batch {
    const { runs, settings, batchQueries } = this.#parts;
    const sinceMs = batchQueries.fixedAtMs(batch.number) ?? atMs;
    const waitedMs = atMs - sinceMs;
    if (batch.state === 'closed' && waitedMs > runs.lateAfterMs())
      settings.noteLate([{ money: null, sinceMs, waitedMs }], atMs);
    return batch;
  }

  #dateOf(atMs: number): string {
    return businessDate(atMs, this.#parts.runs.rules().dayStartsAt);
  }

  #firstIn(batch: number): number | null {
    return this.#first.get(batch) ?? null;
  }

  /** One transaction that was stamped before the host was heard, with its postings. */
  #date(before: TransactionRow, moved: (atMs: number) => number, hostMs: number): void {
    const { queries, pen, batches } = this.#parts;
    const known = queries.postingRows(before.number);
    const at = (ms: number | null): number | null => (ms === null ? null : moved(ms));
    const begunAtMs = moved(before.begun_at_ms);
    const isOpen = before.batch === null && before.origin_epoch === null;
    const batch = !isOpen
      ? before.batch
      : GONE.has(before.state)
        ? batches.current(begunAtMs).number
        : this.enter(begunAtMs);
    const row = {
      ...before,
      batch,
      begun_at_ms: begunAtMs,
      decided_at_ms: at(before.decided_at_ms),
      posted_at_ms: at(before.posted_at_ms),
      closed_at_ms: at(before.closed_at_ms),
      shown_at_ms: at(before.shown_at_ms),
    };
    const postings: PostingRow[] = known.map((it) => ({
      ...it,
      created_at_ms: moved(it.created_at_ms),
      refused_since_ms: at(it.refused_since_ms),
    }));
    pen.write({ event: 'date', atMs: hostMs, before: { row: before, postings: known }, row, postings });
  }

  #standing(atMs: number): DaysKept {
    const { runs } = this.#parts;
    const isDated = runs.isDated();
    const next = isDated ? nextDueMs(this.#lastDue() ?? '', atMs, runs.rules()) : null;
    return {
      isDated,
      confirmedMs: runs.confirmedMs(atMs),
      nextDueInMs: next === null ? null : Math.max(0, next - atMs),
    };
  }
}

function shiftOf(runs: RunBook): number {
  return runs.timeOf(0);
}

/** Stamps lie in the run that was under way: book time never goes back over undated runs. */
function mover(
  undated: readonly { readonly from_ms: number; readonly wall_ms: number; readonly anchored: 0 | 1 }[],
  lastOffMs: number,
): (atMs: number) => number {
  const runs = undated.map(({ from_ms: fromMs, wall_ms: wallMs }) => ({ fromMs, wallMs }));
  const offsets = offsetsOf(runs, lastOffMs, undated[0]?.anchored === 1);
  return (atMs) => {
    const at = runs.findLastIndex(({ fromMs }) => fromMs <= atMs);
    return at < 0 ? atMs : Math.round(atMs + offsets[at]!);
  };
}
