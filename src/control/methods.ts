import type { BackupView, StatusView, VerifyView } from '../api/till-api.js';
import { TillpostError } from '../domain/errors.js';
import { keyText } from '../domain/key.js';
import type {
  Alerts,
  CardReader,
  Clock,
  Counters,
  HostLink,
  Journal,
  LimitGauge,
  ParkDesk,
  SaleDesk,
  SettlementDesk,
} from '../ports/index.js';
import { listBatches, showBatch, startSettlement } from './batch-methods.js';
import { listParked, listQueue, resolveParked, retryParked, showTransaction } from './journal-methods.js';
import { listLimits } from './limit-methods.js';
import { onlyKnown, type Params, readDirectory } from './parameters.js';
import { cancelSale, confirmSale, startSale, voidSale } from './sale-methods.js';
import type { Method } from './server.js';
import { alertView, linkView, questionView, queueView, readerView } from './views.js';

export interface MethodParts {
  readonly desk: SaleDesk;
  readonly settlement: SettlementDesk;
  readonly park: ParkDesk;
  readonly journal: Journal;
  readonly reader: CardReader;
  readonly host: HostLink;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly clock: Clock;
  /** The offline limits that hold now: of each table that is configured, replaced by the host, or used. */
  readonly gauges: () => Promise<readonly LimitGauge[]>;
  /** A posting that waited longer is late in a batch's report, ms. */
  readonly lateAfterMs: number;
  readonly ids: { readonly merchantId: string; readonly terminalId: string };
  readonly version: string;
  readonly startedAtMonotonicMs: number;
  /** Checks the whole journal; commits wait meanwhile. */
  readonly verify?: () => Promise<Omit<VerifyView, 'ok'>>;
  /** Makes a backup while sales go on; null for the configured directory. */
  readonly backup?: (directory: string | null) => Promise<BackupView>;
}

/**
 * What the control socket offers.
 *
 *   sale.start        {amount, currency, type?: sale | refund, idempotency_key?, allow_duplicate?} → SaleView, when
 *                     the cardholder has been told
 *   sale.cancel       {} → {cancelling: true}
 *   sale.confirm      {proceed} → {confirmed}: answers the question about a suspected duplicate in agent.status
 *   sale.void         {key | stan, idempotency_key?} → SaleView, when that is committed
 *   agent.status      {} → StatusView
 *   agent.ping        {} → {version}
 *   limits.list       {} → LimitsView
 *   queue.list        {state?: pending | parked | receipted | resolved, after?: sequence, limit?} → QueuePage
 *   park.list         {after?: sequence, limit?} → QueuePage
 *   park.retry        {sequence} → PostingView: pending again
 *   park.resolve      {sequence, reason} → PostingView: settled by other means
 *   journal.verify    {} → VerifyView, or JOURNAL_CHAIN_BROKEN naming the first bad entry
 *   journal.backup    {dir?: absolute} → BackupView, when the copy is checked and stands
 *   transaction.show  {key | stan | idempotency_key} → {transactions: TransactionDetailView[]}, newest first
 *   settlement.start  {} → BatchView, when the batch is closed; that may take as long as the host is away
 *   batch.list        {limit?} → ShownBatches, newest first
 *   batch.show        {number?} → BatchDetailView; of the open batch when none is named
 */
export function createMethods(parts: MethodParts): Map<string, Method> {
  const { desk, journal, park, settlement } = parts;
  return new Map<string, Method>([
    ['sale.start', (params) => startSale(desk, params)],
    ['sale.cancel', (params) => cancelSale(desk, params)],
    ['sale.confirm', (params) => confirmSale(desk, params)],
    ['sale.void', (params) => voidSale(desk, journal, params)],
    ['agent.status', (params) => status(parts, params)],
    [
      'agent.ping',
      async (params) => {
        onlyKnown(params, []);
        return { version: parts.version };
      },
    ],
    ['limits.list', (params) => listLimits(parts, params)],
    ['queue.list', (params) => listQueue(journal, params)],
    ['park.list', (params) => listParked(journal, params)],
    ['park.retry', (params) => retryParked(park, params)],
    ['park.resolve', (params) => resolveParked(park, params)],
    ['journal.verify', (params) => verifyJournal(parts, params)],
    ['journal.backup', (params) => backUp(parts, params)],
    ['transaction.show', (params) => showTransaction(journal, params)],
    ['settlement.start', (params) => startSettlement(settlement, params)],
    ['batch.list', (params) => listBatches(journal, params)],
    ['batch.show', (params) => showBatch(parts, params)],
  ]);
}

async function verifyJournal({ verify }: MethodParts, params: Params): Promise<VerifyView> {
  onlyKnown(params, []);
  if (verify === undefined) {
    throw new TillpostError('METHOD_UNKNOWN', 'this journal cannot be checked', { operation: 'journal.verify' });
  }
  const { entries, transactions, head } = await verify();
  return { ok: true, entries, transactions, head };
}

async function backUp({ backup }: MethodParts, params: Params): Promise<BackupView> {
  onlyKnown(params, ['dir']);
  if (backup === undefined) {
    throw new TillpostError('METHOD_UNKNOWN', 'this journal cannot be backed up', { operation: 'journal.backup' });
  }
  const { path, bytes, entries, transactions, head, removed } = await backup(readDirectory(params['dir']));
  return { path, bytes, entries, transactions, head, removed };
}

async function status(parts: MethodParts, params: Params): Promise<StatusView> {
  onlyKnown(params, []);
  const { desk, settlement, journal, reader, host, alerts, counters, clock, ids } = parts;
  // What a failed journal holds cannot be asked, but that it has failed, and why, is what the person wants to know.
  const [queue, settings] = await Promise.all([journal.queue(), journal.settings()]).catch((error: unknown) => {
    if (journal.health().state !== 'failed') throw error;
    return [null, null] as const;
  });
  const { state, problem, diskFreeBytes } = journal.health();
  const nowMs = clock.monotonicMs();
  return {
    version: parts.version,
    uptime_ms: Math.round(nowMs - parts.startedAtMonotonicMs),
    merchant_id: ids.merchantId,
    terminal_id: ids.terminalId,
    epoch: journal.identity().epoch,
    sale: saleOf(desk, nowMs),
    sales_stopped: settings?.salesStopped ?? null,
    open_batch: journal.openBatch(),
    settlement: settlement.step(),
    reader: readerView(reader.status()),
    link: linkView(host.status()),
    journal: { state, problem: problem?.message ?? null, disk_free_bytes: diskFreeBytes, head: journal.head() },
    queue: queue === null ? null : queueView(queue),
    alerts: alerts.active().map(alertView),
    counters: counters.snapshot(),
  };
}

function saleOf(desk: SaleDesk, nowMs: number): StatusView['sale'] {
  const running = desk.current();
  if (running === null) return null;
  const { key, step, question } = running;
  return { key: keyText(key), step, question: question === null ? null : questionView(question, nowMs) };
}
