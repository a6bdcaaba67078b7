/**
 * The doors of the house: interfaces only. Real adapters and simulated ones come through the same door,
 * and one contract suite in test/contract runs on both.
 */
import type { Answer } from './domain/answer.js';
import type { Card, Cryptogram } from './domain/card.js';
import type { TillpostError } from './domain/errors.js';
import type { TransactionKey } from './domain/key.js';
import type { Effect, LifecycleEvent } from './domain/lifecycle.js';
import type { Money } from './domain/money.js';
import type { OfflineUsage } from './domain/offline-policy.js';
import type { Posting, PostingKind, PostingState } from './domain/posting.js';
import type { ClockQuality, Transaction, TransactionState, TransactionType } from './domain/transaction.js';

// ---------------------------------------------------------------- time, chance, words

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Unix time, ms. May jump and may say 1970: for people and for the host, never for order. */
  wallMs(): number;
  /** Rises steadily from an arbitrary origin, ms. All deadlines and ages of this process use it. */
  monotonicMs(): number;
  after(delayMs: number, run: () => void): Timer;
}

export interface Random {
  /** Cryptographically strong in production. */
  bytes(count: number): Uint8Array;
  /** 0 ≤ x < 1 */
  fraction(): number;
}

export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Messages are short and constant; what varies goes into fields. Never card data. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(module: string): Log;
}

export type AlertCode =
  | 'CLEAR_CARD_DATA' | 'AMOUNT_MISMATCH' | 'POSTING_PARKED' | 'OFFLINE_LIMIT' | 'OFFLINE_LIMIT_NEAR'
  | 'BROKER_REFUSED' | 'BAD_MAC' | 'FOREIGN_MESSAGE' | 'CLOCK_WRONG' | 'READER_TAMPER' | 'READER_LOST'
  | 'READER_RESULT_UNKNOWN' | 'JOURNAL_FAILED' | 'JOURNAL_QUARANTINED' | 'DISK_LOW' | 'NO_SUBSCRIBER';

export interface Alert {
  readonly code: AlertCode;
  /** Key, path or address it is about. */
  readonly subject: string;
  readonly text: string;
  readonly atMs: number;
  /** How often the same code and subject has been raised. */
  readonly count: number;
}

export interface Alerts {
  raise(code: AlertCode, subject: string, text: string): void;
  /** The condition is over. */
  clear(code: AlertCode, subject: string): void;
  active(): readonly Alert[];
}

export interface Counters {
  add(name: string, by?: number): void;
  snapshot(): Readonly<Record<string, number>>;
}

/** Calling it ends the subscription. */
export type Unsubscribe = () => void;

// ---------------------------------------------------------------- serial line

/** One connection over one serial port. Never reused: open a new one (reader link, What serialport 13 does). */
export interface ByteLink {
  /** Chunks of any size, in order. */
  onBytes(listener: (chunk: Uint8Array) => void): void;
  /** Exactly once, whoever closed it; `unplugged` when the device went away. */
  onClosed(listener: (why: { readonly unplugged: boolean; readonly error: Error | null }) => void): void;
  /** Resolves when the bytes were handed to the operating system; rejects with READER_LOST when closed. */
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent; resolves when the port is free again, at the latest after its own timeout. */
  close(): Promise<void>;
}

export interface SerialPorts {
  /** @throws PORT_MISSING, PORT_BUSY, READER_LOST */
  open(): Promise<ByteLink>;
  /** What is opened, for people. */
  readonly path: string;
}

// ---------------------------------------------------------------- card reader

export type ReaderState = 'missing' | 'connecting' | 'ready';

export interface ReaderStatus {
  readonly state: ReaderState;
  readonly serialNumber: string | null;
  readonly firmware: string | null;
  /** Why it is not ready, for people. */
  readonly problem: string | null;
}

/** How far the reader got with a key; `proto/reader.proto`, Stage. */
export type ReaderStage =
  | 'unknownKey' | 'waitingCard' | 'cardRead' | 'finalTc' | 'finalAac'
  | 'shownApproved' | 'shownDeclined' | 'cancelled' | 'timeout';

/** The reader's stored result for a key. */
export interface ReaderResult {
  readonly key: TransactionKey;
  readonly stage: ReaderStage;
  /** Present from `cardRead` on, until confirmed. */
  readonly card: Card | null;
  /** What the card signed: 9F02 and 5F2A. */
  readonly signed: Money | null;
  /** The second cryptogram, at `finalTc` and `finalAac`. */
  readonly final: Cryptogram | null;
}

export interface StartOrder {
  readonly key: TransactionKey;
  readonly money: Money;
  readonly type: TransactionType;
  /** How long the reader waits for a card, ms. */
  readonly timeoutMs: number;
}

/**
 * The reader's session. Every call rejects with READER_LOST when the link was reset before the answer
 * came: what happened is then unknown, and the caller asks `result` once the reader is ready again.
 * Clear card data rejects with CLEAR_CARD_DATA; a reader's ERROR rejects with READER_ERROR.
 */
