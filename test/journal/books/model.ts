import type { CommandResult, HostCommand } from '../../../src/domain/host-command.js';
import { type EventName, type LifecycleEvent, transition } from '../../../src/domain/lifecycle.js';
import { type Money, sameMoney } from '../../../src/domain/money.js';
import type { Posting, PostingContent, PostingKind } from '../../../src/domain/posting.js';
import {
  type Batch,
  type BatchEvent,
  batchTransition,
  countsAs,
  type Difference,
  totalsOf,
} from '../../../src/domain/settlement.js';
import { isFinal, type Transaction } from '../../../src/domain/transaction.js';
import type { SaleOrder, Settings } from '../../../src/ports/index.js';
import { BUSINESS_DATE, FRESH } from '../../support/journal.js';

export interface Held {
  readonly transaction: Transaction;
  readonly voidKey: string | null;
  readonly closedAtMs: number | null;
  readonly postedAtMs: number | null;
}

/** Thrown to leave the model as it was. */
class Refused extends Error {}

/** What the journal ought to hold, by the plainest means: maps and the domain's own machines. */
export class Model {
  readonly held = new Map<number, Held>();
  readonly postings = new Map<number, Posting>();
  readonly batches: Batch[] = [];
  readonly differences = new Map<number, readonly Difference[]>();
  readonly commands: { readonly command: HostCommand; isFinished: boolean }[] = [];
  settings: Settings = { limits: [], salesStopped: null, tamperedReaders: [], unseenLate: null };
  numbers = 0;
  sequences = 0;

  /** The word for what a call comes to: `ok`, or the code of the error. */
  begin(order: SaleOrder, root: { terminalId: string; epoch: string }, atMs: number): string {
    const { idempotencyKey } = order;
    const known = this.#byKey(idempotencyKey);
    if (known !== undefined) {
      const { transaction } = known;
      const same = transaction.type === order.type && sameMoney(transaction.money, order.money);
      return transaction.idempotencyKey === idempotencyKey && same ? 'ok' : 'IDEMPOTENCY_MISMATCH';
    }
    const batch = this.#enter(atMs);
    this.numbers += 1;
    const transaction: Transaction = {
      ...order,
      tillId: order.tillId ?? null,
      orderReference: order.orderReference ?? null,
      vouched: order.vouched ?? false,
      key: { ...root, mark: FRESH.mark, number: this.numbers },
      merchantId: 'M0001',
      state: 'started',
      stan: this.numbers,
      card: null,
      verdict: null,
      answer: null,
      deferred: false,
      offlineRoom: false,
      batch,
      postedBatch: null,
      voidedBatch: null,
      reader: order.reader ?? null,
      shown: 'unknown',
      shownAtMs: null,
    };
    this.held.set(this.numbers, { transaction, voidKey: null, closedAtMs: null, postedAtMs: null });
    return 'ok';
  }

