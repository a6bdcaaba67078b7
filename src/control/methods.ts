import { TillpostError } from '../domain/errors.js';
import { keyText, parseKey } from '../domain/key.js';
import type { Alerts, CardReader, Clock, Counters, HostLink, Journal, SaleDesk, StoredTransaction } from '../ports.js';
import type { QueuePage, SaleView, ShownTransactions, StatusView } from '../till-api.js';
import { type Params, invalid, onlyKnown, readChoice, readIdempotencyKey, readMoney, readWhole } from './parameters.js';
import type { Method } from './server.js';
import { alertView, detailView, linkView, postingView, queueView, readerView, saleView } from './views.js';

export interface MethodParts {
  readonly desk: SaleDesk;
  readonly journal: Journal;
  readonly reader: CardReader;
  readonly host: HostLink;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly ids: { readonly merchantId: string; readonly terminalId: string };
  readonly version: string;
  readonly startedAtMonotonicMs: number;
}

const PAGE_MAX = 200;
const PAGE = 50;
/** STAN wraps at a million: more than a few under one is not a question that a person asks. */
const SAME_STAN_MAX = 20;

/**
 * What the control socket offers.
 *
 *   sale.start        {amount, currency, idempotency_key?} → SaleView, when the cardholder has been told
 *   sale.cancel       {} → {cancelling: true}
 *   agent.status      {} → StatusView
 *   agent.ping        {} → {version}
 *   queue.list        {state?: pending | parked | receipted, after?: sequence, limit?} → QueuePage
 *   transaction.show  {key | stan | idempotency_key} → {transactions: TransactionDetailView[]}, newest first
 */
export function createMethods(parts: MethodParts): Map<string, Method> {
  return new Map<string, Method>([
    ['sale.start', (params) => startSale(parts.desk, params)],
    ['sale.cancel', (params) => cancelSale(parts.desk, params)],
    ['agent.status', (params) => status(parts, params)],
    ['agent.ping', async (params) => {
      onlyKnown(params, []);
      return { version: parts.version };
    }],
    ['queue.list', (params) => listQueue(parts.journal, params)],
    ['transaction.show', (params) => showTransaction(parts.journal, params)],
  ]);
}

async function startSale(desk: SaleDesk, params: Params): Promise<SaleView> {
  onlyKnown(params, ['amount', 'currency', 'idempotency_key']);
  const request = { money: readMoney(params), idempotencyKey: readIdempotencyKey(params['idempotency_key']) };
  return saleView(await desk.sell(request));
}

async function cancelSale(desk: SaleDesk, params: Params): Promise<{ cancelling: true }> {
  onlyKnown(params, []);
  await desk.cancel();
  return { cancelling: true };
}

async function status(parts: MethodParts, params: Params): Promise<StatusView> {
  onlyKnown(params, []);
  const { desk, journal, reader, host, alerts, counters, clock, ids } = parts;
  const { state, problem, diskFreeBytes } = journal.health();
  const sale = desk.current();
  return {
    version: parts.version,
    uptime_ms: Math.round(clock.monotonicMs() - parts.startedAtMonotonicMs),
    merchant_id: ids.merchantId,
    terminal_id: ids.terminalId,
    epoch: journal.identity().epoch,
    sale: sale === null ? null : { key: keyText(sale.key), step: sale.step },
    reader: readerView(reader.status()),
    link: linkView(host.status()),
    journal: { state, problem: problem?.message ?? null, disk_free_bytes: diskFreeBytes, head: journal.head() },
    queue: queueView(await journal.queue()),
    alerts: alerts.active().map(alertView),
    counters: counters.snapshot(),
  };
}

async function listQueue(journal: Journal, params: Params): Promise<QueuePage> {
  onlyKnown(params, ['state', 'after', 'limit']);
  const state = readChoice(params, 'state', ['pending', 'parked', 'receipted'], 'pending');
  const after = readWhole(params, 'after', 0, Number.MAX_SAFE_INTEGER, 0);
  const limit = readWhole(params, 'limit', 1, PAGE_MAX, PAGE);
  const rows = await journal.listPostings(state, after, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    postings: page.map(postingView),
    next: rows.length > limit && last !== undefined ? last.posting.sequence : null,
  };
}

async function showTransaction(journal: Journal, params: Params): Promise<ShownTransactions> {
  const names = ['key', 'stan', 'idempotency_key'];
  onlyKnown(params, names);
  const given = names.filter((name) => params[name] !== undefined);
  if (given.length !== 1) throw invalid(`give exactly one of ${names.join(', ')}`, 'For example {"stan":42}.');
  const found = await find(journal, params);
  if (found.length > 0) return { transactions: found.map(detailView) };
  throw new TillpostError('NOT_FOUND', 'no such transaction', {
    operation: 'transaction.show',
    subject: `${given[0]} ${String(params[given[0]!])}`.slice(0, 100),
    hint: 'It was never started here, or its retention is over.',
  });
}

async function find(journal: Journal, params: Params): Promise<StoredTransaction[]> {
  const { key, idempotency_key: idempotencyKey } = params;
  if (key !== undefined) {
    if (typeof key !== 'string') throw invalid('key must be a text', 'For example T0000042-9f1c2a0b7d3e4f55-17.');
    return present([await journal.transaction(parseKey(key))]);
  }
  if (params['stan'] !== undefined) {
    const same = await journal.byStan(readWhole(params, 'stan', 1, 999_999, 1));
    return present(await Promise.all(same.slice(0, SAME_STAN_MAX).map((it) => journal.transaction(it.key))));
  }
  const known = await journal.byIdempotencyKey(readIdempotencyKey(idempotencyKey) ?? '');
  return known === null ? [] : present([await journal.transaction(known.key)]);
}

function present(stored: readonly (StoredTransaction | null)[]): StoredTransaction[] {
  return stored.filter((it) => it !== null);
}
