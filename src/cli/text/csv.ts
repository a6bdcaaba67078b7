import type { BatchDetailView, BatchView, MoneyView, TotalView } from '../../api/batches.js';
import { currencyByCode } from '../../domain/currency.js';
import { formatMoney } from '../../domain/money.js';
import { harmless } from '../../domain/text/harmless.js';
import { explain, mismatchText, shownText, totalPairs } from './batch-text.js';

/** Batches for a spreadsheet or the merchant's books: RFC 4180, a header first. */

type Row = readonly (string | number | null)[];

/** Lines end in CR LF; a field is quoted when it must be. */
export function csvText(header: readonly string[], rows: readonly Row[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet runs a cell that begins like a formula; a quotation mark in front makes it text. */
function cell(value: string | number | null): string | number | null {
  if (typeof value !== 'string' || /^-?\d+(?:\.\d+)?$/.test(value)) return value;
  const text = harmless(value);
  return /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
}

const table = (header: readonly string[], rows: readonly Row[]): string =>
  csvText(
    header,
    rows.map((row) => row.map(cell)),
  );

/** "12.50": the currency has a column of its own. Empty when there is none. */
function decimal(money: MoneyView | null): string {
  if (money === null) return '';
  const [amount = ''] = formatMoney({ amount: money.amount, currency: currencyByCode(money.currency) }).split(' ');
  return amount;
}

/** One line for each total of each batch; a batch without totals has one line. */
export function batchListCsv(batches: readonly BatchView[]): string {
  const header = [
    'batch',
    'business_date',
    'state',
    'opened_at',
    'closed_at',
    'matched',
    'waiting',
    'parked',
    'type',
    'currency',
    'terminal_count',
    'terminal_amount',
    'host_count',
    'host_amount',
  ];
  const rows = batches.flatMap((batch): Row[] => {
    const matched = batch.matched === null ? null : String(batch.matched);
    const { number, business_date: date, state, opened_at: opened, closed_at: closed, waiting, parked } = batch;
    const head: Row = [number, date, state, opened, closed, matched, waiting, parked];
    const pairs = totalPairs(batch);
    if (pairs.length === 0) return [[...head, null, null, null, null, null, null]];
    return pairs.map(({ type, currency, own, host }) => [...head, type, currency, ...total(own), ...total(host)]);
  });
  return table(header, rows);
}

function total(it: TotalView | null): Row {
  return [it?.count ?? null, decimal(it)];
}

const BATCH_HEADER = [
  'record',
  'batch',
  'business_date',
  'type',
  'currency',
  'terminal_count',
  'terminal_amount',
  'host_count',
  'host_amount',
  'key',
  'stan',
  'waited_ms',
  'text',
] as const;

/** One line for each total, difference, amount that the host named otherwise, approval without posting, sale shown otherwise, late posting. */
export function batchCsv(batch: BatchDetailView): string {
  const line = (record: string, ...rest: Row): Row => [record, batch.number, batch.business_date, ...rest];
  return table(BATCH_HEADER, [
    ...totalPairs(batch).map(({ type, currency, own, host }) =>
      line('total', type, currency, ...total(own), ...total(host), null, null, null, null),
    ),
    ...batch.differences.map((it) => {
      const currency = (it.terminal ?? it.host)?.currency ?? null;
      return line(
        'difference',
        it.type,
        currency,
        null,
        decimal(it.terminal),
        null,
        decimal(it.host),
        it.key,
        it.stan,
        null,
        explain(it),
      );
    }),
    ...batch.mismatches.map((it) =>
      line(
        'mismatch',
        null,
        it.currency,
        null,
        decimal(it),
        null,
        decimal(it.host),
        it.key,
        it.stan,
        null,
        mismatchText(it),
      ),
    ),
    ...batch.unposted.map((it) =>
      line('unposted', null, it.currency, null, decimal(it), null, null, it.key, it.stan, null, it.state),
    ),
    ...batch.shown_differences.map((it) =>
      line('shown', it.type, it.currency, null, decimal(it), null, null, it.key, it.stan, null, shownText(it)),
    ),
    ...batch.delays.late.map((it) =>
      line(
        'late',
        null,
        it.currency,
        null,
        decimal(it),
        null,
        null,
        it.key,
        it.stan,
        it.waited_ms,
        it.posted ? 'posted' : 'not posted yet',
      ),
    ),
  ]);
}