  apply(number: number, event: LifecycleEvent, atMs: number): string {
    const known = this.held.get(number);
    if (known === undefined) return 'NOT_FOUND';
    const before = new Map(this.postings);
    const sequences = this.sequences;
    try {
      const moved = transition(known.transaction, event);
      const { effects } = moved;
      const isSeen = moved.transaction.shown !== known.transaction.shown;
      const transaction = isSeen ? { ...moved.transaction, shownAtMs: atMs } : moved.transaction;
      const isSealed = known.transaction.state !== 'parked' && transaction.batch !== this.batches.length;
      if (event.name === 'void' && isSealed) return 'ILLEGAL_EVENT';
      if (event.name === 'void' && this.#byKey(event.idempotencyKey) !== undefined) return 'IDEMPOTENCY_MISMATCH';
      for (const effect of effects) {
        switch (effect.kind) {
          case 'post':
            this.#post(transaction, effect.content, atMs);
            break;
          case 'receiptPosting':
            this.#change(number, effect.posting, 'pending', () => ({ state: 'receipted' }));
            break;
          case 'countRefusal':
            this.#change(number, effect.posting, 'pending', ({ refusals }) => ({ refusals: refusals + 1 }));
            break;
          case 'noteTrouble':
            this.#change(number, effect.posting, 'pending', ({ refusedSinceMs }) => ({
              refusedSinceMs: refusedSinceMs ?? atMs,
            }));
            break;
          case 'parkPosting': {
            const { reason } = effect;
            this.#change(number, effect.posting, 'pending', () => ({ state: 'parked', parkedReason: reason }));
            break;
          }
          case 'unparkPosting': {
            const kind = RETRIES.get(`${event.name} ${transaction.verdict?.outcome === 'approved'}`);
            if (kind === undefined) throw new Refused();
            this.#change(number, kind, 'parked', ({ opening }) => ({
              state: 'pending',
              opening: opening + 1,
              parkedReason: null,
              refusals: 0,
              createdAtMs: atMs,
            }));
            break;
          }
          case 'resolvePosting':
            this.#change(number, null, 'parked', () => ({ state: 'resolved', resolution: effect.reason }));
            break;
          case 'reopenPostings':
            this.#reopen(transaction, atMs);
            break;
          case 'takeOfflineRoom':
          case 'giveOfflineRoom':
            // The model adds the flags up.
            break;
        }
      }
      this.#keep(known, transaction, event, atMs);
      return 'ok';
    } catch {
      this.postings.clear();
      for (const [sequence, posting] of before) this.postings.set(sequence, posting);
      this.sequences = sequences;
      return 'ILLEGAL_EVENT';
    }
  }

  resetOfflineUsage(): void {
    for (const [number, it] of this.held) {
      this.held.set(number, { ...it, transaction: { ...it.transaction, offlineRoom: false } });
    }
  }

  /** All moves are of one day. */
  #enter(atMs: number): number {
    if (this.batches.length === 0) this.#openBatch(atMs);
    const number = this.batches.length;
    this.batches[number - 1] = { ...this.batches[number - 1]!, businessDate: BUSINESS_DATE };
    return number;
  }

  /** As the journal's answers count it. */
  batchNow(batch: Batch): Batch {
    const inIt = [...this.held.values()].filter(({ transaction }) => transaction.batch === batch.number);
    const owing = (state: Posting['state']): number =>
      inIt.filter(
        ({ transaction: { key, state: at } }) =>
          (state === 'pending' && (at === 'started' || at === 'authorizing')) ||
          this.ofTransaction(key.number).some((posting) => posting.state === state),
      ).length;
    const gone: readonly string[] = ['declined', 'cancelled', 'reversing', 'reversed'];
    const isEmpty = inIt.every(({ transaction }) => gone.includes(transaction.state));
    return { ...batch, waiting: owing('pending'), parked: owing('parked'), isEmpty };
  }

  applyBatch(number: number, event: BatchEvent, atMs: number): string {
    if (number === 1 && this.batches.length === 0) this.#openBatch(atMs);
    const before = this.batches[number - 1];
    if (before === undefined) return 'NOT_FOUND';
    let state;
    try {
      state = batchTransition(before.state, event.name);
    } catch {
      // A first batch that only a refused call would have opened is not opened.
      if (number === 1 && this.batches.length === 1 && before.openedAtMs === atMs) this.batches.pop();
      return 'ILLEGAL_EVENT';
    }
    const closedAtMs = state === 'closed' ? atMs : null;
    if (event.name === 'fixTotals') {
      this.sequences += 1;
      const totals = totalsOf(
        this.rows(number).map(([type, { amount, currency }]) => ({ type, amount, currency: currency.code })),
      );
      this.batches[number - 1] = { ...before, state, sequence: this.sequences, totals };
    } else {
      const hostTotals = 'hostTotals' in event ? event.hostTotals : before.hostTotals;
      this.batches[number - 1] = { ...before, state, closedAtMs, hostTotals };
      if (event.name === 'explained') this.differences.set(number, event.differences);
      if (event.name === 'seal') {
        this.batches[number - 1] = { ...before, state, businessDate: before.businessDate ?? BUSINESS_DATE };
        this.#openBatch(atMs);
      }
    }
    return 'ok';
  }

  rows(batch: number): (readonly [type: NonNullable<ReturnType<typeof countsAs>>, money: Money, number: number])[] {
    return [...this.held.values()].flatMap(({ transaction }) => {
      const type = countsAs(transaction, batch);
      return type === null ? [] : [[type, transaction.money, transaction.key.number] as const];
    });
  }

  accept(command: HostCommand): 'accepted' | 'replayed' {
    const last = this.commands.at(-1);
    if (last === undefined || command.counter > last.command.counter) {
      this.commands.push({ command, isFinished: false });
      return 'accepted';
    }
    const same = JSON.stringify(command) === JSON.stringify(last.command);
    return same && !last.isFinished ? 'accepted' : 'replayed';
  }

  finish({ counter, outcome }: CommandResult): string {
    if (outcome === 'replayed') return 'ok';
    const known = this.commands.find(({ command }) => command.counter === counter);
    if (known === undefined) return 'NOT_FOUND';
    known.isFinished = true;
    return 'ok';
  }

  /** What may go: by last batch, then by age. */
  purgeable(): readonly Held[] {
    const lastBatch = ({ transaction: { postedBatch, voidedBatch } }: Held): number =>
      Math.max(postedBatch ?? 0, voidedBatch ?? 0);
    const isClosed = (batch: number): boolean => batch === 0 || this.batches[batch - 1]?.state === 'closed';
    return [...this.held.values()].filter((it) => it.closedAtMs !== null && isClosed(lastBatch(it)));
  }

  forget(number: number): void {
    this.held.delete(number);
    for (const { sequence, key } of [...this.postings.values()]) {
      if (key.number === number) this.postings.delete(sequence);
    }
  }

  ofTransaction(number: number): readonly Posting[] {
    return [...this.postings.values()].filter(({ key }) => key.number === number);
  }

  #byKey(idempotencyKey: string | null): Held | undefined {
    if (idempotencyKey === null) return undefined;
    return [...this.held.values()].find(
      ({ transaction, voidKey }) => transaction.idempotencyKey === idempotencyKey || voidKey === idempotencyKey,
    );
  }

  #keep(known: Held, transaction: Transaction, event: LifecycleEvent, atMs: number): void {
    const { number } = transaction.key;
    const owes = this.ofTransaction(number).some(({ state }) => state === 'pending' || state === 'parked');
    const isPosted = transaction.state === 'posted' || transaction.postedBatch !== null;
    this.held.set(number, {
      transaction,
      voidKey: event.name === 'void' ? event.idempotencyKey : known.voidKey,
      closedAtMs: isFinal(transaction.state) && !owes ? (known.closedAtMs ?? atMs) : null,
      postedAtMs: known.postedAtMs ?? (isPosted ? atMs : null),
    });
  }

  #openBatch(openedAtMs: number): void {
    this.batches.push({
      number: this.batches.length + 1,
      merchantId: 'M0001',
      businessDate: null,
      state: 'open',
      openedAtMs,
      closedAtMs: null,
      sequence: null,
      totals: [],
      hostTotals: null,
      waiting: 0,
      parked: 0,
      isEmpty: true,
    });
  }

  #post({ key, money }: Transaction, content: PostingContent, createdAtMs: number): void {
    this.sequences += 1;
    const sequence = this.sequences;
    const fresh = { state: 'pending', opening: 1, refusals: 0, parkedReason: null } as const;
    this.postings.set(sequence, { sequence, key, content, money, createdAtMs, ...fresh });
  }

  #change(
    number: number,
    kind: PostingKind | null,
    state: Posting['state'],
    change: (posting: Posting) => Partial<Posting>,
  ): void {
    const found = this.ofTransaction(number).find(
      (it) => it.state === state && (kind === null || it.content.kind === kind),
    );
    if (found === undefined) throw new Refused();
    this.postings.set(found.sequence, { ...found, ...change(found) });
  }

  #reopen(transaction: Transaction, atMs: number): void {
    const known = this.ofTransaction(transaction.key.number);
    for (const posting of known) {
      if (posting.state !== 'receipted') continue;
      const again = { state: 'pending', opening: posting.opening + 1, refusals: 0, createdAtMs: atMs } as const;
      this.postings.set(posting.sequence, { ...posting, ...again });
    }
    if (transaction.state === 'posted' && !known.some(({ content }) => content.kind === 'advice')) {
      this.#post(transaction, { kind: 'advice', response: 'online' }, atMs);
    }
  }
}

/** The retry and whether the sale was approved → what must be parked. */
const RETRIES: ReadonlyMap<string, PostingKind> = new Map<`${EventName} ${boolean}`, PostingKind>([
  ['retryAdvice true', 'advice'],
  ['void true', 'advice'],
  ['retryVoid true', 'reversal'],
  ['retryReversal false', 'reversal'],
]);
