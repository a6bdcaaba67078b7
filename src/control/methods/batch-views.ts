import type {
  BatchDetailView,
  BatchView,
  DelayView,
  DifferenceView,
  DueClosingView,
  LateView,
  MismatchView,
  MoneyView,
  ShownView,
  TotalView,
} from '../../api/batches.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import type { EventName } from '../../domain/lifecycle.js';
import type { Money } from '../../domain/money.js';
import type { DelayFigures, PostingDelay } from '../../domain/postings/posting-delay.js';
import { shownDifference } from '../../domain/postings/shown.js';
import { type Batch, type Difference, sameTotals, type Total } from '../../domain/settlement.js';
import type { Transaction } from '../../domain/transaction.js';
import type { DueClosingRecord, StoredTransaction } from '../../ports/index.js';
import { isoTime } from './views.js';

/** Batches as tills and technicians are shown them; field by field, as in `views.ts`. */
/** @param notPosted approved up to its end and in no ledger now */
export function batchView(batch: Batch, notPosted: readonly Transaction[]): BatchView {
  const { number, businessDate, state, openedAtMs, closedAtMs, sequence, totals, hostTotals, waiting, parked } = batch;
  return {
    number,
    business_date: businessDate,
    state,
    opened_at: isoTime(openedAtMs),
    closed_at: closedAtMs === null ? null : isoTime(closedAtMs),
    sequence,
    totals: totals.map(totalView),
    host_totals: hostTotals?.map(totalView) ?? null,
    matched: hostTotals === null ? null : sameTotals(totals, hostTotals),
    waiting,
    parked,
    not_posted: sumsOf(notPosted),
  };
}

/** One for each currency. */
export function sumsOf(transactions: readonly Transaction[]): BatchView['not_posted'] {
  const byCurrency = new Map<string, { count: number; amount: number }>();
  for (const { money } of transactions) {
    const { count, amount } = byCurrency.get(money.currency.code) ?? { count: 0, amount: 0 };
    byCurrency.set(money.currency.code, { count: count + 1, amount: amount + money.amount });
  }
  return [...byCurrency].map(([currency, sum]) => ({ currency, ...sum }));
}

export function unpostedView({ key, stan, state, money }: Transaction): BatchDetailView['unposted'][number] {
  return { key: keyText(key), stan, state, ...moneyView(money) };
}

/** @throws INTERNAL when nothing differs: it is asked of what differs alone */
export function shownView(transaction: Transaction): ShownView {
  const { key, stan, type, state, money, shown, shownAtMs, reader } = transaction;
  const kind = shownDifference(transaction);
  if (kind === null) throw new TillpostError('INTERNAL', 'nothing differs', { operation: 'batch.show' });
  const since = shownAtMs === null ? null : isoTime(shownAtMs);
  return { key: keyText(key), stan, type, state, ...moneyView(money), kind, shown, shown_at: since, reader };
}

export function dueClosingView({ due, businessDate, batch }: DueClosingRecord): DueClosingView {
  return { due, business_date: businessDate, batch };
}

function totalView({ type, currency, count, amount }: Total): TotalView {
  return { type, currency, count, amount };
}

/** @param known what the journal holds under the key; null when nothing */
export function differenceView(
  { key, kind, type, terminal, host }: Difference,
  known: StoredTransaction | null,
): DifferenceView {
  return {
    key: keyText(key),
    stan: known?.transaction.stan ?? null,
    state: known?.transaction.state ?? null,
    kind,
    type,
    terminal: terminal === null ? null : moneyView(terminal),
    host: host === null ? null : moneyView(host),
    amount_mismatch_noted: known !== null && mismatchesNoted(known) > 0,
    ...sentAgain(known?.entries ?? []),
  };
}

/** The newest resend, and the receipt that answered it. */
function sentAgain(entries: StoredTransaction['entries']): Pick<DifferenceView, 'sent_again_at' | 'answered_at'> {
  const sent = entries.findLast(({ event }) => event === 'resend');
  if (sent === undefined) return { sent_again_at: null, answered_at: null };
  const answer = entries.find(({ number, event }) => number > sent.number && SETTLING.has(event));
  return { sent_again_at: isoTime(sent.atMs), answered_at: answer === undefined ? null : isoTime(answer.atMs) };
}

const SETTLING: ReadonlySet<string> = new Set<EventName>(['settleAdvice', 'settleReversal']);

export function mismatchView(stored: StoredTransaction): MismatchView {
  const { key, stan, state, money, answer } = stored.transaction;
  const posted = answer?.posted ?? null;
  return {
    key: keyText(key),
    stan,
    state,
    ...moneyView(money),
    host: posted === null ? null : moneyView(posted),
    times: mismatchesNoted(stored),
  };
}

/** How often the host's other amount was recorded for a transaction. */
export function mismatchesNoted({ entries }: StoredTransaction): number {
  return entries.filter(({ event }) => event === 'amountMismatch').length;
}

export function delayView(figures: DelayFigures, lateAfterMs: number): DelayView {
  const { posted, waiting, p50Ms, p95Ms, maxMs, lateCount, late } = figures;
  return {
    posted,
    waiting,
    p50_ms: rounded(p50Ms),
    p95_ms: rounded(p95Ms),
    max_ms: rounded(maxMs),
    late_after_ms: lateAfterMs,
    late_count: lateCount,
    late: late.map(lateView),
  };
}

/** Differences of steady clocks may have fractions. */
const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));

function lateView({ key, stan, money, waitedMs, posted }: PostingDelay): LateView {
  return { key: keyText(key), stan, ...moneyView(money), waited_ms: Math.round(waitedMs), posted };
}

function moneyView({ amount, currency }: Money): MoneyView {
  return { amount, currency: currency.code };
}
