import { TillpostError } from '../domain/errors.js';
import { type TransactionKey, keyText } from '../domain/key.js';
import { type Effect, type LifecycleEvent, transition } from '../domain/lifecycle.js';
import { money, sameMoney } from '../domain/money.js';
import type { Posting } from '../domain/posting.js';
import { type Transaction, isFinal } from '../domain/transaction.js';
import type { Applied, SaleOrder } from '../ports.js';
import type { Database, Statement } from './database.js';
import { guardEvent } from './card-guard.js';
import { Entries, type EntryPayload, type Tail, factOf } from './entries.js';
import type { EntryChain } from './entry-chain.js';
import type { Queries } from './queries.js';
import { purgeSlice } from './retention.js';
import {
  type KeyRoot,
  type PostingRow,
  type TransactionRow,
  postingOf,
  postingRow,
  stateFields,
  transactionOf,
  transactionRow,
} from './rows.js';
import type { Space } from './space.js';
import { Totals } from './totals.js';

/** DE 11 has six digits and no zero. */
const STAN_MAX = 999_999;

/**
 * The writes of the journal. Each runs inside a SQLite transaction that the store opens and commits; a write
 * that throws leaves `tail` as it was, and the store rolls its rows back.
 */
export class Writer {
  /** Newest entry and the numbers given so far, including what is not committed yet. */
  tail: Tail;
  readonly #db: Database;
  readonly #root: KeyRoot;
  readonly #chain: EntryChain;
  readonly #queries: Queries;
  readonly #space: Space;
  readonly #entries: Entries;
  readonly #totals: Totals;
  readonly #insert: Statement<[TransactionRow]>;
  readonly #update: Statement<[TransactionRow]>;
  readonly #upsertPosting: Statement<[PostingRow]>;

