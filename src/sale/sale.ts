import { asTillpostError, TillpostError } from '../domain/errors.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import { formatMoney } from '../domain/money.js';
import type { ClockQuality, Transaction } from '../domain/transaction.js';
import type {
  JournalStanding,
  LimitReads,
  QueueReads,
  ReaderBar,
  ReaderResult,
  SaleBooks,
  SaleOutcome,
  SaleRequest,
} from '../ports/index.js';
import type { DuplicateGuard } from './duplicate-guard.js';
import type { ReaderReconciliation } from './reader-reconciliation.js';
import { readerGone, readerTampered } from './sale-refusals.js';
import type { AuthorizationParts } from './verdict/authorization.js';
import type { CancelWish } from './verdict/cancel-wish.js';
import { Decision } from './verdict/decision.js';
import { unlessLost, UNMOVED } from './verdict/reader-dialog.js';

export interface SaleParts extends AuthorizationParts {
  readonly bar: ReaderBar;
  readonly journal: SaleBooks & LimitReads & QueueReads & Pick<JournalStanding, 'openBatch' | 'head' | 'identity'>;
  readonly guard: DuplicateGuard;
  readonly reconciliation: ReaderReconciliation;
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
  /** The till vouches that a second such sale is meant; null: nobody is there to be asked. */
  #vouched: boolean | null = null;

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
  async serve(request: SaleRequest): Promise<SaleOutcome> {
    const { journal, dialog, reader, clock, clockQuality, log } = this.#parts;
    // A reader that restarted while idle has no session, and START would find out by six seconds of silence.
    this.#step = 'looking for the reader';
    if (!(await dialog.alive())) throw readerGone();
    await this.#freeReader();
    if (await this.#isBarred()) throw readerTampered(reader.status().serialNumber);
    const { type, money, idempotencyKey, allowDuplicate } = request;
    this.#vouched = allowDuplicate;
    const order = { type, money, idempotencyKey, startedAtMs: clock.wallMs(), clock: clockQuality() };
    const { transaction, isNew } = await journal.begin(order);
    if (!isNew) return { transaction, repeated: true };
    this.#key = transaction.key;
    log.info('sale started', { key: keyText(transaction.key), amount: formatMoney(transaction.money) });
    this.#step = 'waiting for a card';
    return { transaction: await this.#decide(transaction, () => this.#askForCard(transaction)), repeated: false };
  }

  /** What a crash or a failing journal left: START is never sent again, the reader is asked what came of it. */
  async resume(transaction: Transaction): Promise<Transaction> {
    if ((await this.#isBarred()) && !this.#wish.past) this.#wish.wish();
    return this.#decide(transaction, () => this.#parts.dialog.recall(transaction.key));
  }

  /** The sale sees the wish before it is approved; telling the reader only ends the wait for a card sooner. */
  async cancel(): Promise<void> {
    const { guard, reader, log } = this.#parts;
    this.#wish.wish();
    if (guard.question() !== null) guard.answer(false);
    const key = this.#key;
    if (key === null) return;
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
      if ((await reconciliation.settleLastKey()) && reader.status().state === 'ready') return;
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

  async #askForCard({ key, money, type }: Transaction): Promise<ReaderResult | null> {
    const { reader, dialog, cardTimeoutMs: timeoutMs } = this.#parts;
    if (this.#wish.wished) return { key, stage: 'cancelled', card: null, signed: null, signedType: null, final: null };
    return dialog.ask(key, () => reader.start({ key, money, type, timeoutMs }));
  }

  async #decide(transaction: Transaction, obtain: () => Promise<ReaderResult | null>): Promise<Transaction> {
    const { reconciliation, guard, log } = this.#parts;
    const decision = new Decision(this.#parts, transaction, this.#wish, (begun, card) =>
      this.#vouched === null ? Promise.resolve(null) : guard.check(begun, card, this.#vouched),
    );
    const decided = await decision.from(async () => {
      const result = await obtain();
      this.#step = 'deciding';
      return result;
    });
    const { verdict } = decided;
    if (verdict !== null) {
      log.info('sale decided', { key: keyText(decided.key), state: decided.state, ...verdict });
      this.#step = 'telling the cardholder';
      // A reader that is lost now is told when it returns: the verdict stands whatever it shows.
      await reconciliation.tell(decided, verdict);
    }
    return decided;
  }
}
