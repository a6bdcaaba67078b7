import { closeSync, openSync, writeSync } from 'node:fs';
import { shimLibrary } from '../power/library.js';

/**
 * The wall clock of one process, which can be set while it runs (shim.c is loaded into it). The monotonic clock
 * stays as it is, as on a real machine whose date is set.
 */
export class ShiftedClock {
  readonly #file: number;
  #offsetMs = 0;

  /** @param path a file that this makes and the process maps; absolute */
  constructor(private readonly path: string) {
    this.#file = openSync(path, 'w', 0o600);
    this.shift(0);
  }

  /** Of the process. @throws Error when the shim was not built */
  get environment(): Readonly<Record<string, string>> {
    return { LD_PRELOAD: shimLibrary('clock'), TILLPOST_CLOCK_FILE: this.path };
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** What the process takes for the time now, Unix ms. */
  wallMs(): number {
    return Math.max(0, Date.now() + this.#offsetMs);
  }

  /** The process's wall clock is so far from this machine's from now on, ms; before 1970 it stands still there. */
  shift(offsetMs: number): void {
    const nanos = Buffer.alloc(8);
    nanos.writeBigInt64LE(BigInt(Math.round(offsetMs)) * 1_000_000n);
    writeSync(this.#file, nanos, 0, nanos.length, 0);
    this.#offsetMs = offsetMs;
  }

  /** The process keeps what it was last told. */
  close(): void {
    closeSync(this.#file);
  }
}
