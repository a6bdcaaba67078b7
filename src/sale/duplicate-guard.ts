import type { Card } from '../domain/card.js';
import { TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import type { Transaction, Verdict } from '../domain/transaction.js';
import type { Clock, DuplicateQuestion, Log, SaleBooks, Timer } from '../ports/index.js';
import { declined } from './verdict/verdicts.js';

export interface DuplicateGuardParts {
  readonly journal: Pick<SaleBooks, 'similar' | 'apply'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Another approval with the same card and amount within this is suspected, ms; 0: never. */
  readonly windowMs: number;
  /** How long the till may take to answer, ms. */
  readonly answerMs: number;
}

export interface DuplicateGuard {
  /**
   * Null: nothing like it was approved lately, or the till says that it is meant. Otherwise the verdict that
   * refuses it. @param canAsk the till waits for an answer; found undecided after a crash, nobody does
   */
  check(transaction: Transaction, card: Card, canAsk: boolean): Promise<Verdict | null>;
  question(): DuplicateQuestion | null;
  /** @throws NOTHING_TO_CONFIRM */
  answer(proceed: boolean): void;
}

/** DE 39: duplicate transmission. */
const DUPLICATE = '94';

/** Same card, same amount, same terminal, shortly after: a second tap of a nervous hand (payment rules, Online and offline 9). */
export function createDuplicateGuard({ journal, clock, log, windowMs, answerMs }: DuplicateGuardParts): DuplicateGuard {
  let asked: { readonly question: DuplicateQuestion; readonly settle: (proceed: boolean) => void } | null = null;

  /** The till's word; null: it gave none in time. */
  function ask(earlier: Transaction): Promise<boolean | null> {
    return new Promise((resolve) => {
      const settle = (proceed: boolean | null): void => {
        timer.cancel();
        asked = null;
        resolve(proceed);
      };
      const timer: Timer = clock.after(answerMs, () => settle(null));
      const untilMs = clock.monotonicMs() + answerMs;
      asked = { question: { earlier: keyText(earlier.key), startedAtMs: earlier.startedAtMs, untilMs }, settle };
    });
  }

  return {
    check: async (transaction, card, canAsk) => {
      if (windowMs === 0) return null;
      const earlier = await journal.similar(card.token, transaction.money, windowMs, transaction.key);
      if (earlier === null || earlier.type !== transaction.type) return null;
      const earlierKey = keyText(earlier.key);
      const { vouched } = transaction;
      log.info('suspected duplicate', { key: keyText(transaction.key), earlier: earlierKey, vouched });
      const isMeant = vouched || (canAsk ? await ask(earlier) : null);
      if (isMeant === true) {
        await journal.apply(transaction.key, { name: 'allowDuplicate', earlier: earlierKey });
        return null;
      }
      const why = isMeant === null ? (canAsk ? ', not answered in time' : ', and nobody to ask') : '';
      return declined('policy', DUPLICATE, `suspected duplicate of ${earlierKey}${why}`);
    },
    question: () => asked?.question ?? null,
    answer: (proceed) => {
      if (asked !== null) return asked.settle(proceed);
      throw new TillpostError('NOTHING_TO_CONFIRM', 'no question is open', { operation: 'sale.confirm' });
    },
  };
}
