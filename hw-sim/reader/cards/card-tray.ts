import { cardNamed } from './cards.js';

/** A card that will be presented, and how long after the reader asked for it. */
export interface ComingCard {
  readonly card: string;
  readonly delayMs: number;
}

/** Whose cards come next: those inserted, then those queued, then the same one at every START if so ordered. */
export class CardTray {
  #coming: ComingCard[] = [];
  #auto: string | null = null;

  constructor(private readonly handlingMs: number) {}

  /** In front of all others. @throws Error when there is no such card */
  insert(card: string): void {
    this.#coming.unshift({ card: cardNamed(card).name, delayMs: 0 });
  }

  /** One for each START to come, after those already queued. */
  queue(cards: readonly string[]): void {
    const coming = cards.map((card) => ({ card: cardNamed(card).name, delayMs: this.handlingMs }));
    this.#coming.push(...coming);
  }

  auto(card: string | null): void {
    this.#auto = card === null ? null : cardNamed(card).name;
  }

  /** Presented too late: it is the next one again, unless every START gets the same. */
  putBack(coming: ComingCard): void {
    if (coming.card !== this.#auto) this.#coming.unshift(coming);
  }

  take(): ComingCard | null {
    const next = this.#coming.shift();
    if (next !== undefined) return next;
    return this.#auto === null ? null : { card: this.#auto, delayMs: this.handlingMs };
  }

  get summary(): { readonly auto: string | null; readonly coming: readonly string[] } {
    return { auto: this.#auto, coming: this.#coming.map(({ card }) => card) };
  }
}
