import type { ChildProcess } from 'node:child_process';
import type { WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

const LINES_KEPT = 1000;

/** A child's output, line by line: into the file, to those who wait, and the newest thousand kept. */
export class LineLog {
  readonly #kept: string[] = [];
  readonly #listeners = new Set<(line: string) => void>();
  readonly #waiting = new Set<(why: Error) => void>();
  readonly #file: WriteStream;
  #ended: string | null = null;

  constructor(child: ChildProcess, file: WriteStream) {
    this.#file = file;
    file.on('error', (error) => this.#take(`(log file: ${error.message})`));
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        file.write(`${line}\n`);
        this.#take(line);
      });
    }
  }

  subscribe(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  first(pattern: RegExp, withinMs: number): Promise<string> {
    const said = this.#kept.find((line) => pattern.test(line));
    if (said !== undefined) return Promise.resolve(said);
    if (this.#ended !== null) return Promise.reject(new Error(this.#ended));
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        unsubscribe();
        this.#waiting.delete(fail);
        settle();
      };
      const fail = (why: Error): void => done(() => reject(why));
      const timer = setTimeout(() => fail(new Error(`no line ${pattern} within ${withinMs} ms`)), withinMs);
      const unsubscribe = this.subscribe((line) => {
        if (pattern.test(line)) done(() => resolve(line));
      });
      this.#waiting.add(fail);
    });
  }

  last(count: number): string {
    return this.#kept.slice(-count).join('\n');
  }

  end(why: string): void {
    this.#ended = why;
    this.#file.end();
    for (const fail of [...this.#waiting]) fail(new Error(why));
  }

  #take(line: string): void {
    this.#kept.push(line);
    if (this.#kept.length > LINES_KEPT) this.#kept.shift();
    for (const listener of [...this.#listeners]) listener(line);
  }
}
