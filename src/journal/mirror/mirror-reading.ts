import { readFileSync } from 'node:fs';
import { keyText, type TransactionKey } from '../../domain/key.js';
import type { JournalMark } from '../../ports/index.js';
import type { Kept } from '../tables/rows.js';
import {
  bytesOfRow,
  findFrames,
  type MirroredPosting,
  type MirroredTransaction,
  type MirrorFrame,
} from './mirror-frames.js';

/** One transaction with what it owes, as the mirror knows it. */
export interface MirroredDebt {
  readonly key: TransactionKey;
  readonly row: MirroredTransaction;
  /** By sequence of the mirrored journal. */
  readonly postings: readonly MirroredPosting[];
  /** What the mirror does not keep; from a journal that is restored. */
  readonly kept?: Kept;
}

/** What the mirror log says. */
export interface MirrorContent {
  /** Null when nothing in it could be read. */
  readonly identity: { readonly terminalId: string; readonly epoch: string } | null;
  /** The newest that could be read; null when none could. */
  readonly mark: JournalMark | null;
  /** In the order of their oldest posting. */
  readonly debts: readonly MirroredDebt[];
  /** Sequences that a damaged mirror cannot account for: owed, settled, or a batch's totals. */
  readonly unreadable: readonly number[];
  readonly damaged: boolean;
}

const NOTHING: MirrorContent = { identity: null, mark: null, debts: [], unreadable: [], damaged: true };

/** Null when there is no mirror; what cannot be read is damaged, whatever the reason. */
export function readMirror(path: string): MirrorContent | null {
  try {
    const bytes = readFileSync(path);
    return bytes.length === 0 ? null : understood(bytes);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : NOTHING;
  }
}

/** One pass over the frames: later ones replace earlier ones. */
export function understood(bytes: Buffer): MirrorContent {
  const { frames, damaged: strange } = findFrames(bytes);
  const transactions = new Map<string, Extract<MirrorFrame, { kind: 'transaction' }>>();
  const postings = new Map<number, Extract<MirrorFrame, { kind: 'posting' }>>();
  const expected = new Set<number>();
  let begins = 0;
  let identity: MirrorContent['identity'] = null;
  let mark: JournalMark | null = null;
  const released = new Set<number>();
  let known = 0;
  for (const { frame } of frames) {
    if (mark === null || frame.at.entry >= mark.entry) mark = frame.at;
    // Numbers given between two frames belong to commits that the mirror was told of.
    for (; frame.kind !== 'begin' && begins > 0 && known < frame.at.postings; known += 1) expected.add(known + 1);
    switch (frame.kind) {
      case 'begin':
        begins += 1;
        identity = { terminalId: frame.terminalId, epoch: frame.epoch };
        known = Math.max(known, frame.at.postings);
        for (const [first, last] of frame.owed) for (let it = first; it <= last; it += 1) expected.add(it);
        break;
      case 'transaction':
        transactions.set(keyText(frame.key), frame);
        break;
      case 'posting':
        identity ??= { terminalId: frame.key.terminalId, epoch: frame.epoch };
        expected.add(frame.row.sequence);
        released.delete(frame.row.sequence);
        postings.set(frame.row.sequence, frame);
        break;
      case 'release':
        for (const sequence of frame.sequences) {
          released.add(sequence);
          expected.delete(sequence);
          postings.delete(sequence);
        }
        break;
      case 'mark':
        break;
    }
  }
  // Without its beginning nobody knows what was settled before.
  for (let it = 1; begins === 0 && it <= (mark?.postings ?? 0); it += 1) if (!released.has(it)) expected.add(it);
  const debts = new Map<string, MirroredDebt & { readonly postings: MirroredPosting[] }>();
  for (const [sequence, { key, row }] of [...postings].sort(([a], [b]) => a - b)) {
    const transaction = transactions.get(keyText(key));
    if (transaction === undefined) continue;
    const debt = debts.get(keyText(key)) ?? { key, row: bytesOfRow(transaction.row), postings: [] };
    debt.postings.push(row);
    debts.set(keyText(key), debt);
    expected.delete(sequence);
  }
  const damaged = strange || begins !== 2 || [...postings.values()].some(({ key }) => !transactions.has(keyText(key)));
  return {
    identity,
    mark,
    debts: [...debts.values()],
    unreadable: damaged ? [...expected].sort((a, b) => a - b) : [],
    damaged,
  };
}
