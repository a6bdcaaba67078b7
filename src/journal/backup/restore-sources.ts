import type { CommandOutcome, CommandResult, HostCommand } from '../../domain/host-command.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import type { Settings } from '../../ports/index.js';
import { ChainSubjects } from '../books/chain-subjects.js';
import { Entries, type EntryRow } from '../books/entries.js';
import { StoredSettings } from '../books/settings.js';
import { type EntryChain, payloadDigest, sameMac } from '../chain/entry-chain.js';
import { verifyAll, verifyTransaction } from '../check/verify.js';
import type { Database } from '../file/database.js';
import { mirrored, type MirroredPosting, mirroredPosting, nameOf } from '../mirror/mirror-frames.js';
import type { MirroredDebt, SecondCopy } from '../mirror/mirror-reading.js';
import { Queries, SQL } from '../tables/queries.js';
import type { KeyRoot, PostingRow, TransactionRow } from '../tables/rows.js';
import { storedJson } from '../tables/stored-json.js';

/** Something that is owed and of which one copy cannot say what exactly. */
export interface Unreadable {
  /** Posting; null for a sale that was running. */
  readonly sequence: number | null;
  readonly name: string | null;
  readonly kind: string | null;
  readonly amount: number | null;
  readonly currency: string | null;
}

/** What one copy says is owed, or was running. */
export interface Source {
  readonly epoch: string;
  /** Its newest entry. */
  readonly entry: number;
  /** Under their keys; without postings: a sale that was running. */
  readonly debts: readonly MirroredDebt[];
  readonly unreadable: readonly Unreadable[];
  /** Whether nothing can be owed that is named neither in the debts nor as unreadable. */
  readonly complete: boolean;
  /** What it vouches for and of which nothing is owed: known so that no till is charged twice for one key. */
  settled(): readonly MirroredDebt[];
  /** Whether it vouches for the transaction, and nothing of it is owed any more. */
  isDone(key: TransactionKey): boolean;
}

/** What a journal keeps beside sales, for the next one. */
export interface Keepsakes {
  readonly settings: Settings;
  /** Ascending; the last one guards against a replay. */
  readonly commands: readonly { readonly command: HostCommand; readonly result: CommandResult | null }[];
}

/** @param copy of this terminal */
export function mirrorSource({ identity, mark, debts, unreadable }: SecondCopy): Source {
  const lost = unreadable.map((sequence) => ({ sequence, name: null, kind: null, amount: null, currency: null }));
  const complete = identity !== null && mark !== null;
  // What it does not hold it does not vouch for: to deliver once more is always safe.
  const [epoch, entry] = [identity?.epoch ?? '', mark?.entry ?? 0];
  return { epoch, entry, debts, unreadable: lost, complete, settled: () => [], isDone: () => false };
}

/**
 * Reads a journal. One that does not check as a whole is read transaction by transaction: what stands as its newest
 * entry says, under the chain's MAC, counts; the rest is named.
 *
 * @param isWhole that it checks as a whole; looked at here when it is not known
 * @throws what SQLite throws on a file that it cannot read at all
 */
export function journalSource(
  db: Database,
  chain: EntryChain,
  root: KeyRoot,
  isWhole = sound(() => verifyAll(db, chain)),
): Source {
  const queries = new Queries(db, root);
  const stands = (number: number): boolean => isWhole || sound(() => verifyAlone(db, chain, number));
  const { numbers, complete } = openTransactions(db);
  const debts: MirroredDebt[] = [];
  const unreadable: Unreadable[] = [];
  for (const number of numbers) {
    const row = readable(() => db.prepare<[number], TransactionRow>(SQL.transaction).get(number));
    const postings = (readable(() => queries.postingRows(number)) ?? []).filter(owes);
    if (row !== undefined && stands(number)) debts.push(debtOf(row, postings, root));
    else unreadable.push(...unreadableOf(row, postings, root));
  }
  const entry = db.prepare<[], number | null>('SELECT max(number) FROM entry').pluck().get() ?? 0;
  return {
    epoch: root.epoch,
    entry,
    debts,
    unreadable,
    complete: isWhole && complete,
    settled: () =>
      closedRows(db)
        .filter(({ number }) => stands(number))
        .map((row) => debtOf(past(row), [], root)),
    isDone: (key) => {
      const row = readable(() => queries.row(key));
      if (row === undefined || isRunning(row) || !stands(row.number)) return false;
      return !queries.postingRows(row.number).some(owes);
    },
  };
}

