import Database from 'better-sqlite3';
import { currencyByCode } from '../../../src/domain/currency.js';
import { keyText, type TransactionKey } from '../../../src/domain/key.js';
import { AMOUNT_MAX } from '../../../src/domain/money.js';
import type { TransactionType } from '../../../src/domain/transaction.js';
import type { PostingMessage, RequestMessage } from '../../../src/protocol/envelope.js';
import type { Fault } from '../fault.js';
import { retrievalReference } from '../issuer.js';
import type { PanProof } from '../pan-proof.js';
import {
  applyContract,
  asksForDecision,
  type ContractStep,
  type Decision,
  type LedgerRow,
  ofAnother,
} from './contract.js';
import { backupBook, restoreBook } from './ledger-backup.js';
import { LEDGER_SCHEMA, LEDGER_VERSION } from './ledger-schema.js';

export interface LedgerEntry {
  readonly message: RequestMessage | PostingMessage;
  readonly merchantId: string;
  readonly panProof: PanProof;
  readonly atMs: number;
}

/** What a story orders to go wrong with one new posting: another amount, told too; or told and then forgotten. */
export type Misdeed = { readonly kind: 'wrongAmount'; readonly by: number } | { readonly kind: 'forgets' };

interface StoredRow {
  readonly id: number;
  readonly merchant: string;
  readonly type: TransactionType;
  readonly state: 'posted' | 'reversed';
  readonly amount: number;
  readonly currency: string;
  readonly response_code: string;
  readonly rrn: string;
  readonly batch: number;
  readonly reversed_batch: number;
}

// How long the broken variant keeps its commit open: long enough to be killed in.
const LATE_COMMIT_MS = 1500;

/** The host's book, in SQLite. What it says is on the disk, unless a fault was asked for. */
export class Ledger {
  readonly database: Database.Database;
  readonly #fault: Fault | null;
  readonly #find: Database.Statement<[string], StoredRow>;
  readonly #insert: Database.Statement;
  readonly #reverse: Database.Statement<[number, number, string]>;
  readonly #repeat: Database.Statement<[string]>;
  readonly #declined: Database.Statement<[string], string>;
  readonly #decline: Database.Statement<[string, string]>;
  readonly #batchOwner: Database.Statement<[{ terminal: string; epoch: string; batch: number }], string>;
  #lateCommit: NodeJS.Timeout | null = null;

