import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { JOURNAL_FILES, quarantine, syncPath } from './files.js';

/** A restored journal is built under `building`, and is decided upon once it is called `ready`. */
export function restoreNames(journalPath: string): Readonly<Record<'source' | 'building' | 'ready', string>> {
  return {
    source: `${journalPath}.restoring-from`,
    building: `${journalPath}.restoring`,
    ready: `${journalPath}.restored`,
  };
}

/** What a restore that was cut off before it was decided left behind: the journal in place is still the one. */
export function removeHalves(journalPath: string): void {
  const { source, building } = restoreNames(journalPath);
  for (const path of [source, building]) for (const suffix of JOURNAL_FILES) rmSync(path + suffix, { force: true });
}

export interface SetAside {
  readonly journal: string | null;
  readonly mirror: string | null;
}

/**
 * Puts a restored journal in the place of the present one, which is set aside, never deleted. Every start does this
 * before anything else, so that a power cut in the middle of it ends in the restored journal, not in none: between the
 * two renames a start would else begin a new one.
 *
 * @returns null when none is ready
 */
export function finishRestore(journalPath: string, mirrorPath: string | null): SetAside | null {
  const { ready } = restoreNames(journalPath);
  if (!existsSync(ready)) return null;
  const isThere = JOURNAL_FILES.some((suffix) => existsSync(journalPath + suffix));
  const journal = isThere ? quarantine(journalPath, JOURNAL_FILES) : null;
  renameSync(ready, journalPath);
  syncPath(dirname(journalPath));
  // Last: what it owes stands in the restored journal, and a start would take it from there once more.
  const mirror = mirrorPath !== null && existsSync(mirrorPath) ? quarantine(mirrorPath, ['']) : null;
  return { journal, mirror };
}
