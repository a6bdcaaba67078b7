import type { Verdict } from '../../domain/transaction.js';

/**
 * Whether somebody asked to cancel, and the point of no return: a sale asks right before the commit that would
 * approve it, and is told that nobody does at most once. From then on no cancel is taken, so that none can overtake
 * a committed approval on its way to the card reader.
 */
export class CancelWish {
  #wished: Verdict | null;
  #past = false;
  #keeping: Promise<unknown> | null = null;

  /** @param kept as the journal holds it of a sale that was found undecided */
  constructor(kept: Verdict | null = null) {
    this.#wished = kept;
  }

  /** Too late: the sale is being approved. */
  get past(): boolean {
    return this.#past;
  }

  /** Who wants it ended and why, in the verdict that the sale then gets: the first word stands. */
  get wished(): Verdict | null {
    return this.#wished;
  }

  /** Only before it is `past`. @returns the word that stands */
  wish(verdict: Verdict): Verdict {
    this.#wished ??= verdict;
    return this.#wished;
  }

  /** Once on the disk is enough, for whoever else asks too; one that failed is tried again. */
  async keep(commit: () => Promise<unknown>): Promise<void> {
    this.#keeping ??= commit();
    try {
      await this.#keeping;
    } catch (error) {
      this.#keeping = null;
      throw error;
    }
  }

  /** The wish: the sale must not be approved. Null: from here on it is too late. */
  heed(): Verdict | null {
    if (this.#wished === null) this.#past = true;
    return this.#wished;
  }
}
