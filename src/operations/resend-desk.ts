import { asTillpostError, TillpostError } from '../domain/errors.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import { REASON_MAX } from '../domain/posting.js';
import { type ResendPlan, resendPlan } from '../domain/postings/resend.js';
import type {
  BatchReads,
  HostLink,
  JournalStanding,
  Log,
  ResendChoice,
  ResendDesk,
  ResendItem,
  TransactionMoves,
  TransactionReads,
} from '../ports/index.js';

export interface ResendDeskParts {
  readonly journal: TransactionMoves &
    Pick<TransactionReads, 'transaction' | 'byStan'> &
    Pick<BatchReads, 'batch' | 'differences'> &
    Pick<JournalStanding, 'identity'>;
  readonly host: Pick<HostLink, 'postingsReopened'>;
  readonly log: Log;
}

/** Looked up and moved at a time: together they share commits. */
const SLICE = 50;

export function createResendDesk(parts: ResendDeskParts): ResendDesk {
  return new TechniciansDesk(parts);
}

/**
 * What the host lost is sent again by a technician, under its old keys (payment rules, Sent again). The opening rises
 * in the commit that makes it pending, so no receipt of before settles it, and the key keeps it from being posted twice.
 */
class TechniciansDesk implements ResendDesk {
  readonly #parts: ResendDeskParts;

  constructor(parts: ResendDeskParts) {
    this.#parts = parts;
  }

  async preview(choice: ResendChoice): Promise<readonly ResendItem[]> {
    const items: ResendItem[] = [];
    for (const slice of slices(await this.#chosen(choice)))
      items.push(...(await Promise.all(slice.map((key) => this.#itemOf(key)))));
    return items;
  }

  async start(choice: ResendChoice, said: string): Promise<readonly ResendItem[]> {
    const { host, log } = this.#parts;
    const reason = checkedReason(said);
    const done: ResendItem[] = [];
    for (const slice of slices(await this.preview(choice)))
      done.push(...(await Promise.all(slice.map((item) => this.#sendAgain(item, reason)))));
    const sent = done.filter((item) => item.plan.kind === 'sends').length;
    const [first] = done;
    if (sent === 0 && first !== undefined) throw nothingGoes(done, first);
    if (sent > 0) host.postingsReopened();
    log.info('sent again by a technician', { transactions: sent, reason });
    return done;
  }

  async #itemOf(key: TransactionKey): Promise<ResendItem> {
    const { journal } = this.#parts;
    const stored = await journal.transaction(key);
    if (stored === null) return { key, transaction: null, plan: refused('the journal does not hold it any more') };
    const { transaction, postings } = stored;
    return { key, transaction, plan: resendPlan(transaction, postings, journal.identity().merchantId) };
  }

  async #chosen(choice: ResendChoice): Promise<readonly TransactionKey[]> {
    const { journal } = this.#parts;
    switch (choice.by) {
      case 'key': {
        if ((await journal.transaction(choice.key)) === null) throw unknown(keyText(choice.key));
        return [choice.key];
      }
      case 'stan':
        return [await this.#byStan(choice.stan, choice.batch)];
      case 'missing': {
        if ((await journal.batch(choice.batch)) === null) throw unknown(`batch ${choice.batch}`);
        const missing = (await journal.differences(choice.batch)).filter(({ kind }) => kind === 'missingAtHost');
        return [...new Map(missing.map(({ key }) => [keyText(key), key])).values()];
      }
    }
  }

  /** STAN wraps: when several bear it, nobody guesses which one is meant. */
  async #byStan(stan: number, batch: number | null): Promise<TransactionKey> {
    const found = (await this.#parts.journal.byStan(stan)).filter(
      (it) => batch === null || [it.batch, it.postedBatch, it.voidedBatch].includes(batch),
    );
    const [only, ...others] = found;
    if (only === undefined) throw unknown(`STAN ${stan}${batch === null ? '' : ` in batch ${batch}`}`);
    if (others.length === 0) return only.key;
    throw new TillpostError('INVALID_REQUEST', `${found.length} transactions bear STAN ${stan}`, {
      operation: 'resend',
      hint: `Name the batch, or one by its key, for example ${keyText(only.key)}.`,
    });
  }

  /** Whoever moved it on meanwhile was right. */
  async #sendAgain(item: ResendItem, reason: string): Promise<ResendItem> {
    if (item.plan.kind === 'refused') return item;
    try {
      await this.#parts.journal.apply(item.key, { name: 'resend', reason });
      return item;
    } catch (error) {
      const { code, message } = asTillpostError(error, 'resend');
      if (code !== 'ILLEGAL_EVENT') throw error;
      return { ...item, plan: refused(message) };
    }
  }
}

/** @throws INVALID_REQUEST */
function checkedReason(said: string): string {
  const reason = said.trim();
  if (reason !== '' && reason.length <= REASON_MAX) return reason;
  throw new TillpostError('INVALID_REQUEST', `a reason of 1 to ${REASON_MAX} characters is needed`, {
    operation: 'resend.start',
    hint: 'Say what the host lost: the reason stays in the journal.',
  });
}

function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += SLICE) yield all.slice(at, at + SLICE);
}

const refused = (why: string): ResendPlan => ({ kind: 'refused', why });

function nothingGoes(items: readonly ResendItem[], { key, plan }: ResendItem): TillpostError {
  const why = plan.kind === 'refused' ? plan.why : '';
  const more = items.length > 1 ? ` (and ${items.length - 1} more)` : '';
  return new TillpostError('RESEND_REFUSED', `not sent again: ${why}${more}`, {
    operation: 'resend.start',
    subject: keyText(key),
    hint: '`tillpost show` tells how it stands.',
  });
}

function unknown(subject: string): TillpostError {
  return new TillpostError('NOT_FOUND', 'no such transaction or batch', {
    operation: 'resend',
    subject,
    hint: 'It was never started here, or its retention is over.',
  });
}
