/**
 * Whether the till asked to cancel, and the point of no return: a sale asks right before the commit that would
 * approve it, and is told that nobody does at most once. From then on no cancel is taken, so that none can overtake
 * a committed approval on its way to the card reader.
 */
export class CancelWish {
  #state: 'none' | 'wished' | 'past' = 'none';

  /** Too late: the sale is being approved. */
  get past(): boolean {
    return this.#state === 'past';
  }

  get wished(): boolean {
    return this.#state === 'wished';
  }

  /** Only before it is `past`. */
  wish(): void {
    this.#state = 'wished';
  }

  /** True: the sale must not be approved. False: from here on it is too late. */
  heed(): boolean {
    if (this.#state === 'wished') return true;
    this.#state = 'past';
    return false;
  }
}
