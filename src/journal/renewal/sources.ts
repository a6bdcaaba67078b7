import type { CommandOutcome, CommandResult, HostCommand } from '../../domain/host-command.js';
import { keyText, type TransactionKey } from '../../domain/key.js';
import { isOwed } from '../../domain/posting.js';
import type { Settings } from '../../ports/index.js';
import { ChainSubjects } from '../books/chain-subjects.js';
import { Entries } from '../books/entries.js';
import { StoredSettings } from '../books/settings.js';
import type { EntryChain } from '../chain/entry-chain.js';
import { verifyAll, verifyAlone } from '../check/verify.js';
import { type Copy, mirrorCopy } from '../check/vouching.js';
import type { Database } from '../file/database.js';
import { mirrored, mirroredPosting } from '../mirror/mirror-frames.js';
import type { MirrorContent, MirroredDebt } from '../mirror/mirror-reading.js';
import { Queries } from '../tables/queries.js';
import { isRunning, keyOf, type KeyRoot, OWED, type PostingRow, type TransactionRow } from '../tables/rows.js';
import { SQL } from '../tables/sql.js';
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

/** What one copy says is owed, or was running: a debt without postings. */
export interface Source extends Copy {
  readonly unreadable: readonly Unreadable[];
  /** Whether nothing can be owed that is named neither in the debts nor as unreadable. */
  readonly complete: boolean;
  /** What it vouches for and of which nothing is owed: known so that no till is charged twice for one key. */
  settled(): readonly MirroredDebt[];
}

/** What a journal keeps beside sales, for the next one. */
export interface Keepsakes {
  readonly settings: Settings;
  /** Ascending; the last one guards against a replay. */
  readonly commands: readonly { readonly command: HostCommand; readonly result: CommandResult | null }[];
}

/** @param mirror of this terminal */
export function mirrorSource(mirror: MirrorContent): Source {
  const nothing = { name: null, kind: null, amount: null, currency: null };
  return {
    ...mirrorCopy(mirror),
    unreadable: mirror.unreadable.map((sequence) => ({ ...nothing, sequence })),
    complete: mirror.identity !== null && mirror.mark !== null,
    settled: () => [],
  };
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
  isWhole = isSound(() => verifyAll(db, chain)),
): Source {
  const queries = new Queries(db, root);
  const stands = (number: number): boolean => isWhole || isSound(() => verifyAlone(db, chain, number));
  const { numbers, complete } = openTransactions(db);
  const debts: MirroredDebt[] = [];
  const unreadable: Unreadable[] = [];
  for (const number of numbers) {
    const row = readable(() => db.prepare<[number], TransactionRow>(SQL.transaction).get(number));
    const postings = (readable(() => queries.postingRows(number)) ?? []).filter(isOwed);
    if (row !== undefined && stands(number)) debts.push(debtOf(row, postings, root));
    else unreadable.push(...unreadableOf(row, postings, root));
  }
  const owed = new Set(debts.filter(({ postings }) => postings.length > 0).map(({ key }) => keyText(key)));
  const isDone = (key: TransactionKey): boolean => {
    const row = queries.row(key);
    return row !== undefined && !isRunning(row) && stands(row.number) && !queries.postingRows(row.number).some(isOwed);
  };
  return {
    epoch: root.epoch,
    entry: db.prepare<[], number | null>('SELECT max(number) FROM entry').pluck().get() ?? 0,
    debts,
    unreadable,
    complete: isWhole && complete,
    settled: () =>
      closedRows(db)
        .filter(({ number }) => stands(number))
        .map((row) => debtOf(past(row), [], root)),
    vouches: (key) => owed.has(keyText(key)) || readable(() => isDone(key)) === true,
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

function debtOf(row: TransactionRow, postings: readonly PostingRow[], root: KeyRoot): MirroredDebt {
  const { begun_at_ms, void_till_id, void_idempotency_key, decided_at_ms, posted_at_ms, closed_at_ms } = row;
  const { reader, shown, shown_at_ms } = row;
  const stamps = { begun_at_ms, void_till_id, void_idempotency_key, decided_at_ms, posted_at_ms, closed_at_ms };
  const kept = { ...stamps, reader, shown, shown_at_ms };
  return { key: keyOf(row, root), row: mirrored(row), postings: postings.map(mirroredPosting), kept };
}

/** Its batch is one of an epoch that ended: retention must not wait until the new one has so many. */
function past(row: TransactionRow): TransactionRow {
  return { ...row, batch: null, posted_batch: null, voided_batch: null };
}

function closedRows(db: Database): readonly TransactionRow[] {
  const rows: TransactionRow[] = [];
  const sql = 'SELECT * FROM sale_transaction NOT INDEXED WHERE closed_at_ms IS NOT NULL ORDER BY number';
  isSound(() => {
    for (const row of db.prepare<[], TransactionRow>(sql).iterate()) rows.push(row);
  });
  return rows;
}

/** Of the tables themselves, for an index may be what is damaged. */
function openTransactions(db: Database): { readonly numbers: readonly number[]; readonly complete: boolean } {
  const numbers = new Set<number>();
  const complete = [
    `SELECT transaction_number FROM posting NOT INDEXED WHERE ${OWED} ORDER BY sequence`,
    "SELECT number FROM sale_transaction NOT INDEXED WHERE state IN ('started', 'authorizing') ORDER BY number",
  ].map((sql) =>
    isSound(() => {
      for (const number of db.prepare<[], number>(sql).pluck().iterate()) numbers.add(number);
    }),
  );
  return { numbers: [...numbers], complete: complete.every(Boolean) };
}

function unreadableOf(
  row: TransactionRow | undefined,
  postings: readonly PostingRow[],
  root: KeyRoot,
): readonly Unreadable[] {
  const about = {
    name: row === undefined ? null : keyText(keyOf(row, root)),
    amount: row?.amount ?? null,
    currency: row?.currency ?? null,
  };
  if (postings.length === 0) return [{ ...about, sequence: null, kind: null }];
  return postings.map(({ sequence, kind }) => ({ ...about, sequence, kind }));
}

function isSound(check: () => unknown): boolean {
  const passed = readable(() => {
    check();
    return true;
  });
  return passed === true;
}

/** Undefined for whatever reason, a damaged page or a wrong MAC: this copy does not vouch for it. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
