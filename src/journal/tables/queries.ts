import type { EntryMode } from '../../domain/card.js';
import { TillpostError } from '../../domain/errors.js';
import type { TransactionKey } from '../../domain/key.js';
import type { Money } from '../../domain/money.js';
import type { OfflineUsage, Used } from '../../domain/offline-policy.js';
import type { OwedState, PostingKind, PostingState } from '../../domain/posting.js';
import type { Transaction, TransactionState } from '../../domain/transaction.js';
import type {
  CurrencySum,
  JournalEntry,
  PendingPosting,
  QueueSummary,
  Resendable,
  StoredTransaction,
} from '../../ports/index.js';
import type { Database, Statement } from '../file/database.js';
import { LateQueries } from './late-queries.js';
import { checkLimit, LIMIT_MAX } from './limits.js';
import { postingOf, transactionOf } from './row-mapping.js';
import { keyOf, type KeyRoot, type Place, type PostingRow, type TransactionRow } from './rows.js';
import { SQL } from './sql.js';

interface EntryLine {
  readonly number: number;
  readonly event: string;
  readonly at_ms: number;
  readonly state: string;
}
interface QueueLine {
  readonly kind: PostingKind;
  readonly state: OwedState;
  readonly currency: string;
  readonly count: number;
  readonly amount: number;
}
interface Likeness {
  readonly token: string;
  readonly currency: string;
  readonly amount: number;
  readonly window: number;
  readonly except: number;
}
interface ResendPage {
  readonly afterSequence: number;
  readonly afterTransaction: number;
  readonly afterNumber: number;
  readonly limit: number;
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
  readonly #late: LateQueries;
  readonly #merchantId: string;
  readonly #transaction: Statement<[number], TransactionRow>;
  readonly #byOrigin: Statement<[string, string, number], TransactionRow>;
  readonly #origins: Statement<[], string>;
  readonly #unsettled: Statement<[], PostingRow>;
  readonly #postingsOf: Statement<[number], PostingRow>;
  readonly #entriesOf: Statement<[number], EntryLine>;
  readonly #byIdempotencyKey: Statement<[string, string], TransactionRow>;
  readonly #byVoidKey: Statement<[string, string], TransactionRow>;
  readonly #byStan: Statement<[number], TransactionRow>;
  readonly #recent: Statement<[number], TransactionRow>;
  readonly #unresolved: Statement<[], TransactionRow>;
  readonly #unshown: Statement<[number], TransactionRow>;
  readonly #posting: Statement<[number], PostingRow>;
  readonly #pending: Statement<[string, number, string, number], PostingRow>;
  readonly #listPostings: Statement<[string, number, number], PostingRow>;
  readonly #queueTotals: Statement<[], QueueLine>;
  readonly #offlineRoom: Statement<[], RoomLine>;
  readonly #cardRoom: Statement<[string, string], Used>;
  readonly #holdingRoom: Statement<[], TransactionRow>;
  readonly #similar: Statement<[Likeness], TransactionRow>;
  readonly #resendable: Statement<[ResendPage & { readonly merchantId: string }], Place>;
  readonly #heldSequences: Statement<[{ readonly after: number }], number>;

  /** @param merchantId in whose name the host is spoken to; left out where that is not done */
  constructor(db: Database, root: KeyRoot, merchantId = '') {
    this.#root = root;
    this.#merchantId = merchantId;
    this.#transaction = db.prepare(SQL.transaction);
    this.#origins = db.prepare<[], string>(SQL.origins).pluck();
    this.#byOrigin = db.prepare(SQL.byOrigin);
    this.#unsettled = db.prepare(SQL.unsettled);
    this.#postingsOf = db.prepare(SQL.postingsOf);
    this.#entriesOf = db.prepare(SQL.entriesOf);
    this.#byIdempotencyKey = db.prepare(SQL.byIdempotencyKey);
    this.#byVoidKey = db.prepare(SQL.byVoidKey);
    this.#byStan = db.prepare(SQL.byStan);
    this.#recent = db.prepare(SQL.recent);
    this.#unresolved = db.prepare(SQL.unresolved);
    this.#unshown = db.prepare(SQL.unshown);
    this.#posting = db.prepare(SQL.posting);
    this.#pending = db.prepare(SQL.pending);
    this.#listPostings = db.prepare(SQL.listPostings);
    this.#late = new LateQueries(db);
    this.#queueTotals = db.prepare(SQL.queueTotals);
    this.#offlineRoom = db.prepare(SQL.offlineRoom);
    this.#cardRoom = db.prepare(SQL.cardRoom);
    this.#holdingRoom = db.prepare(SQL.holdingRoom);
    this.#similar = db.prepare(SQL.similar);
    this.#resendable = db.prepare(SQL.resendable);
    this.#heldSequences = db.prepare<[{ readonly after: number }], number>(SQL.heldSequences).pluck();
  }

