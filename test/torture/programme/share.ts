import type { Level, Seeds, Share, TortureRow } from './row.js';

const WHOLE: Share = { index: 0, of: 1 };

/** Consecutive numbers from `first`. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

/** Which of `count` things belong to a share: even, and together the shares are all of them, once. */
export function rangeOf(count: number, { index, of }: Share = WHOLE): Range {
  const first = Math.floor((count * index) / of);
  return { first, count: Math.floor((count * (index + 1)) / of) - first };
}

/** The seeds of a range of trials with one each. */
export function seedsOf(seed: number, { first, count }: Range): Seeds {
  return { first: seed + first, last: seed + first + count - 1 };
}

/** A row's own share of a part of the programme; null when it cannot be split so far that it has one. */
export function shareOfRow(row: TortureRow, level: Level, part: Share): Share | null {
  const of = Math.min(part.of, row.sizes?.[level].parts ?? 1);
  return part.index < of ? { index: part.index, of } : null;
}

/** @param text like 2/4, counted from 1. @throws Error for anything else */
export function parsePart(text: string): Share {
  const [, part, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const share = { index: Number(part) - 1, of: Number(of) };
  if (part === undefined || share.index < 0 || share.index >= share.of) throw new Error('expected a part like 2/4');
  return share;
}

export function partText({ index, of }: Share): string {
  return `${index + 1}/${of}`;
}