  constructor(db: Database, root: KeyRoot, chain: EntryChain, queries: Queries, space: Space, tail: Tail) {
    this.#db = db;
    this.#root = root;
    this.#chain = chain;
    this.#queries = queries;
    this.#space = space;
    this.tail = tail;
    this.#entries = new Entries(db, chain);
    this.#totals = new Totals(db);
    this.#insert = db.prepare(`
      INSERT INTO sale_transaction (number, type, state, amount, currency, stan, idempotency_key, started_at_ms, clock,
                                    card, ciphertext, ksn, emv, verdict, answer, closed_at_ms, last_entry)
      VALUES (@number, @type, @state, @amount, @currency, @stan, @idempotency_key, @started_at_ms, @clock,
              @card, @ciphertext, @ksn, @emv, @verdict, @answer, @closed_at_ms, @last_entry)`);
    this.#update = db.prepare(`
      UPDATE sale_transaction
         SET state = @state, card = @card, ciphertext = @ciphertext, ksn = @ksn, emv = @emv, verdict = @verdict,
             answer = @answer, closed_at_ms = @closed_at_ms, last_entry = @last_entry
       WHERE number = @number`);
    this.#upsertPosting = db.prepare(`
      INSERT INTO posting (sequence, transaction_number, kind, response, reason, state, refusals, parked_reason,
                           created_at_ms)
      VALUES (@sequence, @transaction_number, @kind, @response, @reason, @state, @refusals, @parked_reason,
              @created_at_ms)
      ON CONFLICT (sequence) DO UPDATE
         SET state = excluded.state, refusals = excluded.refusals, parked_reason = excluded.parked_reason`);
  }

  /** @throws IDEMPOTENCY_MISMATCH, JOURNAL_FULL, AMOUNT_INVALID */
  begin(order: SaleOrder, atMs: number): { readonly transaction: Transaction; readonly isNew: boolean } {
    const known = order.idempotencyKey === null ? null : this.#queries.byIdempotencyKey(order.idempotencyKey);
    if (known !== null) {
      if (known.type === order.type && sameMoney(known.money, order.money)) return { transaction: known, isNew: false };
      throw new TillpostError('IDEMPOTENCY_MISMATCH', 'the idempotency key belongs to another sale', {
        operation: 'journal.begin',
        subject: keyText(known.key),
        hint: 'A till uses a new idempotency key for every sale, and the same one only to repeat it.',
      });
    }
    // Only a new sale is refused: what is under way keeps its room for outcome, reversal and receipt.
    this.#space.assertRoom();
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
    };
    const row = transactionRow(transaction, null, this.tail.entry + 1);
    const tail = this.#entries.append(this.tail, {
      ...this.#payload('begin', atMs, row, []),
      transactions: number,
    });
    this.#insert.run(row);
    this.tail = tail;
    return { transaction, isNew: true };
  }

  /** @throws NOT_FOUND, ILLEGAL_EVENT, CLEAR_CARD_DATA */
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
    const postings = this.#queries.postingRows(key.number).map((row) => postingOf(row, transaction));
    const posting = this.#postingAfter(transaction, postings.at(-1) ?? null, effects, atMs);
    const closedAtMs = isFinal(transaction.state) ? (before.closed_at_ms ?? atMs) : null;
    const row = transactionRow(transaction, closedAtMs, this.tail.entry + 1);
    const others = postings.filter((it) => it.sequence !== posting?.sequence).map(postingRow);
    const tail = this.#entries.append(this.tail, {
      ...this.#payload(event.name, atMs, row, posting === null ? others : [...others, postingRow(posting)]),
      postings: Math.max(this.tail.postings, posting?.sequence ?? 0),
      fact: factOf(event),
    });
    this.#update.run(row);
    if (posting !== null) this.#upsertPosting.run(postingRow(posting));
    this.tail = tail;
    return { transaction, effects, posting };
  }

  /** @returns how many transactions went */
  purge(beforeMs: number, limit: number, atMs: number): number {
    const record = purgeSlice(this.#db, beforeMs, limit);
    if (record === null) return 0;
    this.tail = this.#entries.append(this.tail, {
      event: 'purge',
      atMs,
      transactionNumber: null,
      state: null,
      transactions: this.tail.transactions,
      postings: this.tail.postings,
      after: null,
      fact: null,
      purge: record,
    });
    return record.transactions.length;
  }

  /** Carries the effects out: sums at once, the posting as the caller must store it. Null when none is touched. */
  #postingAfter(
    transaction: Transaction,
    newest: Posting | null,
    effects: readonly Effect[],
    atMs: number,
  ): Posting | null {
    const { money: amount, card, key } = transaction;
    let touched: Posting | null = null;
    for (const effect of effects) {
      switch (effect.kind) {
        case 'post':
          touched = {
            sequence: this.tail.postings + 1,
            key,
            content: effect.content,
            money: amount,
            state: 'pending',
            refusals: 0,
            parkedReason: null,
            createdAtMs: atMs,
          };
          this.#totals.enter(effect.content.kind, 'pending', amount);
          break;
        case 'receiptPosting':
          touched = { ...owed(newest, key), state: 'receipted' };
          this.#totals.leave(touched.content.kind, 'pending', amount);
          break;
        case 'countRefusal': {
          const refused = owed(newest, key);
          touched = { ...refused, refusals: refused.refusals + 1 };
          break;
        }
        case 'parkPosting':
          touched = { ...owed(newest, key), state: 'parked', parkedReason: effect.reason };
          this.#totals.leave(touched.content.kind, 'pending', amount);
          this.#totals.enter(touched.content.kind, 'parked', amount);
          break;
        case 'takeOfflineRoom':
        case 'giveOfflineRoom':
          if (card === null) throw defect('an offline approval has no card', key);
          if (effect.kind === 'takeOfflineRoom') this.#totals.takeRoom(card.entryMode, amount);
          else this.#totals.giveRoom(card.entryMode, amount);
          break;
      }
    }
    return touched;
  }

  #payload(event: string, atMs: number, row: TransactionRow, postings: readonly PostingRow[]): EntryPayload {
    return {
      event,
      atMs,
      transactionNumber: row.number,
      state: row.state as Transaction['state'],
      transactions: this.tail.transactions,
      postings: this.tail.postings,
      after: stateFields(row, postings, this.#chain),
      fact: null,
      purge: null,
    };
  }
}

/** The posting that a receipt is about: of a transaction, only the newest can still be owed. */
function owed(newest: Posting | null, key: TransactionKey): Posting {
  if (newest === null || newest.state !== 'pending') throw defect('a receipt finds no pending posting', key);
  return newest;
}

function defect(message: string, key: TransactionKey): TillpostError {
  return new TillpostError('INTERNAL', message, {
    operation: 'journal.apply',
    subject: keyText(key),
    hint: 'This is a defect. Keep the journal and the log, and report it.',
  });
}
