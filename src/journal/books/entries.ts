import type { Answer } from '../../domain/answer.js';
import type { LifecycleEvent } from '../../domain/lifecycle.js';
import type { TransactionState } from '../../domain/transaction.js';
import { type EntryChain, payloadDigest } from '../chain/entry-chain.js';
import type { Database, Statement } from '../file/database.js';
import { answerFields } from '../tables/row-mapping.js';

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
  /** What is no transaction, after the event. */
  readonly record: SubjectRecord | null;
  /** Entries that are gone for good; this one takes up the chain behind them. Absent otherwise. */
  readonly lost?: LostEntries;
  /** A technician's word, of what the entries right before this one did. Absent otherwise. */
  readonly moved?: MoveRecord;
}

/** What one merchant held and the host never heard of is another one's now. */
export interface MoveRecord {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** As the wall clock had it, for people. */
  readonly wallMs: number;
}

/** The journal lost its newest entries, and the mirror log knew how far it had been. */
export interface LostEntries {
  /** The last entry that is left. */
  readonly after: number;
  /** The last one that there was. */
  readonly upTo: number;
}

/** A batch, the settings or the commands. */
interface SubjectRecord {
  readonly subject: string;
  /** `subjectFields` after the event. */
  readonly after: unknown;
  /** What the event brought, where the fields only have a digest of it. */
  readonly change: unknown;
}

/** What an event said that the transaction's state does not keep. */
export interface Fact {
  readonly answer: Answer | null;
  readonly reason: string | null;
}

export function factOf(event: LifecycleEvent): Fact | null {
  switch (event.name) {
    case 'lateReply':
      return { answer: answerFields(event.answer), reason: null };
    case 'refuse':
    case 'amountMismatch':
      return { answer: event.answer === null ? null : answerFields(event.answer), reason: event.reason };
    case 'allowDuplicate':
      return { answer: null, reason: event.earlier };
    case 'resend':
      return event.reason === undefined ? null : { answer: null, reason: event.reason };
    case 'shown':
      return event.cause === null ? null : { answer: null, reason: event.cause };
    case 'goOnline':
    case 'approveOnline':
    case 'approveOffline':
    case 'askCancel':
    case 'decline':
    case 'cancel':
    case 'reverse':
    case 'void':
    case 'settleAdvice':
    case 'settleReversal':
    case 'park':
    case 'retryAdvice':
    case 'retryReversal':
    case 'retryVoid':
    case 'resolve':
    case 'bookShown':
      return null;
  }
}

/** Undefined when the journal does not hold the entry. */
export function macAt(db: Database, entry: number): Uint8Array | undefined {
  return db.prepare<[number], Uint8Array>('SELECT mac FROM entry WHERE number = ?').pluck().get(entry);
}

/** What an entry says; what is left out is null, the counts stay as they are. */
export type EntryDraft = Pick<EntryPayload, 'event' | 'atMs'> & Partial<EntryPayload>;

/** Appends to the entry table under the chain. */
export class Entries {
  /** Newest entry and the numbers given so far, including what is not committed yet. */
  tail: Tail;
  readonly #chain: EntryChain;
  readonly #noteNameless: Statement<[number]>;
  readonly #insert: Statement<[number, number | null, string, number, string | null, string, Uint8Array, Uint8Array]>;

  constructor(db: Database, chain: EntryChain, tail: Tail) {
    this.#chain = chain;
    this.tail = tail;
    this.#noteNameless = db.prepare('UPDATE meta SET nameless_entry = ?');
    this.#insert = db.prepare(
      `INSERT INTO entry (number, transaction_number, event, at_ms, state, payload, digest, mac)
       VALUES (?,?,?,?,?,?,?,?)`,
    );
  }

  /** @returns the new entry's number; the tail has moved on to it */
  append(draft: EntryDraft): number {
    const payload: EntryPayload = {
      event: draft.event,
      atMs: draft.atMs,
      transactionNumber: draft.transactionNumber ?? null,
      state: draft.state ?? null,
      transactions: draft.transactions ?? this.tail.transactions,
      postings: draft.postings ?? this.tail.postings,
      after: draft.after ?? null,
      fact: draft.fact ?? null,
      purge: draft.purge ?? null,
      record: draft.record ?? null,
      ...(draft.lost === undefined ? {} : { lost: draft.lost }),
      ...(draft.moved === undefined ? {} : { moved: draft.moved }),
    };
    const number = (draft.lost?.upTo ?? this.tail.entry) + 1;
    const text = JSON.stringify(payload);
    const digest = payloadDigest(text);
    const mac = this.#chain.mac(this.tail.mac, number, digest);
    this.#insert.run(number, payload.transactionNumber, payload.event, payload.atMs, payload.state, text, digest, mac);
    // All others are named by what they are about: so the end of the chain is known to whoever opens the journal.
    if (payload.transactionNumber === null && payload.record === null) this.#noteNameless.run(number);
    this.tail = { entry: number, mac, transactions: payload.transactions, postings: payload.postings };
    return number;
  }
}
