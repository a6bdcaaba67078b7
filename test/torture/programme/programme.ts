import type { Level, RowResult, Share, TortureRow } from './row.js';
import type { RowOrder, RowProcess, RowProcessOptions } from './row-process.js';
import { nextRow } from './schedule.js';
import { partText, shareOfRow } from './share.js';

/** A row that was run, for the table and the document. */
export interface Ran {
  readonly name: string;
  readonly result: RowResult;
  readonly seconds: number;
  readonly share: Share;
  /** What was set of the environment variables that the row heeds. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface ProgrammeOptions {
  readonly level: Level;
  readonly seed: number;
  readonly part: Share;
  /** Rows that run at once. */
  readonly jobs: number;
  readonly limitMs: number;
  /** A line for people who wait. */
  readonly say: (text: string) => void;
  readonly start: (order: RowOrder, options: RowProcessOptions) => RowProcess;
}

/** Rows as processes, so many at a time. */
export class Programme {
  readonly #rows: readonly TortureRow[];
  readonly #options: ProgrammeOptions;
  readonly #running = new Map<TortureRow, RowProcess>();
  #ending = false;

  constructor(rows: readonly TortureRow[], options: ProgrammeOptions) {
    this.#rows = rows;
    this.#options = options;
  }

  /** @returns in the order of the rows; those that have no share of this part are left out */
  async run(): Promise<readonly Ran[]> {
    const { level, part, jobs, say } = this.#options;
    const shares = new Map<TortureRow, Share>();
    for (const row of this.#rows) {
      const share = shareOfRow(row, level, part);
      if (share === null) say(`${row.name}: whole in an earlier part`);
      else shares.set(row, share);
    }
    const waiting = new Set(shares.keys());
    const ran = new Map<TortureRow, Ran>();
    const courses = new Set<Promise<void>>();
    while (!this.#ending && (waiting.size > 0 || courses.size > 0)) {
      const next = courses.size < jobs ? nextRow([...waiting], [...this.#running.keys()], level) : null;
      if (next === null) {
        await Promise.race(courses);
        continue;
      }
      waiting.delete(next);
      const course = this.#runRow(next, shares.get(next)!).then((done) => {
        ran.set(next, done);
        courses.delete(course);
        say(`${next.name}: ended after ${done.seconds.toFixed(1)} s, ${waiting.size + courses.size} rows to go`);
      });
      courses.add(course);
    }
    return this.#rows.flatMap((row) => ran.get(row) ?? []);
  }

  /** Ends what runs, with everything it started, and starts nothing more. */
  async end(): Promise<void> {
    this.#ending = true;
    await Promise.all([...this.#running.values()].map((row) => row.end()));
  }

  async #runRow(row: TortureRow, share: Share): Promise<Ran> {
    const { level, seed, limitMs, say, start } = this.#options;
    const { name } = row;
    const startMs = performance.now();
    const child = start({ name, level, seed, share }, { limitMs });
    say(
      `${name}: level ${level}, seed ${seed}${share.of > 1 ? `, part ${partText(share)}` : ''}, process ${child.pid}`,
    );
    this.#running.set(row, child);
    const result = await child.result;
    this.#running.delete(row);
    for (const failure of result.failures) say(`${name}: FAILED ${failure}`);
    const seconds = (performance.now() - startMs) / 1000;
    const settings: Record<string, string> = {};
    for (const key of row.settings ?? []) {
      const value = process.env[key];
      if (value !== undefined) settings[key] = value;
    }
    return { name, result, seconds, share, settings };
  }
}
