import type { Judgement, Term } from '../../../hw-sim/audit/audit.js';
import { asTillpostError } from '../../../src/domain/errors.js';
import { type Posting, POSTING_STATES, type PostingKind } from '../../../src/domain/posting.js';
import type { Booted, BootOptions } from '../../../src/journal/core/recovery.js';
import type { Store } from '../../../src/journal/core/store.js';
import { approveOffline, ask, bootCore, order } from '../../support/journal.js';

/**
 * What the comparison of display and ledger cannot see: whether a journal that a cut or a failing disk left keeps what
 * it had promised by then. Kinds of promises add what they alone know.
 */

/** A judgement while it grows. */
export type Found = Record<Term, string[]>;

export interface Left {
  readonly directory: string;
  readonly options?: Partial<BootOptions>;
  /** Whether anything had been asked of it: then it may not be set aside. */
  readonly wasUsed: boolean;
  /** Sequences that may have gone with what was purged. */
  readonly released?: ReadonlySet<number>;
}

const PAGE = 1000;

export const nothingFound = (): Found => ({ lost: [], duplicated: [], unexpected: [], unrecovered: [] });

/** Opens what was left, by the real recovery, follows its chain, has its promises judged, and sells once more. */
export function judgeJournal(
  { directory, options = {}, wasUsed, released = new Set() }: Left,
  found: Found,
  judgePromises: (booted: Booted) => void,
): Judgement {
  let booted: Booted;
  try {
    booted = bootCore(directory, options);
  } catch (thrown) {
    found.unrecovered.push(`it does not open: ${wordsOf(thrown)}`);
    return found;
  }
  const { store, report } = booted;
  try {
    if (report.quarantined !== null && wasUsed) found.unrecovered.push(`set aside: ${report.problem}`);
    ask(store, 'verify');
    judgePromises(booted);
    judgeSequences(store, released, found);
    sellOnceMore(store);
  } catch (thrown) {
    found.unrecovered.push(wordsOf(thrown));
  } finally {
    store.close();
  }
  return found;
}

/** Every sequence from 1 stands once: as a posting, as a batch's totals, or went with a sale that was purged. */
function judgeSequences(store: Store, released: ReadonlySet<number>, found: Found): void {
  const held = new Map<number, number>();
  const count = (sequence: number): void => void held.set(sequence, (held.get(sequence) ?? 0) + 1);
  for (const state of POSTING_STATES)
    ask(store, 'listPostings', state, 0, PAGE).forEach(({ posting }) => count(posting.sequence));
  for (const { sequence } of ask(store, 'batches', PAGE)) if (sequence !== null) count(sequence);
  const top = store.identity.sequenceAtOpen;
  for (let sequence = 1; sequence <= top; sequence += 1) {
    const times = held.get(sequence) ?? 0;
    if (times > 1) found.duplicated.push(`sequence ${sequence} stands ${times} times`);
    if (times === 0 && !released.has(sequence)) found.lost.push(`sequence ${sequence} of ${top} is missing`);
  }
  for (const sequence of held.keys()) if (sequence > top) found.unexpected.push(`sequence ${sequence} is above ${top}`);
}

function sellOnceMore(store: Store): void {
  const { key } = ask(store, 'begin', order({ idempotencyKey: 'after-the-fault' })).transaction;
  ask(store, 'apply', key, approveOffline());
  ask(store, 'verify');
}

/** Each kind of posting as often as it is owed. @param name of the sale, for people */
export function judgeOwed(
  name: string,
  postings: readonly Posting[],
  owed: Readonly<Record<PostingKind, number>>,
  found: Found,
): void {
  for (const kind of ['advice', 'reversal'] as const) {
    const held = postings.filter(({ content }) => content.kind === kind).length;
    if (held < owed[kind]) found.lost.push(`${name} is without its ${kind}`);
    if (held > owed[kind]) found.duplicated.push(`${name} has ${held} times its ${kind}`);
  }
}

/** @param closedUpTo batches that were said to be closed @param askedUpTo the last that anybody asked to be */
export function judgeBatches(store: Store, closedUpTo: number, askedUpTo: number, found: Found): void {
  const listed = ask(store, 'batches', PAGE);
  const batches = new Map(listed.map(({ number, state }) => [number, state]));
  const dates = new Map(listed.map(({ number, businessDate }) => [number, businessDate]));
  // The first sale of a later date seals the batch before it (payment rules, Settlement).
  const sealedByDate = (number: number, state: string): boolean =>
    state === 'sealed' && (dates.get(number) ?? '') < (dates.get(number + 1) ?? '');
  for (let number = 1; number <= closedUpTo; number += 1) {
    const state = batches.get(number) ?? 'gone';
    if (state !== 'closed') found.lost.push(`batch ${number} is ${state}, closed was promised`);
  }
  for (const [number, state] of batches) {
    if (number > askedUpTo && state !== 'open' && !sealedByDate(number, state))
      found.unexpected.push(`batch ${number} is ${state}, nobody closed it`);
  }
}

export function wordsOf(thrown: unknown): string {
  const { code, message } = asTillpostError(thrown, 'judge');
  return `${code} ${message}`;
}
