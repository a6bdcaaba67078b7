const KEPT = 40;

/** The last things that a world told, for the one who has to find out why it failed. */
export class Story {
  readonly #lines: string[] = [];
  #told = 0;

  tell(atMs: number, what: string): void {
    this.#told += 1;
    this.#lines.push(`${(atMs / 1000).toFixed(3).padStart(9)} s  ${what}`);
    if (this.#lines.length > KEPT) this.#lines.shift();
  }

  lines(): readonly string[] {
    const left = this.#told - this.#lines.length;
    return left === 0 ? this.#lines : [`  … ${left} before`, ...this.#lines];
  }
}
