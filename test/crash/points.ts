/**
 * Named points of a flow, and dying at one of them.
 *
 * A point is a commit of the journal, a message to the card reader, or a message to or from the host. It has a
 * number among those of its name since the keeper was armed, and two sides: *before*, nothing of it has happened,
 * and *after*, all of it has and nobody has been told yet. `commit begin#1:before` is such a place.
 */
export const SIDES = ['before', 'after'] as const;
export type Side = (typeof SIDES)[number];

export class PointKeeper {
  readonly #counts = new Map<string, number>();
  #passed: string[] = [];
  #armed = false;
  #place: string | null = null;

  /** @param die does not return in a real process */
  constructor(private readonly die: () => void) {}

  /** Counts from now on. @param place where to die; null: only to remember what is passed */
  arm(place: string | null): void {
    const isPlace = place === null || /^\S.*#[1-9]\d*:(before|after)$/.test(place);
    if (!isPlace) throw new Error(`no place: ${JSON.stringify(place)}`);
    this.#counts.clear();
    this.#passed = [];
    this.#place = place;
    this.#armed = true;
  }

  /** Counts no longer. @returns the points that were entered since it was armed, in order */
  disarm(): readonly string[] {
    this.#armed = false;
    return this.#passed;
  }

  /** *After* is when the work's promise has resolved. */
  async around<T>(name: string, work: () => Promise<T>): Promise<T> {
    const point = this.#enter(name);
    this.#reach(point, 'before');
    const result = await work();
    this.#reach(point, 'after');
    return result;
  }

  aroundNow<T>(name: string, work: () => T): T {
    const point = this.#enter(name);
    this.#reach(point, 'before');
    const result = work();
    this.#reach(point, 'after');
    return result;
  }

  #enter(name: string): string | null {
    if (!this.#armed) return null;
    const number = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, number);
    const point = `${name}#${number}`;
    this.#passed.push(point);
    return point;
  }

  #reach(point: string | null, side: Side): void {
    if (this.#armed && point !== null && `${point}:${side}` === this.#place) this.die();
  }
}

/** No handler, no flush, no goodbye. */
export function killSelf(): void {
  process.kill(process.pid, 'SIGKILL');
  // Should the kernel take its time, nothing else runs meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
