import type { TransactionState } from '../../domain/transaction.js';
import type { EntryChain } from '../chain/entry-chain.js';
import type { Database } from '../file/database.js';
import { type PostingRow, replaced, type StandingRows, type TransactionFields } from '../tables/rows.js';
import { stateFields } from '../tables/state-fields.js';
import { StoredRows } from '../tables/stored-rows.js';
import type { Entries, Fact } from './entries.js';
import { Totals } from './totals.js';

/** What happens to one transaction. */
interface Change {
  readonly event: string;
  readonly atMs: number;
  /** Null for a transaction that this journal does not hold yet. */
  readonly before: StandingRows | null;
  readonly row: TransactionFields;
  /** Those that are new or differ; the others stay as they are. */
  readonly postings: readonly PostingRow[];
  readonly fact?: Fact | null;
}

/**
 * The one pen for transactions, be they live, restored or salvaged: what the entry says, what the rows say and what the
 * sums count is written here together, or not at all. Runs inside the caller's SQLite transaction.
 */
export class Pen {
  readonly #entries: Entries;
  readonly #chain: EntryChain;
  readonly #rows: StoredRows;
  readonly #totals: Totals;

  constructor(db: Database, chain: EntryChain, entries: Entries) {
    this.#entries = entries;
    this.#chain = chain;
    this.#rows = new StoredRows(db);
    this.#totals = new Totals(db);
  }

  write({ event, atMs, before, row, postings, fact = null }: Change): void {
    const after: StandingRows = { row, postings: replaced(before?.postings ?? [], postings) };
    const { tail } = this.#entries;
    const entry = this.#entries.append({
      event,
      atMs,
      transactionNumber: row.number,
      state: row.state as TransactionState,
      transactions: Math.max(tail.transactions, row.number),
      postings: Math.max(tail.postings, ...postings.map(({ sequence }) => sequence)),
      after: stateFields(after, this.#chain),
      fact,
    });
    if (before === null) this.#rows.insert({ ...row, last_entry: entry });
    else this.#rows.update({ ...row, last_entry: entry });
    for (const posting of postings) this.#rows.putPosting(posting);
    this.#totals.follow(before, after);
  }
}
