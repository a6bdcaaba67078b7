import { asTillpostError } from '../../../src/domain/errors.js';
import { POSTING_STATES } from '../../../src/domain/posting.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import { type Booted, type BootOptions } from '../../../src/journal/core/recovery.js';
import type { Store } from '../../../src/journal/core/store.js';
import { approveOffline, ask, bootCore, order } from '../../support/journal.js';
import type { PromisedSale, Promises } from './promises.js';
import { amountOf, idempotencyKeyOf, scriptOf } from './sale-scripts.js';

/** What is wrong with a journal, in Jepsen's terms, one line each. */
export interface Judgement {
  readonly lost: string[];
  readonly duplicated: string[];
  readonly unexpected: string[];
  readonly unrecovered: string[];
}

const PAGE = 1000;

/** Opens what a fault left, by the real recovery, compares it with what was promised, and sells once more. */
export function judge(directory: string, promises: Promises, change: Partial<BootOptions> = {}): Judgement {
  const found: Judgement = { lost: [], duplicated: [], unexpected: [], unrecovered: [] };
  let booted: Booted;
  try {
    booted = bootCore(directory, change);
  } catch (thrown) {
    const { code, message } = asTillpostError(thrown, 'judge');
    found.unrecovered.push(`it does not open: ${code} ${message}`);
    return found;
  }
  const { store, report } = booted;
  try {
    if (report.quarantined !== null && promises.sales.size > 0) found.unrecovered.push(`set aside: ${report.problem}`);
    ask(store, 'verify');
    judgeSales(store, promises, found);
    judgeSequences(store, promises, found);
    judgeBooks(store, promises, found);
    sellOnceMore(store);
  } catch (thrown) {
    const { code, message } = asTillpostError(thrown, 'judge');
    found.unrecovered.push(`${code} ${message}`);
  } finally {
    store.close();
  }
  return found;
}

function judgeSales(store: Store, promises: Promises, found: Judgement): void {
  const stored = new Map<string, Transaction>();
  for (const transaction of ask(store, 'recent', PAGE)) {
    const name = transaction.idempotencyKey ?? `number ${transaction.key.number}`;
    if (stored.has(name)) found.duplicated.push(`${name} stands twice`);
    stored.set(name, transaction);
  }
  let gone = 0;
  for (const [index, sale] of promises.sales) {
    const name = idempotencyKeyOf(index);
    const transaction = stored.get(name);
    stored.delete(name);
    if (transaction !== undefined) judgeSale(store, index, sale, transaction, found);
    else if (mayBePurged(index, sale, promises)) gone += 1;
    else if (sale.acknowledged >= 0)
      found.lost.push(`${name} is gone, ${stateAt(index, sale.acknowledged)} was promised`);
  }
  if (gone < promises.purged) found.unexpected.push(`${promises.purged} were purged, only ${gone} are gone`);
  for (const name of stored.keys()) found.unexpected.push(`${name} was never begun`);
}

function judgeSale(store: Store, index: number, sale: PromisedSale, transaction: Transaction, found: Judgement): void {
  const name = idempotencyKeyOf(index);
  const script = scriptOf(index);
  const reached = script.findIndex(({ state }) => state === transaction.state);
  if (transaction.money.amount !== amountOf(index))
    found.unexpected.push(`${name} has amount ${transaction.money.amount}`);
  if (reached < 0 || reached > sale.tried) found.unexpected.push(`${name} is ${transaction.state}`);
  else if (reached < sale.acknowledged) {
    found.lost.push(`${name} is ${transaction.state}, ${stateAt(index, sale.acknowledged)} was promised`);
  }
  const postings = ask(store, 'transaction', transaction.key)?.postings ?? [];
  const due = script.slice(0, reached + 1).flatMap(({ posts }) => (posts === null ? [] : [posts]));
  for (const kind of ['advice', 'reversal'] as const) {
    const held = postings.filter(({ content }) => content.kind === kind).length;
    const owed = due.filter((posts) => posts === kind).length;
    if (held < owed) found.lost.push(`${name} is ${transaction.state} without its ${kind}`);
    if (held > owed) found.duplicated.push(`${name} has ${held} times its ${kind}`);
  }
  for (const [step, sequence] of sale.sequences) {
    if (step > reached) continue;
    if (!postings.some((posting) => posting.sequence === sequence))
      found.lost.push(`${name} has no posting ${sequence}`);
  }
}

/** Every sequence from 1 stands once: as a posting, as a batch's totals, or went with a sale that was purged. */
function judgeSequences(store: Store, promises: Promises, found: Judgement): void {
  const held = new Map<number, number>();
  const count = (sequence: number): void => void held.set(sequence, (held.get(sequence) ?? 0) + 1);
  for (const state of POSTING_STATES)
    ask(store, 'listPostings', state, 0, PAGE).forEach(({ posting }) => count(posting.sequence));
  for (const { sequence } of ask(store, 'batches', PAGE)) if (sequence !== null) count(sequence);
  const purgeable = [...promises.sales].filter(([index, sale]) => mayBePurged(index, sale, promises));
  const released = new Set(purgeable.flatMap(([, sale]) => [...sale.sequences.values()]));
  const top = store.identity.sequenceAtOpen;
  for (let sequence = 1; sequence <= top; sequence += 1) {
    const times = held.get(sequence) ?? 0;
    if (times > 1) found.duplicated.push(`sequence ${sequence} stands ${times} times`);
    if (times === 0 && !released.has(sequence)) found.lost.push(`sequence ${sequence} of ${top} is missing`);
  }
  for (const sequence of held.keys()) if (sequence > top) found.unexpected.push(`sequence ${sequence} is above ${top}`);
}

function judgeBooks(store: Store, promises: Promises, found: Judgement): void {
  const batches = ask(store, 'batches', PAGE);
  for (const { number, state } of batches) {
    if (number <= promises.batchClosed && state !== 'closed')
      found.lost.push(`batch ${number} is ${state}, closed was promised`);
    if (number > promises.batchTried && state !== 'open') found.unexpected.push(`batch ${number} is ${state}`);
  }
  if (promises.batchClosed > 0 && !batches.some(({ number }) => number === promises.batchClosed)) {
    found.lost.push(`batch ${promises.batchClosed} is gone`);
  }
  const counter = promises.commandFinished;
  if (counter === 0) return;
  const again = ask(store, 'acceptCommand', { counter, order: { kind: 'resumeSales' } });
  if (again !== 'replayed') found.lost.push(`command ${counter} was finished and would be carried out again`);
}

function sellOnceMore(store: Store): void {
  const { key } = ask(store, 'begin', order({ idempotencyKey: 'after-the-fault' })).transaction;
  ask(store, 'apply', key, approveOffline());
  ask(store, 'verify');
}

/** Retention takes what was final; a sale whose last step was asked for may have been. */
function mayBePurged(index: number, sale: PromisedSale, { purgeTried }: Promises): boolean {
  const script = scriptOf(index);
  return purgeTried && sale.tried === script.length - 1 && script[sale.tried]?.state !== 'approved';
}

function stateAt(index: number, step: number): string {
  return scriptOf(index)[step]?.state ?? 'nothing';
}
