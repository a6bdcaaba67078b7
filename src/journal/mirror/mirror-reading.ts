import { readFileSync } from 'node:fs';
import { keyText, type TransactionKey } from '../../domain/key.js';
import type { JournalMark } from '../../ports/index.js';
import type { Kept, Seen } from '../tables/rows.js';
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
  readonly kept?: Kept & Seen;
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

export function understood(bytes: Buffer): MirrorContent {
  const { frames, damaged } = findFrames(bytes);
  const reading = new Reading();
  for (const { frame } of frames) reading.take(frame);
  return reading.content(damaged);
}

type Of<Kind extends MirrorFrame['kind']> = Extract<MirrorFrame, { kind: Kind }>;

/** One pass over the frames: later ones replace earlier ones. */
class Reading {
  readonly #transactions = new Map<string, Of<'transaction'>>();
  readonly #postings = new Map<number, Of<'posting'>>();
  /** Sequences that must be accounted for. */
  readonly #expected = new Set<number>();
  readonly #released = new Set<number>();
  #begins = 0;
  #identity: MirrorContent['identity'] = null;
  #mark: JournalMark | null = null;
  /** Highest sequence that the mirror was told of. */
  #known = 0;

  take(frame: MirrorFrame): void {
    if (this.#mark === null || frame.at.entry >= this.#mark.entry) this.#mark = frame.at;
    if (frame.kind !== 'begin' && this.#begins > 0) this.#expectUpTo(frame.at.postings);
    switch (frame.kind) {
      case 'begin':
        return this.#begin(frame);
      case 'transaction':
        this.#transactions.set(keyText(frame.key), frame);
        return;
      case 'posting':
        return this.#owe(frame);
      case 'release':
        return frame.sequences.forEach((sequence) => this.#release(sequence));
      case 'mark':
        return;
    }
  }

  content(isStrange: boolean): MirrorContent {
    // Without its beginning nobody knows what was settled before.
    const unknown = this.#begins === 0 ? (this.#mark?.postings ?? 0) : 0;
    for (let it = 1; it <= unknown; it += 1) if (!this.#released.has(it)) this.#expected.add(it);
    const debts = this.#debts();
    for (const { postings } of debts) for (const { sequence } of postings) this.#expected.delete(sequence);
    const isHalf = [...this.#postings.values()].some(({ key }) => !this.#transactions.has(keyText(key)));
    const damaged = isStrange || this.#begins !== 2 || isHalf;
    const unreadable = damaged ? [...this.#expected].sort((a, b) => a - b) : [];
    return { identity: this.#identity, mark: this.#mark, debts, unreadable, damaged };
  }

  #begin({ terminalId, epoch, at, owed }: Of<'begin'>): void {
    this.#begins += 1;
    this.#identity = { terminalId, epoch };
    this.#known = Math.max(this.#known, at.postings);
    for (const [first, last] of owed) for (let it = first; it <= last; it += 1) this.#expected.add(it);
  }

  /** Numbers given between two frames belong to commits that the mirror was told of. */
  #expectUpTo(postings: number): void {
    for (; this.#known < postings; this.#known += 1) this.#expected.add(this.#known + 1);
  }

  #owe(frame: Of<'posting'>): void {
    const { sequence } = frame.row;
    this.#identity ??= { terminalId: frame.key.terminalId, epoch: frame.epoch };
    this.#expected.add(sequence);
    this.#released.delete(sequence);
    this.#postings.set(sequence, frame);
  }

  #release(sequence: number): void {
    this.#released.add(sequence);
    this.#expected.delete(sequence);
    this.#postings.delete(sequence);
  }

  #debts(): readonly MirroredDebt[] {
    const debts = new Map<string, MirroredDebt & { readonly postings: MirroredPosting[] }>();
    for (const [, { key, row }] of [...this.#postings].sort(([a], [b]) => a - b)) {
      const transaction = this.#transactions.get(keyText(key));
      if (transaction === undefined) continue;
      const debt = debts.get(keyText(key)) ?? { key, row: bytesOfRow(transaction.row), postings: [] };
      debt.postings.push(row);
      debts.set(keyText(key), debt);
    }
    return [...debts.values()];
  }
}
