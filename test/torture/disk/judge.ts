import type { Judgement } from '../../../hw-sim/audit/audit.js';
import type { PostingKind } from '../../../src/domain/posting.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import type { BootOptions } from '../../../src/journal/core/recovery.js';
import type { Store } from '../../../src/journal/core/store.js';
import { ask } from '../../support/journal.js';
import { ISSUED } from '../../support/samples.js';
import { type Found, judgeBatches, judgeJournal, judgeOwed, nothingFound } from './journal-judge.js';
import type { PromisedSale, Promises } from './promises.js';
import { amountOf, idempotencyKeyOf, scriptOf } from './sale-scripts.js';
const PAGE = 1000;

/** What a fault left of a story's journal, against what the journal had promised. */
export function judge(directory: string, promises: Promises, options: Partial<BootOptions> = {}): Judgement {
  const found = nothingFound();
  const purgeable = [...promises.sales].filter(([index, sale]) => mayBePurged(index, sale, promises));
  const released = new Set(purgeable.flatMap(([, sale]) => [...sale.sequences.values()]));
  return judgeJournal({ directory, options, wasUsed: promises.sales.size > 0, released }, found, ({ store }) => {
    judgeSales(store, promises, found);
    judgeBatches(store, promises.batchClosed, promises.batchTried, found);
    judgeCommands(store, promises, found);
  });
}

function judgeSales(store: Store, promises: Promises, found: Found): void {
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

function judgeSale(store: Store, index: number, sale: PromisedSale, transaction: Transaction, found: Found): void {
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
  const owed = (kind: PostingKind): number => due.filter((posts) => posts === kind).length;
  judgeOwed(`${name}, ${transaction.state},`, postings, { advice: owed('advice'), reversal: owed('reversal') }, found);
  for (const [step, sequence] of sale.sequences) {
    if (step > reached) continue;
    if (!postings.some((posting) => posting.sequence === sequence))
      found.lost.push(`${name} has no posting ${sequence}`);
  }
}

function judgeCommands(store: Store, { commandFinished: counter }: Promises, found: Found): void {
  if (counter === 0) return;
  const again = ask(store, 'acceptCommand', { counter, ...ISSUED, order: { kind: 'resumeSales' } });
  if (again !== 'replayed') found.lost.push(`command ${counter} was finished and would be carried out again`);
}

/** Retention takes what was final; a sale whose last step was asked for may have been. */
function mayBePurged(index: number, sale: PromisedSale, { purgeTried }: Promises): boolean {
  const script = scriptOf(index);
  return purgeTried && sale.tried === script.length - 1 && script[sale.tried]?.state !== 'approved';
}

function stateAt(index: number, step: number): string {
  return scriptOf(index)[step]?.state ?? 'nothing';
}
