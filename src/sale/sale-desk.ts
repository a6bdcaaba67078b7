import { asTillpostError, TillpostError } from '../domain/errors.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import { formatMoney, sameMoney } from '../domain/money.js';
import type { ReversalReason } from '../domain/posting.js';
import type { ClockQuality, Transaction, Verdict } from '../domain/transaction.js';
import type { ReaderResult, SaleDesk, SaleOutcome, SaleRequest, Timer } from '../ports/index.js';
import { createDuplicateGuard } from './duplicate-guard.js';
import { createReaderDialog, unlessLost } from './reader-dialog.js';
import { createReaderReconciliation } from './reader-reconciliation.js';
import { createSaleFlow, type SaleFlowParts } from './sale-flow.js';
import { whyNoSale } from './sale-refusals.js';
import { cancelled, declined } from './verdicts.js';
import { voidSale } from './void.js';

export interface SaleDeskParts extends Omit<SaleFlowParts, 'dialog' | 'suspect'> {
  readonly clockQuality: () => ClockQuality;
  readonly cardTimeoutMs: number;
  /** How long a sale waits for a lost reader before it is given up. */
  readonly recoveryWaitMs: number;
  /** See DuplicateGuardParts. */
  readonly duplicateWindowMs: number;
  readonly duplicateAnswerMs: number;
}

export interface RunningSaleDesk extends SaleDesk {
  /** Decides what a crash left undecided, then takes sales. Returns at once; `idle` tells when it is done. */
  start(): void;
  /** Resolves when nothing is being decided. */
  idle(): Promise<void>;
  /** No new sale; the running one is cancelled and its end awaited. */
  stop(): Promise<void>;
}

interface Running {
  readonly key: TransactionKey | null;
  readonly request: SaleRequest;
  readonly outcome: Promise<SaleOutcome>;
}

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;

/**
 * The sales counter: one sale at a time, each to the end.
 *
 * Modes, in the order of a life:
 *   recovering  after start and after a journal failure: every undecided transaction is decided first
 *   open        takes a sale
 *   selling     refuses a second one with BUSY
 *   held        refuses with SETTLING while a batch is being closed
 *   stopping    refuses with STOPPING, lets the running sale end
 */
