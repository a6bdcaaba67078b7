import { dirname } from 'node:path';
import { TillpostError } from '../../domain/errors.js';
import { hex } from '../../domain/key.js';
import { macAt } from '../books/entries.js';
import { chainBroken } from '../chain/chain-broken.js';
import { chainKeyPath, keyAt } from '../chain/chain-key.js';
import { EntryChain } from '../chain/entry-chain.js';
import { type Database, openForReading } from '../file/database.js';
import { sizeOf } from '../file/files.js';
import { journalError } from '../file/sqlite-errors.js';
import { readMirror } from '../mirror/mirror-reading.js';
import { rootOf } from '../tables/meta.js';
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
    const root = rootOf(db, path, terminalId, 'journal.verify');
    const chain = new EntryChain(keyAt(chainKeyPath(path)), terminalId, root.epoch);
    const report = verifyAll(db, chain);
    checkAge(db, report, root.epoch, mirrorPath);
    return report;
  } catch (error) {
    throw journalError(error, 'journal.verify', dirname(path));
  } finally {
    db?.close();
  }
}

const OLDER = 'Somebody put an older copy in place, or the disk lost it. Copy the directory before anything else.';

/** Entries cut off at the end, with all that they did, leave a journal that looks whole. */
function checkAge(db: Database, { head }: VerifyReport, epoch: string, mirrorPath: string | null): void {
  const mirror = mirrorPath === null ? null : readMirror(mirrorPath);
  const mark = mirror?.mark;
  if (!mark || mirror?.identity?.epoch !== epoch) return;
  if (mark.entry > head.entry) {
    const [first, last] = [head.entry + 1, mark.entry];
    throw chainBroken(`entries ${first} to ${last} are gone: the mirror log knows of them`, first, { hint: OLDER });
  }
  const mac = macAt(db, mark.entry);
  if (mac !== undefined && hex(mac) !== mark.mac) {
    const message = `entry ${mark.entry} is another one than the mirror log knows of`;
    throw chainBroken(message, mark.entry, { hint: OLDER });
  }
}
