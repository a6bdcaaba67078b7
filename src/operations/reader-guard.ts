import { asTillpostError, TillpostError } from '../domain/errors.js';
import { own } from '../domain/redaction.js';
import { maskedName } from '../domain/text/clear-digits.js';
import type { Alerts, CardReader, CommandBooks, Log, ReaderBar, Unsubscribe } from '../ports/index.js';

export interface ReaderGuardParts {
  readonly journal: Pick<CommandBooks, 'settings' | 'changeSettings'>;
  readonly reader: Pick<CardReader, 'onTamper'>;
  readonly alerts: Alerts;
  readonly log: Log;
  /** `reader.on_tamper`: whether TAMPER stops sales on that reader, or is an alert and no more. */
  readonly stops: boolean;
}

/**
 * No sale on a reader that was tampered with, until a person releases it by its serial number (reader link, Messages).
 * Kept in the journal; what a failing disk did not take yet holds in memory, and is written with the next question.
 */
export class ReaderGuard implements ReaderBar {
  readonly #parts: ReaderGuardParts;
  readonly #unwritten = new Set<string>();
  readonly #listeners = new Set<() => void>();
  /** The list is read and written as a whole: one change after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: ReaderGuardParts) {
    this.#parts = parts;
    if (parts.stops) parts.reader.onTamper((serialNumber) => this.#tampered(maskedName(serialNumber)));
  }

  /** Raises what was found before this start. */
  async start(): Promise<void> {
    const { journal, alerts, log } = this.#parts;
    try {
      for (const name of (await journal.settings()).tamperedReaders) {
        alerts.raise('READER_TAMPER', own(name), 'it reported tampering and was not released since');
      }
    } catch (error) {
      log.warn('barred readers not read', { error: asTillpostError(error, 'reader.guard').toJSON() });
    }
  }

  async isBarred(serialNumber: string): Promise<boolean> {
    const { journal, stops } = this.#parts;
    if (!stops) return false;
    const name = maskedName(serialNumber);
    if (this.#unwritten.has(name)) {
      await this.#write(name);
      return true;
    }
    return (await journal.settings()).tamperedReaders.includes(name);
  }

  onBarred(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async release(serialNumber: string): Promise<void> {
    const name = maskedName(serialNumber);
    const isFound = await this.#change((barred) => (barred.includes(name) ? barred.filter((it) => it !== name) : null));
    if (!this.#unwritten.delete(name) && !isFound) {
      throw new TillpostError('NOT_FOUND', 'no reader of this serial number is barred', {
        operation: 'reader.release',
        subject: name,
        hint: '`tillpost status` shows the alert READER_TAMPER with the serial number.',
      });
    }
    this.#parts.log.info('reader released', { serialNumber: name });
    this.#parts.alerts.clear('READER_TAMPER', own(name));
  }

  #tampered(name: string): void {
    this.#unwritten.add(name);
    void this.#write(name);
    for (const listener of [...this.#listeners]) listener();
  }

  async #write(name: string): Promise<void> {
    try {
      await this.#change((barred) => (barred.includes(name) ? null : [...barred, name]));
      this.#unwritten.delete(name);
    } catch (error) {
      this.#parts.log.error('barred reader not on disk yet', { error: asTillpostError(error, 'reader.bar').toJSON() });
    }
  }

  /** @returns whether there was something to change */
  #change(next: (barred: readonly string[]) => readonly string[] | null): Promise<boolean> {
    const { journal } = this.#parts;
    const work = async (): Promise<boolean> => {
      const tamperedReaders = next((await journal.settings()).tamperedReaders);
      if (tamperedReaders !== null) await journal.changeSettings({ tamperedReaders });
      return tamperedReaders !== null;
    };
    const changed = this.#turn.then(work, work);
    this.#turn = changed.catch(() => undefined);
    return changed;
  }
}
