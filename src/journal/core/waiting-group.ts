/**
 * Collects what waits and hands it over together: what arrives while a commit runs shares the next one
 * (storage rules, Commits: writes that wait together share one commit).
 */
export class WaitingGroup<Job> {
  readonly #run: (jobs: readonly Job[]) => void;
  readonly #schedule: (run: () => void) => void;
  readonly #limit: number;
  #waiting: Job[] = [];
  #scheduled = false;

  /**
   * @param schedule runs its argument once the jobs that have arrived by now are all added
   * @param limit jobs in one group at most
   */
  constructor(run: (jobs: readonly Job[]) => void, schedule: (run: () => void) => void, limit = 256) {
    this.#run = run;
    this.#schedule = schedule;
    this.#limit = limit;
  }

  add(job: Job): void {
    this.#waiting.push(job);
    this.#ensureScheduled();
  }

  #ensureScheduled(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      const jobs = this.#waiting.splice(0, this.#limit);
      // Before the run: what it throws must not leave the rest waiting for ever.
      this.#ensureScheduled();
      this.#run(jobs);
    });
  }
}
