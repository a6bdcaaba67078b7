/**
 * What the control socket answers: plain JSON, snake_case, units last, times ISO 8601 in UTC, amounts in minor
 * units. `control` makes these shapes, `cli` and any till read them; both know each other only through this file.
 */

export interface TransactionView {
  readonly key: string;
  /** Six digits at most, for people. */
  readonly stan: number;
  readonly type: string;
  /** Moves on after the sale: approved, posted, reversing, reversed, parked … */
  readonly state: string;
  /** approved, declined or cancelled; null while undecided. Never changes once set. */
  readonly outcome: 'approved' | 'declined' | 'cancelled' | null;
  /** host, card, policy, operator, reader or agent. */
  readonly by: string | null;
  /** DE 39, or Y1 Y3 Z1 Z3 for what was decided offline. */
  readonly response_code: string | null;
  readonly reason: string | null;
  readonly amount: number;
  readonly currency: string;
  /** First six and last four at most. */
  readonly masked_pan: string | null;
  readonly entry_mode: string | null;
  readonly scheme: string | null;
  /** DE 37; null until the host named one. */
  readonly rrn: string | null;
  readonly started_at: string;
  readonly idempotency_key: string | null;
  /** Approved on a cryptogram that only the host can check, and will. */
  readonly deferred: boolean;
  /** Batch in which the host posted it; null: not posted as far as is known. */
  readonly batch: number | null;
  /** Batch in which the host took it back; null: not taken back. */
  readonly voided_batch: number | null;
}

/** sale.start, for a refund too, and sale.void. */
export interface SaleView extends TransactionView {
  /** The idempotency key had been used: this is the first outcome, nothing was taken now. */
  readonly repeated: boolean;
}

export interface PostingView {
  readonly sequence: number;
  readonly key: string;
  readonly stan: number;
  readonly kind: string;
  /** Y1, Y3 or online of an advice, the reason of a reversal. */
  readonly detail: string;
  readonly state: string;
  readonly amount: number;
  readonly currency: string;
  readonly refusals: number;
  readonly parked_reason: string | null;
  readonly created_at: string;
}

export interface TransactionDetailView extends TransactionView {
  readonly clock: string;
  readonly host_outcome: string | null;
  readonly postings: readonly Omit<PostingView, 'stan'>[];
  readonly entries: readonly {
    readonly number: number;
    readonly event: string;
    readonly state: string;
    readonly at: string;
  }[];
}

export interface ReaderView {
  readonly state: string;
  readonly serial_number: string | null;
  readonly firmware: string | null;
  readonly problem: string | null;
}

export interface LinkView {
  readonly state: string;
  readonly address: string;
  /** 5 for MQTT 5, 4 for 3.1.1. */
  readonly protocol_version: number | null;
  readonly problem: string | null;
  readonly last_echo_ago_ms: number | null;
}

export interface QueueView {
  readonly advices: number;
  readonly reversals: number;
  readonly parked: number;
  readonly oldest_created_at: string | null;
  readonly amounts: readonly { readonly currency: string; readonly count: number; readonly amount: number }[];
}

export interface AlertView {
  readonly code: string;
  readonly subject: string;
  readonly text: string;
  readonly raised_at: string;
  readonly count: number;
}

/** agent.status */
export interface StatusView {
  readonly version: string;
  readonly uptime_ms: number;
  readonly merchant_id: string;
  readonly terminal_id: string;
  readonly epoch: string;
  /** The sale or refund that runs. */
  readonly sale: { readonly key: string; readonly step: string; readonly question: QuestionView | null } | null;
  /** The host's reason for taking no sales; null while it does, or while the journal cannot be asked. */
  readonly sales_stopped: string | null;
  /** The batch that takes postings now. */
  readonly open_batch: number;
  /** What the running closing of a batch is doing; null when none runs. */
  readonly settlement: string | null;
  readonly reader: ReaderView;
  readonly link: LinkView;
  readonly journal: {
    readonly state: string;
    readonly problem: string | null;
    readonly disk_free_bytes: number;
    readonly head: { readonly entry: number; readonly mac: string };
  };
  /** Null while the journal has failed and cannot be asked. */
  readonly queue: QueueView | null;
  readonly alerts: readonly AlertView[];
  readonly counters: Readonly<Record<string, number>>;
}

/** A suspected duplicate: answered by sale.confirm. */
export interface QuestionView {
  /** Key of the earlier approval with the same card and amount. */
  readonly earlier: string;
  readonly earlier_started_at: string;
  /** Without an answer within this the sale is declined. */
  readonly answer_within_ms: number;
}

/** queue.list and park.list; `next` is the `after` of the following page, null on the last. */
export interface QueuePage {
  readonly postings: readonly PostingView[];
  readonly next: number | null;
}

/** journal.verify, when it is whole; else its error names the first entry that is not. */
export interface VerifyView {
  readonly ok: true;
  /** Entries followed, and transactions whose state was compared with them. */
  readonly entries: number;
  readonly transactions: number;
  readonly head: { readonly entry: number; readonly mac: string };
}

/** journal.backup: what stands now, checked. */
export interface BackupView {
  /** Of the database; its chain key stands beside it and ends in `.key`. */
  readonly path: string;
  readonly bytes: number;
  readonly entries: number;
  readonly transactions: number;
  readonly head: { readonly entry: number; readonly mac: string };
  /** Older backups that went. */
  readonly removed: readonly string[];
}

