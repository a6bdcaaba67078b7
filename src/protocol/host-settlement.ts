import { tillpost } from '#proto/host';
import { currencyByCode } from '../domain/currency.js';
import type { BatchRow, Difference, DifferenceKind, Total, TotalType } from '../domain/settlement.js';
import type { DetailsMessage, SettlementAnswerMessage, TotalsMessage } from './host-content.js';
import { bytesOf, enumeration, exact, invalid, textOf } from './host-fields.js';
import {
  epochFromWire,
  keyFromWire,
  keyToWire,
  maybeMoney,
  moneyFromWire,
  moneyToWire,
  pricedIn,
  UINT32_MAX,
} from './host-values.js';

/** Reconciliation (0500) as domain values ↔ generated messages. Used by `host-messages.ts` only. */
import v1 = tillpost.host.v1;

/** Rows in a page of details: with the longest keys about 12 KiB. */
export const DETAILS_MAX = 200;
/** Differences in an answer: with the longest keys about 45 KiB of the 64 a payload may have. */
export const DIFFERENCES_MAX = 500;
/** Four types, and more currencies than a terminal takes. */
const TOTALS_MAX = 400;

const TOTAL_TYPE = enumeration<TotalType>({
  sale: v1.TotalType.TOTAL_SALE,
  refund: v1.TotalType.TOTAL_REFUND,
  saleVoid: v1.TotalType.TOTAL_SALE_VOID,
  refundVoid: v1.TotalType.TOTAL_REFUND_VOID,
});
const DIFFERENCE_KIND = enumeration<DifferenceKind>({
  missingAtTerminal: v1.DifferenceKind.MISSING_AT_TERMINAL,
  missingAtHost: v1.DifferenceKind.MISSING_AT_HOST,
  amountDiffers: v1.DifferenceKind.AMOUNT_DIFFERS,
});

// ---------------------------------------------------------------- up

export const totalsMessageToWire = (message: TotalsMessage): v1.Settlement.$Properties => ({
  totals: {
    batch: message.batch,
    businessDate: message.businessDate,
    epoch: bytesOf(message.epoch),
    sequence: message.sequence,
    totals: message.totals.map(totalToWire),
    repeat: message.repeat,
  },
});

export const detailsMessageToWire = (message: DetailsMessage): v1.Settlement.$Properties => ({
  details: {
    batch: message.batch,
    epoch: bytesOf(message.epoch),
    page: message.page,
    last: message.last,
    details: message.rows.map(({ key, type, money }) => ({
      key: keyToWire(key),
      type: TOTAL_TYPE.toWire(type),
      money: moneyToWire(money),
    })),
  },
});

export function settlementFromWire({ totals, details }: v1.Settlement.$Properties): TotalsMessage | DetailsMessage {
  if (totals) {
    return {
      kind: 'totals',
      batch: batchFromWire(totals.batch),
      businessDate: dateFromWire(totals.businessDate),
      epoch: epochFromWire(totals.epoch, 'totals.epoch'),
      sequence: exact(totals.sequence, 'totals.sequence', 1),
      totals: totalsFromWire(totals.totals),
      repeat: totals.repeat ?? false,
    };
  }
  if (details) {
    return {
      kind: 'details',
      batch: batchFromWire(details.batch),
      epoch: epochFromWire(details.epoch, 'details.epoch'),
      page: exact(details.page, 'details.page', 1, UINT32_MAX),
      last: details.last ?? false,
      rows: bounded(details.details, 'details', DETAILS_MAX).map(rowFromWire),
    };
  }
  return invalid('settlement', 'no step');
}

function rowFromWire({ key, type, money }: v1.BatchDetail.$Properties): BatchRow {
  return {
    key: keyFromWire(key),
    type: TOTAL_TYPE.fromWire(type, 'detail.type'),
    money: moneyFromWire(money, 'detail.money'),
  };
}

// ---------------------------------------------------------------- down

