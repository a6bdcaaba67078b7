import type { SimRandom } from '../../sim-random.js';
import type { StoredStage } from '../store/stored-result.js';
import { STAGES } from '../store/stored-result.js';

/** `name:parameter=value,…` taken apart; reading a parameter marks it as known, `end` refuses the rest. */
export class BehaviourSpec {
  readonly name: string;
  readonly #values: Map<string, string>;

  /** @throws Error when the text is no specification */
  constructor(readonly text: string) {
    const match = /^([A-Za-z]+)(?::(.*))?$/s.exec(text);
    if (match === null) throw new Error(`${JSON.stringify(text)} is not name:parameter=value,…`);
    this.name = match[1]!;
    const pairs = match[2] === undefined ? [] : match[2].split(',');
    this.#values = new Map(
      pairs.map((pair) => {
        const cut = pair.indexOf('=');
        if (cut < 1) throw new Error(`${JSON.stringify(text)}: ${JSON.stringify(pair)} is not parameter=value`);
        return [pair.slice(0, cut), pair.slice(cut + 1)];
      }),
    );
  }

  /** A number of at least 0, and at most `most`. */
  number(parameter: string, byDefault: number, most = Infinity): number {
    const text = this.string(parameter, String(byDefault));
    const value = Number(text);
    if (text === '' || Number.isNaN(value) || value < 0 || value > most) {
      throw new Error(`${JSON.stringify(this.text)}: ${parameter} must be a number from 0 to ${most}`);
    }
    return value;
  }

  oneOf<T extends string>(parameter: string, allowed: readonly T[], byDefault: T): T {
    const text = this.string(parameter, byDefault);
    const found = allowed.find((value) => value === text);
    if (found === undefined) {
      throw new Error(`${JSON.stringify(this.text)}: ${parameter} must be one of ${allowed.join(', ')}`);
    }
    return found;
  }

  string(parameter: string, byDefault: string): string {
    const value = this.#values.get(parameter) ?? byDefault;
    this.#values.delete(parameter);
    return value;
  }

  /** `stage=`: only at this stage; null: at any. */
  stage(): StoredStage | null {
    const stage = this.oneOf('stage', ['any', ...STAGES], 'any');
    return stage === 'any' ? null : stage;
  }

  /** `rate=` and `times=`: how often a behaviour acts of the occasions that it has. */
  occasion(timesByDefault = Infinity): Occasion {
    return new Occasion(this.number('rate', 1, 1), this.number('times', timesByDefault));
  }

  /** @throws Error naming a parameter that nobody asked for */
  end(): void {
    const unknown = [...this.#values.keys()];
    if (unknown.length > 0) throw new Error(`${JSON.stringify(this.text)}: unknown parameter ${unknown.join(', ')}`);
  }
}

export class Occasion {
  #left: number;

  constructor(
    private readonly rate: number,
    times: number,
  ) {
    this.#left = times;
  }

  due(random: SimRandom): boolean {
    if (this.#left <= 0 || !random.chance(this.rate)) return false;
    this.#left -= 1;
    return true;
  }
}
