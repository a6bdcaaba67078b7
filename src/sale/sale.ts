import type { Card } from '../domain/card.js';
import { asTillpostError, TillpostError } from '../domain/errors.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import { formatMoney } from '../domain/money.js';
import { maskedName } from '../domain/text/clear-digits.js';
import type { ClockQuality, Transaction, Verdict } from '../domain/transaction.js';
import type {
  Clock,
  JournalStanding,
  LimitReads,
  QueueReads,
  ReaderBar,
  ReaderResult,
  SaleBooks,
  SaleOutcome,
  SaleRequest,
} from '../ports/index.js';
import type { Callers } from './callers.js';
import type { DuplicateGuard } from './duplicate-guard.js';
import type { ReaderReconciliation } from './reader-reconciliation.js';
import { repeatOf } from './repeated-request.js';
import { decidedAlready, readerGone, readerTampered } from './sale-refusals.js';
import type { ShownKeeper } from './shown/shown-keeper.js';
import type { AuthorizationParts } from './verdict/authorization.js';
import type { CancelWish } from './verdict/cancel-wish.js';
import { Decision, type Interrupted } from './verdict/decision.js';
import { unlessLost, UNMOVED } from './verdict/reader-dialog.js';
import { READER_MUTE, READER_TAMPERED, TILL_GONE } from './verdict/verdicts.js';

export interface SaleParts extends AuthorizationParts {
  readonly bar: ReaderBar;
  readonly journal: SaleBooks & LimitReads & QueueReads & Pick<JournalStanding, 'openBatch' | 'head' | 'identity'>;
  readonly guard: DuplicateGuard;
  readonly reconciliation: ReaderReconciliation;
  readonly keeper: ShownKeeper;
  /** What people are shown. */
  readonly clock: Clock;
  readonly clockQuality: () => ClockQuality;
  readonly cardTimeoutMs: number;
}

/** More than it takes until the reader is told to forget a key (reader-reconciliation.ts). */
const FREE_ATTEMPTS = 6;

/** One sale, a till's or one that boot found undecided: to the committed verdict, then to the cardholder. */
export class Sale {
  readonly #parts: SaleParts;
  readonly #wish: CancelWish;
  #key: TransactionKey | null = null;
  #step = 'starting';

  constructor(parts: SaleParts, wish: CancelWish) {
    this.#parts = parts;
    this.#wish = wish;
  }

  /** Null until it is in the journal. */
  get key(): TransactionKey | null {
    return this.#key;
  }

  /** What it is doing, for people. */
  get step(): string {
    return this.#step;
  }

