import { CLOCK_FLOOR_MS } from '../../domain/clock-quality.js';
import { type DayRules, PLAIN_DAYS } from '../../domain/days/business-days.js';
import type { Database, Statement } from '../file/database.js';
import { storedJson } from '../tables/stored-json.js';
import { type ChainSubjects, DAYS } from './chain-subjects.js';

/** A row of `run`: a start of the agent to its end. */
export interface RunRow {
  readonly number: number;
  readonly from_ms: number;
  readonly from_entry: number;
  readonly wall_ms: number;
  readonly shift_ms: number;
  readonly dated: 0 | 1;
  readonly anchored: 0 | 1;
  readonly rules: string;
}

const RUN_SQL = {
  run: 'SELECT * FROM run WHERE number > 0 ORDER BY number DESC LIMIT 1',
  undated: 'SELECT * FROM run WHERE number > 0 AND dated = 0 ORDER BY number',
} as const;

/** Runs of the agent and the book time of each (payment rules, Days and clocks). Inside the store's SQLite transaction. */
export class RunBook {
  readonly #subjects: ChainSubjects;
  readonly #newest: Statement<[], RunRow>;
  readonly #undated: Statement<[], RunRow>;
  readonly #newestEntry: Statement<[], { readonly number: number; readonly at_ms: number }>;
  readonly #begin: Statement<[RunRow]>;
  readonly #date: Statement<[{ readonly number: number; readonly shift: number }]>;
  readonly #forget: Statement<[number]>;

  constructor(db: Database, subjects: ChainSubjects) {
    this.#subjects = subjects;
    this.#newest = db.prepare(RUN_SQL.run);
    this.#undated = db.prepare(RUN_SQL.undated);
    this.#newestEntry = db.prepare('SELECT number, at_ms FROM entry WHERE number > 0 ORDER BY number DESC LIMIT 1');
    this.#begin = db.prepare(`
      INSERT INTO run (number, from_ms, from_entry, wall_ms, shift_ms, dated, anchored, rules)
      VALUES (@number, @from_ms, @from_entry, @wall_ms, @shift_ms, @dated, @anchored, @rules)`);
    this.#date = db.prepare('UPDATE run SET shift_ms = @shift, dated = 1 WHERE number = @number');
    this.#forget = db.prepare('DELETE FROM run WHERE number < ?');
  }

  /** Null in a journal that no agent runs on: then what a call says of the time holds. */
  current(): RunRow | null {
    return this.#newest.get() ?? null;
  }

  undated(): readonly RunRow[] {
    return this.#undated.all();
  }

  /** Book time at a moment that the caller's steady clock names. */
  timeOf(steadyMs: number): number {
    return steadyMs + (this.current()?.shift_ms ?? 0);
  }

  /**
   * How long ago a stamp was, both by book time, ms; never less than 0, since the host may set book time back.
   * @param isForeign stamped by another journal: until the host is heard the two share no time, and what is known is how
   *   long this run lasts
   */
  ageOf(stampMs: number, nowMs: number, isForeign = false): number {
    const run = this.current();
    const sinceMs = isForeign && run?.dated === 0 ? Math.max(stampMs, run.from_ms) : stampMs;
    return Math.max(0, nowMs - sinceMs);
  }

  isDated(): boolean {
    return this.current()?.dated !== 0;
  }

  /** By the host, in this run or before it; undated runs since then lie after it. */
  confirmedMs(nowMs: number): number | null {
    const run = this.current();
    if (run === null) return null;
    if (run.dated === 1) return nowMs;
    return run.anchored === 1 ? run.from_ms : null;
  }

  rules(): DayRules {
    const run = this.current();
    return run === null ? PLAIN_DAYS : storedJson<DayRules>(run.rules);
  }

  /** A posting that waited longer is late, ms. */
  lateAfterMs(): number {
    return this.rules().lateAfterMs ?? Infinity;
  }

  /** Book time goes on where the journal ends: time that the terminal was off is not known yet. */
  begin(rules: DayRules, wallMs: number, steadyMs: number): void {
    const before = this.current();
    const newest = this.#newestEntry.get();
    const fromMs = newest === undefined ? Math.max(wallMs, CLOCK_FLOOR_MS) : newest.at_ms + 1;
    const run: RunRow = {
      number: (before?.number ?? 0) + 1,
      from_ms: fromMs,
      from_entry: newest?.number ?? 0,
      wall_ms: wallMs,
      shift_ms: fromMs - steadyMs,
      dated: 0,
      anchored: before?.dated === 1 || before?.anchored === 1 ? 1 : 0,
      rules: JSON.stringify(rules),
    };
    this.#begin.run(run);
    // Of one that was dated nothing more has to be known.
    if (before?.dated === 1) this.#forget.run(run.number);
    this.#subjects.record(DAYS, 'startRun', fromMs);
  }

  /** From now on book time is the host's. */
  date(hostMs: number, steadyMs: number): void {
    const run = this.current();
    if (run === null) return;
    this.#date.run({ number: run.number, shift: hostMs - steadyMs });
    this.#forget.run(run.number);
    this.#subjects.record(DAYS, 'dateRun', hostMs);
  }
}
