import { closeSync, fsyncSync, openSync, readSync, renameSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import type { ChainHead } from '../../ports/index.js';
import { keyAt } from '../chain/chain-key.js';
import { EntryChain } from '../chain/entry-chain.js';
import { verifyAll, type VerifyReport } from '../check/verify.js';
import type { HeldFile } from '../core/core-parts.js';
import { openCopy } from '../file/database.js';
import { privateDirectory, syncPath, writeDurably } from '../file/files.js';
import { journalError } from '../file/sqlite-errors.js';
import { readMeta } from '../tables/meta.js';
import { type BackupFile, backupKeyPath, backupName, type Keep, removeLeftovers, removeOld } from './backup-files.js';

/** One run, as its thread gets it: plain data. */
export interface BackupOrder {
  /** Descriptor of the database file, open in this process. */
  readonly source: number;
  readonly held: HeldFile;
  readonly keyPath: string;
  readonly terminalId: string;
  readonly epoch: string;
  readonly directory: string;
  readonly atMs: number;
  /** Null: nothing is removed. */
  readonly keep: Keep | null;
  /** What must stay free beside the copy, bytes. */
  readonly roomBytes: number;
}

export interface BackupReport {
  readonly path: string;
  readonly bytes: number;
  readonly head: ChainHead;
  /** Followed in the copy. */
  readonly entries: number;
  readonly transactions: number;
  /** Older backups that went. */
  readonly removed: readonly string[];
}

const CHUNK_BYTES = 1_048_576;

/**
 * The first half: the held file into one without a name yet, on the disk when this returns.
 *
 * Why a plain copy and neither `db.backup()` nor `VACUUM INTO`: both run on the connection that the sales wait for.
 * Of a journal of 56 MB a sale waited 419 ms behind VACUUM INTO, 67 ms behind backup() and 28 ms behind this (all of
 * it the checkpoint before); on a device that takes 1 s for a sync 8.1 s, 3.1 s and 30 ms. Behind a whole run, with
 * the check, the worst commit took 13 ms, on that slow device 22 ms in 12 s. The file stands still while `FileHold`
 * lets no checkpoint happen, and the copy is checked as a whole before it gets its name.
 *
 * @throws BACKUP_FAILED, CONFIG_PERMISSIONS
 */
export function copyHeld(order: BackupOrder): string {
  const { directory, source, held } = order;
  try {
    privateDirectory(directory);
    removeLeftovers(directory, order.terminalId);
    checkRoom(order);
    const path = join(directory, nameOf(order));
    const file = openSync(`${path}.new`, 'wx', 0o600);
    try {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      for (let at = 0; at < held.bytes;) {
        const length = readSync(source, chunk, 0, Math.min(chunk.length, held.bytes - at), at);
        if (length === 0) throw failed(`the journal ends at byte ${at} of ${held.bytes}`, directory, 'Try again.');
        for (let done = 0; done < length;) done += writeSync(file, chunk, done, length - done, at + done);
        at += length;
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return path;
  } catch (error) {
    throw cleared(error, order);
  }
}

/**
 * The second half: opens the copy and checks chain, states and structure; only then do key and database get their
 * names, each durable before the next step, and older backups go last.
 *
 * @param path as `copyHeld` returned it
 * @throws BACKUP_FAILED
 */
export function finishBackup(path: string, order: BackupOrder): BackupReport {
  const { directory, keyPath, keep } = order;
  try {
    const key = keyAt(keyPath);
    const { entries, transactions } = checkCopy(
      `${path}.new`,
      new EntryChain(key, order.terminalId, order.epoch),
      order,
    );
    writeDurably(`${backupKeyPath(path)}.new`, hex(key.reveal()));
    renameSync(`${backupKeyPath(path)}.new`, backupKeyPath(path));
    syncPath(directory);
    renameSync(`${path}.new`, path);
    syncPath(directory);
    const file: BackupFile = { path, ...order, entry: order.held.head.entry, bytes: order.held.bytes };
    const removed = keep === null ? [] : removeOld(directory, file, keep);
    return { path, bytes: file.bytes, head: order.held.head, entries, transactions, removed };
  } catch (error) {
    throw cleared(error, order);
  }
}

function nameOf({ terminalId, atMs, epoch, held }: BackupOrder): string {
  return backupName({ terminalId, atMs, epoch, entry: held.head.entry });
}

/** Also makes it one file: out of the WAL mode, so that it opens anywhere, read-only too. */
function checkCopy(path: string, chain: EntryChain, { held, epoch, terminalId }: BackupOrder): VerifyReport {
  const db = openCopy(path);
  try {
    const meta = readMeta(db);
    const report = verifyAll(db, chain);
    const isIt = meta?.terminal_id === terminalId && meta.epoch === epoch && report.head.mac === held.head.mac;
    if (!isIt)
      throw failed(
        `the copy ends at entry ${report.head.entry}, the journal at ${held.head.entry}`,
        path,
        'Try again.',
      );
    return report;
  } finally {
    db.close();
    syncPath(path);
  }
}

/** A backup beside the journal must not be what fills its disk. */
function checkRoom({ directory, held, roomBytes }: BackupOrder): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free >= held.bytes + roomBytes) return;
  throw failed(
    `${free} bytes are free, ${held.bytes + roomBytes} are needed`,
    directory,
    'Free space there, lower backup.keep_count, or choose another backup.dir.',
  );
}

const DEVICE_HINT = 'Check the directory of the backups: its device, free space, owner and mode. Sales go on.';

/** What is half made goes at once where that works; the next run removes what is left. */
function cleared(error: unknown, { directory, terminalId }: BackupOrder): TillpostError {
  try {
    removeLeftovers(directory, terminalId);
  } catch {
    // The device's trouble is told by the error that led here.
  }
  return asFailed(error, directory);
}

function asFailed(error: unknown, directory: string): TillpostError {
  const it = journalError(error, 'journal.backup', directory);
  if (it.code === 'BACKUP_FAILED' || it.code === 'CONFIG_PERMISSIONS') return it;
  const isDamaged = it.code === 'JOURNAL_CHAIN_BROKEN' || it.code === 'JOURNAL_NOT_A_DATABASE';
  const hint = 'Run `tillpost journal verify`: when the journal itself is whole, the device of the backups is failing.';
  const text = isDamaged ? `the copy is not sound: ${it.message}` : it.message;
  return failed(text, directory, isDamaged ? hint : DEVICE_HINT, it);
}

export function failed(message: string, subject: string, hint: string = DEVICE_HINT, cause?: unknown): TillpostError {
  return new TillpostError('BACKUP_FAILED', message, {
    operation: 'journal.backup',
    subject,
    retryable: true,
    hint,
    cause,
  });
}
