/** Time, chance, words, alarms: what every module may ask for. */
import type { AlertCode } from '../domain/catalogue/alerts.js';
import type { Words } from '../domain/redaction.js';

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
  raise(code: AlertCode, subject: Words, text: Words): void;
  /** The condition is over. */
  clear(code: AlertCode, subject: Words): void;
  active(): readonly Alert[];
}

export interface Counters {
  add(name: string, by?: number): void;
  snapshot(): Readonly<Record<string, number>>;
}

/** Calling it ends the subscription. */
export type Unsubscribe = () => void;
