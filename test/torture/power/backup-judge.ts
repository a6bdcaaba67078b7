import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BackupFile, backupKeyPath, listBackups } from '../../../src/journal/backup/backup-files.js';
import { ask, bootCore } from '../../support/journal.js';
import { type Found, wordsOf } from '../disk/journal-judge.js';
import type { AgentPromises } from './agent-promises.js';

/** The recorded agents' backups, below their state directory: two folders that the agent makes. */
export const BACKUPS = join('backups', 'daily');

/**
 * Whatever bears the name of a backup after a power cut must be one: with its key, whole, and as new as its name
 * says. The newest that was told to stand must stand.
 */
export function judgeBackups(directory: string, terminalId: string, { backup }: AgentPromises, found: Found): void {
  const backups = listBackups(join(directory, BACKUPS), terminalId);
  for (const file of backups) {
    const problem = problemOf(file, join(directory, 'restored'));
    if (problem !== null) found.unexpected.push(`${basename(file.path)}: ${problem}`);
  }
  if (backup !== null && !backups.some(({ path }) => basename(path) === backup))
    found.lost.push(`the backup ${backup} is gone`);
}

/** The same few backups stand in hundreds of states: each content is opened once. */
const known = new Map<string, string | null>();

function problemOf(file: BackupFile, scratch: string): string | null {
  const key = backupKeyPath(file.path);
  if (!existsSync(key)) return 'it has no key';
  const digest = createHash('sha256')
    .update(readFileSync(key))
    .update(file.path)
    .update(readFileSync(file.path))
    .digest('hex');
  const before = known.get(digest);
  if (before !== undefined) return before;
  const problem = problemOfRestored(file, key, scratch);
  known.set(digest, problem);
  return problem;
}

/** As a restored journal: opened by the real recovery, its whole chain followed. */
function problemOfRestored(
  { path, terminalId, epoch, entry }: BackupFile,
  key: string,
  scratch: string,
): string | null {
  mkdirSync(scratch, { mode: 0o700 });
  try {
    copyFileSync(path, join(scratch, 'journal.db'));
    copyFileSync(key, join(scratch, 'journal.key'));
    const { store, report } = bootCore(scratch, { terminalId });
    try {
      if (report.quarantined !== null || report.created) return 'it is no journal';
      if (store.identity.epoch !== epoch || store.head().entry !== entry)
        return `it ends at entry ${store.head().entry}`;
      ask(store, 'verify');
      return null;
    } finally {
      store.close();
    }
  } catch (thrown) {
    return wordsOf(thrown);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
