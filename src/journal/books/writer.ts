import { TillpostError } from '../../domain/errors.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import { type LifecycleEvent, transition } from '../../domain/lifecycle.js';
import { money, sameMoney } from '../../domain/money.js';
import { isOwed, type Posting } from '../../domain/posting.js';
import { isFinal, type Transaction } from '../../domain/transaction.js';
import type { Applied, SaleOrder, ShownNote } from '../../ports/index.js';
import type { EntryChain } from '../chain/entry-chain.js';
import type { Database } from '../file/database.js';
import type { Space } from '../file/space.js';
import type { BatchQueries } from '../tables/batch-queries.js';
import type { Queries } from '../tables/queries.js';
import { postingOf, postingRow, transactionOf, transactionRow } from '../tables/row-mapping.js';
import {
  type Kept,
  type KeyRoot,
  NOTHING_KEPT,
  type PostingRow,
  replaced,
  type TransactionRow,
} from '../tables/rows.js';
import { BatchWriter } from './batch-writer.js';
import { guardEvent } from './card-guard.js';
import { ChainSubjects } from './chain-subjects.js';
import { StoredCommands } from './commands.js';
import { DayWriter } from './day-writer.js';
import { carryOut } from './effects.js';
import { Entries, factOf, type Tail } from './entries.js';
import { Pen } from './pen.js';
import { purgeSlice } from './retention.js';
import { RunBook } from './run-book.js';
import { StoredSettings } from './settings.js';

/** DE 11 has six digits and no zero. */
const STAN_MAX = 999_999;

export interface WriterParts {
  readonly db: Database;
  readonly root: KeyRoot;
  readonly mark: string;
  /** Who is paid by what begins now. */
  readonly merchantId: string;
  readonly chain: EntryChain;
  readonly space: Space;
  readonly tail: Tail;
  readonly queries: Queries;
  readonly batchQueries: BatchQueries;
}

/** What an event is carried out on. Good until the next write. */
export interface Standing {
  readonly rows: { readonly row: TransactionRow; readonly postings: readonly PostingRow[] };
  readonly transaction: Transaction;
  /** By sequence. */
  readonly postings: readonly Posting[];
}

/**
 * The writes of the journal. Each runs inside a SQLite transaction that the store opens and commits; after a
 * write that throws the store rolls its rows back and sets `tail` to what it was.
 */
export class Writer {
  readonly batches: BatchWriter;
  readonly runs: RunBook;
  readonly days: DayWriter;
  readonly settings: StoredSettings;
  readonly commands: StoredCommands;
  readonly #db: Database;
  readonly #root: KeyRoot;
  readonly #mark: string;
  readonly #merchantId: string;
  readonly #queries: Queries;
  readonly #batchQueries: BatchQueries;
  readonly #space: Space;
  readonly #entries: Entries;
  readonly #subjects: ChainSubjects;
  readonly #pen: Pen;

