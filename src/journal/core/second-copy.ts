import type { Card } from '../../domain/card.js';
import { currencyByCode } from '../../domain/currency.js';
import { TillpostError } from '../../domain/errors.js';
import type { TransactionKey } from '../../domain/key.js';
import type { PostingKind } from '../../domain/posting.js';
import type { TransactionState } from '../../domain/transaction.js';
import { Entries, type LostEntries, type Tail } from '../books/entries.js';
import { Totals } from '../books/totals.js';
import { type EntryChain, macText } from '../chain/entry-chain.js';
import { verifyTransaction } from '../check/verify.js';
import type { Database } from '../file/database.js';
import {
  mirrored,
  type MirroredPosting,
  mirroredPosting,
  type Range,
  rangesOf,
  rowDigest,
} from '../mirror/mirror-frames.js';
import type { MirroredDebt, SecondCopy } from '../mirror/mirror-reading.js';
import { Queries } from '../tables/queries.js';
import { type KeyRoot, type Place, type PostingRow, stateFields, type TransactionRow } from '../tables/rows.js';
import { storedJson } from '../tables/stored-json.js';
import { StoredRows } from '../tables/stored-rows.js';

/**
 * What the comparison at boot found.
 *
 *   off       no mirror is configured            missing   there was none yet
 *   equal     both say the same                  behind    the mirror was not told of the newest commits
 *   damaged   part of the mirror cannot be read  ahead     the journal lost its newest entries
 *   salvaged  of an earlier journal, which is gone: what it owed was taken over
 *   forked    of another course of this journal, as after a restored backup: nothing was taken
 *   foreign   of another terminal: nothing was taken
 *
 * In every case but *off* the mirror is written anew from the journal afterwards.
 */
type MirrorState = 'off' | 'missing' | 'equal' | 'behind' | 'damaged' | 'ahead' | 'salvaged' | 'forked' | 'foreign';

export interface MirrorReport {
  readonly state: MirrorState;
  /** Part of it could not be read; *damaged* as well when nothing else is to be said. */
  readonly damaged: boolean;
  /** Postings that came back into the journal from the mirror, by their sequences there. */
  readonly restored: readonly Range[];
  /** Entries that the journal lost; null when it lost none. */
  readonly lostEntries: LostEntries | null;
  /** Transactions begun in the lost part of which nothing is owed as far as the mirror knows. */
  readonly lostTransactions: readonly Range[];
  /** Postings that neither copy can tell: settled, or lost. Sequences of the mirrored journal. */
  readonly lostSequences: readonly Range[];
  /** Epoch of the mirrored journal, where it is not the present one. */
  readonly epoch: string | null;
  /** Where a mirror that holds more than was taken from it was set aside. */
  readonly quarantined: string | null;
}

export interface Comparison {
  readonly db: Database;
  readonly root: KeyRoot;
  readonly chain: EntryChain;
  readonly tail: Tail;
  readonly atMs: number;
}

const QUIET: MirrorReport = {
  state: 'off',
  damaged: false,
  restored: [],
  lostEntries: null,
  lostTransactions: [],
  lostSequences: [],
  epoch: null,
  quarantined: null,
};

export const NO_MIRROR = QUIET;

/**
 * Compares journal and mirror and rebuilds the journal where it is behind (storage rules, Second copy). Inside a
 * SQLite transaction.
 *
 * @returns the tail, moved on when something was written, and what was found
 * @throws JOURNAL_CHAIN_BROKEN when a posting stands otherwise than its entry and the mirror say
 */
