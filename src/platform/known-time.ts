/** The newest time that the host has confirmed, as the journal keeps it; for whoever has no other door to it. */
export class KnownTime {
  #source: () => number | null = () => null;

  follow(source: () => number | null): void {
    this.#source = source;
  }

  /** Unix ms; null: none is known. */
  ms(): number | null {
    return this.#source();
  }
}
