import type { Behind } from '../../domain/course/behind.js';
import { type Range, rangeText } from '../../domain/course/ranges.js';
import type { LostEntries } from '../books/entries.js';

/**
 * What the comparison at boot found.
 *
 *   off       no mirror is configured            missing   there was none yet
 *   equal     both say the same                  behind    the mirror was not told of the newest commits
 *   damaged   part of the mirror cannot be read  ahead     the journal lost its newest entries
 *   salvaged  of an earlier journal, which is gone: what it owed was taken over
 *   forked    of another course of this journal: what it owed was taken over beside what this one owes
 *   foreign   of another terminal: nothing was taken
 *
 * In every case but *off* the mirror is written anew from the journal afterwards.
 */
export type MirrorState =
  'off' | 'missing' | 'equal' | 'behind' | 'damaged' | 'ahead' | 'salvaged' | 'forked' | 'foreign';

export interface MirrorReport {
  readonly state: MirrorState;
  /** Part of it could not be read; *damaged* as well when nothing else is to be said. */
  readonly damaged: boolean;
  /** Postings that came back into the journal from the mirror, by their sequences there. */
  readonly restored: readonly Range[];
  /** Sequences that the mirror knew and the journal did not, or not as they were: settled, or owed and restored. */
  readonly missing: readonly Range[];
  /** Entries that the journal lost; null when it lost none. */
  readonly lostEntries: LostEntries | null;
  /** Transactions begun in the lost part of which nothing is owed as far as the mirror knows. */
  readonly lostTransactions: readonly Range[];
  /** Postings that neither the journal nor the mirror can tell: settled, or lost. Sequences of the mirrored journal. */
  readonly lostSequences: readonly Range[];
  /** Epoch of the mirrored journal, where it is not the present one. */
  readonly epoch: string | null;
  /** Where a mirror that holds more than was taken from it was set aside. */
  readonly quarantined: string | null;
}

/** Whether the mirror has seen what this journal did not hold before the comparison. */
export function behindMirror({ state, lostEntries, missing }: MirrorReport, epoch: string): Behind | null {
  if (state !== 'ahead' && state !== 'forked') return null;
  const entries =
    lostEntries === null ? 'another course' : `entries ${rangeText([[lostEntries.after + 1, lostEntries.upTo]])}`;
  const postings = missing.length === 0 ? 'no posting' : `postings ${rangeText(missing)}`;
  return { epoch, witness: 'mirror', missing: `${entries} with ${postings}` };
}

export const NO_MIRROR: MirrorReport = {
  state: 'off',
  damaged: false,
  restored: [],
  missing: [],
  lostEntries: null,
  lostTransactions: [],
  lostSequences: [],
  epoch: null,
  quarantined: null,
};
