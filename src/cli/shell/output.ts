import { currencyByCode } from '../../domain/currency.js';
import { TillpostError } from '../../domain/errors.js';
import { formatMoney } from '../../domain/money.js';
import { harmlessLines, harmlessView, jsonText } from '../../domain/text/harmless.js';

/** Where text goes: standard output and standard error, or a test's. */
export interface Screen {
  out(text: string): void;
  err(text: string): void;
  /** Somebody watches standard error. */
  readonly watched: boolean;
  /**
   * Asks whoever sits there for a line of text; null when nobody can answer. Rejects when the signal ends it or the
   * person closes the input.
   */
  readonly ask: ((question: string, signal: AbortSignal) => Promise<string>) | null;
}

/**
 * What a command says. With --json standard output is one JSON document and an error is one JSON document on
 * standard error; without, both are for people.
 */
export class Output {
  readonly #screen: Screen;
  readonly json: boolean;

  constructor(screen: Screen, json: boolean) {
    this.#screen = screen;
    this.json = json;
  }

  /** The command's result, once. `people` says it only when people read it, and of a view without harm in its texts. */
  result<T>(document: T, people: (shown: T) => string): void {
    this.#screen.out(this.json ? `${jsonText(document)}\n` : `${harmlessLines(people(harmlessView(document)))}\n`);
  }

  /** A document that has lines of its own, a report or CSV, which has made its cells harmless by its own rules. */
  raw(text: string): void {
    this.#screen.out(text);
  }

  /** @throws INVALID_REQUEST when --json is given too */
  onlyOneForm(option: string): void {
    if (!this.json) return;
    throw new TillpostError('INVALID_REQUEST', `give one of --json and ${option}`, { operation: 'cli' });
  }

  /** What a person must know though nobody seems to watch: on standard error, never with --json. */
  notice(text: string): void {
    if (!this.json) this.#screen.err(`${harmlessLines(text)}\n`);
  }

  /** On the way, only when somebody watches. */
  progress(text: string): void {
    if (this.showsProgress) this.#screen.err(`${harmlessLines(text)}\n`);
  }

  get showsProgress(): boolean {
    return this.#screen.watched && !this.json;
  }

  /** Null when nobody can answer. */
  get ask(): Screen['ask'] {
    return this.showsProgress ? this.#screen.ask : null;
  }

  error(error: TillpostError): void {
    if (this.json) {
      this.#screen.err(`${jsonText({ error: error.toJSON() })}\n`);
      return;
    }
    const subject = error.subject === undefined || error.message.includes(error.subject) ? '' : ` (${error.subject})`;
    this.#screen.err(`${indented(`tillpost: ${error.message}${subject} [${error.code}]`)}\n`);
    if (error.hint !== undefined) this.#screen.err(`${indented(`  ${error.hint}`)}\n`);
  }
}

/** No line of a foreign text poses as one of ours. */
const indented = (text: string): string => harmlessLines(text).replace(/\n(?! {2})/g, '\n  ');

/** "12.50 EUR" of what an answer names as amount and currency. */
export function moneyText({ amount, currency }: { readonly amount: number; readonly currency: string }): string {
  return formatMoney({ amount, currency: currencyByCode(currency) });
}

/** What there is of the parts. */
export function joined(separator: string, ...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(separator);
}

/** Lines of name and value, names padded alike; rows without a value are left out. */
export function pairs(rows: readonly (readonly [name: string, value: string | number | null | undefined])[]): string {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** "3 h 12 min", "4 s" */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
