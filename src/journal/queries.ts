import { TillpostError } from '../domain/errors.js';
import type { TransactionKey } from '../domain/key.js';
import type { OfflineUsage } from '../domain/offline-policy.js';
import type { PostingKind, PostingState } from '../domain/posting.js';
import type { Transaction, TransactionState } from '../domain/transaction.js';
import type { EntryMode } from '../domain/card.js';
import type { JournalEntry, PendingPosting, QueueSummary, StoredTransaction } from '../ports.js';
import type { Database, Statement } from './database.js';
import { type KeyRoot, type PostingRow, type TransactionRow, postingOf, transactionOf } from './rows.js';

/** Every read, by index: a test explains each one and finds no scan (storage rules, Boot). */
export const SQL = {
  transaction: 'SELECT * FROM sale_transaction WHERE number = ?',
  postingsOf: 'SELECT * FROM posting WHERE transaction_number = ? ORDER BY sequence',
  entriesOf: 'SELECT number, event, at_ms, state FROM entry WHERE transaction_number = ? ORDER BY number',
  byIdempotencyKey: 'SELECT * FROM sale_transaction WHERE idempotency_key = ?',
  byStan: 'SELECT * FROM sale_transaction WHERE stan = ? ORDER BY number DESC LIMIT 100',
  recent: 'SELECT * FROM sale_transaction WHERE number > 0 ORDER BY number DESC LIMIT ?',
  unresolved: `SELECT * FROM sale_transaction INDEXED BY transaction_unresolved
    WHERE state IN ('started', 'authorizing') ORDER BY number`,
  posting: 'SELECT * FROM posting WHERE sequence = ?',
  pending: `SELECT * FROM posting INDEXED BY posting_pending
    WHERE state = 'pending' AND kind = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  listPostings:
    'SELECT * FROM posting INDEXED BY posting_state WHERE state = ? AND sequence > ? ORDER BY sequence LIMIT ?',
  oldestPending: `SELECT created_at_ms FROM posting INDEXED BY posting_state
    WHERE state = 'pending' ORDER BY sequence LIMIT 1`,
  queueTotals: "SELECT kind, state, currency, count, amount FROM queue_total WHERE kind > '' AND count > 0",
  offlineRoom: "SELECT entry_mode, currency, count, amount FROM offline_room WHERE entry_mode > '' AND count > 0",
  purgeable: 'SELECT number FROM sale_transaction WHERE closed_at_ms < ? ORDER BY closed_at_ms, number LIMIT ?',
} as const;

/** Longest list that one call returns. */
export const LIMIT_MAX = 1000;

/** @throws INVALID_REQUEST unless 1 … LIMIT_MAX */
export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new TillpostError('INVALID_REQUEST', `limit ${limit} is not a whole number from 1 to ${LIMIT_MAX}`, {
    operation: 'journal.list',
  });
}

interface EntryLine {
  readonly number: number;
  readonly event: string;
  readonly at_ms: number;
  readonly state: string;
}
interface QueueLine {
  readonly kind: PostingKind;
  readonly state: 'pending' | 'parked';
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
}
interface RoomLine {
  readonly entry_mode: EntryMode;
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
}

/** The journal's answers; the methods are those of the port, without the promise. */
export class Queries {
  readonly #root: KeyRoot;
  readonly #transaction: Statement<[number], TransactionRow>;
  readonly #postingsOf: Statement<[number], PostingRow>;
  readonly #entriesOf: Statement<[number], EntryLine>;
  readonly #byIdempotencyKey: Statement<[string], TransactionRow>;
  readonly #byStan: Statement<[number], TransactionRow>;
  readonly #recent: Statement<[number], TransactionRow>;
  readonly #unresolved: Statement<[], TransactionRow>;
  readonly #posting: Statement<[number], PostingRow>;
  readonly #pending: Statement<[string, number, number], PostingRow>;
  readonly #listPostings: Statement<[string, number, number], PostingRow>;
  readonly #oldestPending: Statement<[], number>;
  readonly #queueTotals: Statement<[], QueueLine>;
  readonly #offlineRoom: Statement<[], RoomLine>;

  constructor(db: Database, root: KeyRoot) {
    this.#root = root;
    this.#transaction = db.prepare(SQL.transaction);
    this.#postingsOf = db.prepare(SQL.postingsOf);
    this.#entriesOf = db.prepare(SQL.entriesOf);
    this.#byIdempotencyKey = db.prepare(SQL.byIdempotencyKey);
    this.#byStan = db.prepare(SQL.byStan);
    this.#recent = db.prepare(SQL.recent);
    this.#unresolved = db.prepare(SQL.unresolved);
    this.#posting = db.prepare(SQL.posting);
    this.#pending = db.prepare(SQL.pending);
    this.#listPostings = db.prepare(SQL.listPostings);
    this.#oldestPending = db.prepare<[], number>(SQL.oldestPending).pluck();
    this.#queueTotals = db.prepare(SQL.queueTotals);
    this.#offlineRoom = db.prepare(SQL.offlineRoom);
  }

  /** The row of a key, or undefined when the key is none of this journal's. */
  row(key: TransactionKey): TransactionRow | undefined {
    const ours = key.terminalId === this.#root.terminalId && key.epoch === this.#root.epoch;
    return ours ? this.#transaction.get(key.number) : undefined;
  }

  postingRows(number: number): readonly PostingRow[] {
    return this.#postingsOf.all(number);
  }

  transaction(key: TransactionKey): StoredTransaction | null {
    const row = this.row(key);
    if (row === undefined) return null;
    const transaction = this.#read(row);
    const entries = this.#entriesOf
      .all(row.number)
      .map(({ number, event, at_ms, state }): JournalEntry => ({
        number,
        event,
        atMs: at_ms,
        state: state as TransactionState,
      }));
    return { transaction, postings: this.postingRows(row.number).map((it) => postingOf(it, transaction)), entries };
  }

  byIdempotencyKey(idempotencyKey: string): Transaction | null {
    const row = this.#byIdempotencyKey.get(idempotencyKey);
    return row === undefined ? null : this.#read(row);
  }

  byStan(stan: number): readonly Transaction[] {
    return this.#byStan.all(stan).map((row) => this.#read(row));
  }

  recent(limit: number): readonly Transaction[] {
    return this.#recent.all(checkLimit(limit)).map((row) => this.#read(row));
  }

  unresolved(): readonly Transaction[] {
    return this.#unresolved.all().map((row) => this.#read(row));
  }

  pending(kind: PostingKind, afterSequence: number, limit: number): readonly PendingPosting[] {
    return this.#pending.all(kind, afterSequence, checkLimit(limit)).map((row) => this.#withTransaction(row));
  }

  posting(sequence: number): PendingPosting | null {
    const row = this.#posting.get(sequence);
    return row === undefined ? null : this.#withTransaction(row);
  }

  listPostings(state: PostingState, afterSequence: number, limit: number): readonly PendingPosting[] {
    return this.#listPostings.all(state, afterSequence, checkLimit(limit)).map((row) => this.#withTransaction(row));
  }

  /** `amounts` is what was approved and waits for the host: pending advices; reversals are no money. */
  queue(): QueueSummary {
    const lines = this.#queueTotals.all();
    const count = (matches: (line: QueueLine) => boolean): number =>
      lines.filter(matches).reduce((sum, line) => sum + line.count, 0);
    return {
      advices: count((line) => line.kind === 'advice' && line.state === 'pending'),
      reversals: count((line) => line.kind === 'reversal' && line.state === 'pending'),
      parked: count((line) => line.state === 'parked'),
      oldestCreatedAtMs: this.#oldestPending.get() ?? null,
      amounts: lines
        .filter((line) => line.kind === 'advice' && line.state === 'pending')
        .map((line) => ({ currency: line.currency, count: line.count, amount: line.amount })),
    };
  }

  offlineUsage(): readonly OfflineUsage[] {
    return this.#offlineRoom
      .all()
      .map(({ entry_mode, currency, count, amount }) => ({ entryMode: entry_mode, currency, count, amount }));
  }

  #withTransaction(row: PostingRow): PendingPosting {
    const transactionRow = this.#transaction.get(row.transaction_number);
    if (transactionRow === undefined) {
      // The foreign key forbids it.
      throw new TillpostError('INTERNAL', `posting ${row.sequence} has no transaction`, {
        operation: 'journal.posting',
      });
    }
    const transaction = this.#read(transactionRow);
    return { posting: postingOf(row, transaction), transaction };
  }

  #read(row: TransactionRow): Transaction {
    return transactionOf(row, this.#root);
  }
}
