import type { Asked, Closing, Evidence, Row, Total } from './evidence.js';

/** What stands in the ledger against what was told and shown (payment rules, The till; payment rules, Settlement 4). */
export function judgeMoney(evidence: Evidence): readonly string[] {
  return [...ledgerAgainstDisplays(evidence), ...tillsApart(evidence), ...sums(evidence)];
}

const sumOf = ({ type, amount, currency }: { type: string; amount: number; currency: string }): string =>
  `${type} of ${amount} ${currency}`;

/** Each display "approved" once in the ledger, unless it was taken back or written off; and nothing else. */
function ledgerAgainstDisplays({ asked, displays, ledger }: Evidence): readonly string[] {
  const found: string[] = [];
  const fates = new Map(asked.map((sale) => [sale.key, sale.fate]));
  const due = new Map<string, string[]>();
  const starts = new Set<string>();
  for (const { key, start, shown, ...sale } of displays) {
    if (shown !== 'approved' || starts.has(start)) continue;
    starts.add(start);
    due.set(key, [...(due.get(key) ?? []), sumOf(sale)]);
  }
  const posted = new Map<string, string[]>();
  for (const row of ledger) {
    if (row.state === 'posted') posted.set(row.key, [...(posted.get(row.key) ?? []), sumOf(row)]);
  }
  for (const [key, sales] of due) {
    const stands = fates.get(key) === 'voided' || fates.get(key) === 'written off' ? sales.slice(1) : sales;
    const rows = posted.get(key) ?? [];
    if (stands.join() !== rows.join())
      found.push(`${key}: shown as approved and not taken back: ${text(stands)}; in the ledger: ${text(rows)}`);
  }
  for (const [key, rows] of posted) if (!due.has(key)) found.push(`${key}: never shown, in the ledger: ${text(rows)}`);
  return found;
}

/** A till is told of its own sale; no two wishes get one. */
function tillsApart({ asked, displays }: Evidence): readonly string[] {
  const found: string[] = [];
  const owners = new Map<string, Asked>();
  for (const sale of asked) {
    const other = owners.get(sale.key);
    if (other !== undefined) found.push(`${sale.key}: told to ${other.till} and to ${sale.till} for two wishes`);
    owners.set(sale.key, sale);
  }
  for (const { key, shown, ...sale } of displays) {
    const owner = owners.get(key);
    if (owner === undefined) {
      if (shown === 'approved') found.push(`${key}: shown as approved, told to no till`);
    } else if (sumOf(owner) !== sumOf(sale)) {
      found.push(`${key}: ${owner.till} asked for a ${sumOf(owner)}, shown a ${sumOf(sale)}`);
    }
  }
  return found;
}

/**
 * A batch's totals are those of its rows in the end: what was parked counted there from the start.
 */
function sums(evidence: Evidence): readonly string[] {
  const { ledger, closings, asked } = evidence;
  const found: string[] = [];
  const neverPosted = new Set(ledger.filter(({ batch }) => batch === 0).map(({ key }) => key));
  for (const closing of closings) {
    if (isForked(evidence, closing.batch)) continue;
    const unsure = asked.filter(({ isUnsure, fate, batch, key }) => {
      // A parked one may be taken back after the totals, in which it counted.
      const isOpen = isUnsure || (fate === 'voided' && neverPosted.has(key));
      return isOpen && batch === closing.batch && epochOf(key) === closing.epoch;
    });
    const keys = new Set(unsure.map(({ key }) => key));
    const sure = countedIn(ledger, closing).filter(({ key }) => !keys.has(key));
    if (!subsetsOf(unsure).some((some) => totalled([...sure, ...some]) === listed(closing.totals)))
      found.push(`batch ${closing.batch}: totals ${listed(closing.totals)}, its rows in the ledger ${totalled(sure)}`);
  }
  const closed = new Set(closings.map(batchName));
  for (const row of ledger) {
    if (row.state === 'posted' && row.batch < 1) found.push(`${row.key}: posted in no batch`);
    if (
      evidence.isSealed &&
      row.batch > 0 &&
      row.state === 'posted' &&
      !isForked(evidence, row.batch) &&
      !closed.has(batchName(row))
    )
      found.push(`${row.key}: its batch ${row.batch} was never closed`);
  }
  return found;
}

type Counted = Pick<Total, 'type' | 'currency' | 'amount'> & { readonly key: string };

function subsetsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<readonly (readonly T[])[]>((some, item) => [...some, ...some.map((set) => [...set, item])], [[]]);
}

function countedIn(ledger: readonly Row[], { epoch, batch }: Closing): readonly Counted[] {
  const own = ledger.filter((row) => row.epoch === epoch);
  return [
    ...own.filter((row) => row.batch === batch && row.reversedBatch !== batch),
    ...own
      .filter((row) => row.reversedBatch === batch && row.batch >= 1 && row.batch < batch)
      .map(({ type, ...row }) => ({ ...row, type: `${type}Void` })),
  ];
}

function totalled(rows: readonly Counted[]): string {
  const totals = new Map<string, Total>();
  for (const { type, currency, amount } of rows) {
    const known = totals.get(`${type} ${currency}`) ?? { type, currency, count: 0, amount: 0 };
    totals.set(`${type} ${currency}`, { ...known, count: known.count + 1, amount: known.amount + amount });
  }
  return listed([...totals.values()]);
}

/** A row of nothing equals no row. */
function listed(totals: readonly Total[]): string {
  const rows = totals.filter(({ count }) => count > 0);
  return text(rows.map(({ count, ...total }) => `${count} × ${sumOf(total)}`).sort());
}

const text = (items: readonly string[]): string => (items.length === 0 ? 'nothing' : items.join(', '));

export const batchName = ({ epoch, batch }: { readonly epoch: string; readonly batch: number }): string =>
  `${epoch} ${batch}`;

export const epochOf = (key: string): string => key.slice(0, key.indexOf('-'));

export const isForked = ({ forkedFrom }: Evidence, batch: number): boolean =>
  forkedFrom !== null && batch >= forkedFrom;
