import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A log file that never outgrows its disk: at `maxBytes` it becomes FILE.1, over the one before, and a new one
 * begins. A line is with the kernel when `write` returns, so `kill -9` loses none. A full disk must not stop
 * sales: lines that cannot be written are counted, and the next that can be tells how many are missing.
 */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #file: number | null = null;
  #size = 0;
  #lost = 0;

  /** @throws what the file system says when the file cannot be opened at all */
  constructor(path: string, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#open();
  }

  /** Lines that could not be written and have not been reported yet. */
  get lost(): number {
    return this.#lost;
  }

  write(line: string): void {
    try {
      const gap = this.#lost === 0 ? '' : `{"level":"warn","msg":"log lines lost","count":${this.#lost}}\n`;
      this.#writeWhole(gap + line);
      this.#lost = 0;
    } catch {
      this.#lost += 1;
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #writeWhole(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    if (this.#size > 0 && this.#size + bytes.length > this.#maxBytes) this.#rotate();
    const file = this.#file ?? this.#open();
    for (let at = 0; at < bytes.length;) {
      const written = writeSync(file, bytes, at);
      at += written;
      this.#size += written;
    }
  }

  #rotate(): void {
    this.close();
    renameSync(this.#path, `${this.#path}.1`);
  }

  #open(): number {
    this.#file = openSync(this.#path, 'a', 0o600);
    this.#size = fstatSync(this.#file).size;
    return this.#file;
  }
}
