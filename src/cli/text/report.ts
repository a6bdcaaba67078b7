import type { BatchDetailView, TotalView } from '../../api/batches.js';
import { plainAscii } from '../../domain/text/harmless.js';
import { duration, moneyText } from '../shell/output.js';
import { explain, mismatchText, resultWord, shownText, totalPairs, typeName } from './batch-text.js';

/** Columns of a receipt printer's usual font on 80 mm paper. */
export const REPORT_COLUMNS = 48;

/**
 * The settlement report on paper: plain ASCII, no line longer than 48 columns, each ended by a line feed.
 */
export function settlementReport(batch: BatchDetailView): string {
  const lines = [
    ...wrapped('SETTLEMENT REPORT').map(centred),
    ...head(batch),
    RULE,
    ...totals(batch),
    RULE,
    ...result(batch),
    RULE,
    ...delays(batch),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const RULE = '-'.repeat(REPORT_COLUMNS);

function head(batch: BatchDetailView): string[] {
  return [
    ...pair('Terminal', batch.terminal_id),
    ...pair('Merchant', batch.merchant_id),
    ...pair('Batch', String(batch.number)),
    ...pair('Business date', batch.business_date ?? 'not known yet'),
    ...pair('Opened', time(batch.opened_at)),
    ...pair('Closed', batch.closed_at === null ? 'not yet' : time(batch.closed_at)),
    ...pair('Totals sent as', batch.sequence === null ? 'not yet' : `posting ${batch.sequence}`),
  ];
}

function totals(batch: BatchDetailView): string[] {
  const pairs = totalPairs(batch);
  if (pairs.length === 0) return ['Nothing was posted in this batch.'];
  return pairs.flatMap(({ type, currency, own, host }) => [
    ...wrapped(`${typeName(type)} ${currency}`),
    ...pair('  terminal', sum(own, currency)),
    ...pair('  host', batch.host_totals === null ? 'not told yet' : sum(host, currency)),
  ]);
}

function sum(total: TotalView | null, currency: string): string {
  const amount = moneyText({ amount: total?.amount ?? 0, currency });
  return `${total?.count ?? 0}  ${amount.padStart(21)}`;
}

function result(batch: BatchDetailView): string[] {
  const { difference_count: count, differences, mismatches, waiting, parked } = batch;
  const more = count - differences.length;
  return [
    ...wrapped(`*** ${resultWord(batch)} ***`).map(centred),
    ...(batch.totals_fixed ? [] : wrapped('The totals are not fixed: more may come.')),
    ...(count === 0 ? [] : pair('Differences', String(count))),
    ...differences.flatMap((it, index) => [
      ...wrapped(`${index + 1}. ${typeName(it.type)}${it.stan === null ? '' : `, STAN ${it.stan}`}`),
      ...wrapped(it.key, '   '),
      ...wrapped(explain(it), '   '),
    ]),
    ...(more > 0 ? wrapped(`${more} more are in the journal.`) : []),
    ...(mismatches.length === 0 ? [] : pair('Other amount was named', String(mismatches.length))),
    ...mismatches.flatMap((it) => [
      ...wrapped(`- STAN ${it.stan}`),
      ...wrapped(it.key, '   '),
      ...wrapped(mismatchText(it), '   '),
    ]),
    ...pair('Waiting for the host', String(waiting)),
    ...pair('Parked', String(parked)),
    ...unposted(batch),
    ...shownOtherwise(batch),
  ];
}

function unposted({ not_posted: sums, unposted: named }: BatchDetailView): string[] {
  if (sums.length === 0) return [];
  const hidden = sums.reduce((all, { count }) => all + count, 0) - named.length;
  return [
    ...wrapped('Approved and not posted'),
    ...sums.flatMap((it) => pair(`  ${it.currency}`, `${it.count}  ${moneyText(it).padStart(21)}`)),
    ...named.flatMap((it) => [
      ...pair(`- STAN ${it.stan}`, moneyText(it)),
      ...wrapped(`${it.key}, ${it.state}`, '   '),
    ]),
    ...(hidden > 0 ? wrapped(`${hidden} more are in the journal.`) : []),
  ];
}

function shownOtherwise({ shown_difference_count: count, shown_differences: named }: BatchDetailView): string[] {
  if (count === 0) return [];
  return [
    ...pair('Shown otherwise than booked', String(count)),
    ...named.flatMap((it) => [
      ...pair(`- STAN ${it.stan}`, moneyText(it)),
      ...wrapped(it.key, '   '),
      ...wrapped(shownText(it), '   '),
    ]),
    ...(count > named.length ? wrapped(`${count - named.length} more are in the journal.`) : []),
  ];
}

function delays({ delays: figures }: BatchDetailView): string[] {
  const span = (ms: number | null): string => (ms === null ? '-' : exact(ms));
  const hidden = figures.late_count - figures.late.length;
  return [
    'Posting delay',
    ...pair('  posted', String(figures.posted)),
    ...pair('  not posted yet', String(figures.waiting)),
    ...pair('  p50', span(figures.p50_ms)),
    ...pair('  p95', span(figures.p95_ms)),
    ...pair('  max', span(figures.max_ms)),
    ...pair(`Later than ${duration(figures.late_after_ms)}`, String(figures.late_count)),
    ...figures.late.flatMap((it) => [
      ...pair(`- STAN ${it.stan}`, moneyText(it)),
      ...wrapped(it.key, '   '),
      ...wrapped(`${exact(it.waited_ms)}${it.posted ? '' : ', not posted yet'}`, '   '),
    ]),
    ...(hidden > 0 ? wrapped(`${hidden} more waited less long.`) : []),
  ];
}

/** "0.250 s" below a minute, since most postings take less than a second; "1 min 1 s" below an hour. */
function exact(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(3)} s`;
  if (ms >= 3_600_000) return duration(ms);
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
}

/** "2027-01-15 08:00:00 UTC" */
function time(iso: string): string {
  return iso.replace(/^(.{10})T(.{8}).*Z$/, '$1 $2 UTC');
}

/** Name at the left, value at the right; on lines of their own when they do not fit on one. */
function pair(name: string, text: string): string[] {
  const value = plainAscii(text);
  const room = REPORT_COLUMNS - name.length;
  if (value.length < room) return [`${name}${value.padStart(room)}`];
  return [...wrapped(name), ...wrapped(value).map((line) => line.padStart(REPORT_COLUMNS))];
}

function centred(line: string): string {
  return `${' '.repeat(Math.floor((REPORT_COLUMNS - line.length) / 2))}${line}`;
}

/** Breaks between words; a word that is too long, such as a key, breaks inside. */
function wrapped(text: string, indent = ''): string[] {
  const width = REPORT_COLUMNS - indent.length;
  const lines: string[] = [];
  let line = '';
  for (let word of plainAscii(text).split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    for (; word.length > width; word = word.slice(width)) lines.push(word.slice(0, width));
    line = line === '' || word === '' ? `${line}${word}` : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((it) => `${indent}${it}`);
}
