import { TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import type { Card } from '../domain/card.js';
import type { Transaction } from '../domain/transaction.js';
import type { Journal, PendingPosting } from '../ports.js';
import type { PostingMessage, RequestMessage, SentHead } from './envelope.js';

/** Journal records as messages of the host protocol. Pure. */

/** @throws INTERNAL when an advice has lost its card: the lifecycle does not allow that */
export function postingMessage({ posting, transaction }: PendingPosting, repeat: boolean): PostingMessage {
  const { card } = transaction;
  // The posting's amount and key are the original's (payment rules, Reversals).
  const common = { ...saleFields(transaction), key: posting.key, money: posting.money, sequence: posting.sequence, repeat };
  if (posting.content.kind === 'reversal') {
    const sent = card === null ? null : { entryMode: card.entryMode, maskedPan: card.maskedPan };
    return { ...common, kind: 'reversal', card: sent, reason: posting.content.reason };
  }
  if (card === null) {
    throw new TillpostError('INTERNAL', 'an advice without card data', {
      operation: 'courier.posting',
      subject: keyText(posting.key),
    });
  }
  return { ...common, kind: 'advice', card, response: posting.content.response };
}

/** @param deadlineMs what is left of the deadline when it is sent */
export function requestMessage(transaction: Transaction, card: Card, deadlineMs: number, repeat: boolean): RequestMessage {
  return { kind: 'request', ...saleFields(transaction), card, deadlineMs: Math.max(1, Math.round(deadlineMs)), repeat };
}

function saleFields({ key, type, money, stan, startedAtMs, clock }: Transaction) {
  return { key, type, money, stan, startedAtMs, clock };
}

/** The journal's head for the host; null while the journal is empty. */
export function sentHead(journal: Pick<Journal, 'head' | 'identity'>): SentHead | null {
  const { entry, mac } = journal.head();
  return entry === 0 ? null : { entry, mac, epoch: journal.identity().epoch };
}
