import type { BatchDetailView, BatchView, DifferenceView, MoneyView, ShownView, TotalView } from '../../api/batches.js';
import { duration, joined, moneyText, pairs } from '../shell/output.js';

/** Batches in words, as the commands, the report and the CSV say them alike. */

/** Own and host's total of one type and currency; null: has none. */
export interface TotalPair {
  readonly type: string;
  readonly currency: string;
  readonly own: TotalView | null;
  readonly host: TotalView | null;
}

/** Own totals in their order, then what only the host has. */
export function totalPairs({ totals, host_totals: host }: BatchView): readonly TotalPair[] {
  const theirs = host ?? [];
  const same =
    (a: TotalView) =>
    (b: TotalView): boolean =>
      a.type === b.type && a.currency === b.currency;
  return [
    ...totals.map((own) => ({ type: own.type, currency: own.currency, own, host: theirs.find(same(own)) ?? null })),
    ...theirs
      .filter((it) => !totals.some(same(it)))
      .map((it) => ({ type: it.type, currency: it.currency, own: null, host: it })),
  ];
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  sale: 'Sales',
  refund: 'Refunds',
  saleVoid: 'Voids of earlier sales',
  refundVoid: 'Voids of earlier refunds',
};

export function typeName(type: string): string {
  return TYPE_NAMES[type] ?? type;
}

/** MATCHED, DIFFERS, or how far it is. */
export function resultWord({ state, matched, not_posted: missing }: BatchView): string {
  const count = missing.reduce((sum, it) => sum + it.count, 0);
  // Two totals that agree say nothing of what is in neither.
  if (matched === true) return count === 0 ? 'MATCHED' : `MATCHED, ${count} NOT POSTED`;
  if (matched === false) return 'DIFFERS';
  return state === 'open' ? 'OPEN' : 'CLOSING';
}

/** What a difference means, for a person who must settle it, and what was done about it. */
export function explain(difference: DifferenceView): string {
  const { sent_again_at: sentAt, answered_at: answeredAt, state } = difference;
  if (sentAt === null) return meaning(difference);
  const became = state === 'posted' ? 'posted' : 'taken';
  return `${meaning(difference)}; sent again ${sentAt}, ${answeredAt === null ? `not ${became} yet` : `${became} ${answeredAt}`}`;
}

function meaning({ kind, terminal, host, state, amount_mismatch_noted: noted }: DifferenceView): string {
  // An agent of a later version may know more kinds.
  switch (kind as string) {
    case 'missingAtHost':
      return `counted here with ${shown(terminal)}, unknown to the host in this batch`;
    case 'missingAtTerminal':
      return noted
        ? `the host posted ${shown(host)}, another amount than was approved here, so it is not counted here`
        : `the host counts it with ${shown(host)}, this terminal ${WHY_NOT_COUNTED[state ?? ''] ?? 'does not'}`;
    case 'amountDiffers':
      return `here ${shown(terminal)}, at the host ${shown(host)}${by(terminal, host)}`;
    default:
      return `${kind}: here ${shown(terminal)}, at the host ${shown(host)}`;
  }
}

/** Why a closing could not count what the host had, by what became of it here. */
const WHY_NOT_COUNTED: Readonly<Record<string, string>> = {
  approved: 'still waits for its receipt',
  posted: 'had its receipt after the closing',
  reversing: 'has a reversal of it on the way',
  reversed: 'reversed it after the closing',
  voiding: 'has a void of it on the way',
  voided: 'voided it after the closing',
};

function shown(money: MoneyView | null): string {
  return money === null ? 'nothing' : moneyText(money);
}

function by(terminal: MoneyView | null, host: MoneyView | null): string {
  if (terminal === null || host === null || terminal.currency !== host.currency) return '';
  const amount = Math.abs(host.amount - terminal.amount);
  const more = host.amount > terminal.amount ? 'more' : 'less';
  return `: ${moneyText({ amount, currency: host.currency })} ${more} there`;
}

/** Some lines about one batch. */
export function describeBatch(batch: BatchView): string {
  const rows = totalPairs(batch).map(({ type, currency, own, host }): [string, string] => {
    const theirs = batch.host_totals === null ? null : `host ${counted(host, currency)}`;
    return [`  ${typeName(type)}`, joined(', ', counted(own, currency), theirs)];
  });
  return [
    `Batch ${batch.number} of ${batch.business_date ?? 'no date yet'}: ${joined(', ', batch.state, batch.matched === null ? null : resultWord(batch))}`,
    ...(rows.length === 0 ? ['  nothing was posted'] : [pairs(rows)]),
    ...(batch.waiting === 0 ? [] : [`  ${batch.waiting} sales in it wait for the host`]),
    ...(batch.parked === 0 ? [] : [`  ${batch.parked} sales in it are parked`]),
    ...(batch.not_posted.length === 0 ? [] : [`  ! approved and not posted: ${unpostedSum(batch)}`]),
  ].join('\n');
}

/** "3 × 41.00 EUR" */
function unpostedSum({ not_posted: missing }: BatchView): string {
  return missing.map((sum) => `${sum.count} × ${moneyText(sum)}`).join(' + ');
}

export function counted(total: TotalView | null, currency: string): string {
  return `${total?.count ?? 0} × ${moneyText({ amount: total?.amount ?? 0, currency })}`;
}

export function describeDetail(batch: BatchDetailView): string {
  const { delays } = batch;
  const span = (ms: number | null): string => (ms === null ? '–' : duration(ms));
  return [
    describeBatch(batch),
    ...batch.differences.map(
      (it) => `  ! ${joined(', ', it.key, it.stan === null ? null : `STAN ${it.stan}`)}: ${explain(it)}`,
    ),
    ...batch.unposted.map((it) => `  ! ${it.key}, STAN ${it.stan}, ${moneyText(it)}: not posted, it is ${it.state}`),
    ...batch.mismatches.map((it) => `  ! ${it.key}, STAN ${it.stan}: ${mismatchText(it)}`),
    ...batch.shown_differences.map((it) => `  ! ${it.key}, STAN ${it.stan}, ${moneyText(it)}: ${shownText(it)}`),
    `  posting delay  p50 ${span(delays.p50_ms)}, p95 ${span(delays.p95_ms)}, max ${span(delays.max_ms)}`,
    `  late           ${delays.late_count} waited longer than ${duration(delays.late_after_ms)}`,
    ...delays.late.map(
      (it) =>
        `    ${it.key}, STAN ${it.stan}, ${moneyText(it)}: ${duration(it.waited_ms)}${it.posted ? '' : ' and waits still'}`,
    ),
  ].join('\n');
}

export function mismatchText(it: BatchDetailView['mismatches'][number]): string {
  const named = it.host === null ? 'another amount was named' : `the host named ${moneyText(it.host)}`;
  return `${moneyText(it)} here, ${named}${it.times > 1 ? ` (${it.times} times)` : ''}; it is ${it.state}`;
}

/** How what was shown and what is booked differ. */
export function shownText({ kind, shown: seen, state, reader }: ShownView): string {
  const on = reader === null ? '' : `, reader ${reader}`;
  // An agent of a later version may know more kinds.
  switch (kind as string) {
    case 'shownNotBooked':
      return `shown as approved, but ${state}: it cannot be booked${on}`;
    case 'bookedNotShown':
      return `stands as ${state}, but ${seen === 'nothing' ? 'nothing was shown' : `shown as ${seen}`}${on}`;
    case 'bookedAsShown':
      return `shown as approved against the verdict: booked as shown, ${state}${on}`;
    default:
      return `${kind}: shown ${seen}, ${state}${on}`;
  }
}
