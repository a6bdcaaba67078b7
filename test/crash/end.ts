import { readDisplay, readEntries, readTill } from '../../hw-sim/audit/audit-evidence.js';
import type { Stage } from '../../hw-sim/stage/stage.js';
import { callAgent } from '../../hw-sim/stage/till.js';

/** How far the host's ledger and the reader's display log had come. */
export interface Mark {
  readonly entries: number;
  readonly shownLines: number;
  readonly tillLines: number;
}

/** Where a run left the world. */
export interface End {
  /** What must be the same whether or not the agent died: money, promises, nothing left over. */
  readonly text: string;
  /** What may differ: by which messages it came there. */
  readonly notes: readonly string[];
}

/** Sums by name, so that runs with different amounts can be compared. */
export type Sums = Readonly<Record<'A' | 'B' | 'C', number>>;

export function markNow(stage: Stage): Mark {
  return {
    entries: readEntries(stage.ledgerPath).length,
    shownLines: readDisplay(stage.displayLog).shown.length,
    tillLines: readTill(stage.tillLog).told.length,
  };
}

/** @param more what else belongs to the end of this flow */
export async function endSince(stage: Stage, mark: Mark, sums: Sums, more: string | null): Promise<End> {
  const rows = readEntries(stage.ledgerPath, mark.entries);
  const standing = rows.filter(({ state }) => state === 'posted');
  const shown = readDisplay(stage.displayLog).shown.slice(mark.shownLines);
  const approvals = new Map(shown.filter((line) => line.shown === 'approved').map((line) => [line.key, line]));
  const told = readTill(stage.tillLog).told.slice(mark.tillLines);
  const voided = new Set(told.filter((line) => line.told === 'voided').map(({ key }) => key));
  const status = await callAgent(stage.agentSocket, 'agent.status', {});
  const { limits } = await callAgent(stage.agentSocket, 'limits.list', {});
  const offline = limits.reduce((sum, { stored_count: { used } }) => sum + used, 0);
  if (status.queue === null) throw new Error(`the journal is ${status.journal.state}: ${status.journal.problem}`);
  const { advices, reversals, parked } = status.queue;
  const named = (amount: number, currency: string): string => {
    const name = Object.entries(sums).find(([, sum]) => sum === amount)?.[0] ?? String(amount);
    return currency === 'EUR' ? name : `${name} ${currency}`;
  };
  const text = [
    `ledger ${listed(standing.map(({ type, amount, currency }) => `${type} ${named(amount, currency)}`))}`,
    `approved ${listed([...approvals.values()].map(({ amount, currency }) => named(amount, currency)))}`,
    ...(voided.size > 0 ? [`voided ${voided.size}`] : []),
    ...(more === null ? [] : [more]),
    ...(advices + reversals > 0 ? [`owed ${advices + reversals}`] : []),
    ...(parked > 0 ? [`parked ${parked}`] : []),
    ...(offline > 0 ? [`offline counters ${offline}`] : []),
  ].join(', ');
  return { text, notes: rows.map(({ state, firstMessage }) => `${state} by ${firstMessage}`) };
}

const listed = (items: readonly string[]): string => (items.length === 0 ? '–' : [...items].sort().join(' + '));
