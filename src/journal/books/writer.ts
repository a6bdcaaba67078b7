import { TillpostError } from '../../domain/errors.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import { type LifecycleEvent, transition } from '../../domain/lifecycle.js';
import { money, sameMoney } from '../../domain/money.js';
import type { Posting } from '../../domain/posting.js';
import { isFinal, type Transaction } from '../../domain/transaction.js';
import type { Applied, SaleOrder } from '../../ports/index.js';
import type { EntryChain } from '../chain/entry-chain.js';
import type { Database } from '../file/database.js';
import type { Space } from '../file/space.js';
import type { BatchQueries } from '../tables/batch-queries.js';
import type { Queries } from '../tables/queries.js';
import {
  type Kept,
  type KeyRoot,
  postingOf,
  type PostingRow,
  postingRow,
  stateFields,
  transactionOf,
  type TransactionRow,
  transactionRow,
} from '../tables/rows.js';
import { StoredRows } from '../tables/stored-rows.js';
import { BatchWriter } from './batch-writer.js';
import { guardEvent } from './card-guard.js';
import { ChainSubjects } from './chain-subjects.js';
import { StoredCommands } from './commands.js';
import { Effects } from './effects.js';
import { Entries, type EntryDraft, factOf, type Tail } from './entries.js';
import { purgeSlice } from './retention.js';
import { StoredSettings } from './settings.js';
import { Totals } from './totals.js';

/** DE 11 has six digits and no zero. */
const STAN_MAX = 999_999;
const NOTHING_KEPT: Kept = { void_idempotency_key: null, decided_at_ms: null, posted_at_ms: null, closed_at_ms: null };

export interface WriterParts {
  readonly db: Database;
  readonly root: KeyRoot;
  readonly chain: EntryChain;
  readonly space: Space;
  readonly tail: Tail;
  readonly queries: Queries;
  readonly batchQueries: BatchQueries;
}

/**
 * The writes of the journal. Each runs inside a SQLite transaction that the store opens and commits; after a
 * write that throws the store rolls its rows back and sets `tail` to what it was.
 */
export class Writer {
  readonly batches: BatchWriter;
  readonly settings: StoredSettings;
  readonly commands: StoredCommands;
  readonly #db: Database;
  readonly #root: KeyRoot;
  readonly #chain: EntryChain;
  readonly #queries: Queries;
  readonly #space: Space;
  readonly #entries: Entries;
  readonly #subjects: ChainSubjects;
  readonly #totals: Totals;
  readonly #effects: Effects;
  readonly #rows: StoredRows;

