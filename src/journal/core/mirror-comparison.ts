import { rangesOf } from '../../domain/course/ranges.js';
import type { TillpostError } from '../../domain/errors.js';
import type { Tail } from '../books/entries.js';
import { chainBroken } from '../chain/chain-broken.js';
import { mirrorCopy, newestFirst, takenFrom } from '../check/vouching.js';
import type { MirrorContent } from '../mirror/mirror-reading.js';
import { HeldJournal, MOVE_ASIDE } from './held-journal.js';
import { type MirrorReport, type MirrorState, NO_MIRROR } from './mirror-report.js';
import { type IdleJournal, Takeover } from './takeover.js';

/**
 * Compares journal and mirror and rebuilds the journal where it is behind (storage rules, Mirror). Inside a
 * SQLite transaction.
 *
 * @returns the tail, moved on when something was written, and what was found
 * @throws JOURNAL_CHAIN_BROKEN when a posting stands otherwise than its entry and the mirror say
 */
export function compare(
  journal: IdleJournal,
  mirror: MirrorContent | null,
): { readonly tail: Tail; readonly report: MirrorReport } {
  const { root, tail } = journal;
  const found = (state: MirrorState, more: Partial<MirrorReport> = {}): MirrorReport => ({
    ...NO_MIRROR,
    state,
    damaged: mirror?.damaged ?? false,
    ...more,
  });
  if (mirror === null) return { tail, report: found('missing') };
  const { identity, mark } = mirror;
  if (identity === null || mark === null) return { tail, report: found('damaged') };
  if (identity.terminalId !== root.terminalId)
    return { tail, report: found('foreign', { lostSequences: rangesOf(sequencesIn(mirror)) }) };

  const held = new HeldJournal(journal);
  const known = held.macAt(mark.entry);
  const takeover = new Takeover(journal);
  const copy = mirrorCopy(mirror);
  const taken = takenFrom(copy, newestFirst([held, copy], identity.epoch));
  if (identity.epoch !== root.epoch) {
    if (mark.entry > 0 && known === mark.mac) throw renamed(root.epoch, identity.epoch);
    const restored = takeover.salvage(taken);
    const more = { epoch: identity.epoch, restored: rangesOf(restored), lostSequences: rangesOf(mirror.unreadable) };
    return { tail: takeover.tail, report: found('salvaged', more) };
  }
  const isParted = mark.entry > tail.entry && taken.some((debt) => held.gaveToOthers(debt));
  if (isParted || (known !== null && known !== mark.mac)) {
    const restored = takeover.join(mirror.debts);
    const of = rangesOf(restored);
    const more = { restored: of, missing: of, lostSequences: rangesOf(mirror.unreadable) };
    return { tail: takeover.tail, report: found('forked', more) };
  }
  if (mark.entry > tail.entry) {
    const lostEntries = { after: tail.entry, upTo: mark.entry };
    takeover.skip(lostEntries, mark);
    const restored = takeover.restore(taken.filter((debt) => !held.agrees(debt)));
    const more = {
      lostEntries,
      restored: rangesOf(restored),
      missing: rangesOf([...restored, ...after(tail.postings, mark.postings)]),
      lostTransactions: held.missingTransactions(tail.transactions, mark.transactions),
      lostSequences: rangesOf(mirror.unreadable.filter((sequence) => !held.holds(sequence))),
    };
    return { tail: takeover.tail, report: found('ahead', more) };
  }
  const agrees = mark.entry < tail.entry || held.owesAs(mirror);
  const state = mirror.damaged || !agrees ? 'damaged' : mark.entry < tail.entry ? 'behind' : 'equal';
  return { tail, report: found(state, { damaged: mirror.damaged || !agrees }) };
}

function after(held: number, given: number): readonly number[] {
  return Array.from({ length: Math.max(0, given - held) }, (_, index) => held + 1 + index);
}

/** Of all that it says is owed, whether it can read it or not. */
function sequencesIn({ debts, unreadable }: MirrorContent): readonly number[] {
  return [...unreadable, ...debts.flatMap(({ postings }) => postings.map(({ sequence }) => sequence))];
}

/** One chain, two epochs: under the wrong one every key would be another one. */
function renamed(found: string, mirrored: string): TillpostError {
  return chainBroken(`the journal says epoch ${found}, the mirror log of it ${mirrored}`, found, {
    operation: 'journal.open',
    hint: MOVE_ASIDE,
  });
}
