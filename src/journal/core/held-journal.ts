import { type Range, rangesOf } from '../../domain/course/ranges.js';
import type { TillpostError } from '../../domain/errors.js';
import { hex, sameKey, type TransactionKey } from '../../domain/key.js';
import { isOwed } from '../../domain/posting.js';
import { macAt } from '../books/entries.js';
import { chainBroken } from '../chain/chain-broken.js';
import { verifyTransaction } from '../check/verify.js';
import type { Voucher } from '../check/vouching.js';
import { mirrored, type MirroredPosting, mirroredPosting, rowDigest } from '../mirror/mirror-frames.js';
import type { MirrorContent, MirroredDebt } from '../mirror/mirror-reading.js';
import { Queries } from '../tables/queries.js';
import { isRunning } from '../tables/rows.js';
import type { IdleJournal } from './takeover.js';

export const MOVE_ASIDE =
  'Copy the directory, then move journal.db with its -wal aside: a new journal takes over what the mirror owes.';

/** The journal in place as its mirror is held against it: by index, for a start must not grow with the backlog. */
export class HeldJournal implements Voucher {
  readonly epoch: string;
  readonly entry: number;
  readonly #journal: IdleJournal;
  readonly #queries: Queries;

  constructor(journal: IdleJournal) {
    this.epoch = journal.root.epoch;
    this.entry = journal.tail.entry;
    this.#journal = journal;
    this.#queries = new Queries(journal.db, journal.root);
  }

  /** Its chain has been checked by now. */
  vouches(key: TransactionKey): boolean {
    const row = this.#queries.row(key);
    return row !== undefined && !isRunning(row);
  }

  /** Null when it does not hold the entry: not yet, or not any more. */
  macAt(entry: number): string | null {
    const { db, tail } = this.#journal;
    const mac = entry === tail.entry ? tail.mac : macAt(db, entry);
    return mac === undefined ? null : hex(mac);
  }

  /** Whether a sequence was given, to a posting or to the totals of a batch. */
  holds(sequence: number): boolean {
    const sql =
      'SELECT 1 FROM posting WHERE sequence = @sequence UNION ALL SELECT 1 FROM batch WHERE sequence = @sequence';
    return this.#journal.db.prepare(sql).get({ sequence }) !== undefined;
  }

  /** Whether a sequence of the debt is that of another transaction here: the courses have parted. */
  gaveToOthers({ key, postings }: MirroredDebt): boolean {
    return postings.some(({ sequence }) => {
      const held = this.#queries.posting(sequence);
      return held !== null && !sameKey(held.posting.key, key);
    });
  }

  /** Numbers given between two marks that stand nowhere. */
  missingTransactions(after: number, upTo: number): readonly Range[] {
    const held = this.#journal.db
      .prepare<[number, number], number>('SELECT number FROM sale_transaction WHERE number > ? AND number <= ?')
      .pluck();
    const present = new Set(held.all(after, upTo));
    const numbers = Array.from({ length: Math.max(0, upTo - after) }, (_, index) => after + 1 + index);
    return rangesOf(numbers.filter((number) => !present.has(number)));
  }

  /** Whether it holds the transaction and the postings exactly as the debt says. */
  agrees({ key, row, postings }: MirroredDebt): boolean {
    const own = this.#queries.row(key);
    if (own === undefined || rowDigest(mirrored(own)) !== rowDigest(row)) return false;
    const held = new Map(this.#queries.postingRows(own.number).map((it) => [it.sequence, mirroredPosting(it)]));
    return postings.every((it) => same(held.get(it.sequence), it));
  }

  /** Whether both owe the same at the same entry. @throws JOURNAL_CHAIN_BROKEN when it is the journal that is wrong */
  owesAs({ debts }: MirrorContent): boolean {
    const { db, chain } = this.#journal;
    const listed = this.#listed();
    let agrees = true;
    for (const debt of debts) {
      const isListed = debt.postings.every(({ sequence }) => listed.has(sequence));
      if (isListed && this.agrees(debt)) continue;
      const { sequence } = debt.postings[0]!;
      const row = this.#queries.row(debt.key);
      if (row === undefined) throw disagrees(sequence, 'its transaction is gone');
      verifyTransaction(db, chain, row.number);
      if (!isListed && this.#isOwed(debt.postings)) throw disagrees(sequence, 'its index does not hold it');
      agrees = false;
    }
    return agrees && debts.reduce((sum, { postings }) => sum + postings.length, 0) === listed.size;
  }

  /** What is owed as the indexes have it. @throws JOURNAL_CHAIN_BROKEN when they differ */
  #listed(): ReadonlySet<number> {
    const unsettled = this.#queries.unsettled().map(({ posting }) => posting);
    const pending = new Set(
      this.#journal.db
        .prepare<[], number>(
          "SELECT sequence FROM posting INDEXED BY posting_pending WHERE state = 'pending' AND kind IN ('advice', 'reversal')",
        )
        .pluck()
        .all(),
    );
    for (const { sequence, state } of unsettled) {
      if ((state === 'pending') !== pending.has(sequence)) throw disagrees(sequence, 'its indexes differ');
    }
    return new Set(unsettled.map(({ sequence }) => sequence));
  }

  #isOwed(postings: readonly MirroredPosting[]): boolean {
    return postings.every(({ sequence }) => {
      const held = this.#queries.posting(sequence);
      return held !== null && isOwed(held.posting);
    });
  }
}

function same(a: MirroredPosting | undefined, b: MirroredPosting): boolean {
  if (a === undefined) return false;
  return (Object.keys(b) as (keyof MirroredPosting)[]).every((name) => a[name] === b[name]);
}

function disagrees(sequence: number, why: string): TillpostError {
  return chainBroken(`the mirror log owes posting ${sequence}, the journal does not: ${why}`, sequence, {
    operation: 'journal.open',
    hint: MOVE_ASIDE,
  });
}
