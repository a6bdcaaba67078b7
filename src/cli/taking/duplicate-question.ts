import type { QuestionView } from '../../api/status.js';
import { TillpostError } from '../../domain/errors.js';
import type { Desk } from '../shell/command.js';
import { nameWords, type SaleAsked } from './sale-name.js';

/**
 * Puts the agent's question about a suspected duplicate to whoever sits there (payment rules, Online and offline 9);
 * when nobody can answer, says once how to. Without an answer the agent declines the sale by itself.
 *
 * @param sale the question's own, so that no other till's is answered
 * @param over ends a question that is open when the sale is over
 */
export class DuplicateAsker {
  readonly #desk: Desk;
  readonly #sale: SaleAsked;
  readonly #over: AbortSignal;
  /** The earlier sale that the last question was about. */
  #asked: string | null = null;

  constructor(desk: Desk, sale: SaleAsked, over: AbortSignal) {
    this.#desk = desk;
    this.#sale = sale;
    this.#over = over;
  }

  see(question: QuestionView | null): void {
    if (question === null || question.earlier === this.#asked) return;
    this.#asked = question.earlier;
    const { ask } = this.#desk.output;
    const what = `Same card and amount as ${question.earlier} of ${question.earlier_started_at}.`;
    if (ask === null) {
      const name = nameWords(this.#sale);
      this.#desk.output.notice(
        `${what}\n  \`tillpost confirm yes ${name}\` takes it again, \`tillpost confirm no ${name}\` refuses it.`,
      );
      return;
    }
    this.#desk.output.notice(what);
    void this.#answer(ask);
  }

  async #answer(ask: NonNullable<Desk['output']['ask']>): Promise<void> {
    try {
      const proceed = await this.#yesOrNo(ask);
      if (proceed !== null) await this.#desk.ask('sale.confirm', { proceed, ...this.#sale });
    } catch (error) {
      // The time was over meanwhile: the sale's own answer says how it ended.
      if (error instanceof TillpostError && !this.#over.aborted) this.#desk.output.notice(`  ${error.message}`);
    }
  }

  /** Null: the sale ended first, or the person left. Anything but a clear word is asked again. */
  async #yesOrNo(ask: NonNullable<Desk['output']['ask']>): Promise<boolean | null> {
    while (!this.#over.aborted) {
      const word = await ask('Take it once more? [y/n] ', this.#over).catch(() => null);
      if (word === null) return null;
      if (/^y(es)?$/i.test(word.trim())) return true;
      if (/^no?$/i.test(word.trim())) return false;
    }
    return null;
  }
}