export interface CardReader {
  status(): ReaderStatus;
  onStatus(listener: (status: ReaderStatus) => void): Unsubscribe;
  /** The key of the last stored result, told at each link reset; null when it has none. */
  lastKey(): TransactionKey | null;
  /** Resolves when a card was read, or the reader ended it: stage cardRead, cancelled or timeout. */
  start(order: StartOrder): Promise<ReaderResult>;
  /** Host said yes: second GENERATE AC. Stage finalTc or finalAac. `arpc` is lower-case hex. */
  continueOnline(key: TransactionKey, responseCode: string, arpc: string): Promise<ReaderResult>;
  /** No host: the card decides. Stage finalTc or finalAac. */
  unableOnline(key: TransactionKey): Promise<ReaderResult>;
  /** Tells the cardholder. Only ever called after the commit that says so. */
  complete(key: TransactionKey, outcome: 'approved' | 'declined' | 'cancelled', text: string): Promise<ReaderResult>;
  /** The reader may forget the key. */
  confirm(key: TransactionKey): Promise<void>;
  /** Legal at any time; answers with the stage reached. */
  cancel(key: TransactionKey): Promise<ReaderResult>;
  result(key: TransactionKey): Promise<ReaderResult>;
}

// ---------------------------------------------------------------- journal

export interface SaleOrder {
  readonly type: TransactionType;
  readonly money: Money;
  readonly idempotencyKey: string | null;
  readonly startedAtMs: number;
  readonly clock: ClockQuality;
}

export interface ChainHead {
  /** Number of the newest entry; 0 in an empty journal. */
  readonly entry: number;
  /** Its MAC, lower-case hex, 64 characters. */
  readonly mac: string;
}

export interface JournalIdentity {
  readonly terminalId: string;
  /** Lower-case hex, 16 characters. */
  readonly epoch: string;
  /** Postings up to this sequence existed when this process opened the journal: perhaps sent before. */
  readonly sequenceAtOpen: number;
}

export interface Applied {
  readonly transaction: Transaction;
  readonly effects: readonly Effect[];
  /** The posting that the event made or changed, if any. */
  readonly posting: Posting | null;
}

export interface QueueSummary {
  readonly advices: number;
  readonly reversals: number;
  readonly parked: number;
  /** Terminal's wall clock at the commit of the oldest pending posting, Unix ms; null when none. */
  readonly oldestCreatedAtMs: number | null;
  readonly amounts: readonly { readonly currency: string; readonly count: number; readonly amount: number }[];
}

export interface JournalHealth {
  /** `failed`: an I/O error; the journal is being reopened and takes no sales meanwhile. */
  readonly state: 'ok' | 'failed' | 'lowSpace';
  readonly problem: TillpostError | null;
  readonly diskFreeBytes: number;
}

export interface StoredTransaction {
  readonly transaction: Transaction;
  readonly postings: readonly Posting[];
  readonly entries: readonly JournalEntry[];
}

export interface JournalEntry {
  readonly number: number;
  readonly event: string;
  readonly atMs: number;
  /** State after the entry. */
  readonly state: TransactionState;
}

/**
 * The store-and-forward journal. A promise that resolves means: on the disk, fsync done. Calls that wait
 * together share one commit; a call that fails fails alone.
 */
export interface Journal {
  identity(): JournalIdentity;
  head(): ChainHead;
  health(): JournalHealth;
  onHealth(listener: (health: JournalHealth) => void): Unsubscribe;

  /**
   * Commits *started*. With an idempotency key that is known already, returns that transaction and
   * `isNew` false. Refused when space is low: JOURNAL_FULL.
   * @throws IDEMPOTENCY_MISMATCH when the known transaction has another amount or type
   */
  begin(order: SaleOrder): Promise<{ readonly transaction: Transaction; readonly isNew: boolean }>;
  /**
   * Runs the lifecycle inside one SQLite transaction: entry, state and posting together.
   * @throws ILLEGAL_EVENT, NOT_FOUND, JOURNAL_FULL, JOURNAL_IO
   */
  apply(key: TransactionKey, event: LifecycleEvent): Promise<Applied>;

  transaction(key: TransactionKey): Promise<StoredTransaction | null>;
  byIdempotencyKey(idempotencyKey: string): Promise<Transaction | null>;
  /** Newest first. STAN wraps: more than one may bear it. */
  byStan(stan: number): Promise<readonly Transaction[]>;
  /** Newest first. */
  recent(limit: number): Promise<readonly Transaction[]>;
  /** What boot must decide: *started* and *authorizing*, oldest first. */
  unresolved(): Promise<readonly Transaction[]>;
  /** The oldest pending postings of one kind with their transactions, by index, after a sequence. */
  pending(kind: PostingKind, afterSequence: number, limit: number): Promise<readonly PendingPosting[]>;
  posting(sequence: number): Promise<PendingPosting | null>;
  listPostings(state: PostingState, afterSequence: number, limit: number): Promise<readonly PendingPosting[]>;
  queue(): Promise<QueueSummary>;
  offlineUsage(): Promise<readonly OfflineUsage[]>;
  /** Removes a slice of what is final and older; returns how many went. */
  purge(beforeMs: number, limit: number): Promise<number>;
  close(): Promise<void>;
}

