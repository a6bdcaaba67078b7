import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeDurably, removeUnfinished, writeDurably } from './durable-file.js';
import type { Memory } from './memory.js';
import type { StoredResult } from './stored-result.js';

const FOLDER = 'results';
const NAME = /^([0-9a-f]{32})\.json$/;

/** The reader's memory on disk: one JSON file for each unconfirmed result. A kill at any instant leaves it whole. */
export class ResultStore {
  readonly #folder: string;

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, FOLDER);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** @throws Error naming the file that cannot be read: a reader that forgets in silence would hide a loss */
  load(): Memory {
    removeUnfinished(this.#folder);
    const results = new Map<string, StoredResult>();
    let lastOrder = 0;
    for (const name of readdirSync(this.#folder)) {
      const key = NAME.exec(name)?.[1];
      if (key === undefined) continue;
      const result = this.#read(join(this.#folder, name), key);
      results.set(key, result);
      lastOrder = Math.max(lastOrder, result.order);
    }
    return { results, lastOrder };
  }

  /** Durable when it returns. */
  save(result: StoredResult): void {
    writeDurably(this.#path(result.key), JSON.stringify(result));
  }

  forget(key: string): void {
    removeDurably(this.#path(key));
  }

  #path(key: string): string {
    return join(this.#folder, `${key}.json`);
  }

  #read(path: string, key: string): StoredResult {
    try {
      const result = JSON.parse(readFileSync(path, 'utf8')) as StoredResult;
      if (result.key === key && Number.isSafeInteger(result.order)) return result;
    } catch (cause) {
      throw new Error(`stored result ${path} cannot be read`, { cause });
    }
    throw new Error(`stored result ${path} belongs to another key`);
  }
}