export const settlementAnswerToWire = (message: SettlementAnswerMessage): v1.SettlementAnswer.$Properties => ({
  batch: message.batch,
  epoch: bytesOf(message.epoch),
  page: message.page,
  matched: message.matched,
  totals: message.totals.map(totalToWire),
  differences: message.differences.map(differenceToWire),
  hostTimeMs: message.hostTimeMs,
});

export function settlementAnswerFromWire(wire: v1.SettlementAnswer.$Properties): SettlementAnswerMessage {
  const page = exact(wire.page, 'settlement_answer.page', 0, UINT32_MAX);
  const differences = bounded(wire.differences, 'differences', DIFFERENCES_MAX).map(differenceFromWire);
  if (page === 0 && differences.length > 0) invalid('differences', 'in an answer to totals');
  return {
    kind: 'settlementAnswer',
    batch: batchFromWire(wire.batch),
    epoch: epochFromWire(wire.epoch, 'settlement_answer.epoch'),
    page,
    matched: wire.matched ?? false,
    totals: totalsFromWire(wire.totals),
    differences,
    hostTimeMs: exact(wire.hostTimeMs, 'settlement_answer.host_time_ms'),
  };
}

const differenceToWire = ({ key, kind, type, terminal, host }: Difference): v1.Difference.$Properties => ({
  key: keyToWire(key),
  kind: DIFFERENCE_KIND.toWire(kind),
  type: TOTAL_TYPE.toWire(type),
  terminal: terminal === null ? null : moneyToWire(terminal),
  host: host === null ? null : moneyToWire(host),
});

/** Which amounts it bears must be what its kind says: a report is made of them. */
function differenceFromWire(wire: v1.Difference.$Properties): Difference {
  const kind = DIFFERENCE_KIND.fromWire(wire.kind, 'difference.kind');
  const terminal = maybeMoney(wire.terminal, 'difference.terminal');
  const host = maybeMoney(wire.host, 'difference.host');
  if ((terminal === null) !== (kind === 'missingAtTerminal')) invalid('difference.terminal', `does not fit ${kind}`);
  if ((host === null) !== (kind === 'missingAtHost')) invalid('difference.host', `does not fit ${kind}`);
  return { key: keyFromWire(wire.key), kind, type: TOTAL_TYPE.fromWire(wire.type, 'difference.type'), terminal, host };
}

// ---------------------------------------------------------------- parts

const batchFromWire = (wire: number | null | undefined): number => exact(wire, 'batch', 1, UINT32_MAX);

/** DE 15. A day that no calendar has is refused, so that reports sort and print. */
function dateFromWire(wire: string | null | undefined): string {
  const text = textOf(wire, 'business_date', /^\d{4}-\d{2}-\d{2}$/);
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text)) invalid('business_date', 'not a day');
  return text;
}

function totalToWire({ type, currency, count, amount }: Total): v1.Total.$Properties {
  const { numeric, exponent } = currencyByCode(currency);
  return { type: TOTAL_TYPE.toWire(type), currency: numeric, exponent, count, amount };
}

/** At most one total for a type and currency: with two, nobody could say which counts. */
function totalsFromWire(wire: readonly v1.Total.$Properties[] | null | undefined): readonly Total[] {
  const totals = bounded(wire, 'totals', TOTALS_MAX).map(totalFromWire);
  if (new Set(totals.map(({ type, currency }) => `${type} ${currency}`)).size < totals.length) {
    invalid('totals', 'a type and currency twice');
  }
  return totals;
}

function totalFromWire({ type, currency, exponent, count, amount }: v1.Total.$Properties): Total {
  return {
    type: TOTAL_TYPE.fromWire(type, 'total.type'),
    currency: pricedIn(currency, exponent, 'total').code,
    count: exact(count, 'total.count', 0, UINT32_MAX),
    amount: exact(amount, 'total.amount'),
  };
}

function bounded<T>(wire: readonly T[] | null | undefined, field: string, most: number): readonly T[] {
  const rows = wire ?? [];
  if (rows.length > most) invalid(field, `${rows.length} rows, at most ${most}`);
  return rows;
}