export interface PendingPosting {
  readonly posting: Posting;
  readonly transaction: Transaction;
}

/**
 * The second copy of what is owed (storage rules, Second copy). The journal calls it inside its commit
 * path; the adapter that writes the mirror log comes with issue 4, until then `agent.ts` wires none.
 */
export interface Mirror {
  /** Durable when it resolves. */
  append(records: readonly PendingPosting[]): Promise<void>;
  /** These sequences are settled or parked with a person. */
  release(sequences: readonly number[]): Promise<void>;
}

// ---------------------------------------------------------------- broker and host

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** What the broker granted at CONNECT. */
export interface BrokerGrant {
  readonly protocolVersion: 4 | 5;
  /** MQTT 5 Receive Maximum; 65535 when not told. */
  readonly receiveMaximum: number;
  /** MQTT 5 Maximum Packet Size in bytes; 268435455 when not told. */
  readonly maximumPacketSize: number;
  readonly sessionPresent: boolean;
}

/** One connection to one broker. Never reused. */
export interface BrokerConnection {
  readonly grant: BrokerGrant;
  /**
   * QoS 1 resolves at PUBACK with its reason code (0 on MQTT 3.1.1), QoS 0 once handed to the socket.
   * Rejects with LINK_CLOSED when the connection ends first.
   */
  publish(message: MqttMessage): Promise<{ readonly reasonCode: number }>;
  onMessage(listener: (message: MqttMessage) => void): void;
  /** Exactly once. */
  onClosed(listener: (why: string) => void): void;
  /** `polite` sends DISCONNECT, so that the will is not published; otherwise the socket is destroyed at once. */
  close(polite: boolean): Promise<void>;
}

export interface BrokerWill {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** MQTT 5 only, seconds. */
  readonly delaySeconds: number;
}

/** A refused CONNACK carries its reason code; anything else is the network. */
export interface Broker {
  /**
   * Connects, resumes the session and subscribes to the filters before it resolves.
   * @throws BROKER_UNREACHABLE (retryable), BROKER_REFUSED (`cause` holds the CONNACK reason code)
   */
  connect(will: BrokerWill, filters: readonly string[]): Promise<BrokerConnection>;
  /** The address that the next connect tries, for people; never credentials. */
  readonly address: string;
}

/** *brokerOnly*: the broker answers, the host does not. */
export type LinkState = 'online' | 'brokerOnly' | 'offline';

export interface LinkStatus {
  readonly state: LinkState;
  readonly address: string;
  readonly protocolVersion: 4 | 5 | null;
  /** Why it is not online, for people. */
  readonly problem: string | null;
  readonly lastEchoAgoMs: number | null;
}

export type AuthorizationResult =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** No usable reply in time. `mayHaveLeft` false: provably never sent, so nothing can stand at the host. */
  | { readonly kind: 'unknown'; readonly mayHaveLeft: boolean; readonly why: 'offline' | 'timeout' | 'badMac' | 'retryLater' };

/** The host as the sale sees it. */
export interface HostLink {
  status(): LinkStatus;
  onStatus(listener: (status: LinkStatus) => void): Unsubscribe;
  /**
   * One online request. Never rejects. Resolves at once with `offline` unless the link is *online*.
   * Waits behind reversals. A reply that comes after the deadline is handed to `onLateReply`.
   */
  authorize(transaction: Transaction, card: Card, deadlineMs: number): Promise<AuthorizationResult>;
  /** A posting was committed: the first pending one leaves at once. */
  postingAdded(): void;
}

// ---------------------------------------------------------------- till

export interface SaleRequest {
  readonly money: Money;
  readonly idempotencyKey: string | null;
}

/** What a till is told. `state` moves on afterwards; `outcome` does not. */
export interface SaleOutcome {
  readonly transaction: Transaction;
  /** True when the idempotency key had been used before and this is the first outcome. */
  readonly repeated: boolean;
}

/** The sales counter: one sale at a time. */
export interface SaleDesk {
  /** @throws BUSY, RECOVERING, READER_NOT_READY, JOURNAL_*, IDEMPOTENCY_MISMATCH, STOPPING */
  sell(request: SaleRequest): Promise<SaleOutcome>;
  /** Asks the running sale to end; resolves when that was noted. @throws NOTHING_TO_CANCEL */
  cancel(): Promise<void>;
  current(): { readonly key: TransactionKey; readonly step: string } | null;
}
