import { existsSync } from 'node:fs';
import { TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import { chainKeyPath, keyAt } from '../chain/chain-key.js';
import { EntryChain } from '../chain/entry-chain.js';
import { endOf } from '../check/ends.js';
import { verifyAll } from '../check/verify.js';
import { merchantInForce } from '../core/merchant-in-force.js';
import { compare } from '../core/mirror-comparison.js';
import type { MirrorState } from '../core/mirror-report.js';
import type { IdleJournal } from '../core/takeover.js';
import { type Database, openDatabase } from '../file/database.js';
import { sizeOf } from '../file/files.js';
import { restoreNames } from '../file/restore-files.js';
import { journalError } from '../file/sqlite-errors.js';
import { MirrorLog } from '../mirror/mirror-log.js';
import { readMirror } from '../mirror/mirror-reading.js';
import { readMeta, rootOf } from '../tables/meta.js';
import { Queries } from '../tables/queries.js';
import { traceOfAnswer } from './answered.js';
import { type Held, heldBy, isNothing } from './held.js';
import { moveHeld } from './move.js';
import { moveRefused } from './refusals.js';

export interface MoveOptions {
  readonly path: string;
  /** Null for none. */
  readonly mirrorPath: string | null;
  readonly terminalId: string;
  /** In whose name it is held. */
  readonly from: string;
  /** As configured. */
  readonly to: string;
  /** Printable, without card numbers. */
  readonly reason: string;
  readonly wallMs: number;
  /** A file that says that the host has answered `from`, or cannot be read; null: none. */
  readonly mark: { readonly path: string; readonly isReadable: boolean } | null;
}

export interface Moved {
  readonly held: Held;
  /** The entry that bears the reason. */
  readonly entry: number;
  /** Why the mirror log could not be written: the next start writes it. */
  readonly mirrorProblem: string | null;
}

/** A start would only write the mirror anew from the journal. */
const AGREEING: readonly MirrorState[] = ['off', 'missing', 'equal', 'behind', 'damaged'];

/**
 * Moves what a merchant holds, and the host was never heard to answer in his name, to the configured one (payment
 * rules, Identity). The journal is held from the first look to the end: no agent starts meanwhile. One commit, or
 * nothing.
 *
 * @param confirm is shown what is held; no: nothing is changed
 * @returns null when it was not confirmed
 * @throws MOVE_REFUSED, NOT_FOUND without a journal, JOURNAL_LOCKED while an agent runs, JOURNAL_CHAIN_BROKEN and
 *   JOURNAL_NOT_A_DATABASE on a damaged one, JOURNAL_FOREIGN, JOURNAL_NEWER_SCHEMA, CONFIG_* about its key
 */
export async function moveMerchant(
  options: MoveOptions,
  confirm: (held: Held) => Promise<boolean>,
): Promise<Moved | null> {
  const { path, from, to } = options;
  if (from === to) throw moveRefused.sameName(from);
  mustBeThere(path);
  let db: Database | undefined;
  try {
    db = openDatabase(path);
    const journal = openIdle(db, options);
    const held = heldBy(db, journal.root, from);
    mustBeMovable(db, options, held);
    const mirror = mirrorStateOf(journal, options.mirrorPath);
    if (!(await confirm(held))) return null;
    const moved = move(journal, options);
    return { held, entry: moved.tail.entry, mirrorProblem: await writeMirror(moved, options, mirror) };
  } catch (error) {
    throw journalError(error, 'journal.move', path);
  } finally {
    db?.close();
  }
}

function mustBeThere(path: string): void {
  if (existsSync(restoreNames(path).ready)) throw moveRefused.unfinished('a restore was interrupted');
  if (sizeOf(path) > 0) return;
  // SQLite would delete the -wal, and all of the journal may be in there.
  if (sizeOf(`${path}-wal`) > 0) throw moveRefused.unfinished('the journal file is empty but its -wal is not');
  throw new TillpostError('NOT_FOUND', 'there is no journal', {
    operation: 'journal.move',
    subject: path,
    hint: 'Check state.dir in the configuration.',
  });
}

/** Checked as a whole: what moves money must not build on what is damaged. */
function openIdle(db: Database, { path, terminalId }: MoveOptions): IdleJournal {
  const root = rootOf(db, path, terminalId, 'journal.move');
  const chain = new EntryChain(keyAt(chainKeyPath(path)), terminalId, root.epoch);
  verifyAll(db, chain);
  const tail = endOf(db, readMeta(db)!);
  // By book time, which goes on from the newest entry: a wall clock that lies must not lead it astray.
  const atMs = db.prepare<[], number>('SELECT at_ms FROM entry ORDER BY number DESC LIMIT 1').pluck().get() ?? 0;
  return { db, root, chain, tail, atMs };
}

function mustBeMovable(db: Database, { from, to, mark }: MoveOptions, held: Held): void {
  if (isNothing(held)) throw moveRefused.nothing(from, merchantInForce(db, to), to);
  if (mark?.isReadable === false) throw moveRefused.unclear(from, mark.path);
  const trace = mark === null ? traceOfAnswer(db, from) : `its mark stands in ${mark.path}`;
  if (trace !== null) throw moveRefused.answered(from, trace);
  if (held.undecided.length > 0)
    throw moveRefused.undecided(
      from,
      held.undecided.map(({ key }) => key),
    );
}

function mirrorStateOf(journal: IdleJournal, path: string | null): MirrorState {
  if (path === null) return 'off';
  // As every start compares them; what it would change then is undone.
  const look = journal.db.transaction(() => {
    const { state } = compare(journal, readMirror(path)).report;
    if (!AGREEING.includes(state)) throw moveRefused.unfinished(`the mirror log knows otherwise (${state})`);
    return state;
  });
  return look.immediate();
}

function move(journal: IdleJournal, { from, to, reason, wallMs }: MoveOptions): IdleJournal {
  const { db, chain } = journal;
  const tail = db
    .transaction(() => {
      const moved = moveHeld(journal, { from, to, reason, wallMs });
      verifyAll(db, chain);
      return moved;
    })
    .immediate();
  return { ...journal, tail };
}

/** So that both copies say the same at once. A damaged one is left: the next start tells of it and writes it anew. */
async function writeMirror(
  { db, root, tail }: IdleJournal,
  { mirrorPath, to }: MoveOptions,
  state: MirrorState,
): Promise<string | null> {
  if (mirrorPath === null || state === 'damaged') return null;
  const queries = new Queries(db, root);
  const identity = { ...root, merchantId: to, sequenceAtOpen: tail.postings, continues: queries.origins() };
  const { entry, mac, transactions, postings } = tail;
  const mirror = new MirrorLog(mirrorPath);
  try {
    await mirror.rewrite(queries.unsettled(), identity, { entry, mac: hex(mac), transactions, postings });
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await mirror.close();
  }
}
