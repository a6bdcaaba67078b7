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
}

export interface SaleView extends TransactionView {
  /** The idempotency key had been used: this is the first outcome, nothing was taken now. */
  readonly repeated: boolean;
}

export interface PostingView {
  readonly sequence: number;
  readonly key: string;
  readonly stan: number;
  readonly kind: string;
  /** Y1 or Y3 of an advice, the reason of a reversal. */
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
  /** The sale that runs. */
  readonly sale: { readonly key: string; readonly step: string } | null;
  readonly reader: ReaderView;
  readonly link: LinkView;
  readonly journal: {
    readonly state: string;
    readonly problem: string | null;
    readonly disk_free_bytes: number;
    readonly head: { readonly entry: number; readonly mac: string };
  };
  readonly queue: QueueView;
  readonly alerts: readonly AlertView[];
  readonly counters: Readonly<Record<string, number>>;
}

/** queue.list; `next` is the `after` of the following page, null on the last. */
export interface QueuePage {
  readonly postings: readonly PostingView[];
  readonly next: number | null;
}

/** transaction.show; newest first. */
export interface ShownTransactions {
  readonly transactions: readonly TransactionDetailView[];
}
