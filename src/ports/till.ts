/** What tills, technicians and the host’s commands ask of the agent. */
import type { EntryMode } from '../domain/card.js';
import type { TransactionKey } from '../domain/key.js';
import type { Money } from '../domain/money.js';
import type { OfflineLimits, Used } from '../domain/offline-policy.js';
import type { ResendPlan } from '../domain/postings/resend.js';
import type { Standing } from '../domain/postings/standing.js';
import type { Batch } from '../domain/settlement.js';
import type { Transaction, TransactionType } from '../domain/transaction.js';
import type { Unsubscribe } from './basics.js';
import type { CurrencySum, LatePostings, PendingPosting } from './posting-queue.js';

export interface SaleRequest {
  readonly type: TransactionType;
  readonly money: Money;
  /** Null, as when left out: the till that gives no name. Its keys are its own. */
  readonly tillId?: string | null;
  readonly idempotencyKey: string | null;
  /** What people find it by; decides nothing. */
  readonly orderReference?: string | null;
  /** The till vouches for it: a second sale with this card and amount is meant. */
  readonly allowDuplicate: boolean;
}

export interface VoidRequest {
  readonly key: TransactionKey;
  /** As of SaleRequest. */
  readonly tillId?: string | null;
  readonly idempotencyKey: string | null;
}

/** What a till is told. The transaction's verdict is what the cardholder was told, and never changes. */
export interface SaleOutcome {
  readonly transaction: Transaction;
  /** What stands of it now: of one that was voided since, not its approval. Null while undecided. */
  readonly stands: Standing | null;
  /** True when the idempotency key had been used before: nothing was taken now. */
  readonly repeated: boolean;
}

/** Which sale is meant: all that is given must fit. A till that gives no name is named by null. */
export interface SaleName {
  readonly key?: TransactionKey;
  readonly tillId?: string | null;
  readonly idempotencyKey?: string | null;
}

/** Whoever asks for a sale, as far as the agent can tell. */
export interface Caller {
  /** False once it has hung up; one that has only sent all it wants still waits for its answer. */
  isThere(): Promise<boolean>;
  /** Called once when it has hung up. */
  onGone(listener: () => void): Unsubscribe;
}

/** What the desk waits for an answer to. */
export interface DuplicateQuestion {
  /** Key of the earlier sale with the same card and amount. */
  readonly earlier: string;
  readonly startedAtMs: number;
  /** Without an answer by then (monotonic) the sale is refused. */
  readonly untilMs: number;
}

export interface RunningSale {
  readonly key: TransactionKey;
  readonly tillId: string | null;
  readonly orderReference: string | null;
  readonly step: string;
  readonly question: DuplicateQuestion | null;
}

/** The sales counter: one sale or refund at a time. */
export interface SaleDesk {
  /**
   * @param caller left out: one that never hangs up
   * @throws BUSY, RECOVERING, SETTLING, SALES_STOPPED, READER_NOT_READY, READER_TAMPERED, JOURNAL_*, IDEMPOTENCY_MISMATCH,
   *   KEY_REUSED, TILL_GONE, STOPPING
   */
  sell(request: SaleRequest, caller?: Caller): Promise<SaleOutcome>;
  /**
   * Takes an approval back: resolves when that is committed. Voiding what is void already answers the same.
   * @throws NOT_FOUND, VOID_REFUSED (not approved, or its batch is closed), JOURNAL_*
   */
  void(request: VoidRequest): Promise<SaleOutcome>;
  /**
   * Asks the running sale to end; resolves when that is on the disk: a sale that is not approved by then never is.
   * @throws NOTHING_TO_CANCEL, also when another one than named is running, JOURNAL_*
   */
  cancel(which?: SaleName): Promise<void>;
  /**
   * Answers its question about a suspected duplicate.
   * @throws NOTHING_TO_CONFIRM, also when another one than named is asking
   */
  confirm(proceed: boolean, which?: SaleName): void;
  current(): RunningSale | null;
  /** Takes no new sale until released; resolves when none runs. */
  hold(why: string): Promise<() => void>;
}

/** Closes batches: one closing at a time. */
export interface SettlementDesk {
  /** Resolves when the batch is closed. Joins a closing that runs. @throws STOPPING, JOURNAL_* */
  settle(): Promise<Batch>;
  /** The same without waiting for its end: resolves with the batch number once the closing is on disk. */
  begin(): Promise<number>;
  /** What the running closing is doing; null when none runs. */
  step(): string | null;
}

/** Postings that wait, or waited, too long. */
export interface LateDesk {
  late(): Promise<LatePostings>;
  /** A person has looked at those that are posted by now. @returns what stood until then */
  seen(): Promise<LatePostings>;
}

/** What a technician names to be sent to the host once more. */
export type ResendChoice =
  | { readonly by: 'key'; readonly key: TransactionKey }
  | { readonly by: 'stan'; readonly stan: number; readonly batch: number | null }
  /** All that the host's answer to the batch's details named as missing there. */
  | { readonly by: 'missing'; readonly batch: number };

export interface ResendItem {
  readonly key: TransactionKey;
  /** Null: the journal does not hold it any more. */
  readonly transaction: Transaction | null;
  readonly plan: ResendPlan;
}

/** What the host lost, sent again under its old keys. */
export interface ResendDesk {
  /** What would be sent, and what not and why; nothing is done. @throws NOT_FOUND, INVALID_REQUEST for a STAN of several */
  preview(choice: ResendChoice): Promise<readonly ResendItem[]>;
  /** @param reason stays in the journal @throws as preview, and RESEND_REFUSED when nothing of it can be sent */
  start(choice: ResendChoice, reason: string): Promise<readonly ResendItem[]>;
}

/** Parked postings, for a person. */
export interface ParkDesk {
  /** @throws NOT_FOUND */
  retry(sequence: number): Promise<PendingPosting>;
  /**
   * The same for all, or for those in whose reason these words stand, a response code for example.
   * @returns what is sent again
   */
  retryAll(words: string | null): Promise<{ readonly count: number; readonly amounts: readonly CurrencySum[] }>;
  /** Settled by other means; recorded, never deleted. @throws NOT_FOUND, INVALID_REQUEST without a reason */
  resolve(sequence: number, reason: string): Promise<PendingPosting>;
}

/** One offline limit with what is used of it. */
export interface LimitGauge {
  readonly entryMode: EntryMode;
  readonly currency: string;
  readonly limits: OfflineLimits;
  readonly used: Used;
  /** True when the host has replaced a configured value. */
  readonly overridden: boolean;
}
