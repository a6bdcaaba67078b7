import type { Answer } from '../domain/answer.js';
import type { LifecycleEvent } from '../domain/lifecycle.js';
import type { TransactionState } from '../domain/transaction.js';
import type { Database, Statement } from './database.js';
import { type EntryChain, payloadDigest } from './entry-chain.js';
import { answerFields } from './rows.js';

/** What moves on with every entry, and what the newest entry says of it. */
export interface Tail {
  /** Newest entry, 0 in an empty journal. */
  readonly entry: number;
  readonly mac: Uint8Array;
  /** Highest transaction number and posting sequence given so far. */
  readonly transactions: number;
  readonly postings: number;
}

/** A row of `entry`. `payload` is null once retention has blanked it. */
export interface EntryRow {
  readonly number: number;
  readonly transaction_number: number | null;
  readonly event: string;
  readonly at_ms: number;
  readonly state: string | null;
  readonly payload: string | null;
  readonly digest: Uint8Array;
  readonly mac: Uint8Array;
}

/** What retention took away in one slice, and the last entry of the prefix that went with it. */
export interface PurgeRecord {
  readonly transactions: readonly number[];
  readonly anchor: number;
}

/** The payload under the MAC, as JSON in this order. */
export interface EntryPayload {
  readonly event: string;
  readonly atMs: number;
  readonly transactionNumber: number | null;
  readonly state: TransactionState | null;
  readonly transactions: number;
  readonly postings: number;
  /** `stateFields` of the transaction after the event. */
  readonly after: unknown;
  readonly fact: Fact | null;
  readonly purge: PurgeRecord | null;
}

/** What an event said that the transaction's state does not keep. */
export interface Fact {
  readonly answer: Answer;
  readonly reason: string | null;
}

export function factOf(event: LifecycleEvent): Fact | null {
  switch (event.name) {
    case 'lateReply':
      return { answer: answerFields(event.answer), reason: null };
    case 'refuse':
    case 'amountMismatch':
      return { answer: answerFields(event.answer), reason: event.reason };
    case 'goOnline':
    case 'approveOnline':
    case 'approveOffline':
    case 'decline':
    case 'cancel':
    case 'reverse':
    case 'settle':
    case 'park':
      return null;
  }
}

/** Appends to the entry table under the chain. */
export class Entries {
  readonly #chain: EntryChain;
  readonly #insert: Statement<[number, number | null, string, number, string | null, string, Uint8Array, Uint8Array]>;

  constructor(db: Database, chain: EntryChain) {
    this.#chain = chain;
    this.#insert = db.prepare(
      `INSERT INTO entry (number, transaction_number, event, at_ms, state, payload, digest, mac)
       VALUES (?,?,?,?,?,?,?,?)`,
    );
  }

  /** @returns the tail with the new entry as its newest */
  append(tail: Tail, payload: EntryPayload): Tail {
    const number = tail.entry + 1;
    const text = JSON.stringify(payload);
    const digest = payloadDigest(text);
    const mac = this.#chain.mac(tail.mac, number, digest);
    this.#insert.run(number, payload.transactionNumber, payload.event, payload.atMs, payload.state, text, digest, mac);
    return { entry: number, mac, transactions: payload.transactions, postings: payload.postings };
  }
}
