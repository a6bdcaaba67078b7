import { join } from 'node:path';
import type { Judgement } from '../../../hw-sim/audit/audit.js';
import { shortKey } from '../../../src/domain/key.js';
import type { PostingKind } from '../../../src/domain/posting.js';
import type { Transaction, TransactionState } from '../../../src/domain/transaction.js';
import type { Store } from '../../../src/journal/core/store.js';
import { ask } from '../../support/journal.js';
import { type Found, judgeBatches, judgeJournal, judgeOwed, nothingFound } from '../disk/journal-judge.js';
import type { AgentPromises, Asked } from './agent-promises.js';
import { judgeBackups } from './backup-judge.js';

/** The terminal of every stage. */
export const STAGE_TERMINAL = 'T0000042';
/** As the recorded agents are configured. */
export const STAGE_RESERVE_BYTES = 65_536;

const PAGE = 1000;
const STANDS: readonly TransactionState[] = ['approved', 'posted'];
const TAKEN_BACK: readonly TransactionState[] = ['voiding', 'voided'];
const REFUSED: readonly TransactionState[] = ['declined', 'cancelled', 'reversing', 'reversed'];
/** What the reader may end by itself, before the agent decided anything. */
const OPEN: readonly TransactionState[] = ['started', 'authorizing'];

/**
 * Opens what a power cut left of an agent's state directory, journal, mirror and backups, by the real recovery, compares
 * it with what people had been shown and told, and sells once more.
 *
 * @param promised by the time of the cut
 * @param course all that came of the story, also after the cut; null when the cut disk went on by itself
 */
export function judgeAgent(directory: string, promised: AgentPromises, course: AgentPromises | null): Judgement {
  const found = nothingFound();
  judgeBackups(directory, STAGE_TERMINAL, promised, found);
  const options = {
    terminalId: STAGE_TERMINAL,
    mirrorPath: join(directory, 'mirror.log'),
    reserveBytes: STAGE_RESERVE_BYTES,
  };
  return judgeJournal({ directory, options, wasUsed: promised.asked.size > 0 }, found, ({ store, report }) => {
    const { mirror } = report;
    // The mirror is written after the commit: it can never know more than the journal.
    if (mirror.lostEntries !== null)
      found.lost.push(`entries ${mirror.lostEntries.after + 1} to ${mirror.lostEntries.upTo}`);
    for (const range of mirror.lostSequences) found.lost.push(`postings ${JSON.stringify(range)}`);
    if (['forked', 'foreign', 'salvaged'].includes(mirror.state))
      found.unrecovered.push(`the mirror is ${mirror.state}`);
    judgeTransactions(store, promised, course, found);
    judgeBatches(store, promised.batchClosed, promised.batchAsked, found);
  });
}

function judgeTransactions(store: Store, promised: AgentPromises, course: AgentPromises | null, found: Found): void {
  const stored = new Map<string, Transaction>();
  const ringing = new Set<string>();
  for (const transaction of ask(store, 'recent', PAGE)) {
    const key = shortKey(transaction.key);
    stored.set(key, transaction);
    judgeOrigin(key, transaction, promised.asked, ringing, found);
    judgePostings(store, key, transaction, found);
    if (course !== null) judgeAgainstCourse(store, key, transaction, course, found);
  }
  for (const [key, { shown, type, amount }] of promised.shown) {
    const transaction = stored.get(key);
    if (transaction === undefined) {
      found.lost.push(`${key} is gone, the reader showed ${shown}`);
      continue;
    }
    const { state, money } = transaction;
    if (transaction.type !== type || money.amount !== amount)
      found.unexpected.push(`${key} is ${transaction.type} of ${money.amount}`);
    if (!statesAfter(key, shown, promised).includes(state)) {
      found[shown === 'approved' ? 'lost' : 'unexpected'].push(`${key} is ${state}, the reader showed ${shown}`);
    }
  }
  for (const [key, told] of promised.told) {
    const outcome = stored.get(key)?.verdict?.outcome;
    if (outcome !== told) found.lost.push(`${key} says ${outcome ?? 'nothing'}, the till was told ${told}`);
  }
}

/** Each was rung up, as it stands, and once. */
function judgeOrigin(
  key: string,
  { idempotencyKey, type, money }: Transaction,
  asked: ReadonlyMap<string, Asked>,
  ringing: Set<string>,
  found: Found,
): void {
  const ring = asked.get(idempotencyKey ?? '');
  if (ring === undefined) found.unexpected.push(`${key} was never rung up`);
  else if (ring.type !== type || ring.amount !== money.amount)
    found.unexpected.push(`${key} is ${type} of ${money.amount}`);
  if (ringing.has(idempotencyKey ?? '')) found.duplicated.push(`${idempotencyKey} stands twice`);
  ringing.add(idempotencyKey ?? '');
}

function statesAfter(key: string, shown: string, { voidsAsked, voided }: AgentPromises): readonly TransactionState[] {
  if (shown === 'approved') {
    if (voided.has(key)) return TAKEN_BACK;
    return voidsAsked.has(key) ? [...STANDS, ...TAKEN_BACK] : STANDS;
  }
  return shown === 'declined' ? REFUSED : [...REFUSED, ...OPEN];
}

/** What is owed: one advice for an approval without the host, one reversal for what is taken back. */
function judgePostings(store: Store, key: string, transaction: Transaction, found: Found): void {
  const { state, verdict } = transaction;
  const postings = ask(store, 'transaction', transaction.key)?.postings ?? [];
  const isOffline = verdict?.outcome === 'approved' && verdict.responseCode.startsWith('Y');
  const isReversed = [...TAKEN_BACK, 'reversing', 'reversed'].includes(state);
  const owed: Readonly<Record<PostingKind, number>> = { advice: isOffline ? 1 : 0, reversal: isReversed ? 1 : 0 };
  judgeOwed(`${key}, ${state},`, postings, owed, found);
  for (const { money } of postings)
    if (money.amount !== transaction.money.amount) found.unexpected.push(`${key} owes ${money.amount}`);
}

/** An approval nobody was ever shown, or a receipt for what the host does not hold, came from nowhere. */
function judgeAgainstCourse(
  store: Store,
  key: string,
  { state, key: full }: Transaction,
  course: AgentPromises,
  found: Found,
): void {
  const shown = course.shown.get(key)?.shown;
  if (STANDS.includes(state) && shown !== undefined && shown !== 'approved') {
    found.unexpected.push(`${key} is ${state}, the reader came to show ${shown}`);
  }
  for (const { content, state: receipt } of ask(store, 'transaction', full)?.postings ?? []) {
    if (receipt === 'receipted' && !course.ledger.has(key)) {
      found.unexpected.push(`${key} has a receipt for its ${content.kind}, the host knows nothing of it`);
    }
  }
}
