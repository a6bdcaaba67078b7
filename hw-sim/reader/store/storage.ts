import { CounterFile } from './counter-file.js';
import { type DisplayLine, displayLine, DisplayLog, lastShown } from './display-log.js';
import type { DisplayEntry, Memory, Shown } from './memory.js';
import { ResultStore } from './store.js';
import type { StoredResult } from './stored-result.js';

/** What outlives a reader's power. Every call is durable when it returns. */
export interface ReaderStorage {
  readonly results: {
    load(): Memory;
    save(result: StoredResult): void;
    forget(key: string): void;
  };
  readonly display: {
    append(entry: DisplayEntry, atMs: number): void;
    /** What was shown last of each of these results, by key, of those that have a line. */
    shownFor(results: Iterable<StoredResult>): ReadonlyMap<string, Shown>;
    close(): void;
  };
  /** Of the last KSN used; 0 before the first. */
  readonly counter: {
    /** @throws Error when it belongs to another key */
    read(keyIdHex: string): number;
    write(keyIdHex: string, counter: number): void;
  };
}

/** @param folder of this reader alone; made when missing. @throws Error when its content cannot be read */
export function folderStorage(folder: string): ReaderStorage {
  return { results: new ResultStore(folder), display: new DisplayLog(folder), counter: new CounterFile(folder) };
}

/** The same for a reader whose power never fails for good: a world of its own ends with it. */
export class MemoryStorage implements ReaderStorage {
  /** What the cardholder saw, in order. */
  readonly lines: DisplayLine[] = [];
  readonly #results = new Map<string, StoredResult>();
  readonly #shown = new Map<string, Shown>();
  #counter = 0;

  readonly results = {
    load: (): Memory => ({
      results: new Map(this.#results),
      lastOrder: Math.max(0, ...[...this.#results.values()].map(({ order }) => order)),
    }),
    save: (result: StoredResult): void => void this.#results.set(result.key, result),
    forget: (key: string): void => void this.#results.delete(key),
  };

  readonly display = {
    append: (entry: DisplayEntry, atMs: number): void => {
      this.lines.push(displayLine(entry, atMs, 1_000 * atMs));
      this.#shown.set(entry.start, entry.shown);
    },
    shownFor: (results: Iterable<StoredResult>): ReadonlyMap<string, Shown> => lastShown(this.#shown, results),
    close: (): void => undefined,
  };

  readonly counter = {
    read: (): number => this.#counter,
    write: (_keyIdHex: string, counter: number): void => void (this.#counter = counter),
  };
}
