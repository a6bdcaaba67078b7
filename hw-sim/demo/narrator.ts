import { formatMoney, money } from '../../src/domain/money.js';
import type { TillOutcome } from '../stage/till.js';

/** Tells the story line by line, with the seconds since its start. */
export class Narrator {
  readonly #startMs = performance.now();

  constructor(private readonly print: (line: string) => void) {}

  chapter(title: string): void {
    this.print(`\n── ${title}`);
  }

  say(text: string): void {
    const seconds = ((performance.now() - this.#startMs) / 1000).toFixed(1);
    this.print(`${seconds.padStart(6)} s  ${text}`);
  }

  /** Words that are not the narrator's. */
  quote(line: string): void {
    this.print(`          | ${line}`);
  }

  sale(card: string, amount: number, currency: string, outcome: TillOutcome, tookMs: number): void {
    const sum = formatMoney(money(amount, currency)).padStart(13);
    const code = outcome.response_code === null ? '' : ` ${outcome.response_code}`;
    const why = outcome.outcome === 'approved' ? waysOf(outcome) : `by ${outcome.by}: ${outcome.reason ?? 'no reason'}`;
    this.say(`${sum}  ${card.padEnd(25)} ${outcome.outcome ?? 'undecided'}${code}, ${why}  ${Math.round(tookMs)} ms`);
  }
}

function waysOf({ state, by }: TillOutcome): string {
  return by === 'host' ? 'online' : `offline, ${state === 'posted' ? 'posted' : 'stored'}`;
}
