/** What of the reader a person should hear of: alerts and lines of the log, without anything that could be a card number. */
import type { TillpostError } from '../../domain/errors.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import { type Own, own } from '../../domain/redaction.js';
import type { Alerts, Counters, Log, Unsubscribe } from '../../ports/index.js';
import type { Answer } from './answers.js';

export interface AlarmParts {
  readonly log: Log;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly terminalId: string;
}

export class Alarms {
  readonly #parts: AlarmParts;
  readonly #path: Own;
  readonly #tamperListeners = new Set<(serialNumber: string) => void>();

  /** @param path of the port, for people */
  constructor(parts: AlarmParts, path: string) {
    this.#parts = parts;
    this.#path = own(path);
  }

  found(): void {
    this.#parts.alerts.clear('READER_LOST', this.#path);
  }

  lost(problem: string): void {
    this.#parts.alerts.raise('READER_LOST', this.#path, problem);
  }

  unreachable(problem: string | null): void {
    this.#parts.log.warn('reader not reachable', { path: this.#path, problem });
  }

  onTamper(listener: (serialNumber: string) => void): Unsubscribe {
    this.#tamperListeners.add(listener);
    return () => this.#tamperListeners.delete(listener);
  }

  /** @param serialNumber null when the reader has not told it */
  tampered(serialNumber: string | null, text: string): void {
    this.#parts.alerts.raise(
      'READER_TAMPER',
      serialNumber === null ? this.#path : own(serialNumber),
      text || 'the reader reports tampering',
    );
    if (serialNumber !== null) for (const listener of [...this.#tamperListeners]) listener(serialNumber);
  }

  /** @param fields that held clear digits; what they held is gone */
  clearData(fields: readonly string[]): void {
    if (fields.length === 0) return;
    this.#parts.counters.add('reader.session.clearData');
    const text = `the reader sent card data that is not encrypted: ${fields.join(', ')}`;
    this.#parts.alerts.raise('CLEAR_CARD_DATA', this.#path, text);
  }

  /** @param key null when nobody asked for it: what a reader calls a key may be anything */
  refused(key: TransactionKey | null, refusal: TillpostError): void {
    const subject = key === null ? this.#path : own(keyText(key));
    this.#parts.log.error('card refused', { error: refusal, key: subject });
    if (refusal.code === 'CLEAR_CARD_DATA' || refusal.code === 'AMOUNT_MISMATCH') {
      this.#parts.alerts.raise(refusal.code, subject, refusal.message);
    }
  }

  unreadable({ code, subject }: TillpostError): void {
    this.#parts.log.warn('reader sent a message that cannot be read', { code, subject });
    this.#parts.counters.add('reader.session.malformed');
  }

  unasked({ kind }: Answer): void {
    this.#parts.log.warn('reader answered what was not asked', { kind });
    this.#parts.counters.add('reader.session.unasked');
  }
}
