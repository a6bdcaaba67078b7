import type { Stage } from '../../hw-sim/stage/stage.js';
import type { Terminal } from '../../hw-sim/stage/terminal.js';
import { callAgent, TillError, type TillOutcome } from '../../hw-sim/stage/till.js';
import { until } from '../../hw-sim/stage/wait.js';
import type { BatchDetailView } from '../../src/api/batches.js';
import type { Answered, Asked, MethodName } from '../../src/api/table.js';
import type { Sums } from './end.js';

/** One time through a flow, with or without a crash in it. */
export interface Run {
  readonly stage: Stage;
  readonly terminal: Terminal;
  readonly sums: Sums;
  /** Resolves when the agent that was there at first is gone; never in a run without a crash. */
  readonly agentGone: Promise<void>;
  /** What somebody had to do once more, for the table. */
  note(text: string): void;
  /** Waits until nothing is owed and nobody is busy. */
  quiet(): Promise<void>;
}

const TRIES = 3;
const WITHIN_MS = 20_000;

type Kind = 'sale' | 'refund';

export async function ringUp(run: Run, card: string, amount: number, type: Kind = 'sale'): Promise<TillOutcome> {
  const { stage, terminal } = run;
  await stage.order('reader', { do: 'auto', card });
  return terminal.again(amount, 'EUR', terminal.nextKey(), { type, allowDuplicate: false });
}

/** Whoever wants to pay pays: again, when the first time ended without approval because the terminal died. */
export async function approved(run: Run, card: string, amount: number, type: Kind = 'sale'): Promise<TillOutcome> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await ringUp(run, card, amount, type);
    if (outcome.outcome === 'approved') return outcome;
    if (tries === TRIES) throw new Error(`${TRIES} times ${outcome.outcome}: ${outcome.reason}`);
    run.note(`${outcome.outcome} first, rung up again`);
  }
}

export async function refused(run: Run, card: string, amount: number): Promise<void> {
  const { outcome } = await ringUp(run, card, amount);
  if (outcome === 'approved') throw new Error('approved, though it had to be refused');
}

export async function cutNetwork({ stage, terminal }: Run): Promise<void> {
  await stage.order('network', { do: 'mode', mode: 'refuse', reset: true });
  await terminal.seen('the cut', WITHIN_MS, ({ link }) => link.state === 'offline');
}

export async function healNetwork({ stage }: Run): Promise<void> {
  await stage.order('network', { do: 'mode', mode: 'pass' });
}

/** How many online requests the host has taken. */
export async function requestsAtHost({ stage }: Run): Promise<number> {
  const { counts } = (await stage.order('host', { do: 'state' })) as { readonly counts: Record<string, number> };
  return counts['requests'] ?? 0;
}

export async function moreRequestsThan(run: Run, before: number): Promise<boolean> {
  return (await requestsAtHost(run)) > before;
}

/** A reply after its deadline is a fact of the sale; true once it stands in the journal. */
export async function lateReplyNoted(run: Run, key: string): Promise<boolean> {
  const { transactions } = await ask(run, 'transaction.show', { key });
  return transactions.some(({ entries }) => entries.some(({ event }) => event === 'lateReply'));
}

/** Asks to close the batch until that very one is closed; a batch that is closed is not asked for again. */
export async function closeBatch(run: Run, number: number): Promise<BatchDetailView> {
  await until(`batch ${number} to be closed`, WITHIN_MS, async () => {
    const { batches } = await ask(run, 'batch.list', {});
    const state = batches.find((batch) => batch.number === number)?.state ?? 'open';
    // Its answer may die with the agent: the list tells.
    if (state === 'open') await answerOf(run, 'settlement.start', {});
    return state === 'closed' ? true : null;
  });
  return ask(run, 'batch.show', { number });
}

export function batchText({ state, matched, difference_count: found, totals, waiting }: BatchDetailView): string {
  const counts = totals.map(({ type, count }) => `${count} ${type}`).join(' ');
  const word = matched === true ? 'matched' : `differs with ${found} found`;
  return `batch ${state}: ${counts}, ${word}${waiting > 0 ? `, waiting ${waiting}` : ''}`;
}

interface GivenCommand {
  readonly counter: number;
  readonly outcome: string | null;
}

/** The host sends a command again until it has a result. */
export function commandAnswered({ stage }: Run, counter: number): Promise<unknown> {
  return until(`a result of command ${counter}`, WITHIN_MS, async () => {
    const { commands } = (await stage.order('host', { do: 'state' })) as { readonly commands: readonly GivenCommand[] };
    return commands.find((command) => command.counter === counter)?.outcome ?? null;
  });
}

export async function ceilingOf(run: Run, entryMode: string, currency: string): Promise<number | null> {
  const { limits } = await ask(run, 'limits.list', {});
  return limits.find((limit) => limit.entry_mode === entryMode && limit.currency === currency)?.ceiling ?? null;
}

export async function openBatch(run: Run): Promise<number> {
  return (await ask(run, 'agent.status', {})).open_batch;
}

/** Asks until the agent is there to answer. */
function ask<Name extends MethodName>(run: Run, method: Name, params: Asked<Name>): Promise<Answered<Name>> {
  return until(`an answer to ${method}`, WITHIN_MS, () => answerOf(run, method, params));
}

/** Null when the agent has none: it is gone, or it is not ready for that. */
async function answerOf<Name extends MethodName>(
  { stage }: Run,
  method: Name,
  params: Asked<Name>,
): Promise<Answered<Name> | null> {
  try {
    return await callAgent(stage.agentSocket, method, params);
  } catch (error) {
    if (error instanceof TillError) return null;
    throw error;
  }
}

/** True as soon as the condition holds, false when the other thing ends first. */
export async function before(other: Promise<unknown>, what: string, holds: () => Promise<boolean>): Promise<boolean> {
  let over = false;
  const end = (): void => void (over = true);
  other.then(end, end);
  const { held } = await until(what, WITHIN_MS, async () => {
    if (await holds()) return { held: true };
    return over ? { held: false } : null;
  });
  return held;
}

/** What the terminal is at; null while it has no sale, or is not there. */
export async function stepOf(run: Run): Promise<string | null> {
  return (await answerOf(run, 'agent.status', {}))?.sale?.step ?? null;
}

/**
 * A sale that the operator ends, who asks until the cancel is taken or the sale is over. @param when it is time for that
 * @param card null: none comes
 */
export async function cancelled(run: Run, card: string | null, when: () => Promise<boolean>): Promise<TillOutcome> {
  const { stage, terminal, sums } = run;
  await stage.order('reader', { do: 'auto', card });
  const key = terminal.nextKey();
  const sale = terminal.again(sums.A, 'EUR', key, { allowDuplicate: false });
  if (await before(sale, 'the moment to cancel', when)) {
    await before(sale, 'the cancel to be taken', async () => {
      const answer = await answerOf(run, 'sale.cancel', { idempotency_key: key });
      return answer !== null;
    });
  }
  return sale;
}