/** `tillpost journal restore` */
export interface RestoreView {
  readonly path: string;
  /** Of the new journal. */
  readonly epoch: string;
  readonly backup: { readonly path: string; readonly epoch: string; readonly entry: number };
  /** Transactions that are owed or run, by the copy that they were taken from. */
  readonly taken: { readonly backup: number; readonly present: number; readonly mirror: number };
  /** Transactions of which nothing is owed and that are known again. */
  readonly settled: number;
  /** What was owed and no copy could say, in words. */
  readonly given_up: readonly string[];
  /** Why more than that may be missing. */
  readonly unsure: string | null;
  /** Keys of sales of which nobody knows how they ended: compare with the host. */
  readonly running: readonly string[];
  /** Where the journal and the mirror log that were in place are now. */
  readonly set_aside: string | null;
  readonly mirror_set_aside: string | null;
}

/** `tillpost journal backups`, newest first. */
export interface BackupListView {
  readonly dir: string;
  readonly backups: readonly {
    readonly path: string;
    readonly at: string;
    readonly epoch: string;
    readonly entry: number;
    readonly bytes: number;
  }[];
}

/** transaction.show; newest first. */
export interface ShownTransactions {
  readonly transactions: readonly TransactionDetailView[];
}

export interface MoneyView {
  readonly amount: number;
  readonly currency: string;
}

/** What is used of a limit, and the limit. */
export interface GaugeView {
  readonly used: number;
  readonly allowed: number;
}

/** Offline limits of one entry mode in one currency. */
export interface LimitView {
  readonly entry_mode: string;
  readonly currency: string;
  readonly allowed: boolean;
  readonly deferred: boolean;
  readonly refunds: boolean;
  /** Replaced by the host, wholly or in part. */
  readonly by_host: boolean;
  readonly ceiling: number;
  readonly stored_count: GaugeView;
  readonly stored_amount: GaugeView;
  /** Of the whole terminal, as are the postings: the oldest wait, ms. */
  readonly oldest_age_ms: GaugeView;
  readonly queue_depth: GaugeView;
  /** Of each card. */
  readonly card_count: number;
  readonly card_amount: number;
}

/** limits.list */
export interface LimitsView {
  readonly limits: readonly LimitView[];
}

export interface TotalView extends MoneyView {
  /** sale, refund, saleVoid, refundVoid: the last two take back what stands in an earlier batch. */
  readonly type: string;
  readonly count: number;
}

/** settlement.start and batch.list. */
export interface BatchView {
  readonly number: number;
  /** YYYY-MM-DD */
  readonly business_date: string;
  /** open, draining, reconciling, detailing or closed. */
  readonly state: string;
  readonly opened_at: string;
  readonly closed_at: string | null;
  /** Posting sequence of the totals; null until they are fixed. */
  readonly sequence: number | null;
  readonly totals: readonly TotalView[];
  /** Null until the host answered. */
  readonly host_totals: readonly TotalView[] | null;
  /** Whether both totals are the same; null until the host answered. */
  readonly matched: boolean | null;
  /** Postings without a receipt when the totals were fixed: they count in the next batch. */
  readonly carried: number;
}

/** batch.list; newest first. */
export interface ShownBatches {
  readonly batches: readonly BatchView[];
}

/** A transaction that stands differently here and at the host. */
export interface DifferenceView {
  readonly key: string;
  /** Null when the journal does not hold the key. */
  readonly stan: number | null;
  /** How the transaction stands here now; null when the journal does not hold the key. */
  readonly state: string | null;
  /** missingAtTerminal, missingAtHost or amountDiffers. */
  readonly kind: string;
  readonly type: string;
  readonly terminal: MoneyView | null;
  readonly host: MoneyView | null;
  /** The host named another amount for it before, which was recorded then. */
  readonly amount_mismatch_noted: boolean;
}

/** A transaction for which the host named another amount; it stays unsettled until a person has seen to it. */
export interface MismatchView extends MoneyView {
  readonly key: string;
  readonly stan: number;
  readonly state: string;
  /** The host's last word; null when it named no amount. */
  readonly host: MoneyView | null;
  /** How often it was recorded. */
  readonly times: number;
}

export interface LateView extends MoneyView {
  readonly key: string;
  readonly stan: number;
  readonly waited_ms: number;
  /** False: it waits still. */
  readonly posted: boolean;
}

/** From the verdict to the knowledge that the host has it. */
export interface DelayView {
  readonly posted: number;
  readonly waiting: number;
  /** Nearest rank; null when nothing was posted. */
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly max_ms: number | null;
  readonly late_after_ms: number;
  readonly late_count: number;
  /** The longest waits, at most 100. */
  readonly late: readonly LateView[];
}

/** batch.show */
export interface BatchDetailView extends BatchView {
  readonly merchant_id: string;
  readonly terminal_id: string;
  /** False: counted now, and more may come. */
  readonly totals_fixed: boolean;
  readonly difference_count: number;
  /** The first of them, at most 200. */
  readonly differences: readonly DifferenceView[];
  readonly mismatches: readonly MismatchView[];
  readonly delays: DelayView;
}
