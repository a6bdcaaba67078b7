import { dirname } from 'node:path';
import type { Behind } from '../../domain/course/behind.js';
import { TillpostError } from '../../domain/errors.js';
import { drawEpoch, drawMark } from '../../domain/key.js';
import type { Sealed } from '../../domain/redaction.js';
import type { Random } from '../../ports/index.js';
import type { Tail } from '../books/entries.js';
import { chainBroken } from '../chain/chain-broken.js';
import { chainKey } from '../chain/chain-key.js';
import { EntryChain, sameMac } from '../chain/entry-chain.js';
import { endOf } from '../check/ends.js';
import type { ChainPoint } from '../check/verify.js';
import { type Database, MEMORY, openDatabase } from '../file/database.js';
import { ensureFile, JOURNAL_FILES, privateDirectory, quarantine, sizeOf, syncPath } from '../file/files.js';
import { finishRestore } from '../file/restore-files.js';
import { DiskSpace, type Space, type SpaceOptions } from '../file/space.js';
import { journalError, sqliteCode } from '../file/sqlite-errors.js';
import { readMirror } from '../mirror/mirror-reading.js';
import { checkOwner, readMeta, writeMeta } from '../tables/meta.js';
import type { KeyRoot } from '../tables/rows.js';
import { markVerified } from './commits.js';
import { goOn } from './merchant-in-force.js';
import { compare } from './mirror-comparison.js';
import { type MirrorReport, NO_MIRROR } from './mirror-report.js';
import { Store } from './store.js';
import type { IdleJournal } from './takeover.js';

/** What an opening takes from chance. */
export interface Fresh {
  /** Of a new journal, 16 lower-case hex digits; unused when one is there. */
  readonly epoch: string;
  /** Of a new journal, 32 bytes; unused when there is one. */
  readonly chainKey: Uint8Array;
  /** Of the keys given until the next opening, 8 lower-case hex digits. */
  readonly mark: string;
}

export function drawFresh(random: Random): Fresh {
  return { epoch: drawEpoch(random.bytes(8)), chainKey: random.bytes(32), mark: drawMark(random.bytes(4)) };
}

export interface BootOptions extends SpaceOptions {
  readonly path: string;
  /** The mirror log; left out or null: none. */
  readonly mirrorPath?: string | null;
  readonly terminalId: string;
  /** As configured; the journal goes on in the name of another one while that one holds something. */
  readonly merchantId: string;
  readonly fresh: Fresh;
  readonly atMs: number;
  /**
   * Null at the start of the agent. When it reopens after an error, the epoch it runs on: then nothing is set
   * aside and nothing new begins, for the keys it holds must stay good.
   */
  readonly expectedEpoch: string | null;
}

export type IdentityOptions = Pick<BootOptions, 'terminalId' | 'merchantId' | 'fresh' | 'atMs' | 'expectedEpoch'>;

export interface OpenReport {
  /** Path to which an unreadable journal was set aside; null when there was none. */
  readonly quarantined: string | null;
  /** Why it was set aside. */
  readonly problem: string | null;
  /** No journal was there: a new one with a new epoch. */
  readonly created: boolean;
  /** Entries checked since the last good point. */
  readonly verifiedEntries: number;
  /** What the comparison with the mirror found and did. */
  readonly mirror: MirrorReport;
  /** The journal was behind; null when it was not. */
  readonly renewed: Renewal | null;
}

/** What became of a journal that was behind. */
export interface Renewal {
  readonly behind: Behind;
  /** The epoch that began; null when it goes on under the one it had. */
  readonly epoch: string | null;
  /** Where the journal that was behind is now. */
  readonly setAside: string | null;
  /** Why no new epoch began. */
  readonly problem: string | null;
}

export interface Booted {
  readonly store: Store;
  readonly report: OpenReport;
}

/**
 * Opens the journal or sets it aside (storage rules, Boot). What cannot be read is renamed with its -wal,
 * never deleted, and a new journal with a new epoch begins, so that sales go on. A newer schema, another
 * terminal's journal, another program's database, a broken chain are refused: a person must look first.
 *
 * @throws JOURNAL_*, CONFIG_MISSING, CONFIG_PERMISSIONS, CONFIG_INVALID
 */
export function boot(options: BootOptions): Booted {
  const { path } = options;
  try {
    privateDirectory(dirname(path));
    if (options.expectedEpoch === null) finishRestore(path, options.mirrorPath ?? null);
    if (options.expectedEpoch !== null && sizeOf(path) === 0) throw vanished(path);
    if (sizeOf(path) === 0 && sizeOf(`${path}-wal`) > 0) {
      // SQLite would delete the -wal, and all of the journal may be in there.
      return setAside(options, noJournal(path, 'the journal file is empty but its -wal is not'));
    }
    return open(options);
  } catch (thrown) {
    const error = journalError(thrown, 'journal.open', path);
    if (error.code === 'JOURNAL_NOT_A_DATABASE') return setAside(options, error);
    throw error;
  }
}

