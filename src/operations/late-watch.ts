import { currencyByCode } from '../domain/currency.js';
import { asTillpostError } from '../domain/errors.js';
import { formatMoney } from '../domain/money.js';
import type { LateSum } from '../domain/postings/lateness.js';
import type { Alerts, Clock, JournalStanding, LateBooks, LateDesk, LatePostings, Log } from '../ports/index.js';

export interface LateWatchParts {
  readonly journal: LateBooks & Pick<JournalStanding, 'head'>;
  readonly clock: Clock;
  readonly alerts: Alerts;
  readonly log: Log;
}

const SUBJECT = 'postings';
/** While something is late its sums are counted anew with each look; of so many only once a minute. */
const MANY = 500;
const MANY_LOOK_MS = 60_000;

/**
 * POSTING_LATE stands while a posting waits too long, and afterwards until a person has looked (payment rules, Late
 * postings). A condition of the journal and no event: after a restart it is found again. Asked for only when the
 * journal has a newer entry or a posting may have become late since; a sale pays nothing for it.
 */
export class LateWatch implements LateDesk {
  readonly #parts: LateWatchParts;
  #entry = -1;
  #nextAtMs = -Infinity;
  #told: string | null = null;
  /** Whether something waited too long at the last look; null: not looked yet. */
  #wasLate: boolean | null = null;
  #isLooking = false;

  constructor(parts: LateWatchParts) {
    this.#parts = parts;
  }

  /** Any number of times. */
  look(): void {
    const { journal, clock, log } = this.#parts;
    const { entry } = journal.head();
    if (this.#isLooking || (entry === this.#entry && clock.monotonicMs() < this.#nextAtMs)) return;
    this.#isLooking = true;
    this.#entry = entry;
    this.late()
      .catch((error: unknown) => {
        this.#entry = -1;
        log.debug('late postings not read', { error: asTillpostError(error, 'late').toJSON() });
      })
      .finally(() => (this.#isLooking = false));
  }

  async late(): Promise<LatePostings> {
    const { journal } = this.#parts;
    const found = await journal.late();
    const isLate = found.waiting !== null;
    if (isLate && this.#wasLate === false) await journal.lateFound();
    this.#wasLate = isLate;
    this.#nextAtMs = this.#parts.clock.monotonicMs() + nextLookMs(found);
    this.#tell(lateText(found));
    return found;
  }

  async seen(): Promise<LatePostings> {
    const posted = await this.#parts.journal.lateSeen();
    if (posted !== null) this.#parts.log.info('late postings were looked at', { count: posted.count });
    return { ...(await this.late()), posted };
  }

  #tell(text: string | null): void {
    if (text === this.#told) return;
    this.#told = text;
    if (text === null) this.#parts.alerts.clear('POSTING_LATE', SUBJECT);
    else this.#parts.alerts.raise('POSTING_LATE', SUBJECT, text);
  }
}

function nextLookMs({ waiting, nextInMs }: LatePostings): number {
  if (waiting === null) return nextInMs === null ? Infinity : nextInMs + 1;
  return waiting.count < MANY ? 0 : MANY_LOOK_MS;
}

/** For people; null when none is late, and none was that nobody has looked at. */
function lateText({ waiting, posted, afterMs }: LatePostings): string | null {
  const limit = `longer than ${afterMs / 1000} s`;
  const parts = [
    waiting === null
      ? ''
      : `${sumText(waiting)} ${waiting.count === 1 ? 'waits' : 'wait'} ${limit}, the oldest since ${iso(waiting.sinceMs)}`,
    posted === null
      ? ''
      : `${sumText(posted)} waited ${limit}, the oldest since ${iso(posted.sinceMs)}, and are posted now ` +
        '(`tillpost late --seen` once looked at)',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join('; ');
}

function sumText({ count, amounts }: LateSum): string {
  const sums = amounts.map(({ currency, amount }) => formatMoney({ amount, currency: currencyByCode(currency) }));
  return `${count} ${count === 1 ? 'posting' : 'postings'}${sums.length === 0 ? '' : ` (${sums.join(' + ')})`}`;
}

const iso = (ms: number): string => new Date(ms).toISOString();
