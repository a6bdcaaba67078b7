import { sameKey, type TransactionKey } from '../../domain/key.js';
import { Entries, type LostEntries, type Tail } from '../books/entries.js';
import { Pen } from '../books/pen.js';
import type { EntryChain } from '../chain/entry-chain.js';
import type { Database } from '../file/database.js';
import type { MirroredDebt } from '../mirror/mirror-reading.js';
import { Queries } from '../tables/queries.js';
import {
  type Kept,
  type KeyRoot,
  NOTHING_KEPT,
  NOTHING_SEEN,
  type Place,
  type Seen,
  type TransactionFields,
  type TransactionRow,
} from '../tables/rows.js';

const seenIn = ({ reader, shown, shown_at_ms }: Seen): Seen => ({ reader, shown, shown_at_ms });

type VoidKey = Pick<Kept, 'void_till_id' | 'void_idempotency_key'>;
const NO_VOID_KEY: VoidKey = { void_till_id: null, void_idempotency_key: null };

/** A journal that is open and trusted and serves nobody yet. */
export interface IdleJournal {
  readonly db: Database;
  readonly root: KeyRoot;
  readonly chain: EntryChain;
  readonly tail: Tail;
  readonly atMs: number;
}

/** Takes what another copy knows over into the journal, each transaction under an entry of its own. */
export class Takeover {
  readonly #atMs: number;
  readonly #root: KeyRoot;
  readonly #entries: Entries;
  readonly #pen: Pen;
  readonly #queries: Queries;

  constructor({ db, root, chain, tail, atMs }: IdleJournal) {
    this.#atMs = atMs;
    this.#root = root;
    this.#entries = new Entries(db, chain, tail);
    this.#pen = new Pen(db, chain, this.#entries);
    this.#queries = new Queries(db, root);
  }

  get tail(): Tail {
    return this.#entries.tail;
  }

  /** The journal lost its end: numbers given then are never given again. */
  skip(lost: LostEntries, given: Pick<Tail, 'transactions' | 'postings'>): void {
    this.#entries.append({
      event: 'restore',
      atMs: this.#atMs,
      transactions: Math.max(this.tail.transactions, given.transactions),
      postings: Math.max(this.tail.postings, given.postings),
      lost,
    });
  }

  /** Debts of this very journal, under their old sequences. @returns these */
  restore(debts: readonly MirroredDebt[]): readonly number[] {
    return debts.flatMap((debt) => this.#write('restore', debt, ({ sequence }) => sequence));
  }

  /** Another journal's debts: a number of our own, sequences of our own, the old key. @returns our sequences */
  salvage(debts: readonly MirroredDebt[]): readonly number[] {
    return debts.flatMap((debt) => {
      // Under our own epoch the number is ours to give.
      if (debt.key.epoch === this.#root.epoch) return [];
      const first = this.tail.postings + 1;
      return this.#write('salvage', debt, (_, index) => first + index);
    });
  }

  /**
   * Debts of another course of this very journal: both are owed. A key that both bear is from before the courses
   * parted: what was settled or is owed here counts, what only the other owes comes beside it. @returns its sequences there
   */
  join(debts: readonly MirroredDebt[]): readonly number[] {
    return debts.flatMap((debt) => {
      const before = this.#queries.row(debt.key);
      const held = new Set(
        before === undefined ? [] : this.#queries.postingRows(before.number).map(({ kind }) => kind),
      );
      const postings = debt.postings.filter(({ kind }) => !held.has(kind));
      if (postings.length === 0) return [];
      const first = this.tail.postings + 1;
      this.#write('salvage', { ...debt, postings }, (_, index) => first + index);
      return postings.map(({ sequence }) => sequence);
    });
  }

  #write(
    event: 'restore' | 'salvage',
    debt: MirroredDebt,
    sequenceOf: (posting: { readonly sequence: number }, index: number) => number,
  ): readonly number[] {
    const before = this.#queries.row(debt.key);
    const place = before ?? this.#place(debt.key);
    const postings = debt.postings.map((posting, index) => ({
      ...posting,
      sequence: sequenceOf(posting, index),
      transaction_number: place.number,
    }));
    this.#pen.write({
      event,
      atMs: this.#atMs,
      before: before === undefined ? null : { row: before, postings: this.#queries.postingRows(before.number) },
      row: this.#fields(debt, before, place),
      postings,
    });
    return postings.map(({ sequence }) => sequence);
  }

  #place({ epoch, mark, number }: TransactionKey): Place {
    const isOurs = epoch === this.#root.epoch && this.#queries.isFree(number);
    if (isOurs) return { number, mark, origin_epoch: null, origin_number: null };
    return { number: this.tail.transactions + 1, mark, origin_epoch: epoch, origin_number: number };
  }

  #fields(
    { key, row, postings, kept }: MirroredDebt,
    before: TransactionRow | undefined,
    place: Place,
  ): TransactionFields {
    const isPosted = row.state === 'posted' || row.posted_batch !== null;
    const byKey =
      row.idempotency_key === null ? null : this.#queries.byIdempotencyKey(row.idempotency_key, row.till_id);
    const isTaken = byKey !== null && !sameKey(byKey.key, key);
    return {
      ...row,
      idempotency_key: isTaken ? null : row.idempotency_key,
      number: place.number,
      mark: place.mark,
      origin_epoch: place.origin_epoch,
      origin_number: place.origin_number,
      begun_at_ms: before?.begun_at_ms ?? kept?.begun_at_ms ?? postings[0]?.created_at_ms ?? this.#atMs,
      // What is owed is decided.
      cancel_asked: before?.cancel_asked ?? null,
      ...this.#voidKey(before, kept),
      // The mirror does not keep these times: the nearest ones that are known.
      decided_at_ms:
        before?.decided_at_ms ??
        kept?.decided_at_ms ??
        (row.verdict === null ? null : (postings[0]?.created_at_ms ?? this.#atMs)),
      posted_at_ms: before?.posted_at_ms ?? kept?.posted_at_ms ?? (isPosted ? this.#atMs : null),
      closed_at_ms: kept?.closed_at_ms ?? null,
      ...seenIn(before ?? kept ?? NOTHING_SEEN),
    };
  }

  /** Of its void: as it stands here, else the other copy's, unless something else bears that by now. */
  #voidKey(before: VoidKey | undefined, kept: VoidKey | undefined): VoidKey {
    const [key, till] = [before?.void_idempotency_key ?? null, before?.void_till_id ?? null];
    if (key !== null) return { void_till_id: till, void_idempotency_key: key };
    const { void_till_id, void_idempotency_key } = kept ?? NOTHING_KEPT;
    const isFree =
      void_idempotency_key !== null && this.#queries.byIdempotencyKey(void_idempotency_key, void_till_id) === null;
    return isFree ? { void_till_id, void_idempotency_key } : NO_VOID_KEY;
  }
}
