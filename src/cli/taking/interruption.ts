import { TillpostError } from '../../domain/errors.js';
import type { Desk } from '../shell/command.js';
import type { SaleAsked } from './sale-name.js';

/** The request may not have reached the desk yet, or the desk not yet the sale. */
const AGAIN_MS = 250;

/**
 * Ctrl-C while a sale runs: the sale is cancelled, and its own answer tells what became of it. Without that the card
 * reader would go on waiting for a card that nobody at the till expects. A second Ctrl-C leaves at once.
 */
export class Interruption {
  /** Rejects when the person leaves without the outcome. */
  readonly left: Promise<never>;
  readonly #desk: Desk;
  readonly #sale: SaleAsked;
  readonly #stopListening: () => void;
  #leave: (error: TillpostError) => void = () => undefined;
  #isCancelling = false;
  #isOver = false;

  constructor(desk: Desk, sale: SaleAsked) {
    this.#desk = desk;
    this.#sale = sale;
    this.left = new Promise((_, reject) => (this.#leave = reject));
    // Nobody may be waiting for it yet.
    this.left.catch(() => undefined);
    this.#stopListening = desk.surroundings.onInterrupt?.(() => this.#interrupted()) ?? (() => undefined);
  }

  /** The sale has been answered. */
  over(): void {
    this.#isOver = true;
    this.#stopListening();
  }

  #interrupted(): void {
    if (this.#isCancelling) {
      const details = { operation: 'sale', retryable: true };
      this.#leave(new TillpostError('LINK_CLOSED', 'left before the outcome was known', details));
      return;
    }
    this.#isCancelling = true;
    this.#desk.output.notice('Cancelling; Ctrl-C again leaves without the outcome.');
    void this.#cancel();
  }

  async #cancel(): Promise<void> {
    while (!this.#isOver) {
      try {
        await this.#desk.ask('sale.cancel', this.#sale);
        return;
      } catch {
        // Not begun yet, or decided already: the sale's own answer ends this.
        await new Promise<void>((resolve) => this.#desk.surroundings.clock.after(AGAIN_MS, resolve));
      }
    }
  }
}