  constructor({ db, root, chain, space, tail, queries, batchQueries }: WriterParts) {
    this.#db = db;
    this.#root = root;
    this.#chain = chain;
    this.#queries = queries;
    this.#space = space;
    this.#entries = new Entries(db, chain, tail);
    this.#subjects = new ChainSubjects(db, this.#entries);
    this.#totals = new Totals(db);
    this.#effects = new Effects(this.#totals);
    this.batches = new BatchWriter(db, this.#entries, this.#subjects, batchQueries);
    this.settings = new StoredSettings(db, this.#subjects);
    this.commands = new StoredCommands(db, this.#subjects);
    this.#rows = new StoredRows(db);
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
    const known = order.idempotencyKey === null ? null : this.#queries.byIdempotencyKey(order.idempotencyKey);
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
    this.batches.ensureFirst(order.startedAtMs, atMs);
    const number = this.tail.transactions + 1;
    const transaction: Transaction = {
      key: { ...this.#root, number },
      type: order.type,
      state: 'started',
      money: money(order.money.amount, order.money.currency.code),
      stan: ((number - 1) % STAN_MAX) + 1,
      idempotencyKey: order.idempotencyKey,
      startedAtMs: order.startedAtMs,
      clock: order.clock,
      card: null,
      verdict: null,
      answer: null,
      deferred: false,
      offlineRoom: false,
      postedBatch: null,
      voidedBatch: null,
    };
    const row = transactionRow(transaction, NOTHING_KEPT, this.tail.entry + 1);
    this.#entries.append({ ...this.#draft('begin', atMs, row, []), transactions: number });
    this.#rows.insert(row);
    return { transaction, isNew: true };
  }

  /** @throws NOT_FOUND, ILLEGAL_EVENT, CLEAR_CARD_DATA, IDEMPOTENCY_MISMATCH for the key of a void */
  apply(key: TransactionKey, offered: LifecycleEvent, atMs: number): Applied {
    const before = this.#queries.row(key);
    if (before === undefined) {
      throw new TillpostError('NOT_FOUND', 'no such transaction in this journal', {
        operation: 'journal.apply',
        subject: keyText(key),
      });
    }
    const event = guardEvent(offered);
    const { transaction, effects } = transition(transactionOf(before, this.#root), event);
    if (event.name === 'void') this.#checkVoidKey(event.idempotencyKey);
    const postings = this.#queries.postingRows(before.number).map((row) => postingOf(row, transaction));
    const last = this.tail.postings;
    const changed = this.#effects.carryOut({ transaction, postings, event, atMs, last }, effects);
    const after = merged(postings, changed);
    const kept = keptAfter(before, transaction, event, after, atMs);
    const row = transactionRow(transaction, kept, this.tail.entry + 1, before);
    const rowOf = (posting: Posting): PostingRow => postingRow(posting, row.number);
    this.#entries.append({
      ...this.#draft(event.name, atMs, row, after.map(rowOf)),
      postings: Math.max(last, ...changed.map(({ sequence }) => sequence)),
      fact: factOf(event),
    });
    this.#rows.update(row);
    for (const posting of changed) this.#rows.putPosting(rowOf(posting));
    return { transaction, effects, posting: changed.at(-1) ?? null, postings: changed };
  }

  /** The host's order; each transaction that held room says in its own entry that it holds none any more. */
  resetOfflineUsage(atMs: number): void {
    for (const before of this.#queries.holdingRoom()) {
      const row = { ...before, offline_room: 0, last_entry: this.tail.entry + 1 };
      const postings = this.#queries.postingRows(row.number);
      this.#entries.append(this.#draft('giveOfflineRoom', atMs, row, postings));
      this.#rows.update(row);
    }
    this.#totals.clearRoom();
    this.#entries.append({ event: 'resetOfflineUsage', atMs });
  }

  /** @returns how many transactions went */
  purge(beforeMs: number, limit: number, atMs: number): number {
    const record = purgeSlice(this.#db, beforeMs, limit, (entry) => this.#subjects.carry(entry, atMs));
    if (record === null) return 0;
    this.#entries.append({ event: 'purge', atMs, purge: record });
    return record.transactions.length;
  }

  #checkVoidKey(idempotencyKey: string | null): void {
    const known = idempotencyKey === null ? null : this.#queries.byIdempotencyKey(idempotencyKey);
    if (known !== null) throw mismatch(known.key, 'journal.apply');
  }

  #draft(event: string, atMs: number, row: TransactionRow, postings: readonly PostingRow[]): EntryDraft {
    return {
      event,
      atMs,
      transactionNumber: row.number,
      state: row.state as Transaction['state'],
      after: stateFields(row, postings, this.#chain),
    };
  }
}

function merged(postings: readonly Posting[], changed: readonly Posting[]): readonly Posting[] {
  const bySequence = new Map([...postings, ...changed].map((posting) => [posting.sequence, posting]));
  return [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
}

function keptAfter(
  before: TransactionRow,
  transaction: Transaction,
  event: LifecycleEvent,
  postings: readonly Posting[],
  atMs: number,
): Kept {
  const owes = postings.some(({ state }) => state === 'pending' || state === 'parked');
  const isPosted = transaction.state === 'posted' || transaction.postedBatch !== null;
  return {
    void_idempotency_key: event.name === 'void' ? event.idempotencyKey : before.void_idempotency_key,
    decided_at_ms: before.decided_at_ms ?? (transaction.verdict === null ? null : atMs),
    posted_at_ms: before.posted_at_ms ?? (isPosted ? atMs : null),
    closed_at_ms: isFinal(transaction.state) && !owes ? (before.closed_at_ms ?? atMs) : null,
  };
}

function mismatch(known: TransactionKey, operation: string): TillpostError {
  return new TillpostError('IDEMPOTENCY_MISMATCH', 'the idempotency key belongs to another sale', {
    operation,
    subject: keyText(known),
    hint: 'A till uses a new idempotency key for every sale and every void, and the same one only to repeat it.',
  });
}