  /** The row of a key, or undefined when the key is none of this journal's and none that it took over. */
  row({ terminalId, epoch, mark, number }: TransactionKey): TransactionRow | undefined {
    if (terminalId !== this.#root.terminalId) return undefined;
    const row = epoch === this.#root.epoch ? this.#transaction.get(number) : undefined;
    if (row?.origin_epoch === null && row.mark === mark) return row;
    return this.#byOrigin.get(epoch, mark, number);
  }

  /** Epochs of the journals whose transactions stand here. */
  origins(): readonly string[] {
    return this.#origins.all();
  }

  /** Whether no transaction has the place. */
  isFree(number: number): boolean {
    return this.#transaction.get(number) === undefined;
  }

  rowAt(number: number): TransactionRow | undefined {
    return this.#transaction.get(number);
  }

  postingRows(number: number): readonly PostingRow[] {
    return this.#postingsOf.all(number);
  }

  transaction(key: TransactionKey): StoredTransaction | null {
    const row = this.row(key);
    if (row === undefined) return null;
    const transaction = this.#read(row);
    const entries = this.#entriesOf.all(row.number).map(({ number, event, at_ms, state }): JournalEntry => ({
      number,
      event,
      atMs: at_ms,
      state: state as TransactionState,
    }));
    return { transaction, postings: this.postingRows(row.number).map((it) => postingOf(it, transaction)), entries };
  }

  /** By the key of the sale or of its void, as this till gave it. */
  byIdempotencyKey(idempotencyKey: string, tillId: string | null = null): Transaction | null {
    const till = tillId ?? '';
    const row = this.#byIdempotencyKey.get(idempotencyKey, till) ?? this.#byVoidKey.get(idempotencyKey, till);
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

  unshown(limit: number): readonly Transaction[] {
    return this.#unshown.all(checkLimit(limit)).map((row) => this.#read(row));
  }

  pending(kind: PostingKind, afterSequence: number, limit: number): readonly PendingPosting[] {
    return this.#pending
      .all(kind, afterSequence, this.#merchantId, checkLimit(limit))
      .map((row) => this.#withTransaction(row));
  }

  posting(sequence: number): PendingPosting | null {
    const row = this.#posting.get(sequence);
    return row === undefined ? null : this.#withTransaction(row);
  }

  listPostings(state: PostingState, afterSequence: number, limit: number): readonly PendingPosting[] {
    return this.#listPostings.all(state, afterSequence, checkLimit(limit)).map((row) => this.#withTransaction(row));
  }

  /** All that is owed, parked too, by sequence. */
  unsettled(): readonly PendingPosting[] {
    return this.#unsettled.all().map((row) => this.#withTransaction(row));
  }

  /** `amounts` is what was approved and waits for the host, or for a person: advices; reversals are no money. */
  queue(nowMs: number): QueueSummary {
    const lines = this.#queueTotals.all();
    const oldest = this.#late.oldest();
    const count = (matches: (line: QueueLine) => boolean): number =>
      lines.filter(matches).reduce((sum, line) => sum + line.count, 0);
    const waiting = (state: OwedState): readonly CurrencySum[] =>
      lines
        .filter((line) => line.kind === 'advice' && line.state === state)
        .map((line) => ({ currency: line.currency, count: line.count, amount: line.amount }));
    return {
      advices: count((line) => line.kind === 'advice' && line.state === 'pending'),
      reversals: count((line) => line.kind === 'reversal' && line.state === 'pending'),
      parked: count((line) => line.state === 'parked'),
      oldestCreatedAtMs: oldest,
      oldestAgeMs: oldest === null ? null : Math.max(0, nowMs - oldest),
      amounts: waiting('pending'),
      parkedAmounts: waiting('parked'),
    };
  }

  offlineUsage(): readonly OfflineUsage[] {
    return this.#offlineRoom
      .all()
      .map(({ entry_mode, currency, count, amount }) => ({ entryMode: entry_mode, currency, count, amount }));
  }

  cardUsage(token: string, currency: string): Used {
    return this.#cardRoom.get(token, currency) ?? { count: 0, amount: 0 };
  }

  holdingRoom(): readonly TransactionRow[] {
    return this.#holdingRoom.all();
  }

  similar(token: string, { amount, currency }: Money, windowMs: number, except: TransactionKey): Transaction | null {
    const row = this.#similar.get({ token, currency: currency.code, amount, window: windowMs, except: except.number });
    return row === undefined ? null : this.#read(row);
  }

  /**
   * What may be sent again: numbers above `afterTransaction`, and those with a posting above `afterSequence`,
   * of whatever journal.
   * What is still owed is sent anyway and is not among them.
   * @param last highest sequence given so far
   */
  resendable(page: ResendPage, last: number): Resendable {
    const rows = this.#resendable.all({
      ...page,
      merchantId: this.#merchantId,
      limit: checkLimit(page.limit),
    });
    return {
      keys: rows.map((row) => keyOf(row, this.#root)),
      after: rows.at(-1)?.number ?? page.afterNumber,
      goneSequences: this.#gone(page.afterSequence, last),
    };
  }

  /** Sequences above `after` that nothing bears any more, the first LIMIT_MAX of them. */
  #gone(after: number, last: number): readonly number[] {
    const gone: number[] = [];
    let next = after + 1;
    const fill = (end: number): void => {
      for (; next < end && gone.length < LIMIT_MAX; next += 1) gone.push(next);
      next = end + 1;
    };
    for (const held of this.#heldSequences.iterate({ after })) {
      fill(held);
      if (gone.length >= LIMIT_MAX) return gone;
    }
    fill(last + 1);
    return gone;
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
