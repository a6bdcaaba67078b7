import type { TillpostError } from '../../domain/errors.js';
import type { JournalIdentity, JournalMark, Mirror } from '../../ports/index.js';
import type { Unsettled } from '../core/core-parts.js';
import { type Debts, mirrorCommit, mirrorProblem } from '../mirror/mirroring.js';

/**
 * Keeps the mirror in step with the commits. A commit stands whatever the mirror says: the sale is
 * acknowledged, and the journal's health tells of the mirror.
 */
export class MirrorKeeper {
  readonly #mirror: Mirror;
  readonly #identity: () => JournalIdentity;
  readonly #askAnew: () => void;
  #problem: TillpostError | null = null;

  /** @param askAnew has all that is owed brought to `rewrite` */
  constructor(mirror: Mirror, identity: () => JournalIdentity, askAnew: () => void) {
    this.#mirror = mirror;
    this.#identity = identity;
    this.#askAnew = askAnew;
  }

  /** What the mirror refused last; null while it is well. */
  get problem(): TillpostError | null {
    return this.#problem;
  }

  /** The journal was opened anew, and the mirror compared with it: it is about to be written anew. */
  opened(): void {
    this.#problem = null;
  }

  async commit(debts: Debts, at: JournalMark): Promise<void> {
    this.#problem = await mirrorCommit(this.#mirror, debts, at);
    // What stands in it is unknown now: it is written anew as soon as the device lets it.
    if (this.#problem !== null) this.#askAnew();
  }

  async rewrite({ records, at }: Unsettled): Promise<void> {
    try {
      await this.#mirror.rewrite(records, this.#identity(), at);
      this.#problem = null;
    } catch (error) {
      this.#problem = mirrorProblem(error);
    }
  }

  /** Between the busy times. */
  async tidy(): Promise<void> {
    if (this.#problem !== null) {
      this.#askAnew();
      return;
    }
    try {
      await this.#mirror.tidy();
    } catch (error) {
      this.#problem = mirrorProblem(error);
      this.#askAnew();
    }
  }

  close(): Promise<void> {
    return this.#mirror.close();
  }
}