export function createSaleDesk(parts: SaleDeskParts): RunningSaleDesk {
  const { journal, reader, clock, log, alerts } = parts;
  const dialog = createReaderDialog(reader, clock, parts.recoveryWaitMs);
  const guard = createDuplicateGuard({
    journal,
    clock,
    log,
    windowMs: parts.duplicateWindowMs,
    answerMs: parts.duplicateAnswerMs,
  });
  const flow = createSaleFlow({
    ...parts,
    dialog,
    // Nobody is there to be asked about a sale that boot found.
    suspect: (transaction, card) =>
      running === null ? Promise.resolve(null) : guard.check(transaction, card, running.request.allowDuplicate),
  });
  const reconciliation = createReaderReconciliation({ reader, journal, alerts, log });

  let running: Running | null = null;
  let cancelWished = false;
  /** Passed once the flow was told that nobody cancels: the commit that approves is on its way. */
  let pastCancel = false;
  let step = 'idle';
  let recovering = true;
  let stopping = false;
  /** What holds the desk; the newest last. */
  const holds: string[] = [];
  let retry: Timer | null = null;
  let retryMs = RETRY_FIRST_MS;
  /** The reader came back while a sale ran: what it holds of the ones before is looked at after that sale. */
  let returnedInSale = false;
  /** Everything that talks to the reader takes its turn here. */
  let turn: Promise<void> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  async function recover(): Promise<void> {
    recovering = true;
    try {
      for (const transaction of await journal.unresolved()) {
        step = `recovering ${keyText(transaction.key)}`;
        await decide(transaction, () => dialog.recall(transaction.key));
      }
      await reconciliation.settleLastKey();
      recovering = false;
      retryMs = RETRY_FIRST_MS;
    } catch (error) {
      log.warn('recovery will be tried again', { error: asTillpostError(error, 'sale.recover').toJSON(), retryMs });
      retry = clock.after(retryMs, () => void inTurn(recover));
      retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
    } finally {
      step = 'idle';
    }
  }

  function recoverAgain(): void {
    if (recovering || stopping) return;
    recovering = true;
    void inTurn(recover);
  }

  /** It may hold a verdict that the cardholder has not seen: not to be left until the next sale. */
  function reconcile(): void {
    returnedInSale = false;
    void inTurn(() => reconciliation.settleLastKey()).catch((error: unknown) => {
      log.warn('card reader could not be reconciled', { error: asTillpostError(error, 'sale.reconcile').toJSON() });
      recoverAgain();
    });
  }

  /** To the committed verdict, then to the cardholder. */
  async function decide(transaction: Transaction, obtain: () => Promise<ReaderResult | null>): Promise<Transaction> {
    const decided = await verdictOn(transaction, obtain);
    const { verdict } = decided;
    if (verdict !== null) {
      log.info('sale decided', { key: keyText(decided.key), state: decided.state, ...verdict });
      step = 'telling the cardholder';
      // A reader that is lost now is told when it returns: the verdict stands whatever it shows.
      await reconciliation.tell(decided, verdict);
    }
    return decided;
  }

  async function verdictOn(transaction: Transaction, obtain: () => Promise<ReaderResult | null>): Promise<Transaction> {
    try {
      const result = await obtain();
      step = 'deciding';
      return await flow.resolve(transaction, result, () => {
        pastCancel = !cancelWished;
        return cancelWished;
      });
    } catch (error) {
      if (!(error instanceof TillpostError)) throw error;
      const refusal = unusable(error);
      if (refusal !== null) return flow.abandon(transaction.key, refusal.verdict, refusal.reason);
      throw error;
    }
  }

  async function serve(request: SaleRequest): Promise<SaleOutcome> {
    await reconciliation.settleLastKey();
    const { transaction, isNew } = await journal.begin({
      type: request.type,
      money: request.money,
      idempotencyKey: request.idempotencyKey,
      startedAtMs: clock.wallMs(),
      clock: parts.clockQuality(),
    });
    if (!isNew) return { transaction, repeated: true };
    if (running !== null) running = { ...running, key: transaction.key };
    log.info('sale started', { key: keyText(transaction.key), amount: formatMoney(transaction.money) });
    return { transaction: await fromStart(transaction), repeated: false };
  }

  async function fromStart(transaction: Transaction): Promise<Transaction> {
    const { key, money, type } = transaction;
    step = 'waiting for a card';
    return decide(transaction, async () =>
      cancelWished
        ? { key, stage: 'cancelled', card: null, signed: null, signedType: null, final: null }
        : dialog.ask(key, () => reader.start({ key, money, type, timeoutMs: parts.cardTimeoutMs })),
    );
  }

  /** The outcome of the running sale, when the till asks for that very one again. */
  function joinRunning(request: SaleRequest): Promise<SaleOutcome> | null {
    if (request.idempotencyKey === null || running?.request.idempotencyKey !== request.idempotencyKey) return null;
    requireSame(request, running.request, request.idempotencyKey);
    return running.outcome.then((outcome) => ({ ...outcome, repeated: true }));
  }

  /** The first outcome of an idempotency key that was used before; null when it is new. */
  async function earlier(request: SaleRequest): Promise<SaleOutcome | null> {
    if (request.idempotencyKey === null) return null;
    const joined = joinRunning(request);
    if (joined !== null) return joined;
    const known = await journal.byIdempotencyKey(request.idempotencyKey);
    if (known === null) return null;
    requireSame(request, known, request.idempotencyKey);
    if (known.verdict !== null) return { transaction: known, repeated: true };
    await turn;
    const decided = await journal.byIdempotencyKey(request.idempotencyKey);
    return decided === null || decided.verdict === null ? null : { transaction: decided, repeated: true };
  }

  async function sell(request: SaleRequest): Promise<SaleOutcome> {
    const first = await earlier(request);
    if (first !== null) return first;
    const { salesStopped } = await journal.settings();
    // From here to `running` nothing waits: two tills that ask at once cannot both pass.
    const joined = joinRunning(request);
    if (joined !== null) return joined;
    const refused = whyNoSale({
      stopping,
      recovering,
      running: running === null ? null : { key: running.key, step },
      held: holds.at(-1) ?? null,
      stopped: salesStopped,
      reader: reader.status(),
    });
    if (refused !== null) throw refused;

    cancelWished = false;
    pastCancel = false;
    const outcome = inTurn(() => serve(request)).finally(() => {
      running = null;
      step = 'idle';
      if (returnedInSale) reconcile();
    });
    running = { key: null, request, outcome };
    try {
      return await outcome;
    } catch (error) {
      // The journal could not say whether the verdict is on disk: what it holds is read back and decided.
      if (await hasUndecided()) recoverAgain();
      throw error;
    }
  }

  /** The flow sees the wish before it approves; telling the reader only ends the wait for a card sooner. */
  async function wishCancel(): Promise<void> {
    cancelWished = true;
    if (guard.question() !== null) guard.answer(false);
    const key = running?.key ?? null;
    if (key === null) return;
    try {
      await unlessLost(() => reader.cancel(key));
    } catch (error) {
      log.info('card reader did not take the cancel', { error: asTillpostError(error, 'sale.cancel').toJSON() });
    }
  }

  /** True as well when the journal cannot tell. */
  async function hasUndecided(): Promise<boolean> {
    try {
      return (await journal.unresolved()).length > 0;
    } catch {
      return true;
    }
  }

  return {
    sell,
    cancel: async () => {
      if (running === null || pastCancel) {
        throw new TillpostError(
          'NOTHING_TO_CANCEL',
          running === null ? 'no sale is running' : 'the sale is decided already',
          {
            operation: 'sale.cancel',
          },
        );
      }
      await wishCancel();
    },
    current: () =>
      running === null || running.key === null ? null : { key: running.key, step, question: guard.question() },
    confirm: (proceed) => guard.answer(proceed),
    void: (request) => voidSale(parts, request),
    hold: async (why) => {
      holds.push(why);
      await turn;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        holds.splice(holds.indexOf(why), 1);
      };
    },
    start: () => {
      reader.onStatus(({ state }) => {
        if (state !== 'ready' || recovering || stopping) return;
        if (running === null) reconcile();
        else returnedInSale = true;
      });
      void inTurn(recover);
    },
    idle: () => turn,
    stop: async () => {
      stopping = true;
      retry?.cancel();
      if (!pastCancel) await wishCancel();
      await turn;
    },
  };
}

/** What the reader reported may not be used at all; null: the error is of another kind. */
function unusable({
  code,
  message,
}: TillpostError): { readonly verdict: Verdict; readonly reason: ReversalReason } | null {
  if (code === 'CLEAR_CARD_DATA')
    return { verdict: declined('agent', 'Z1', 'clear card data refused'), reason: 'readerFailed' };
  if (code === 'AMOUNT_MISMATCH')
    return { verdict: declined('agent', 'Z1', 'card signed another amount'), reason: 'amountMismatch' };
  if (code === 'READER_ERROR') return { verdict: cancelled('reader', message.slice(0, 80)), reason: 'readerFailed' };
  return null;
}

function requireSame(request: SaleRequest, first: Pick<SaleRequest, 'type' | 'money'>, idempotencyKey: string): void {
  if (sameMoney(request.money, first.money) && request.type === first.type) return;
  throw new TillpostError(
    'IDEMPOTENCY_MISMATCH',
    `the key was used for a ${first.type} of ${formatMoney(first.money)}`,
    {
      operation: 'sale.start',
      subject: idempotencyKey,
      hint: 'A new sale needs a new idempotency key.',
    },
  );
}
