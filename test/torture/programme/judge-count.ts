import { type Judgement, type Term, TERMS } from '../../../hw-sim/audit/audit.js';
import { NONE, type RowResult } from './row.js';

const FAILURES_MAX = 20;

/** Adds up judgements of many trials, as a row of the table wants them. */
export class JudgeCount {
  trials = 0;
  readonly failures: string[] = [];
  readonly #counts = { ...NONE } as Record<Term, number>;

  /** @param replay how to run this trial again @param trials that were judged together */
  add(judgement: Judgement, replay: () => string, trials = 1): void {
    this.trials += trials;
    const told: string[] = [];
    for (const term of TERMS) {
      if (judgement[term].length === 0) continue;
      this.#counts[term] += 1;
      told.push(`${term}: ${judgement[term].slice(0, 3).join(', ')}`);
    }
    if (told.length > 0 && this.failures.length < FAILURES_MAX) this.failures.push(`${replay()}: ${told.join('; ')}`);
  }

  get lost(): number {
    return this.#counts.lost;
  }

  result(control: RowResult['control']): RowResult {
    return { trials: this.trials, ...this.#counts, control, failures: this.failures };
  }
}
