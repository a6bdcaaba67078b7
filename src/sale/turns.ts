/** One work after the other, in the order in which they asked; one that fails does not stop the next. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** Resolves when all that have asked so far are done. */
  idle(): Promise<void> {
    return this.#last;
  }
}
