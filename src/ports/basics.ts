/** Time, chance, words, alarms: what every module may ask for. */

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
  | 'CLEAR_CARD_DATA'
  | 'AMOUNT_MISMATCH'
  | 'POSTING_PARKED'
  | 'OFFLINE_LIMIT'
  | 'OFFLINE_LIMIT_NEAR'
  | 'BROKER_REFUSED'
  | 'BAD_MAC'
  | 'FOREIGN_MESSAGE'
  | 'CLOCK_WRONG'
  | 'READER_TAMPER'
  | 'READER_LOST'
  | 'READER_RESULT_UNKNOWN'
  | 'SETTLEMENT_DIFFERS'
  | 'POSTING_LATE'
  | 'SALES_STOPPED'
  | 'HOST_RESTORED'
  | 'JOURNAL_FAILED'
  | 'JOURNAL_QUARANTINED'
  | 'JOURNAL_RESTORED'
  | 'POSTINGS_LOST'
  | 'BACKUP_FAILED'
  | 'DISK_LOW'
  | 'NO_SUBSCRIBER';

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
