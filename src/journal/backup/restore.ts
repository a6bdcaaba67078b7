import { chmodSync, copyFileSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { TillpostError } from '../../domain/errors.js';
import type { Sealed } from '../../domain/redaction.js';
import { chainKey, chainKeyPath, keyAt } from '../chain/chain-key.js';
import { EntryChain } from '../chain/entry-chain.js';
import { verifyAll } from '../check/verify.js';
import type { Fresh } from '../core/recovery.js';
import { type Database, openDatabase, openForReading } from '../file/database.js';
import { JOURNAL_FILES, privateDirectory, sizeOf } from '../file/files.js';
import { finishRestore, removeHalves, restoreNames } from '../file/restore-files.js';
import { journalError } from '../file/sqlite-errors.js';
import { readMirror } from '../mirror/mirror-reading.js';
import { merge, type Merged, refusal, type Sources } from '../renewal/merging.js';
import { build, decide } from '../renewal/rebuild.js';
import { journalSource, type Keepsakes, keepsakesOf, mirrorSource, type Source } from '../renewal/sources.js';
import { rootOf } from '../tables/meta.js';
import type { KeyRoot } from '../tables/rows.js';
import { backupKeyPath } from './backup-files.js';

export interface RestoreOptions {
  /** Of the journal; its directory is made when missing. */
  readonly path: string;
  /** Null for none. */
  readonly mirrorPath: string | null;
  readonly terminalId: string;
  readonly merchantId: string;
  /** The backup's database; its key ends in `.key` beside it, or is a `journal.key` there. */
  readonly backup: string;
  readonly fresh: Fresh;
  readonly atMs: number;
  /** Goes on though something that is owed cannot be carried over. */
  readonly giveUp: boolean;
}

export interface RestoreReport extends Merged {
  readonly path: string;
  /** Of the new journal, and of the one that was backed up. */
  readonly epoch: string;
  readonly backupEpoch: string;
  readonly backupEntry: number;
  /** Where the journal and the mirror log that were in place are now; null when there was none. */
  readonly setAside: string | null;
  readonly mirrorSetAside: string | null;
}

/**
 * Begins a new journal with a new epoch from a backup, so that no key is given twice: sales that were taken after the
 * backup have keys of the old epoch, which nobody here may remember. What is owed comes over under its old keys, from
 * the newest copy that vouches for it: the journal in place, the mirror log, the backup. Delivered again it does no
 * harm, for the host knows each key. What was settled comes along as far as a copy knows it, without its entries: a till
 * that repeats a sale, or takes one back, must find it.
 *
 * Only while no agent runs. A power cut leaves either the journal that was in place or the restored one.
 *
 * @throws RESTORE_REFUSED naming what would be lost, JOURNAL_LOCKED while an agent runs, JOURNAL_CHAIN_BROKEN or
 *   JOURNAL_NOT_A_DATABASE about the backup, JOURNAL_FOREIGN, JOURNAL_NEWER_SCHEMA, NOT_FOUND, CONFIG_*
 */
export function restoreJournal(options: RestoreOptions): RestoreReport {
  const { path, mirrorPath } = options;
  let present: Present | null = null;
  let isOurs = false;
  try {
    privateDirectory(dirname(path));
    // The lock of the journal in place is held to the end: no agent starts on what is being replaced.
    present = openPresent(options);
    isOurs = true;
    // One that was cut off is finished first: it is the journal in place then.
    if (present === null && finishRestore(path, mirrorPath) !== null) present = openPresent(options);
    removeHalves(path);
    const backup = openBackup(options);
    let merged: Merged;
    try {
      const sources: Sources = {
        // Checked when it was opened.
        backup: journalSource(backup.db, backup.chain, backup.root, true),
        present: present?.source ?? null,
        isPresentThere: present !== null,
        mirror: mirrorOf(options),
      };
      merged = merge(sources);
      if (!options.giveUp && (merged.givenUp.length > 0 || merged.unsure !== null)) throw refusal(merged, path);
      const isWhole = present?.source?.complete === true;
      const keepsakes = isWhole ? present!.keepsakes() : keepsakesOf(backup.db, backup.chain, true);
      build(options, { ...merged, ...keepsakes }, chainKey(path, backup.key.reveal(), true));
    } finally {
      backup.db.close();
    }
    const aside = decide(path, mirrorPath);
    return {
      ...merged,
      path,
      epoch: options.fresh.epoch,
      backupEpoch: backup.root.epoch,
      backupEntry: backup.entry,
      setAside: aside?.journal ?? null,
      mirrorSetAside: aside?.mirror ?? null,
    };
  } catch (error) {
    throw journalError(error, 'journal.restore', path);
  } finally {
    if (isOurs) removeHalves(path);
    present?.db?.close();
  }
}

interface Present {
  /** Null when SQLite cannot open it. */
  readonly db: Database | null;
  readonly source: Source | null;
  keepsakes(): Keepsakes;
}

/** Null when there is none. What cannot be read is no reason to refuse here: `merge` says what that means. */
function openPresent({ path, terminalId, backup }: RestoreOptions): Present | null {
  if (JOURNAL_FILES.every((suffix) => sizeOf(path + suffix) === 0)) return null;
  const unreadable: Present = {
    db: null,
    source: null,
    keepsakes: () => {
      throw new Error('unreadable');
    },
  };
  if (sizeOf(path) === 0) return unreadable;
  let db: Database | null = null;
  try {
    db = openForReading(path);
    const root = rootOf(db, path, terminalId, 'journal.restore');
    const own = chainKeyPath(path);
    const chain = new EntryChain(existsSync(own) ? keyAt(own) : keyOfBackup(backup), terminalId, root.epoch);
    const open = db;
    return { db, source: journalSource(db, chain, root), keepsakes: () => keepsakesOf(open, chain, false) };
  } catch (thrown) {
    const error = journalError(thrown, 'journal.restore', path);
    if (isUnreadable(error)) return { ...unreadable, db };
    db?.close();
    throw error;
  }
}

/** As opposed to: in use, of another terminal, of a newer program, with a key that nobody may read. */
function isUnreadable({ code }: TillpostError): boolean {
  return ['JOURNAL_NOT_A_DATABASE', 'JOURNAL_CHAIN_BROKEN', 'JOURNAL_IO', 'INTERNAL'].includes(code);
}

interface OpenBackup {
  readonly db: Database;
  readonly key: Sealed;
  readonly chain: EntryChain;
  readonly root: KeyRoot;
  readonly entry: number;
}

/** Works on a copy: SQLite leaves files beside what it opens, and a backup may lie on a medium that takes none. */
function openBackup({ path, backup, terminalId }: RestoreOptions): OpenBackup {
  if (sizeOf(backup) === 0) {
    throw new TillpostError('NOT_FOUND', 'there is no such backup', {
      operation: 'journal.restore',
      subject: backup,
      hint: '`tillpost journal backups` lists those that are there.',
    });
  }
  const { source } = restoreNames(path);
  const key = keyOfBackup(backup);
  copyFileSync(backup, source);
  chmodSync(source, 0o600);
  const db = openDatabase(source);
  try {
    const root = rootOf(db, backup, terminalId, 'journal.restore');
    const chain = new EntryChain(key, terminalId, root.epoch);
    const { head } = verifyAll(db, chain);
    return { db, key, chain, root, entry: head.entry };
  } catch (error) {
    db.close();
    throw error;
  }
}

function keyOfBackup(backup: string): Sealed {
  const own = backupKeyPath(backup);
  return keyAt(own !== backup && existsSync(own) ? own : chainKeyPath(backup));
}

function mirrorOf({ mirrorPath, terminalId }: RestoreOptions): Source | null {
  const mirror = mirrorPath === null ? null : readMirror(mirrorPath);
  // Of another terminal: it is set aside with what it holds, like at every start.
  return mirror === null || (mirror.identity !== null && mirror.identity.terminalId !== terminalId)
    ? null
    : mirrorSource(mirror);
}
