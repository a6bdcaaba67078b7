import { isOwed, type Posting } from '../posting.js';
import type { Transaction } from '../transaction.js';

/** What would leave if a transaction was sent to the host once more, or why nothing may (payment rules, Sent again). */
export type ResendPlan =
  | {
      readonly kind: 'sends';
      /** Of what was taken back the reversal goes again too, and no money moves. */
      readonly sends: 'approval' | 'reversal' | 'approval and reversal';
      /** The card's data were erased after the receipt: the advice goes without them, and says so. */
      readonly isCardErased: boolean;
    }
  | { readonly kind: 'refused'; readonly why: string };

const refused = (why: string): ResendPlan => ({ kind: 'refused', why });

/** @param merchantId in whose name the host is spoken to */
export function resendPlan(
  { state, card, merchantId: own }: Transaction,
  postings: readonly Posting[],
  merchantId: string,
): ResendPlan {
  if (own !== merchantId) return refused(`it is of merchant ${own}; this terminal speaks for ${merchantId} now`);
  switch (state) {
    case 'started':
    case 'authorizing':
      return refused('it is not decided yet');
    case 'declined':
    case 'cancelled':
      return refused(`it was ${state}: the host never had to get it`);
    case 'parked': {
      const sequence = postings.find((it) => it.state === 'parked')?.sequence ?? 0;
      return refused(`it is parked: \`tillpost park retry ${sequence}\` sends it again`);
    }
    case 'resolved':
      return refused('a person has settled it by other means');
    case 'approved':
    case 'reversing':
    case 'voiding':
      return waiting(postings);
    case 'posted':
    case 'reversed':
    case 'voided':
      return postings.some(isOwed)
        ? waiting(postings)
        : settled(state, card === null || card.secret === null, postings);
  }
}

function waiting(postings: readonly Posting[]): ResendPlan {
  const sequences = postings.filter(isOwed).map(({ sequence }) => sequence);
  return refused(`it waits for the host already, as posting ${sequences.join(', ')}: \`tillpost queue\``);
}

function settled(
  state: 'posted' | 'reversed' | 'voided',
  isCardErased: boolean,
  postings: readonly Posting[],
): ResendPlan {
  if (state === 'posted') return { kind: 'sends', sends: 'approval', isCardErased };
  const hasAdvice = postings.some(({ content }) => content.kind === 'advice');
  return hasAdvice
    ? { kind: 'sends', sends: 'approval and reversal', isCardErased }
    : { kind: 'sends', sends: 'reversal', isCardErased: false };
}