  /** From its first commit on. */
  async serve(request: SaleRequest, callers: Callers): Promise<SaleOutcome> {
    const { journal, dialog, reader, keeper, clock, clockQuality, log } = this.#parts;
    // A reader that restarted while idle has no session, and START would find out by six seconds of silence.
    this.#step = 'looking for the reader';
    if (!(await dialog.alive())) throw readerGone();
    await this.#freeReader();
    if (await this.#isBarred()) throw readerTampered(reader.status().serialNumber);
    await callers.requireOne();
    const { allowDuplicate: vouched, ...order } = request;
    const { serialNumber } = reader.status();
    const stamp = { startedAtMs: clock.wallMs(), clock: clockQuality() };
    const asked = serialNumber === null ? null : maskedName(serialNumber);
    const { transaction, isNew } = await journal.begin({ ...order, ...stamp, vouched, reader: asked });
    if (!isNew) return repeatOf(journal, transaction);
    this.#key = transaction.key;
    // This commit has carried what was shown for the sale before: the reader may forget that now.
    await keeper.confirmed();
    reader.bind(transaction);
    // Lost over that: START has not left, so nothing is lost with it.
    await dialog.ready();
    log.info('sale started', { key: keyText(transaction.key), amount: formatMoney(transaction.money) });
    this.#step = 'waiting for a card';
    let isLost = false;
    const lost = (): void => void (isLost = true);
    const interrupted = (): Verdict | null => (isLost ? READER_MUTE : null);
    const decided = await this.#decide(transaction, { interrupted, canAsk: true }, async () => {
      // Nobody would hand over what the card is asked to pay.
      if (!(await callers.anyThere())) this.#wish.wish(TILL_GONE);
      return this.#askForCard(transaction, lost);
    });
    return { transaction: decided, stands: decided.verdict?.outcome ?? null, repeated: false };
  }

  /** What a crash or a failing journal left: START is never sent again, the reader is asked what came of it. */
  async resume(transaction: Transaction, interrupted: Verdict): Promise<Transaction> {
    if ((await this.#isBarred()) && !this.#wish.past) this.#wish.wish(READER_TAMPERED);
    this.#parts.reader.bind(transaction);
    return this.#decide(transaction, { interrupted: () => interrupted, canAsk: false }, () =>
      this.#parts.dialog.recall(transaction.key),
    );
  }

  /**
   * Resolves once the wish is on the disk: whoever asked may rely on it, whatever happens then (payment rules, Online and
   * offline 10). The sale itself sees it at once, and before it is approved.
   * @throws NOTHING_TO_CANCEL when it was decided meanwhile, JOURNAL_*
   */
  async cancel(why: Verdict): Promise<void> {
    const { journal } = this.#parts;
    const verdict = this.#wish.wish(why);
    const key = this.#key;
    // Not begun: it will ask no card, so there is nothing that a start could find approved.
    if (key === null) return;
    try {
      await this.#wish.keep(() => journal.apply(key, { name: 'askCancel', verdict }));
    } catch (thrown) {
      const error = asTillpostError(thrown, 'sale.cancel');
      if (error.code === 'ILLEGAL_EVENT') throw decidedAlready(key);
      await this.#endWait(key);
      throw error;
    }
    await this.#endWait(key);
  }

  /** The same for what nobody is answered: the process goes, or the reader that is not trusted any more. */
  async stop(why: Verdict): Promise<void> {
    this.#wish.wish(why);
    if (this.#key !== null) await this.#endWait(this.#key);
  }

  /** Only ends the wait for a card, or for the till's answer, sooner. */
  async #endWait(key: TransactionKey): Promise<void> {
    const { guard, reader, log } = this.#parts;
    if (guard.question() !== null) guard.answer(false);
    try {
      const result = await unlessLost(() => reader.cancel(key));
      // START would wait for its whole time.
      if (result?.stage === 'waitingCard') reader.reset(UNMOVED);
    } catch (error) {
      log.info('card reader did not take the cancel', { error: asTillpostError(error, 'sale.cancel').toJSON() });
    }
  }

  /** What the reader holds of the sale before may cost it its link: then it is waited for, and asked again. */
  async #freeReader(): Promise<void> {
    const { reader, reconciliation, dialog } = this.#parts;
    for (let attempt = 0; attempt < FREE_ATTEMPTS; attempt += 1) {
      if ((await reconciliation.settle()) && reader.status().state === 'ready') return;
      if (!(await dialog.ready())) break;
    }
    throw new TillpostError('READER_NOT_READY', 'the card reader does not let go of the sale before', {
      operation: 'sale.start',
      retryable: true,
      hint: 'Restart the reader; `tillpost status` says what it is at.',
    });
  }

  /** Asked last: the reader that answers now may be another one than before. */
  async #isBarred(): Promise<boolean> {
    const { bar, reader } = this.#parts;
    const { serialNumber } = reader.status();
    return serialNumber !== null && bar.isBarred(serialNumber);
  }

  /** @param lost told when the link was reset before the reader's answer */
  async #askForCard({ key, money, type }: Transaction, lost: () => void): Promise<ReaderResult | null> {
    const { reader, dialog, cardTimeoutMs: timeoutMs } = this.#parts;
    if (this.#wish.wished !== null)
      return { key, stage: 'cancelled', card: null, signed: null, signedType: null, final: null };
    const answered = await unlessLost(() => reader.start({ key, money, type, timeoutMs }));
    if (answered !== null) return answered;
    lost();
    return dialog.recall(key);
  }

  async #decide(
    transaction: Transaction,
    { interrupted, canAsk }: { readonly interrupted: Interrupted; readonly canAsk: boolean },
    obtain: () => Promise<ReaderResult | null>,
  ): Promise<Transaction> {
    const { reconciliation, guard, log } = this.#parts;
    const suspect = (begun: Transaction, card: Card): Promise<Verdict | null> => guard.check(begun, card, canAsk);
    const decision = new Decision(this.#parts, transaction, this.#wish, { suspect, interrupted });
    const decided = await decision.from(async () => {
      const result = await obtain();
      this.#step = 'deciding';
      return result;
    });
    const { verdict } = decided;
    if (verdict !== null) {
      log.info('sale decided', { key: keyText(decided.key), state: decided.state, ...verdict });
      this.#step = 'telling the cardholder';
      // A reader that is lost now is told when it returns: the verdict stands, unless it shows an approval against it.
      return (await reconciliation.tell(decided, decision.sawApproval)) ?? decided;
    }
    return decided;
  }
}