export function compare(
  journal: Comparison,
  copy: SecondCopy | null,
): { readonly tail: Tail; readonly report: MirrorReport } {
  const { root, tail } = journal;
  const found = (state: MirrorState, more: Partial<MirrorReport> = {}): MirrorReport => ({
    ...QUIET,
    state,
    damaged: copy?.damaged ?? false,
    ...more,
  });
  if (copy === null) return { tail, report: found('missing') };
  const { identity, mark } = copy;
  if (identity === null || mark === null) return { tail, report: found('damaged') };
  if (identity.terminalId !== root.terminalId)
    return { tail, report: found('foreign', { lostSequences: owedBy(copy) }) };

  const restoring = new Restoring(journal);
  if (identity.epoch !== root.epoch) {
    if (mark.entry > 0 && macAt(journal, mark.entry) === mark.mac) throw renamed(root.epoch, identity.epoch);
    const restored = restoring.salvage(copy.debts);
    const more = { epoch: identity.epoch, restored: rangesOf(restored), lostSequences: rangesOf(copy.unreadable) };
    return { tail: restoring.tail, report: found('salvaged', more) };
  }
  const known = macAt(journal, mark.entry);
  if (known !== null && known !== mark.mac) {
    return { tail, report: found('forked', { lostSequences: restoring.missing(copy) }) };
  }
  if (mark.entry > tail.entry) {
    const lostEntries = { after: tail.entry, upTo: mark.entry };
    const restored = restoring.restore(copy, lostEntries);
    const more = {
      lostEntries,
      restored: rangesOf(restored),
      lostTransactions: restoring.lostTransactions(tail.transactions, mark.transactions),
      lostSequences: rangesOf(copy.unreadable.filter((sequence) => !restoring.holds(sequence))),
    };
    return { tail: restoring.tail, report: found('ahead', more) };
  }
  const agrees = mark.entry < tail.entry || restoring.agrees(copy);
  const state = copy.damaged || !agrees ? 'damaged' : mark.entry < tail.entry ? 'behind' : 'equal';
  return { tail, report: found(state, { damaged: copy.damaged || !agrees }) };
}

/** Null when the journal does not hold the entry: not yet, or not any more. */
function macAt({ db, tail }: Comparison, entry: number): string | null {
  if (entry === tail.entry) return macText(tail.mac);
  const mac = db.prepare<[number], Uint8Array>('SELECT mac FROM entry WHERE number = ?').pluck().get(entry);
  return mac === undefined ? null : macText(mac);
}

function owedBy({ debts, unreadable }: SecondCopy): readonly Range[] {
  return rangesOf([...unreadable, ...debts.flatMap(({ postings }) => postings.map(({ sequence }) => sequence))]);
}

/** Puts what the mirror holds back into the journal, each transaction under an entry of its own. */
class Restoring {
  readonly #journal: Comparison;
  readonly #entries: Entries;
  readonly #queries: Queries;
  readonly #rows: StoredRows;
  readonly #totals: Totals;

  constructor(journal: Comparison) {
    const { db, chain, root, tail } = journal;
    this.#journal = journal;
    this.#entries = new Entries(db, chain, tail);
    this.#queries = new Queries(db, root);
    this.#rows = new StoredRows(db);
    this.#totals = new Totals(db);
  }

  get tail(): Tail {
    return this.#entries.tail;
  }

