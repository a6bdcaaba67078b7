import { TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import type { Effect, EventName, LifecycleEvent } from '../../domain/lifecycle.js';
import type { Posting, PostingContent, PostingKind } from '../../domain/posting.js';
import type { Transaction } from '../../domain/transaction.js';

interface Occasion {
  /** After the event. */
  readonly transaction: Transaction;
  /** Before the event, by sequence. */
  readonly postings: readonly Posting[];
  readonly event: LifecycleEvent;
  readonly atMs: number;
  /** Highest posting sequence given so far. */
  readonly last: number;
}

/**
 * Carries the effects of an event out on its postings.
 *
 * @returns the postings that the effects make or change, by sequence
 * @throws ILLEGAL_EVENT when the event is about a posting that is not there in that state
 */
export function carryOut(occasion: Occasion, effects: readonly Effect[]): readonly Posting[] {
  return effects.flatMap((effect) => changedBy(occasion, effect));
}

function changedBy(occasion: Occasion, effect: Effect): readonly Posting[] {
  switch (effect.kind) {
    case 'post':
      return [made(occasion, effect.content)];
    case 'receiptPosting':
      return [{ ...pending(occasion, effect.posting), state: 'receipted' }];
    case 'countRefusal': {
      const refused = pending(occasion, effect.posting);
      return [{ ...refused, refusals: refused.refusals + 1 }];
    }
    case 'noteTrouble': {
      const troubled = pending(occasion, effect.posting);
      return [{ ...troubled, refusedSinceMs: troubled.refusedSinceMs ?? occasion.atMs }];
    }
    case 'parkPosting':
      return [{ ...pending(occasion, effect.posting), state: 'parked', parkedReason: effect.reason }];
    case 'unparkPosting':
      return [{ ...openedAgain(retried(occasion), occasion.atMs), parkedReason: null }];
    case 'resolvePosting':
      return [{ ...parked(occasion), state: 'resolved', resolution: effect.reason }];
    case 'reopenPostings':
      return reopened(occasion);
    // No postings: the transaction's own flag says who holds room, and the sums follow it.
    case 'takeOfflineRoom':
    case 'giveOfflineRoom':
      return [];
  }
}

function made({ transaction: { key, money }, last, atMs }: Occasion, content: PostingContent): Posting {
  return {
    sequence: last + 1,
    key,
    content,
    money,
    state: 'pending',
    opening: 1,
    refusals: 0,
    parkedReason: null,
    createdAtMs: atMs,
  };
}

/** Under their old sequences: the host knows by them what it is missing. */
function reopened(occasion: Occasion): readonly Posting[] {
  const { transaction, postings } = occasion;
  const again = postings.filter(({ state }) => state === 'receipted').map((it) => openedAgain(it, occasion.atMs));
  const isKnown = transaction.state !== 'posted' || postings.some(({ content }) => content.kind === 'advice');
  return isKnown ? again : [...again, made(occasion, { kind: 'advice', response: 'online' })];
}

/** The receipts of before are about what was sent before, and so is its waiting. */
function openedAgain({ refusedSinceMs: _, ...posting }: Posting, atMs: number): Posting {
  return { ...posting, state: 'pending', refusals: 0, opening: posting.opening + 1, createdAtMs: atMs };
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

/** The retry must lead back to where the posting was parked, a void away from it. */
function retried(occasion: Occasion): Posting {
  const posting = parked(occasion);
  const isApproved = occasion.transaction.verdict?.outcome === 'approved';
  const fitting: EventName =
    posting.content.kind === 'advice' ? 'retryAdvice' : isApproved ? 'retryVoid' : 'retryReversal';
  // A void takes the sale back whose advice is parked; of what is being taken back already there is nothing to void.
  const isVoid = occasion.event.name === 'void' && posting.content.kind === 'advice';
  if (occasion.event.name === fitting || isVoid) return posting;
  return refuse(occasion, `the ${posting.content.kind} that is parked takes ${fitting}`);
}

function refuse({ event, transaction }: Occasion, why: string): never {
  throw new TillpostError('ILLEGAL_EVENT', `${event.name}: ${why}`, {
    operation: 'journal.apply',
    subject: keyText(transaction.key),
  });
}
