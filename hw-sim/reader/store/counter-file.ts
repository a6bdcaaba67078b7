import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from './durable-file.js';

const NAME = 'ksn.json';

/** The DUKPT counter on the reader's disk, so that no KSN is ever used twice. */
export class CounterFile {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, NAME);
  }

  /** 0 when there is none yet. @throws Error when it belongs to another key or cannot be read: guessing could reuse a key */
  read(keyIdHex: string): number {
    if (!existsSync(this.#path)) return 0;
    const stored = JSON.parse(readFileSync(this.#path, 'utf8')) as { keyId?: unknown; counter?: unknown };
    if (stored.keyId !== keyIdHex || !Number.isSafeInteger(stored.counter)) {
      throw new Error(`${this.#path} holds no counter of key ${keyIdHex}`);
    }
    return stored.counter as number;
  }

  write(keyIdHex: string, counter: number): void {
    writeDurably(this.#path, JSON.stringify({ keyId: keyIdHex, counter }));
  }
}
