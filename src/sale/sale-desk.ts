import { asTillpostError, TillpostError } from '../domain/errors.js';
import type { Transaction } from '../domain/transaction.js';
import { runMachine, type RunningMachine } from '../machine/machine.js';
import type {
  Caller,
  CardReader,
  RunningSale,
  SaleDesk,
  SaleName,
  SaleOutcome,
  SaleRequest,
  Timer,
  VoidRequest,
} from '../ports/index.js';
import { Callers, STAYS } from './callers.js';
import { createDuplicateGuard } from './duplicate-guard.js';
import { ReaderReconciliation, type ReaderReconciliationParts } from './reader-reconciliation.js';
import { outcomeInJournal, outcomeOfRunning } from './repeated-request.js';
import { Sale, type SaleParts } from './sale.js';
import { type SaleEffect, type SaleInput, type SaleMode, saleOf, saleStep, UNSTARTED } from './sale-modes.js';
import { isMeant, nameOf, notRunning } from './sale-name.js';
import { decidedAlready, merchantChanged, whyNoSale } from './sale-refusals.js';
import { ShownKeeper, type ShownKeeperParts } from './shown/shown-keeper.js';
import { Turns } from './turns.js';
import { UndecidedSales } from './undecided-sales.js';
import { CancelWish } from './verdict/cancel-wish.js';
import { OwnReader } from './verdict/own-reader.js';
import { createReaderDialog } from './verdict/reader-dialog.js';
import {
  AGENT_DOWN,
  AGENT_STOPPED,
  BY_OPERATOR,
  JOURNAL_DOWN,
  READER_TAMPERED,
  TILL_GONE,
} from './verdict/verdicts.js';
import { voidSale } from './void.js';

