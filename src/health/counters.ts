import type { Counters } from '../ports/index.js';

const NAMES_MAX = 500;
const OVERFLOW = 'counters.overflow';

/** Event counts since start, by name. Names are constants of the code; the bound catches one that is not. */
export class EventCounters implements Counters {
  readonly #counts = new Map<string, number>();

  add(name: string, by = 1): void {
    const known = this.#counts.has(name) || this.#counts.size < NAMES_MAX;
    const counted = known ? name : OVERFLOW;
    this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + by);
  }

  /** Sorted by name. */
  snapshot(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
