import { type Behind } from '../../domain/course/behind.js';
import { asTillpostError } from '../../domain/errors.js';
import { chainKeyPath, keyAt } from '../chain/chain-key.js';
import { EntryChain } from '../chain/entry-chain.js';
import { behindMirror } from '../core/mirror-report.js';
import { boot, type Booted, type BootOptions, type Renewal } from '../core/recovery.js';
import { openForReading } from '../file/database.js';
import { removeHalves } from '../file/restore-files.js';
import { rootOf } from '../tables/meta.js';
import { build, decide } from './rebuild.js';
import { journalSource, keepsakesOf } from './sources.js';

/**
 * Boots, and begins a new epoch when the journal turns out to be behind what somebody has seen of it (storage rules,
 * Behind). What the mirror owes stands in it by then. All that is owed comes along under its old keys; a journal that
 * cannot be carried over whole goes on under its epoch, whose keys are told apart by their start marks.
 *
 * @param seen by host or reader, of the journal in place
 * @throws as `boot`
 */
export function bootRenewed(options: BootOptions, seen: Behind | null): Booted {
  const first = boot(options);
  const { epoch, merchantId } = first.store.identity;
  const behind = behindMirror(first.report.mirror, epoch) ?? (seen?.epoch === epoch ? seen : null);
  // A running agent holds keys and sequences of this epoch: it asks for the renewal by starting anew.
  if (behind === null || options.expectedEpoch !== null) return first;
  first.store.close();
  // The merchant in force goes with what is owed; another one that is configured comes in when nothing is.
  const renewed = renew({ ...options, merchantId }, behind);
  const { store, report } = boot(options);
  const { quarantined, problem, created, mirror } = first.report;
  return { store, report: { ...report, quarantined, problem, created, mirror, renewed } };
}

/** A power cut leaves either the journal that was in place or the new one. */
function renew(options: BootOptions, behind: Behind): Renewal {
  const { path, terminalId, fresh } = options;
  removeHalves(path);
  const db = openForReading(path);
  try {
    const key = keyAt(chainKeyPath(path));
    const root = rootOf(db, path, terminalId, 'journal.renew');
    const chain = new EntryChain(key, terminalId, root.epoch);
    const source = journalSource(db, chain, root);
    if (!source.complete || source.unreadable.length > 0) return refused(behind, 'part of the journal cannot be read');
    build(options, { debts: source.debts, settled: source.settled(), ...keepsakesOf(db, chain, false) }, key);
    db.close();
    const aside = decide(path, null);
    return { behind, epoch: fresh.epoch, setAside: aside?.journal ?? null, problem: null };
  } catch (error) {
    return refused(behind, asTillpostError(error, 'journal.renew').message);
  } finally {
    db.close();
    removeHalves(path);
  }
}

const refused = (behind: Behind, problem: string): Renewal => ({ behind, epoch: null, setAside: null, problem });