  /** The journal lost its end: numbers given then are never given again. @returns sequences that came back */
  restore({ debts, mark }: SecondCopy, lost: LostEntries): readonly number[] {
    const { transactions, postings } = this.tail;
    this.#entries.append({
      event: 'restore',
      atMs: this.#journal.atMs,
      transactions: Math.max(transactions, mark?.transactions ?? 0),
      postings: Math.max(postings, mark?.postings ?? 0),
      lost,
    });
    return debts.flatMap((debt) => {
      const before = this.#queries.row(debt.key);
      if (before !== undefined && this.#stands(before, debt)) return [];
      const place = before ?? this.#place(debt.key);
      const rows = debt.postings.map((posting) => ({ ...posting, transaction_number: place.number }));
      this.#write('restore', debt, before, place, rows);
      return rows.map(({ sequence }) => sequence);
    });
  }

  /** Another journal's debts: a number of our own, sequences of our own, the old key. */
  salvage(debts: readonly MirroredDebt[]): readonly number[] {
    return debts.flatMap((debt) => {
      if (debt.key.epoch === this.#journal.root.epoch || this.#queries.row(debt.key) !== undefined) return [];
      const place = this.#place(debt.key);
      const first = this.tail.postings + 1;
      const rows = debt.postings.map((posting, index) => ({
        ...posting,
        sequence: first + index,
        transaction_number: place.number,
      }));
      this.#write('salvage', debt, undefined, place, rows);
      return rows.map(({ sequence }) => sequence);
    });
  }

  /** Whether both hold the same at the same entry. @throws JOURNAL_CHAIN_BROKEN when it is the journal that is wrong */
  agrees({ debts }: SecondCopy): boolean {
    const { db, chain } = this.#journal;
    const listed = new Map(this.#queries.unsettled().map(({ posting }) => [posting.sequence, posting.state]));
    const pending = new Set((['advice', 'reversal'] as const).flatMap((kind) => this.#pending(kind)));
    for (const [sequence, state] of listed) {
      if ((state === 'pending') !== pending.has(sequence)) throw disagrees(sequence, 'its indexes differ');
    }
    let agrees = true;
    for (const debt of debts) {
      const row = this.#queries.row(debt.key);
      const isListed = debt.postings.every(({ sequence }) => listed.has(sequence));
      if (row !== undefined && isListed && this.#stands(row, debt)) continue;
      const { sequence } = debt.postings[0]!;
      if (row === undefined) throw disagrees(sequence, 'its transaction is gone');
      verifyTransaction(db, chain, row.number);
      if (!isListed && this.#isOwed(debt.postings)) throw disagrees(sequence, 'its index does not hold it');
      agrees = false;
    }
    const mirroredCount = debts.reduce((sum, { postings }) => sum + postings.length, 0);
    return agrees && mirroredCount === listed.size;
  }

  holds(sequence: number): boolean {
    const sql =
      'SELECT 1 FROM posting WHERE sequence = @sequence UNION ALL SELECT 1 FROM batch WHERE sequence = @sequence';
    return this.#journal.db.prepare(sql).get({ sequence }) !== undefined;
  }

  /** What the mirror owes and the journal does not know in any state. */
  missing({ debts, unreadable }: SecondCopy): readonly Range[] {
    const all = [...unreadable, ...debts.flatMap(({ postings }) => postings.map(({ sequence }) => sequence))];
    return rangesOf(all.filter((sequence) => !this.holds(sequence)));
  }

  /** Numbers given between two marks that stand nowhere. */
  lostTransactions(after: number, upTo: number): readonly Range[] {
    const held = this.#journal.db
      .prepare<[number, number], number>('SELECT number FROM sale_transaction WHERE number > ? AND number <= ?')
      .pluck();
    const present = new Set(held.all(after, upTo));
    const numbers = Array.from({ length: Math.max(0, upTo - after) }, (_, index) => after + 1 + index);
    return rangesOf(numbers.filter((number) => !present.has(number)));
  }

  #pending(kind: PostingKind): readonly number[] {
    return this.#journal.db
      .prepare<[string], number>(
        "SELECT sequence FROM posting INDEXED BY posting_pending WHERE state = 'pending' AND kind = ?",
      )
      .pluck()
      .all(kind);
  }

  #isOwed(postings: readonly MirroredPosting[]): boolean {
    return postings.every(({ sequence }) => {
      const state = this.#queries.posting(sequence)?.posting.state;
      return state === 'pending' || state === 'parked';
    });
  }

  #stands(row: TransactionRow, debt: MirroredDebt): boolean {
    const postings = new Map(this.#queries.postingRows(row.number).map((it) => [it.sequence, mirroredPosting(it)]));
    return (
      rowDigest(mirrored(row)) === rowDigest(debt.row) &&
      debt.postings.every((it) => same(postings.get(it.sequence), it))
    );
  }

  #place({ epoch, number }: TransactionKey): Place {
    if (epoch === this.#journal.root.epoch) return { number, origin_epoch: null, origin_number: null };
    return { number: this.tail.transactions + 1, origin_epoch: epoch, origin_number: number };
  }

  #write(
    event: 'restore' | 'salvage',
    debt: MirroredDebt,
    before: TransactionRow | undefined,
    place: Place,
    changed: readonly PostingRow[],
  ): void {
    const { atMs, chain } = this.#journal;
    const row = this.#rowOf(debt, before, place);
    const held = before === undefined ? [] : this.#queries.postingRows(place.number);
    const bySequence = new Map([...held, ...changed].map((it) => [it.sequence, it]));
    const after = [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
    this.#entries.append({
      event,
      atMs,
      transactionNumber: row.number,
      state: row.state as TransactionState,
      transactions: Math.max(this.tail.transactions, row.number),
      postings: Math.max(this.tail.postings, ...changed.map(({ sequence }) => sequence)),
      after: stateFields(row, after, chain),
    });
    if (before === undefined) this.#rows.insert(row);
    else this.#rows.update(row);
    for (const posting of changed) this.#rows.putPosting(posting);
    this.#count(before, held, row, after);
  }

  #rowOf({ key, row, postings, kept }: MirroredDebt, before: TransactionRow | undefined, place: Place): TransactionRow {
    const { atMs } = this.#journal;
    const isPosted = row.state === 'posted' || row.posted_batch !== null;
    const byKey = row.idempotency_key === null ? null : this.#queries.byIdempotencyKey(row.idempotency_key);
    const isTaken = byKey !== null && (byKey.key.epoch !== key.epoch || byKey.key.number !== key.number);
    return {
      ...row,
      idempotency_key: isTaken ? null : row.idempotency_key,
      number: place.number,
      origin_epoch: place.origin_epoch,
      origin_number: place.origin_number,
      void_idempotency_key: before?.void_idempotency_key ?? this.#unused(kept?.void_idempotency_key ?? null),
      // The mirror does not keep these times: the nearest ones that are known.
      decided_at_ms:
        before?.decided_at_ms ??
        kept?.decided_at_ms ??
        (row.verdict === null ? null : (postings[0]?.created_at_ms ?? atMs)),
      posted_at_ms: before?.posted_at_ms ?? kept?.posted_at_ms ?? (isPosted ? atMs : null),
      closed_at_ms: kept?.closed_at_ms ?? null,
      last_entry: this.tail.entry + 1,
    };
  }

  #unused(idempotencyKey: string | null): string | null {
    return idempotencyKey === null || this.#queries.byIdempotencyKey(idempotencyKey) !== null ? null : idempotencyKey;
  }

  #count(
    before: TransactionRow | undefined,
    held: readonly PostingRow[],
    row: TransactionRow,
    after: readonly PostingRow[],
  ): void {
    const money = { amount: row.amount, currency: currencyByCode(row.currency) };
    for (const { kind, state } of held) if (owes(state)) this.#totals.leave(kind as PostingKind, state, money);
    for (const { kind, state } of after) if (owes(state)) this.#totals.enter(kind as PostingKind, state, money);
    if (before?.offline_room === 1) this.#totals.giveRoom(storedJson<Card>(before.card!), money);
    if (row.offline_room === 1) this.#totals.takeRoom(storedJson<Card>(row.card!), money);
  }
}

function owes(state: string): state is 'pending' | 'parked' {
  return state === 'pending' || state === 'parked';
}

function same(a: MirroredPosting | undefined, b: MirroredPosting): boolean {
  if (a === undefined) return false;
  return (Object.keys(b) as (keyof MirroredPosting)[]).every((name) => a[name] === b[name]);
}

/** One chain, two epochs: under the wrong one every key would be another one. */
function renamed(found: string, mirrored: string): TillpostError {
  return new TillpostError(
    'JOURNAL_CHAIN_BROKEN',
    `the journal says epoch ${found}, the mirror log of it ${mirrored}`,
    {
      operation: 'journal.open',
      subject: found,
      hint: 'Copy the directory, then move journal.db with its -wal aside: a new journal takes over what the mirror owes.',
    },
  );
}

function disagrees(sequence: number, why: string): TillpostError {
  return new TillpostError(
    'JOURNAL_CHAIN_BROKEN',
    `the mirror log owes posting ${sequence}, the journal does not: ${why}`,
    {
      operation: 'journal.open',
      subject: String(sequence),
      hint: 'Copy the directory, then move journal.db with its -wal aside: a new journal takes over what the mirror owes.',
    },
  );
}
