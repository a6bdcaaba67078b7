import { dirname } from 'node:path';
import { TillpostError } from '../../domain/errors.js';
import { chainKey } from '../chain/chain-key.js';
import { EntryChain } from '../chain/entry-chain.js';
import { type Database, openForReading } from '../file/database.js';
import { sizeOf } from '../file/files.js';
import { journalError } from '../file/sqlite-errors.js';
import { readMirror } from '../mirror/mirror-reading.js';
import { verifyAll, type VerifyReport } from './verify.js';

export interface Inspected {
  readonly path: string;
  readonly terminalId: string;
  /** Null for none. */
  readonly mirrorPath: string | null;
}

/**
 * Checks a journal that nobody has open, and writes nothing to it: chain, states, sums, structure. SQLite may
 * leave an empty -wal and a -shm behind, of the file's own owner and mode; the next start of the agent takes them
 * up. An older copy of the whole file is sound in itself; that it is older the mirror log tells.
 *
 * @throws JOURNAL_CHAIN_BROKEN naming the first bad entry, JOURNAL_NOT_A_DATABASE, JOURNAL_LOCKED while an agent
 *   runs, JOURNAL_FOREIGN, JOURNAL_NEWER_SCHEMA, NOT_FOUND without a journal, CONFIG_* about its key
 */
export function inspectJournal({ path, terminalId, mirrorPath }: Inspected): VerifyReport {
  if (sizeOf(path) === 0) {
    throw new TillpostError('NOT_FOUND', 'there is no journal', {
      operation: 'journal.verify',
      subject: path,
      hint: 'It is made at the first start of the agent. Check state.dir in the configuration.',
    });
  }
  let db: Database | undefined;
  try {
    db = openForReading(path);
    const meta = db.prepare<[], { terminal_id: string; epoch: string }>('SELECT terminal_id, epoch FROM meta').get();
    if (meta === undefined) throw broken('the journal does not say whose it is', 0);
    if (meta.terminal_id !== terminalId) {
      throw new TillpostError(
        'JOURNAL_FOREIGN',
        `the journal belongs to terminal ${meta.terminal_id}, not ${terminalId}`,
        {
          operation: 'journal.verify',
          subject: path,
        },
      );
    }
    const chain = new EntryChain(chainKey(path, new Uint8Array(), false), terminalId, meta.epoch);
    const report = verifyAll(db, chain);
    checkAge(db, report, meta.epoch, mirrorPath);
    return report;
  } catch (error) {
    throw journalError(error, 'journal.verify', dirname(path));
  } finally {
    db?.close();
  }
}

/** Entries cut off at the end, with all that they did, leave a journal that looks whole. */
function checkAge(db: Database, { head }: VerifyReport, epoch: string, mirrorPath: string | null): void {
  const copy = mirrorPath === null ? null : readMirror(mirrorPath);
  const mark = copy?.mark;
  if (!mark || copy?.identity?.epoch !== epoch) return;
  if (mark.entry > head.entry)
    throw broken(`entries ${head.entry + 1} to ${mark.entry} are gone: the mirror log knows of them`, head.entry + 1);
  const mac = db.prepare<[number], Uint8Array>('SELECT mac FROM entry WHERE number = ?').pluck().get(mark.entry);
  if (mac !== undefined && Buffer.from(mac).toString('hex') !== mark.mac) {
    throw broken(`entry ${mark.entry} is another one than the mirror log knows of`, mark.entry);
  }
}

function broken(message: string, entry: number): TillpostError {
  return new TillpostError('JOURNAL_CHAIN_BROKEN', message, {
    operation: 'journal.verify',
    subject: String(entry),
    hint: 'Somebody put an older copy in place, or the disk lost it. Copy the directory before anything else.',
  });
}
