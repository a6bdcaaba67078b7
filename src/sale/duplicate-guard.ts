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
   * refuses it. @param vouched the till said so when it started the sale
   */
  check(transaction: Transaction, card: Card, vouched: boolean): Promise<Verdict | null>;
  question(): DuplicateQuestion | null;
  /** @throws NOTHING_TO_CONFIRM */
  answer(proceed: boolean): void;
}

/** DE 39: duplicate transmission. */
const DUPLICATE = '94';

/** Same card, same amount, same terminal, shortly after: a second tap of a nervous hand (payment rules, Online and offline 9). */
export function createDuplicateGuard({ journal, clock, log, windowMs, answerMs }: DuplicateGuardParts): DuplicateGuard {
  let asked: { readonly question: DuplicateQuestion; readonly settle: (proceed: boolean) => void } | null = null;

  /** True when the till says yes in time. */
  function ask(earlier: Transaction): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (proceed: boolean): void => {
        timer.cancel();
        asked = null;
        resolve(proceed);
      };
      const timer: Timer = clock.after(answerMs, () => settle(false));
      const untilMs = clock.monotonicMs() + answerMs;
      asked = { question: { earlier: keyText(earlier.key), startedAtMs: earlier.startedAtMs, untilMs }, settle };
    });
  }

  return {
    check: async (transaction, card, vouched) => {
      if (windowMs === 0) return null;
      const earlier = await journal.similar(
        card.token,
        transaction.money,
        transaction.startedAtMs - windowMs,
        transaction.key,
      );
      if (earlier === null || earlier.type !== transaction.type) return null;
      const earlierKey = keyText(earlier.key);
      log.info('suspected duplicate', { key: keyText(transaction.key), earlier: earlierKey, vouched });
      if (vouched || (await ask(earlier))) {
        await journal.apply(transaction.key, { name: 'allowDuplicate', earlier: earlierKey });
        return null;
      }
      return declined('policy', DUPLICATE, `suspected duplicate of ${earlierKey}`);
    },
    question: () => asked?.question ?? null,
    answer: (proceed) => {
      if (asked !== null) return asked.settle(proceed);
      throw new TillpostError('NOTHING_TO_CONFIRM', 'no question is open', { operation: 'sale.confirm' });
    },
  };
}