/** @param isPast it is a backup: what was not carried out when it was made has been since, or is lost */
export function keepsakesOf(db: Database, chain: EntryChain, isPast: boolean): Keepsakes {
  // For reading alone: nothing is appended through it.
  const tail = { entry: 0, mac: chain.origin, transactions: 0, postings: 0 };
  const settings = new StoredSettings(db, new ChainSubjects(db, new Entries(db, chain, tail))).read();
  const commands = db
    .prepare<[], { counter: number; command: string; state: string; result: string | null }>(
      `SELECT * FROM host_command
        WHERE state = 'accepted' OR counter = (SELECT max(counter) FROM host_command) ORDER BY counter`,
    )
    .all();
  return {
    settings,
    commands: commands.map(({ counter, command, state, result }) => ({
      command: storedJson<HostCommand>(command),
      result:
        state !== 'accepted'
          ? { counter, outcome: state as CommandOutcome, text: result ?? '' }
          : isPast
            ? { counter, outcome: 'refused' as const, text: 'the journal was restored from a backup' }
            : null,
    })),
  };
}

function owes({ state }: Pick<PostingRow, 'state'> | MirroredPosting): boolean {
  return state === 'pending' || state === 'parked';
}

function debtOf(row: TransactionRow, postings: readonly PostingRow[], root: KeyRoot): MirroredDebt {
  const { void_idempotency_key, decided_at_ms, posted_at_ms, closed_at_ms } = row;
  const kept = { void_idempotency_key, decided_at_ms, posted_at_ms, closed_at_ms };
  return { key: keyOf(row, root), row: mirrored(row), postings: postings.map(mirroredPosting), kept };
}

/** Its batch is one of an epoch that ended: retention must not wait until the new one has so many. */
function past(row: TransactionRow): TransactionRow {
  return { ...row, posted_batch: null, voided_batch: null };
}

function closedRows(db: Database): readonly TransactionRow[] {
  const rows: TransactionRow[] = [];
  const sql = 'SELECT * FROM sale_transaction NOT INDEXED WHERE closed_at_ms IS NOT NULL ORDER BY number';
  sound(() => {
    for (const row of db.prepare<[], TransactionRow>(sql).iterate()) rows.push(row);
  });
  return rows;
}

function isRunning({ state }: Pick<TransactionRow, 'state'>): boolean {
  return state === 'started' || state === 'authorizing';
}

function keyOf(row: TransactionRow, { terminalId, epoch }: KeyRoot): TransactionKey {
  return { terminalId, epoch: row.origin_epoch ?? epoch, number: row.origin_number ?? row.number };
}

/** Of the tables themselves, for an index may be what is damaged. */
function openTransactions(db: Database): { readonly numbers: readonly number[]; readonly complete: boolean } {
  const numbers = new Set<number>();
  const complete = [
    "SELECT transaction_number FROM posting NOT INDEXED WHERE state IN ('pending', 'parked') ORDER BY sequence",
    "SELECT number FROM sale_transaction NOT INDEXED WHERE state IN ('started', 'authorizing') ORDER BY number",
  ].map((sql) =>
    sound(() => {
      for (const number of db.prepare<[], number>(sql).pluck().iterate()) numbers.add(number);
    }),
  );
  return { numbers: [...numbers], complete: complete.every(Boolean) };
}

/** One transaction by itself: its state against its newest entry, and that entry against the one before. */
function verifyAlone(db: Database, chain: EntryChain, number: number): void {
  verifyTransaction(db, chain, number);
  const entry = db
    .prepare<[number], EntryRow>('SELECT * FROM entry WHERE transaction_number = ? ORDER BY number DESC LIMIT 1')
    .get(number)!;
  const before =
    db
      .prepare<[number], Uint8Array>('SELECT mac FROM entry WHERE number < ? ORDER BY number DESC LIMIT 1')
      .pluck()
      .get(entry.number) ?? db.prepare<[], Uint8Array>('SELECT anchor_mac FROM meta').pluck().get()!;
  const follows =
    sameMac(payloadDigest(entry.payload ?? ''), entry.digest) &&
    sameMac(chain.mac(before, entry.number, entry.digest), entry.mac);
  if (!follows) throw new Error('the entry does not follow');
}

function unreadableOf(
  row: TransactionRow | undefined,
  postings: readonly PostingRow[],
  root: KeyRoot,
): readonly Unreadable[] {
  const about = {
    name: row === undefined ? null : nameOf(keyOf(row, root)),
    amount: row?.amount ?? null,
    currency: row?.currency ?? null,
  };
  if (postings.length === 0) return [{ ...about, sequence: null, kind: null }];
  return postings.map(({ sequence, kind }) => ({ ...about, sequence, kind }));
}

function sound(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    // Whatever it is, a damaged page or a wrong MAC: this copy does not vouch for it.
    return false;
  }
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** `key kind`: one posting of one transaction, whatever its sequence in a copy. */
export function postingName(key: TransactionKey, kind: string): string {
  return `${keyText(key)} ${kind}`;
}
