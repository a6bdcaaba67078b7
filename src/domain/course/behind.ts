import { type Range, rangeText } from './ranges.js';

/** How far a journal had got when somebody took note of it. */
export interface NotedHead {
  readonly epoch: string;
  readonly entry: number;
  /** Lower-case hex. */
  readonly mac: string;
  /** Highest posting sequence given by then; 0 when that is not known. */
  readonly sequence: number;
}

/** The journal is not what it was: put back from a copy, or one of two that grew from the same. */
export interface Behind {
  /** Of the journal that is behind. */
  readonly epoch: string;
  readonly witness: 'host' | 'mirror' | 'reader';
  /** What was seen that the journal does not hold, by number where it is known. */
  readonly missing: string;
}

/** The journal itself, as far as heads are compared with it. */
export interface OwnCourse {
  readonly epoch: string;
  readonly entry: number;
  readonly postings: number;
  /** MACs of the noted entries; null for one that it does not hold, not yet or not any more. */
  readonly macs: ReadonlyMap<number, string | null>;
}

/**
 * Holds what the host knows against the journal (uplink rules, Witness). Pure.
 *
 * @param known newest first; those of another epoch say nothing
 */
export function behindHost(own: OwnCourse, known: readonly NotedHead[]): Behind | null {
  const heads = known.filter(({ epoch }) => epoch === own.epoch);
  const lost = heads.filter((head) => isLost(own, head));
  const newest = lost[0];
  if (newest === undefined) return null;
  const common = heads.find(({ entry, mac }) => own.macs.get(entry) === mac);
  // A journal that only lacks its end is of the same course up to there.
  const isForked = lost.some(({ entry }) => entry <= own.entry);
  const after = (noted: number | undefined, held: number): number =>
    isForked ? (noted ?? 0) : Math.max(noted ?? 0, held);
  const entries: Range = [after(common?.entry, own.entry) + 1, newest.entry];
  const sequences: Range = [after(common?.sequence, own.postings) + 1, Math.max(...lost.map((it) => it.sequence))];
  const postings = sequences[0] > sequences[1] ? 'no posting' : `postings ${rangeText([sequences])}`;
  return { epoch: own.epoch, witness: 'host', missing: `entries ${rangeText([entries])} with ${postings}` };
}

/** What retention took away is no loss. */
function isLost(own: OwnCourse, { entry, mac }: NotedHead): boolean {
  const held = own.macs.get(entry) ?? null;
  return held === null ? entry > own.entry : held !== mac;
}

export function behindText({ epoch, witness, missing }: Behind): string {
  return `the ${witness} has seen ${missing} of epoch ${epoch}, which this journal does not hold`;
}
