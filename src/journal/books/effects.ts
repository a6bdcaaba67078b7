import { TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import type { Effect, EventName, LifecycleEvent } from '../../domain/lifecycle.js';
import type { Posting, PostingContent, PostingKind } from '../../domain/posting.js';
import type { Transaction } from '../../domain/transaction.js';
import type { Totals } from './totals.js';

export interface Occasion {
  /** After the event. */
  readonly transaction: Transaction;
  /** Before the event, by sequence. */
  readonly postings: readonly Posting[];
  readonly event: LifecycleEvent;
  readonly atMs: number;
  /** Highest posting sequence given so far. */
  readonly last: number;
}

/** Carries the effects of an event out: sums at once, postings as the caller must store them. */
export class Effects {
  readonly #totals: Totals;

  constructor(totals: Totals) {
    this.#totals = totals;
  }

  /**
   * @returns the postings that the effects make or change, by sequence
   * @throws ILLEGAL_EVENT when the event is about a posting that is not there in that state
   */
  carryOut(occasion: Occasion, effects: readonly Effect[]): readonly Posting[] {
    return effects.flatMap((effect) => this.#one(occasion, effect));
  }

  #one(occasion: Occasion, effect: Effect): readonly Posting[] {
    const { transaction } = occasion;
    switch (effect.kind) {
      case 'post':
        return [this.#made(occasion, effect.content)];
      case 'receiptPosting':
        return [this.#moved(pending(occasion, effect.posting), { state: 'receipted' })];
      case 'countRefusal': {
        const refused = pending(occasion, effect.posting);
        return [{ ...refused, refusals: refused.refusals + 1 }];
      }
      case 'parkPosting':
        return [this.#moved(pending(occasion, effect.posting), { state: 'parked', parkedReason: effect.reason })];
      case 'unparkPosting':
        return [this.#moved(retried(occasion), { state: 'pending', parkedReason: null, refusals: 0 })];
      case 'resolvePosting':
        return [this.#moved(parked(occasion), { state: 'resolved', resolution: effect.reason })];
      case 'reopenPostings':
        return this.#reopened(occasion);
      case 'takeOfflineRoom':
        this.#totals.takeRoom(cardOf(transaction), transaction.money);
        return [];
      case 'giveOfflineRoom':
        this.#totals.giveRoom(cardOf(transaction), transaction.money);
        return [];
    }
  }

  #made({ transaction: { key, money }, last, atMs }: Occasion, content: PostingContent): Posting {
    this.#totals.enter(content.kind, 'pending', money);
    return {
      sequence: last + 1,
      key,
      content,
      money,
      state: 'pending',
      refusals: 0,
      parkedReason: null,
      createdAtMs: atMs,
    };
  }

  /** Under their old sequences: the host knows by them what it is missing. */
  #reopened(occasion: Occasion): readonly Posting[] {
    const { transaction, postings } = occasion;
    const again = postings
      .filter(({ state }) => state === 'receipted')
      .map((posting) => this.#moved(posting, { state: 'pending', refusals: 0 }));
    const isKnown = transaction.state !== 'posted' || postings.some(({ content }) => content.kind === 'advice');
    return isKnown ? again : [...again, this.#made(occasion, { kind: 'advice', response: 'online' })];
  }

  #moved(before: Posting, change: Pick<Posting, 'state'> & Partial<Posting>): Posting {
    const after = { ...before, ...change };
    const { kind } = before.content;
    if (before.state === 'pending' || before.state === 'parked') this.#totals.leave(kind, before.state, before.money);
    if (after.state === 'pending' || after.state === 'parked') this.#totals.enter(kind, after.state, before.money);
    return after;
  }
}

function pending(occasion: Occasion, kind: PostingKind): Posting {
  return (
    occasion.postings.find(({ content, state }) => content.kind === kind && state === 'pending') ??
    refuse(occasion, `no ${kind} is pending`)
  );
}

function parked(occasion: Occasion): Posting {
  return occasion.postings.find(({ state }) => state === 'parked') ?? refuse(occasion, 'no posting is parked');
}

/** The retry must lead back to where the posting was parked. */
function retried(occasion: Occasion): Posting {
  const posting = parked(occasion);
  const isApproved = occasion.transaction.verdict?.outcome === 'approved';
  const fitting: EventName =
    posting.content.kind === 'advice' ? 'retryAdvice' : isApproved ? 'retryVoid' : 'retryReversal';
  if (occasion.event.name === fitting) return posting;
  return refuse(occasion, `the ${posting.content.kind} that is parked takes ${fitting}`);
}

function cardOf({ card, key }: Transaction): NonNullable<Transaction['card']> {
  if (card !== null) return card;
  throw new TillpostError('INTERNAL', 'an offline approval has no card', {
    operation: 'journal.apply',
    subject: keyText(key),
    hint: 'This is a defect. Keep the journal and the log, and report it.',
  });
}

function refuse({ event, transaction }: Occasion, why: string): never {
  throw new TillpostError('ILLEGAL_EVENT', `${event.name}: ${why}`, {
    operation: 'journal.apply',
    subject: keyText(transaction.key),
  });
}
