import type { ShownNote } from '../../ports/index.js';

/** A note on its way to the journal's thread. */
export interface Rider {
  readonly note: ShownNote;
  /** When it was noted, by the clock that stamps calls. */
  readonly atMs: number;
}

interface Waiting extends Rider {
  readonly arrived: () => void;
}

/** The notes that go with one call. */
export interface Boarding {
  readonly riders: readonly Rider[];
  /** @param carried whether the call's commit wrote something, and them with it; if not, they wait for another one */
  ended(carried: boolean): void;
}

/**
 * Notes that are worth no fsync of their own: they go with the next call that writes, and are done once a commit has
 * carried them (storage rules, Commits). A call that wrote nothing, or a thread that failed, leaves them waiting: noted
 * twice, they are noted once.
 */
export class Riders {
  #waiting: readonly Waiting[] = [];

  /** Resolves when it is on the disk. */
  add(note: ShownNote, atMs: number): Promise<void> {
    return new Promise((arrived) => {
      this.#waiting = [...this.#waiting, { note, atMs, arrived }];
    });
  }

  /** Null: nobody waits. */
  board(): Boarding | null {
    if (this.#waiting.length === 0) return null;
    const aboard = this.#waiting;
    this.#waiting = [];
    return {
      riders: aboard.map(({ note, atMs }) => ({ note, atMs })),
      ended: (carried) => {
        if (carried) for (const { arrived } of aboard) arrived();
        else this.#waiting = [...aboard, ...this.#waiting];
      },
    };
  }
}