  constructor({ db, root, mark, merchantId, chain, space, tail, queries, batchQueries }: WriterParts) {
    this.#db = db;
    this.#root = root;
    this.#mark = mark;
    this.#merchantId = merchantId;
    this.#queries = queries;
    this.#batchQueries = batchQueries;
    this.#space = space;
    this.#entries = new Entries(db, chain, tail);
    this.#subjects = new ChainSubjects(db, this.#entries);
    this.#pen = new Pen(db, chain, this.#entries);
    this.batches = new BatchWriter(db, this.#entries, this.#subjects, batchQueries, merchantId);
    this.runs = new RunBook(db, this.#subjects);
    this.settings = new StoredSettings(db, this.#subjects);
    const { runs, batches, settings } = this;
    this.days = new DayWriter({
      db,
      runs,
      batches,
      settings,
      batchQueries,
      subjects: this.#subjects,
      queries,
      pen: this.#pen,
      applied: (number) => this.#applied(number),
    });
    this.commands = new StoredCommands(db, this.#subjects);
  }

  /** Newest entry and the numbers given so far, including what is not committed yet. */
  get tail(): Tail {
    return this.#entries.tail;
  }

  set tail(tail: Tail) {
    this.#entries.tail = tail;
  }

  /** The first one opens the first batch. @throws IDEMPOTENCY_MISMATCH, JOURNAL_FULL, AMOUNT_INVALID */
  begin(order: SaleOrder, atMs: number): { readonly transaction: Transaction; readonly isNew: boolean } {
    const known =
      order.idempotencyKey === null ? null : this.#queries.byIdempotencyKey(order.idempotencyKey, order.tillId);
    if (known !== null) {
      const same =
        known.idempotencyKey === order.idempotencyKey &&
        known.type === order.type &&
        sameMoney(known.money, order.money);
      if (same) return { transaction: known, isNew: false };
      throw mismatch(known.key, 'journal.begin');
    }
    // Only a new sale is refused: what is under way keeps its room for outcome, reversal and receipt.
    this.#space.assertRoom();
    const number = this.tail.transactions + 1;
    const transaction: Transaction = {
      key: { ...this.#root, mark: this.#mark, number },
      merchantId: this.#merchantId,
      type: order.type,
      state: 'started',
      money: money(order.money.amount, order.money.currency.code),
      stan: ((number - 1) % STAN_MAX) + 1,
      tillId: order.tillId ?? null,
      idempotencyKey: order.idempotencyKey,
      orderReference: order.orderReference ?? null,
      vouched: order.vouched ?? false,
      startedAtMs: order.startedAtMs,
      clock: order.clock,
      card: null,
      verdict: null,
      answer: null,
      deferred: false,
      offlineRoom: false,
      batch: this.days.enter(atMs),
      postedBatch: null,
      voidedBatch: null,
      reader: order.reader ?? null,
      shown: 'unknown',
      shownAtMs: null,
    };
    const row = transactionRow(transaction, { ...NOTHING_KEPT, begun_at_ms: atMs });
    this.#pen.write({ event: 'begin', atMs, before: null, row, postings: [] });
    return { transaction, isNew: true };
  }

  /** @throws NOT_FOUND, ILLEGAL_EVENT, CLEAR_CARD_DATA, IDEMPOTENCY_MISMATCH for the key of a void */
  apply(key: TransactionKey, event: LifecycleEvent, atMs: number): Applied {
    const standing = this.standing(key);
    if (standing !== null) return this.move(standing, event, atMs);
    throw new TillpostError('NOT_FOUND', 'no such transaction in this journal', {
      operation: 'journal.apply',
      subject: keyText(key),
    });
  }

  /** A transaction with its postings as they stand at this moment of the commit; null when the key is unknown. */
  standing(key: TransactionKey): Standing | null {
    const row = this.#queries.row(key);
    if (row === undefined) return null;
    const rows = { row, postings: this.#queries.postingRows(row.number) };
    const transaction = transactionOf(row, this.#root);
    return { rows, transaction, postings: rows.postings.map((it) => postingOf(it, transaction)) };
  }

  /** For an event that was chosen by what stands. @throws as `apply` does */
  move(standing: Standing, offered: LifecycleEvent, atMs: number, seenAtMs = atMs): Applied {
    const { rows, transaction: stood, postings } = standing;
    const before = rows.row;
    const event = guardEvent(offered);
    const { transaction: moved, effects } = transition(stood, event);
    const transaction = moved.shown === stood.shown ? moved : { ...moved, shownAtMs: seenAtMs };
    if (event.name === 'void') this.#checkVoid(stood, event.idempotencyKey, event.tillId ?? null);
    const changed = carryOut({ transaction, postings, event, atMs, last: this.tail.postings }, effects);
    const kept = keptAfter(before, transaction, event, replaced(postings, changed), atMs);
    const row = transactionRow(transaction, kept, before);
    this.#pen.write({
      event: event.name,
      atMs,
      before: rows,
      row,
      postings: changed.map((posting) => postingRow(posting, row.number)),
      fact: factOf(event),
    });
    return { transaction, effects, posting: changed.at(-1) ?? null, postings: changed };
  }

  /**
   * What is seen again, or of what retention took, is worth no entry.
   * @param seenAtMs when it was noted: it may have waited for this commit
   */
  noteShown({ key, shown, cause }: ShownNote, atMs: number, seenAtMs = atMs): void {
    const standing = this.standing(key);
    if (standing === null || standing.transaction.shown === shown) return;
    this.move(standing, { name: 'shown', shown, cause }, atMs, seenAtMs);
  }

  #applied(number: number): Applied {
    const transaction = transactionOf(this.#queries.rowAt(number)!, this.#root);
    const postings = this.#queries.postingRows(number).map((it) => postingOf(it, transaction));
    return { transaction, effects: [], posting: postings.at(-1) ?? null, postings };
  }

  /** The host's order; each transaction that held room says in its own entry that it holds none any more. */
  resetOfflineUsage(atMs: number): void {
    for (const holder of this.#queries.holdingRoom()) {
      const before = { row: holder, postings: this.#queries.postingRows(holder.number) };
      const row = { ...holder, offline_room: 0 };
      this.#pen.write({ event: 'giveOfflineRoom', atMs, before, row, postings: [] });
    }
    this.#entries.append({ event: 'resetOfflineUsage', atMs });
  }

  /** @returns how many transactions went */
  purge(beforeMs: number, limit: number, atMs: number): number {
    const record = purgeSlice(this.#db, beforeMs, limit, (entry) => this.#subjects.carry(entry, atMs));
    if (record === null) return 0;
    this.#entries.append({ event: 'purge', atMs, purge: record });
    return record.transactions.length;
  }

  /** What a sealed batch holds stays in it, also when it is sealed between the till's question and this commit. */
  /** What is parked was never posted: taking it back moves no money, sealed or not. */
  #checkVoid({ key, state, batch }: Transaction, idempotencyKey: string | null, tillId: string | null): void {
    if (state !== 'parked' && batch !== null && batch !== (this.#batchQueries.newest() ?? 1))
      throw new TillpostError('ILLEGAL_EVENT', `its batch ${batch} is sealed`, {
        operation: 'journal.apply',
        subject: keyText(key),
      });
    const known = idempotencyKey === null ? null : this.#queries.byIdempotencyKey(idempotencyKey, tillId);
    if (known !== null) throw mismatch(known.key, 'journal.apply');
  }
}

function keptAfter(
  before: TransactionRow,
  transaction: Transaction,
  event: LifecycleEvent,
  postings: readonly Posting[],
  atMs: number,
): Kept {
  const isPosted = transaction.state === 'posted' || transaction.postedBatch !== null;
  return {
    ...(event.name === 'void'
      ? { void_till_id: event.tillId ?? null, void_idempotency_key: event.idempotencyKey }
      : { void_till_id: before.void_till_id, void_idempotency_key: before.void_idempotency_key }),
    begun_at_ms: before.begun_at_ms,
    decided_at_ms: before.decided_at_ms ?? (transaction.verdict === null ? null : atMs),
    posted_at_ms: before.posted_at_ms ?? (isPosted ? atMs : null),
    closed_at_ms: isFinal(transaction.state) && !postings.some(isOwed) ? (before.closed_at_ms ?? atMs) : null,
  };
}

function mismatch(known: TransactionKey, operation: string): TillpostError {
  return new TillpostError('IDEMPOTENCY_MISMATCH', 'the idempotency key belongs to another sale', {
    operation,
    subject: keyText(known),
    hint: 'A till uses a new idempotency key for every sale and every void, and the same one only to repeat it.',
  });
}
