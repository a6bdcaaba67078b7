import type { Card } from '../../domain/card.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import type { Transaction } from '../../domain/transaction.js';
import type { PendingPosting } from '../../ports/index.js';
import type { PostingMessage, RequestMessage } from '../../protocol/envelope.js';

/** Journal records as messages of the host protocol. Pure. */

/** What is only known when a message leaves. */
export interface Sending {
  /** This may have been sent before. */
  readonly repeat: boolean;
  /** Open at the terminal: for what has not entered a batch. */
  readonly openBatch: number;
}

/** @throws INTERNAL when an advice has lost its card: the lifecycle does not allow that */
export function postingMessage({ posting, transaction }: PendingPosting, sending: Sending): PostingMessage {
  const { card, deferred } = transaction;
  // The posting's amount and key are the original's (payment rules, Reversals).
  const common = {
    ...saleFields(transaction, sending),
    key: posting.key,
    money: posting.money,
    sequence: posting.sequence,
    opening: posting.opening,
  };
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
  return { ...common, kind: 'advice', card, response: posting.content.response, deferred };
}

/** @param deadlineMs what is left of the deadline when it is sent */
export function requestMessage(
  transaction: Transaction,
  card: Card,
  deadlineMs: number,
  sending: Sending,
): RequestMessage {
  return {
    kind: 'request',
    ...saleFields(transaction, sending),
    card,
    deadlineMs: Math.max(1, Math.round(deadlineMs)),
  };
}

function saleFields(transaction: Transaction, { repeat, openBatch }: Sending) {
  const { key, type, money, stan, startedAtMs, clock, batch } = transaction;
  return { key, type, money, stan, startedAtMs, clock, repeat, batch: batch ?? openBatch };
}