function setAside(options: BootOptions, problem: TillpostError): Booted {
  if (options.expectedEpoch !== null) throw problem;
  const quarantined = quarantine(options.path, JOURNAL_FILES);
  const { store, report } = open(options);
  return { store, report: { ...report, quarantined, problem: problem.message } };
}

function open(options: BootOptions): Booted {
  const { path } = options;
  const space = new DiskSpace(path, options);
  ensureFile(path);
  try {
    return openOnce(options, space);
  } catch (error) {
    // Recovering the WAL takes room, and on a full disk only the reserve has it.
    if (journalError(error, 'journal.open', path).code === 'JOURNAL_FULL' && space.release()) {
      return openOnce(options, space);
    }
    throw error;
  }
}

function openOnce(options: BootOptions, space: Space): Booted {
  const { path, fresh } = options;
  const db = openDatabase(path);
  try {
    const booted = openStore(db, path, options, space, (isNew) => chainKey(path, fresh.chainKey, isNew));
    space.replenish();
    syncPath(dirname(path));
    return booted;
  } catch (error) {
    db.close();
    // By now the schema is of this version: a statement that does not fit it met a damaged one.
    if (sqliteCode(error) === 'SQLITE_ERROR')
      throw noJournal(path, `the journal's schema is damaged: ${(error as Error).message}`);
    throw error;
  }
}

/** The same core over a database in memory, for the simulated world; with a path over one that is being restored. */
export function bootInMemory(db: Database, options: IdentityOptions, space: Space, key: Sealed, path = MEMORY): Booted {
  return openStore(db, path, options, space, () => key);
}

function openStore(
  db: Database,
  path: string,
  options: IdentityOptions & Pick<BootOptions, 'mirrorPath'>,
  space: Space,
  keyOf: (isNew: boolean) => Sealed,
): Booted {
  const { terminalId, fresh, atMs, expectedEpoch } = options;
  const created = readMeta(db) === undefined;
  const key = keyOf(created);
  if (created) writeMeta(db, { terminalId, epoch: fresh.epoch }, atMs, new EntryChain(key, terminalId, fresh.epoch));
  const meta = readMeta(db);
  if (meta === undefined) throw noJournal(path, 'the journal does not keep its identity');
  checkOwner(meta, path, terminalId, 'journal.open');
  if (expectedEpoch !== null && meta.epoch !== expectedEpoch) throw vanished(path);

  const root: KeyRoot = { terminalId, epoch: meta.epoch };
  const chain = new EntryChain(key, terminalId, meta.epoch);
  const from: ChainPoint = { entry: meta.verified_entry, mac: meta.verified_mac };
  // Under a damaged epoch every key would be another one: the chain's origin knows, until retention takes it.
  if (meta.anchor_entry === 0 && !sameMac(meta.anchor_mac, chain.origin)) throw otherOrigin(meta.epoch);
  const tail = endOf(db, meta);
  // A good point costs a commit: only when there was something to check.
  const verified =
    tail.entry === from.entry ? from : db.transaction(() => markVerified(db, chain, from, tail)).immediate();
  const compared = withMirror({ db, root, chain, tail, atMs }, options.mirrorPath ?? null);
  const wanted = options.merchantId;
  const { tail: end, merchantId } = db
    .transaction(() => goOn({ db, root, chain, tail: compared.tail, atMs }, wanted))
    .immediate();
  const store = new Store({ db, path, root, mark: fresh.mark, merchantId, chain, space, tail: end, verified });
  const verifiedEntries = tail.entry - from.entry;
  return {
    store,
    report: { quarantined: null, problem: null, created, verifiedEntries, mirror: compared.report, renewed: null },
  };
}

/** The journal is trusted by now; what it lacks comes from the mirror, all in one commit. */
function withMirror(journal: IdleJournal, path: string | null): { readonly tail: Tail; readonly report: MirrorReport } {
  if (path === null) return { tail: journal.tail, report: NO_MIRROR };
  const mirror = readMirror(path);
  const { tail, report } = journal.db.transaction(() => compare(journal, mirror)).immediate();
  // It holds more than was taken from it: a person may still find something there.
  const isKept = report.state === 'foreign' || report.lostSequences.length > 0;
  return { tail, report: { ...report, quarantined: isKept ? quarantine(path, ['']) : null } };
}

function otherOrigin(epoch: string): TillpostError {
  return chainBroken(`the chain of the journal does not begin in its epoch ${epoch}`, epoch, {
    operation: 'journal.open',
    hint: 'Epoch, chain or chain key was changed. Copy the directory before anything else, then restore the backup.',
  });
}

function noJournal(path: string, message: string): TillpostError {
  return new TillpostError('JOURNAL_NOT_A_DATABASE', message, {
    operation: 'journal.open',
    subject: path,
    hint: 'It was set aside, not deleted. Keep it for the salvage.',
  });
}

function vanished(path: string): TillpostError {
  return new TillpostError('JOURNAL_IO', 'the journal that was open is gone from its path', {
    operation: 'journal.open',
    subject: path,
    retryable: true,
    hint: 'Put the file back, with its -wal. Restart the agent only to begin a new journal on purpose.',
  });
}
