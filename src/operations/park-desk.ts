import { asTillpostError, TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import type { LifecycleEvent } from '../domain/lifecycle.js';
import { REASON_MAX } from '../domain/posting.js';
import type { Alerts, HostLink, ParkDesk, PendingPosting, PostingReads, TransactionMoves } from '../ports/index.js';

/** Postings read at a time. */
const SLICE = 50;

type ParkJournal = TransactionMoves & Pick<PostingReads, 'posting' | 'listPostings'>;

export function createParkDesk(journal: ParkJournal, host: HostLink, alerts: Alerts): ParkDesk {
  return new WaitingForAPerson(journal, host, alerts);
}

/** What a person does with postings that wait for one. Nothing here deletes anything. */
class WaitingForAPerson implements ParkDesk {
  readonly #journal: ParkJournal;
  readonly #host: HostLink;
  readonly #alerts: Alerts;

  constructor(journal: ParkJournal, host: HostLink, alerts: Alerts) {
    this.#journal = journal;
    this.#host = host;
    this.#alerts = alerts;
  }

  async retry(sequence: number): Promise<PendingPosting> {
    const row = await this.#parked(sequence);
    const changed = await this.#apply(row, retryEvent(row));
    this.#host.postingsReopened();
    return changed;
  }

  async retryAll(words: string | null): ReturnType<ParkDesk['retryAll']> {
    const sums = new Map<string, { count: number; amount: number }>();
    let count = 0;
    for (let after = 0; ;) {
      const rows = await this.#journal.listPostings('parked', after, SLICE);
      const meant = rows.filter(({ posting }) => words === null || bears(posting.parkedReason ?? '', words));
      for (const { posting } of await this.#retried(meant)) {
        const { amount, currency } = posting.money;
        const sum = sums.get(currency.code) ?? { count: 0, amount: 0 };
        sums.set(currency.code, { count: sum.count + 1, amount: sum.amount + amount });
        count += 1;
      }
      after = rows.at(-1)?.posting.sequence ?? after;
      if (rows.length < SLICE) break;
    }
    if (count > 0) this.#host.postingsReopened();
    return { count, amounts: [...sums].map(([currency, sum]) => ({ currency, ...sum })) };
  }

  async resolve(sequence: number, reason: string): Promise<PendingPosting> {
    const said = reason.trim();
    if (said === '' || said.length > REASON_MAX) {
      throw new TillpostError('INVALID_REQUEST', `a reason of 1 to ${REASON_MAX} characters is needed`, {
        operation: 'park.resolve',
        hint: 'Say how the money was settled: the reason stays in the journal.',
      });
    }
    return this.#apply(await this.#parked(sequence), { name: 'resolve', reason: said });
  }

  async #parked(sequence: number): Promise<PendingPosting> {
    const found = await this.#journal.posting(sequence);
    if (found?.posting.state === 'parked') return found;
    const why = found === null ? 'no such posting' : `posting ${sequence} is ${found.posting.state}, not parked`;
    throw new TillpostError('NOT_FOUND', why, {
      operation: 'park',
      subject: String(sequence),
      hint: '`tillpost park list` shows the sequences of what is parked.',
    });
  }

  async #apply(row: PendingPosting, event: LifecycleEvent): Promise<PendingPosting> {
    const { key } = row.transaction;
    await this.#journal.apply(key, event);
    this.#alerts.clear('POSTING_PARKED', keyText(key));
    return (await this.#journal.posting(row.posting.sequence)) ?? row;
  }

  /** Together, so that they share commits; what somebody else moved on meanwhile is left out. */
  async #retried(rows: readonly PendingPosting[]): Promise<readonly PendingPosting[]> {
    const tried = rows.map(async (row) => {
      try {
        await this.#journal.apply(row.transaction.key, retryEvent(row));
      } catch (error) {
        if (asTillpostError(error, 'park.retry').code === 'ILLEGAL_EVENT') return null;
        throw error;
      }
      this.#alerts.clear('POSTING_PARKED', keyText(row.transaction.key));
      return row;
    });
    return (await Promise.all(tried)).filter((row) => row !== null);
  }
}

function retryEvent({ posting, transaction }: PendingPosting): LifecycleEvent {
  if (posting.content.kind === 'advice') return { name: 'retryAdvice' };
  // A reversal of what the cardholder was told is approved is a void.
  return transaction.verdict?.outcome === 'approved' ? { name: 'retryVoid' } : { name: 'retryReversal' };
}

/** Whole words: the code 96 is not meant by an amount of 9.96. */
function bears(reason: string, words: string): boolean {
  const spoken = (text: string): string =>
    ` ${text
      .toLowerCase()
      .split(/[\s:,;]+/)
      .join(' ')} `;
  return spoken(reason).includes(spoken(words.trim()));
}
