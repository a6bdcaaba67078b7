import type { ClosedBy } from '../../ports/index.js';

/**
 * Whether another board comes under this one's identity (uplink rules, 8). Pure. Some transports
 * say so; of others only the pattern is seen: the broker ends one young connection after the other in good order, and
 * takes the next at once.
 */
export interface TwinWatch {
  /** Young connections in a row that the broker ended. */
  readonly young: number;
  /** Connections that another one took over. */
  readonly evictions: number;
}

export const NO_TWIN: TwinWatch = { young: 0, evictions: 0 };

/** A twin comes back within the longest pause between two tries. */
const YOUNG_MS = 60_000;
const YOUNG_MAX = 3;

/** @returns what is known now; one eviction more than before: this was one */
export function afterClosing(watch: TwinWatch, by: ClosedBy, connectedMs: number): TwinWatch {
  if (by === 'takenOver') return { young: 0, evictions: watch.evictions + 1 };
  // Once it is known, each of them counts.
  const isYoung = by === 'broker' && (connectedMs < YOUNG_MS || watch.evictions > 0);
  const young = isYoung ? watch.young + 1 : 0;
  const isPattern = young >= YOUNG_MAX || (isYoung && watch.evictions > 0);
  return { young, evictions: watch.evictions + Number(isPattern) };
}