export interface SaleDeskParts extends Omit<SaleParts, 'dialog' | 'guard' | 'reconciliation' | 'reader' | 'keeper'> {
  readonly reader: CardReader;
  /** As configured: while the journal goes on in the name of another one nothing is sold and nothing taken back. */
  readonly merchantId: string;
  /** How long a sale waits for a lost reader before it is given up. */
  readonly recoveryWaitMs: number;
  /** See ShownKeeperParts. */
  readonly shownIdleMs: ShownKeeperParts['idleMs'];
  /** See ReaderReconciliationParts. */
  readonly behind: ReaderReconciliationParts['behind'];
  /** What happens to a sale whose till hangs up after its card was asked for. */
  readonly tillGone: TillGone;
  /** See KeyUseParts. */
  readonly keyWindowMs: number;
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

/** *finish*: it ends as it would, and its answer is kept for its key. *cancel*: it is cancelled, while it can be. */
type TillGone = 'finish' | 'cancel';

interface Running {
  readonly sale: Sale;
  readonly request: SaleRequest;
  readonly callers: Callers;
  readonly outcome: Promise<SaleOutcome>;
}

export function createSaleDesk(parts: SaleDeskParts): RunningSaleDesk {
  const { journal, host, clock, log, alerts, behind, recoveryWaitMs, duplicateWindowMs, duplicateAnswerMs } = parts;
  const reader = new OwnReader(parts.reader);
  const keeper = new ShownKeeper({ journal, reader, clock, log, idleMs: parts.shownIdleMs });
  const desk: DeskParts = {
    ...parts,
    reader,
    keeper,
    dialog: createReaderDialog(reader, clock, recoveryWaitMs),
    guard: createDuplicateGuard({ journal, clock, log, windowMs: duplicateWindowMs, answerMs: duplicateAnswerMs }),
    reconciliation: new ReaderReconciliation({ reader, keeper, journal, host, alerts, behind, log }),
  };
  return new SalesCounter(desk);
}

type DeskParts = SaleParts & Pick<SaleDeskParts, 'merchantId' | 'tillGone' | 'keyWindowMs'>;

/** The sales counter: one sale at a time, each to the end. What it may do when: `sale-modes.ts`. */
class SalesCounter implements RunningSaleDesk {
  readonly #parts: DeskParts;
  readonly #machine: RunningMachine<SaleMode<Running>, SaleInput<Running>>;
  /** Of the sale in hand, or of the last one: should the journal lose sight of that, it is decided by this wish. */
  #wish = new CancelWish();
  /** Of the sale that recovery decides just now. */
  #resumed: CancelWish | null = null;
  /** Everything that talks to the reader takes its turn here. */
  readonly #turns = new Turns();
  readonly #undecided: UndecidedSales;
  #retry: Timer | null = null;
  /** Why sales are found undecided: until the first recovery is through, for what went before this process. */
  #interrupted = AGENT_DOWN;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#undecided = new UndecidedSales(parts.alerts, parts.log);
    this.#machine = runMachine<SaleMode<Running>, SaleInput<Running>, SaleEffect>(UNSTARTED, {
      step: saleStep,
      carryOut: (effect) => this.#run(effect),
    });
  }

  start(): void {
    this.#parts.reader.onStatus(({ state }) => {
      if (state === 'ready') this.#machine.input({ kind: 'readerReady' });
    });
    this.#parts.bar.onBarred(() => this.#endRunning());
    void this.#turns.take(() => this.#recover());
  }

  idle(): Promise<void> {
    return this.#turns.idle();
  }

  async stop(): Promise<void> {
    this.#machine.input({ kind: 'stop' });
    if (!this.#wish.past) {
      this.#wish.wish(AGENT_STOPPED);
      await saleOf(this.#machine.state)?.sale.stop(AGENT_STOPPED);
    }
    await this.#turns.idle();
    const { keeper } = this.#parts;
    await keeper.flush();
    await keeper.confirmed();
  }

  async sell(request: SaleRequest, caller = STAYS): Promise<SaleOutcome> {
    const { journal, reader } = this.#parts;
    const first =
      (await this.#join(request, caller)) ?? (await outcomeInJournal(this.#parts, request, () => this.#turns.idle()));
    if (first !== null) return first;
    const { salesStopped } = await journal.settings();
    // From here to *selling* nothing waits: two tills that ask at once cannot both pass.
    const joined = this.#join(request, caller);
    if (joined !== null) return joined;
    const holder = this.#otherMerchant();
    if (holder !== null) throw merchantChanged(holder);
    const refused = whyNoSale(this.#machine.state, salesStopped, reader.status());
    if (refused !== null) throw refused;
    try {
      return await this.#begin(request, caller);
    } catch (error) {
      // The journal could not say whether the verdict is on disk: what it holds is read back and decided.
      if (await this.#hasUndecided()) this.#machine.input({ kind: 'inDoubt' });
      throw error;
    }
  }

  async cancel(which: SaleName = {}): Promise<void> {
    const running = saleOf(this.#machine.state);
    const isNamed = running !== null && isMeant(which, running.request, running.sale.key);
    if (isNamed && !this.#wish.past) return running.sale.cancel(BY_OPERATOR);
    if (isNamed) throw decidedAlready(running.sale.key);
    throw new TillpostError('NOTHING_TO_CANCEL', notRunning(running), {
      operation: 'sale.cancel',
      ...nameOf(running),
    });
  }

  /** Its reader was tampered with: what was not approved yet is not any more. */
  #endRunning(): void {
    if (this.#resumed?.past === false) this.#resumed.wish(READER_TAMPERED);
    if (!this.#wish.past) void saleOf(this.#machine.state)?.sale.stop(READER_TAMPERED);
  }

  confirm(proceed: boolean, which: SaleName = {}): void {
    const running = saleOf(this.#machine.state);
    if (running === null || isMeant(which, running.request, running.sale.key)) {
      return this.#parts.guard.answer(proceed);
    }
    const details = { operation: 'sale.confirm', ...nameOf(running) };
    throw new TillpostError('NOTHING_TO_CONFIRM', notRunning(running), details);
  }

  current(): RunningSale | null {
    const { sale, request } = saleOf(this.#machine.state) ?? {};
    if (sale === undefined || request === undefined || sale.key === null) return null;
    const { tillId = null, orderReference = null } = request;
    return { key: sale.key, tillId, orderReference, step: sale.step, question: this.#parts.guard.question() };
  }

  void(request: VoidRequest): Promise<SaleOutcome> {
    return voidSale(this.#parts, request, this.#parts.merchantId);
  }

  #otherMerchant(): string | null {
    const { journal, merchantId } = this.#parts;
    const inForce = journal.identity().merchantId;
    return inForce === merchantId ? null : inForce;
  }

  async hold(why: string): Promise<() => void> {
    this.#machine.input({ kind: 'hold', why });
    await this.#turns.idle();
    let released = false;
    return () => {
      if (!released) this.#machine.input({ kind: 'release', why });
      released = true;
    };
  }

  /** Null: the sale that runs is another one. */
  #join(request: SaleRequest, caller: Caller): Promise<SaleOutcome> | null {
    const running = saleOf(this.#machine.state);
    const outcome = outcomeOfRunning(this.#parts.journal, running, request);
    if (outcome !== null) running?.callers.add(caller);
    return outcome;
  }

  #begin(request: SaleRequest, caller: Caller): Promise<SaleOutcome> {
    const wish = new CancelWish();
    this.#wish = wish;
    const sale = new Sale(this.#parts, wish);
    const cancel = (): void => {
      if (wish.past) return;
      sale.cancel(TILL_GONE).catch((error: unknown) => {
        this.#parts.log.info('cancel not kept', { error: asTillpostError(error, 'sale.cancel').toJSON() });
      });
    };
    const callers = new Callers(caller, this.#parts.tillGone === 'cancel' ? cancel : null);
    const outcome = this.#turns
      .take(() => sale.serve(request, callers))
      .finally(() => {
        callers.end();
        this.#machine.input({ kind: 'sold' });
      });
    this.#machine.input({ kind: 'sell', sale: { sale, request, callers, outcome } });
    return outcome;
  }

  /** True as well when the journal cannot tell. */
  async #hasUndecided(): Promise<boolean> {
    try {
      return (await this.#parts.journal.unresolved()).length > 0;
    } catch {
      return true;
    }
  }

  #run(effect: SaleEffect): void {
    const { clock, log } = this.#parts;
    switch (effect.kind) {
      case 'recover':
        return void this.#turns.take(() => this.#recover());
      case 'reconcile':
        return void this.#turns.take(() => this.#reconcile());
      case 'retryRecovery': {
        const { afterMs, problem } = effect;
        log.warn('recovery will be tried again', { error: problem.toJSON(), retryMs: afterMs });
        this.#retry = clock.after(afterMs, () => this.#run({ kind: 'recover' }));
        return;
      }
      case 'dropRetry':
        return this.#retry?.cancel();
      case 'illegal':
        return log.error('illegal input', { mode: effect.mode, input: effect.input });
    }
  }

  async #recover(): Promise<void> {
    const { journal, reconciliation } = this.#parts;
    try {
      let open: TillpostError | null = null;
      for (const transaction of await journal.unresolved()) open = (await this.#resume(transaction)) ?? open;
      await reconciliation.settle();
      if (open !== null) return this.#machine.input({ kind: 'recoveryFailed', problem: open });
    } catch (error) {
      return this.#machine.input({ kind: 'recoveryFailed', problem: asTillpostError(error, 'sale.recover') });
    }
    this.#interrupted = JOURNAL_DOWN;
    this.#machine.input({ kind: 'recovered' });
  }

  /** Null: nothing waits for it any more, decided or not. @throws JOURNAL_*: then nothing can be decided */
  async #resume(transaction: Transaction): Promise<TillpostError | null> {
    try {
      const { cancelAsked } = transaction;
      const wish = cancelAsked === undefined ? this.#wish : new CancelWish(cancelAsked);
      this.#resumed = wish;
      await new Sale(this.#parts, wish).resume(transaction, this.#interrupted);
      this.#undecided.decided(transaction);
      return null;
    } catch (thrown) {
      const error = asTillpostError(thrown, 'sale.recover');
      if (error.code.startsWith('JOURNAL_')) throw error;
      return this.#undecided.failed(transaction, error) ? error : null;
    } finally {
      this.#resumed = null;
    }
  }

  async #reconcile(): Promise<void> {
    const { reconciliation, log } = this.#parts;
    try {
      await reconciliation.settle();
    } catch (error) {
      log.warn('card reader could not be reconciled', { error: asTillpostError(error, 'sale.reconcile').toJSON() });
      this.#machine.input({ kind: 'inDoubt' });
    }
  }
}
