import Database from 'better-sqlite3';
import { currencyByCode } from '../../src/domain/currency.js';
import { type TransactionKey, keyText } from '../../src/domain/key.js';
import type { PostingMessage, RequestMessage } from '../../src/uplink/envelope.js';
import { type ContractStep, type Decision, type LedgerRow, applyContract, asksForDecision } from './contract.js';
import type { Fault } from './fault.js';
import { retrievalReference } from './issuer.js';
import { type PanProof } from './pan-proof.js';
import { LEDGER_SCHEMA } from './ledger-schema.js';

export interface LedgerEntry {
  readonly message: RequestMessage | PostingMessage;
  readonly merchantId: string;
  readonly panProof: PanProof;
  readonly atMs: number;
}

interface StoredRow {
  readonly id: number;
  readonly state: 'posted' | 'reversed';
  readonly amount: number;
  readonly currency: string;
  readonly response_code: string;
  readonly rrn: string;
}

// How long the broken variant keeps its commit open: long enough to be killed in.
const LATE_COMMIT_MS = 1500;

/** The host's book, in SQLite. What it says is on the disk, unless a fault was asked for. */
export class Ledger {
  readonly database: Database.Database;
  readonly #fault: Fault | null;
  readonly #find: Database.Statement<[string], StoredRow>;
  readonly #insert: Database.Statement;
  readonly #reverse: Database.Statement<[number, string]>;
  readonly #repeat: Database.Statement<[string]>;
  #lateCommit: NodeJS.Timeout | null = null;

  /** @param path created when it is missing; the directory must exist */
  constructor(path: string, fault: Fault | null = null) {
    this.#fault = fault;
    this.database = new Database(path);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
    const synchronous = this.database.pragma('synchronous', { simple: true });
    if (synchronous !== 2) throw new Error(`${path}: synchronous is ${String(synchronous)}, not FULL`);
    this.database.exec(LEDGER_SCHEMA);
    // The rule itself stands in the schema of a healthy host; the broken one has to take it away.
    this.database.exec(
      fault === 'no-dedupe'
        ? 'DROP INDEX IF EXISTS ledger_key; CREATE INDEX IF NOT EXISTS ledger_key_again ON ledger (key)'
        : 'CREATE UNIQUE INDEX IF NOT EXISTS ledger_key ON ledger (key)',
    );
    this.#find = this.database.prepare(
      'SELECT id, state, amount, currency, response_code, rrn FROM ledger WHERE key = ? ORDER BY id LIMIT 1',
    );
    this.#insert = this.database.prepare(
      `INSERT INTO ledger (key, merchant, terminal, state, first_message, amount, currency, exponent, stan, rrn,
         response_code, entry_mode, masked_pan, scheme, cryptogram, pan_proof, terminal_time_ms, posted_at_ms,
         reversed_at_ms)
       VALUES (@key, @merchant, @terminal, @state, @firstMessage, @amount, @currency, @exponent, @stan, @rrn,
         @responseCode, @entryMode, @maskedPan, @scheme, @cryptogram, @panProof, @terminalTimeMs, @postedAtMs,
         @reversedAtMs)`,
    );
    this.#reverse = this.database.prepare("UPDATE ledger SET state = 'reversed', reversed_at_ms = ? WHERE key = ?");
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
    const { state, amount, currency, response_code: responseCode, rrn } = stored;
    return { key, state, money: { amount, currency: currencyByCode(currency) }, responseCode, rrn };
  }

  /**
   * Lets the contract speak for one message and stores what it says. Call it inside `commit`.
   *
   * @param decide asked only where the contract leaves room
   */
  take(entry: LedgerEntry, decide: () => Decision): ContractStep {
    const message = this.#heard(entry.message);
    const found = this.row(message.key);
    const before = this.#fault === 'no-dedupe' && message.kind !== 'reversal' ? null : found;
    const decision: Decision = asksForDecision(before, message.kind) ? decide() : { approved: true };
    const step = applyContract(before, message, decision, retrievalReference(message.key));
    if (step.row === before) this.#repeat.run(keyText(message.key));
    else if (before === null) this.#store(step.row!, { ...entry, message });
    else this.#reverse.run(entry.atMs, keyText(message.key));
    return step;
  }

  /** Idempotent. */
  close(): void {
    if (!this.database.open) return;
    this.#commitNow();
    this.database.close();
  }

  #heard<M extends RequestMessage | PostingMessage>(message: M): M {
    if (this.#fault !== 'wrong-amount' || message.kind === 'reversal') return message;
    return { ...message, money: { ...message.money, amount: message.money.amount + 1 } };
  }

  #store(row: LedgerRow, { message, merchantId, panProof, atMs }: LedgerEntry): void {
    const isTombstone = row.state === 'reversed';
    if (isTombstone && this.#fault === 'forgets-tombstones') return;
    const card = message.card;
    this.#insert.run({
      key: keyText(row.key),
      merchant: merchantId,
      terminal: row.key.terminalId,
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