  /**
   * @param path created when it is missing; the directory must exist
   * @throws Error when the book is of another version than this host writes
   */
  constructor(path: string, fault: Fault | null = null) {
    this.#fault = fault;
    this.database = new Database(path);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
    const synchronous = this.database.pragma('synchronous', { simple: true });
    if (synchronous !== 2) throw new Error(`${path}: synchronous is ${String(synchronous)}, not FULL`);
    try {
      openBook(this.database, path);
    } catch (error) {
      this.database.close();
      throw error;
    }
    // The rule itself stands in the schema of a healthy host; the broken one has to take it away.
    this.database.exec(
      fault === 'no-dedupe'
        ? 'DROP INDEX IF EXISTS ledger_key; CREATE INDEX IF NOT EXISTS ledger_key_again ON ledger (key)'
        : 'CREATE UNIQUE INDEX IF NOT EXISTS ledger_key ON ledger (key)',
    );
    this.#find = this.database.prepare(
      `SELECT id, merchant, type, state, amount, currency, response_code, rrn, batch, reversed_batch FROM ledger
       WHERE key = ? ORDER BY id LIMIT 1`,
    );
    this.#insert = this.database.prepare(
      `INSERT INTO ledger (key, merchant, terminal, epoch, number, type, state, first_message, amount, currency,
         exponent, stan, rrn, response_code, entry_mode, masked_pan, scheme, cryptogram, pan_proof, terminal_time_ms,
         batch, reversed_batch, deferred, posted_at_ms, reversed_at_ms)
       VALUES (@key, @merchant, @terminal, @epoch, @number, @type, @state, @firstMessage, @amount, @currency,
         @exponent, @stan, @rrn, @responseCode, @entryMode, @maskedPan, @scheme, @cryptogram, @panProof, @terminalTimeMs,
         @batch, @reversedBatch, @deferred, @postedAtMs, @reversedAtMs)`,
    );
    this.#reverse = this.database.prepare(
      "UPDATE ledger SET state = 'reversed', reversed_at_ms = ?, reversed_batch = ? WHERE key = ?",
    );
    this.#batchOwner = this.database
      .prepare<[{ terminal: string; epoch: string; batch: number }], string>(
        'SELECT merchant FROM ledger WHERE terminal = @terminal AND epoch = @epoch AND batch = @batch LIMIT 1',
      )
      .pluck();
    this.#declined = this.database
      .prepare<[string], string>('SELECT response_code FROM declined WHERE key = ?')
      .pluck();
    this.#decline = this.database.prepare('INSERT OR IGNORE INTO declined (key, response_code) VALUES (?, ?)');
    this.#repeat = this.database.prepare('UPDATE ledger SET repeats = repeats + 1 WHERE key = ?');
  }

  /**
   * Runs `work` in one transaction: all of it is on the disk when this returns, or nothing is and it throws.
   *
   * @param beforeCommit last thing before COMMIT; a story may die there
   */
  commit<T>(work: () => T, beforeCommit: () => void = () => undefined): T {
    if (this.#fault === 'answer-before-commit') return this.#commitLater(work);
    return this.database
      .transaction(() => {
        const result = work();
        beforeCommit();
        return result;
      })
      .immediate();
  }

  row(key: TransactionKey): LedgerRow | null {
    const stored = this.#find.get(keyText(key));
    if (stored === undefined) return null;
    const {
      merchant: merchantId,
      state,
      type,
      amount,
      rrn,
      batch,
      response_code: responseCode,
      reversed_batch: reversedBatch,
    } = stored;
    const money = { amount, currency: currencyByCode(stored.currency) };
    return { key, merchantId, state, type, money, responseCode, rrn, batch, reversedBatch };
  }

  /**
   * Lets the contract speak for one message and stores what it says. Call it inside `commit`.
   *
   * @param decide asked only where the contract leaves room
   * @param misdeed asked only when something new is about to be posted
   */
  take(entry: LedgerEntry, decide: () => Decision, misdeed: () => Misdeed | null = () => null): ContractStep {
    const { message } = entry;
    const { key } = message;
    const found = this.row(key);
    const before = this.#fault === 'no-dedupe' && message.kind !== 'reversal' ? null : found;
    const decision: Decision = asksForDecision(before, message.kind)
      ? (this.#firstDecline(message) ?? decide())
      : { approved: true };
    const posts = before === null && message.kind !== 'reversal' && decision.approved;
    const wrong = posts ? misdeed() : null;
    const heard = this.#heard(message, wrong);
    // Its own batch, also when totals of that came already: what a sealed batch holds stays in it.
    const batch = Math.max(1, message.batch);
    const isOthers = before === null && this.#isOthers(entry, batch);
    const step = isOthers
      ? { row: null, answer: ofAnother(message.kind) }
      : applyContract(before, { ...heard, merchantId: entry.merchantId, batch }, decision, retrievalReference(key));
    if (message.kind === 'request' && !decision.approved) this.#decline.run(keyText(key), decision.responseCode);
    if (step.row === null || step.row === before) this.#repeat.run(keyText(key));
    else if (before !== null) this.#reverse.run(entry.atMs, step.row.reversedBatch, keyText(key));
    else if (wrong?.kind !== 'forgets') this.#store(step.row, { ...entry, message: heard });
    return step;
  }

  /** A copy of the book in one file, while the host goes on. */
  async backup(file: string): Promise<void> {
    this.#commitNow();
    await backupBook(this.database, file);
  }

  /** The book is what the copy holds, in one commit. @throws Error when the file is no backup of this version */
  restore(file: string): void {
    this.#commitNow();
    restoreBook(this.database, file);
  }

  /** Idempotent. */
  close(): void {
    if (!this.database.open) return;
    this.#commitNow();
    this.database.close();
  }

  /** A batch is one merchant's: nothing is posted into it in the name of another. */
  #isOthers({ message: { kind, key }, merchantId }: LedgerEntry, batch: number): boolean {
    if (kind === 'reversal') return false;
    const owner = this.#batchOwner.get({ terminal: key.terminalId, epoch: key.epoch, batch });
    return owner !== undefined && owner !== merchantId;
  }

  /** A request's first word stands; an advice tells of an approval that was given without it. */
  #firstDecline({ kind, key }: RequestMessage | PostingMessage): Decision | null {
    const responseCode = kind === 'request' ? this.#declined.get(keyText(key)) : undefined;
    return responseCode === undefined ? null : { approved: false, responseCode };
  }

  #heard<M extends RequestMessage | PostingMessage>(message: M, wrong: Misdeed | null): M {
    const isFaulty = this.#fault === 'wrong-amount' && message.kind !== 'reversal';
    const by = wrong?.kind === 'wrongAmount' ? wrong.by : isFaulty ? 1 : 0;
    if (by === 0) return message;
    const { amount } = message.money;
    return { ...message, money: { ...message.money, amount: amount + by > AMOUNT_MAX ? amount - by : amount + by } };
  }

  #store(row: LedgerRow, { message, panProof, atMs }: LedgerEntry): void {
    const isTombstone = row.state === 'reversed';
    if (isTombstone && this.#fault === 'forgets-tombstones') return;
    const card = message.card;
    this.#insert.run({
      key: keyText(row.key),
      merchant: row.merchantId,
      terminal: row.key.terminalId,
      epoch: row.key.epoch,
      number: row.key.number,
      type: row.type,
      state: row.state,
      firstMessage: message.kind,
      amount: row.money.amount,
      currency: row.money.currency.code,
      exponent: row.money.currency.exponent,
      stan: message.stan,
      rrn: row.rrn,
      responseCode: row.responseCode,
      entryMode: card?.entryMode ?? null,
      maskedPan: card?.maskedPan ?? null,
      scheme: message.kind === 'reversal' ? null : message.card.scheme,
      cryptogram: message.kind === 'reversal' ? null : message.card.cryptogram,
      panProof,
      terminalTimeMs: message.startedAtMs,
      batch: row.batch,
      reversedBatch: row.reversedBatch,
      deferred: message.kind === 'advice' && message.deferred ? 1 : 0,
      postedAtMs: isTombstone ? null : atMs,
      reversedAtMs: isTombstone ? atMs : null,
    });
  }

  #commitLater<T>(work: () => T): T {
    if (this.#lateCommit === null) {
      this.database.exec('BEGIN IMMEDIATE');
      this.#lateCommit = setTimeout(() => this.#commitNow(), LATE_COMMIT_MS);
    }
    return this.database.transaction(work)(); // inside a transaction better-sqlite3 makes it a savepoint
  }

  #commitNow(): void {
    if (this.#lateCommit === null) return;
    clearTimeout(this.#lateCommit);
    this.#lateCommit = null;
    this.database.exec('COMMIT');
  }
}

/** Makes the tables in an empty file; in any other they must be those of this version. */
function openBook(database: Database.Database, path: string): void {
  const isEmpty = database.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").pluck().get() === 0;
  if (isEmpty) database.pragma(`user_version = ${LEDGER_VERSION}`);
  const version = database.pragma('user_version', { simple: true });
  if (version !== LEDGER_VERSION) {
    const found = `${path} is a ledger of version ${String(version)}`;
    throw new Error(`${found}, this host writes ${LEDGER_VERSION}: give it a new file`);
  }
  database.exec(LEDGER_SCHEMA);
}
