import type { AlertCode } from '../domain/catalogue/alerts.js';
import { clean, own, type Words } from '../domain/redaction.js';
import { harmless } from '../domain/text/harmless.js';
import type { Alert, Alerts, Clock, Counters, Log } from '../ports/index.js';

const ALERTS_MAX = 100;

const shownOf = (words: Words): string => harmless(clean(words));

export interface AlertBoardOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: Counters;
  readonly limit?: number;
}

/**
 * What a person should look at now. Each code and subject stands once, with a count; the log hears when it is
 * raised and when it is over, not of each repeat. When full, the oldest makes room and the log says so.
 */
export class AlertBoard implements Alerts {
  readonly #active = new Map<string, Alert>();
  readonly #options: AlertBoardOptions;
  readonly #limit: number;

  constructor(options: AlertBoardOptions) {
    this.#options = options;
    this.#limit = options.limit ?? ALERTS_MAX;
  }

  raise(code: AlertCode, about: Words, text: Words): void {
    const { clock, log, counters } = this.#options;
    const subject = shownOf(about);
    const id = `${code} ${subject}`;
    const known = this.#active.get(id);
    const shown = shownOf(text);
    counters.add(`alert.${code}`);
    if (known !== undefined) {
      this.#active.set(id, { ...known, text: shown, count: known.count + 1 });
      return;
    }
    if (this.#active.size >= this.#limit) this.#dropOldest();
    this.#active.set(id, { code, subject, text: shown, atMs: clock.wallMs(), count: 1 });
    log.warn('alert raised', { code, subject: own(subject), text: own(shown) });
  }

  clear(code: AlertCode, about: Words): void {
    const subject = shownOf(about);
    const id = `${code} ${subject}`;
    const over = this.#active.get(id);
    if (over === undefined) return;
    this.#active.delete(id);
    this.#options.log.info('alert cleared', { code, subject: own(subject), count: over.count });
  }

  /** In the order in which they were raised. */
  active(): readonly Alert[] {
    return [...this.#active.values()];
  }

  #dropOldest(): void {
    const oldest = this.#active.entries().next();
    if (oldest.done === true) return;
    const [id, { code, subject }] = oldest.value;
    this.#active.delete(id);
    this.#options.counters.add('alerts.dropped');
    this.#options.log.warn('alert board full, oldest dropped', { code, subject: own(subject), limit: this.#limit });
  }
}
